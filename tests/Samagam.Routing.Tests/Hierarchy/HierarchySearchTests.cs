using Samagam.Routing.Hierarchy;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Hierarchy;

/// <summary>Every answer of a hierarchy equals plain Dijkstra's.</summary>
public sealed class HierarchySearchTests
{
    [Fact]
    public void Every_cost_is_Dijkstras_and_every_walk_can_be_walked_at_that_cost() => Seeds.ForEach(fresh: 60, (_, luck) =>
    {
        var roads = RandomRoads.Any(luck);
        var metric = new HierarchyMetric(roads.Hierarchy);
        new Customization(roads.Hierarchy).Run(metric, roads.Weights);
        var search = new HierarchySearch(roads.Hierarchy);
        for (var round = 0; round < 8; round++)
        {
            var from = luck.Next(roads.Count);
            var truth = roads.Costs(from);
            for (var to = 0; to < roads.Count; to++)
            {
                Assert.Equal(truth[to], search.Distance(metric, roads.At(from), roads.At(to)));
                Assert.Equal(truth[to], search.Path(metric, roads.At(from), roads.At(to), out var arcs));
                if (truth[to] < Cost.Infinite)
                {
                    roads.MustWalk(from, to, truth[to], arcs);
                }
                else
                {
                    Assert.Equal(0, arcs.Length);
                }
            }
        }
    }, 1, 20260101);

    [Fact]
    public void A_walk_may_start_and_end_in_the_middle_of_an_edge() => Seeds.ForEach(fresh: 40, (_, luck) =>
    {
        var roads = RandomRoads.Any(luck);
        if (roads.Tail.Length == 0)
        {
            return;
        }
        var metric = new HierarchyMetric(roads.Hierarchy);
        new Customization(roads.Hierarchy).Run(metric, roads.Weights);
        var search = new HierarchySearch(roads.Hierarchy);
        for (var round = 0; round < 30; round++)
        {
            var (start, end) = (luck.Next(roads.Tail.Length), luck.Next(roads.Tail.Length));
            int[] near = [roads.Tail[start], roads.Head[start]], far = [roads.Tail[end], roads.Head[end]];
            int[] away = [RandomRoads.AnyCost(luck), RandomRoads.AnyCost(luck)], home = [RandomRoads.AnyCost(luck), RandomRoads.AnyCost(luck)];
            var truth = (long)Cost.Infinite;
            for (var i = 0; i < 4; i++)
            {
                truth = Math.Min(truth, (long)away[i & 1] + roads.Costs(near[i & 1])[far[i >> 1]] + home[i >> 1]);
            }
            var from = WayEnd.On(roads.Hierarchy, near[0], away[0], near[1], away[1]);
            var to = WayEnd.On(roads.Hierarchy, far[0], home[0], far[1], home[1]);
            Assert.Equal(truth, search.Distance(metric, from, to));
            Assert.Equal(truth, search.Path(metric, from, to, out var arcs));
            if (truth < Cost.Infinite)
            {
                var (first, last) = arcs.Length == 0 ? (-1, -1) : (roads.From(arcs[0]), roads.To(arcs[^1]));
                var least = long.MaxValue;
                for (var i = 0; i < 4; i++)
                {
                    if (first < 0 ? near[i & 1] == far[i >> 1] : near[i & 1] == first && far[i >> 1] == last)
                    {
                        least = Math.Min(least, (long)away[i & 1] + home[i >> 1]);
                    }
                }
                foreach (var arc in arcs)
                {
                    least += roads.Weights[arc];
                }
                Assert.Equal(truth, least);
            }
        }
    });

    [Fact]
    public void A_graph_in_which_everybody_is_next_to_everybody_is_answered_too() => Seeds.ForEach(fresh: 1, (_, luck) =>
    {
        // More arcs at one node than the offset of a triangle can count.
        const int nodes = 180;
        var roads = new RandomRoads(luck, nodes, nodes * nodes, nodes);
        var metric = new HierarchyMetric(roads.Hierarchy);
        new Customization(roads.Hierarchy).Run(metric, roads.Weights);
        var search = new HierarchySearch(roads.Hierarchy);
        Assert.Contains(roads.Hierarchy.Nodes, n => n.End - n.First > Through.MaxOffset);
        for (var from = 0; from < nodes; from += 7)
        {
            var truth = roads.Costs(from);
            for (var to = 0; to < nodes; to++)
            {
                Assert.Equal(truth[to], search.Path(metric, roads.At(from), roads.At(to), out var arcs));
                roads.MustWalk(from, to, truth[to], arcs);
            }
        }
    }, 3);

    [Fact]
    public void The_order_is_the_same_however_many_processors_make_it() => Seeds.ForEach(fresh: 2, (_, luck) =>
    {
        var roads = new RandomRoads(luck, 12_000, 22_000, 2);
        var graph = NeighbourGraph.Of(roads.Count, roads.Tail, roads.Head, roads.Lat, roads.Lon);
        var order = DissectionOrder.Find(graph, parallel: false);
        Assert.Equal(order, DissectionOrder.Find(graph, parallel: true));
        Assert.Equal(Enumerable.Range(0, roads.Count), order.Order());
    });

    [Fact]
    public void A_question_allocates_nothing()
    {
        var roads = new RandomRoads(new Random(5), 2000, 5000, 2);
        var live = new LiveMetric(roads.Hierarchy, roads.Weights);
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            using var reader = live.Read();
            for (var to = 0; to < roads.Count; to++)
            {
                reader.Search.Distance(reader.Metric, roads.At(0), roads.At(to));
                reader.Search.Path(reader.Metric, roads.At(0), roads.At(to), out _);
            }
        }
    }

    [Fact]
    public void A_hierarchy_beyond_a_limit_is_not_built_and_one_that_stands_on_it_is()
    {
        var roads = new RandomRoads(new Random(6), 500, 1500, 3);
        var graph = NeighbourGraph.Of(roads.Count, roads.Tail, roads.Head, roads.Lat, roads.Lon);
        var (arcs, height) = (roads.Hierarchy.ArcCount, roads.Hierarchy.Height);
        Assert.NotNull(Build(new HierarchyLimits { MaxArcs = arcs, MaxHeight = height }));
        Assert.Null(Build(new HierarchyLimits { MaxArcs = arcs - 1 }));
        Assert.Null(Build(new HierarchyLimits { MaxHeight = height - 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(new HierarchyLimits { MaxHeight = ushort.MaxValue + 1 }));

        ContractionHierarchy? Build(HierarchyLimits limits) => HierarchyBuilder.TryBuild(graph, roads.Tail, roads.Head, limits);
    }
}
