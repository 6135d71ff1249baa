using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Search;
using Samagam.Routing.Zones;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Search;

/// <summary>What is promised of a second way holds of each, reckoned anew by plain Dijkstra.</summary>
public sealed class AlternativeTests
{
    private static readonly AlternativeRules Rules = new();

    [Fact]
    public void Every_alternative_in_a_random_town_keeps_every_promise() => Seeds.ForEach(fresh: 12, (_, luck) =>
    {
        var town = new DrawnTown(luck, luck.Next(4, 14));
        PreparedViewTests.Furnish(town, luck);
        var map = town.Text.Load();
        var views = new MapViews(map, new HierarchyLimits { MinNodes = 0 });
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var conditions = epoch == 0 ? PathConditions.Usual : PreparedViewTests.Some(map, luck, epoch);
            var (prepared, plain) = (views.Next(conditions), map.Under(conditions));
            for (var round = 0; round < 20; round++)
            {
                var (from, to, metric) = (PreparedViewTests.Somewhere(town, luck), PreparedViewTests.Somewhere(town, luck), (WalkMetric)luck.Next(WalkMetrics.Count));
                var (most, stretch) = (luck.Next(Rules.Most + 1), 1 + (luck.NextDouble() * 0.5));
                foreach (var view in (MapView[])[prepared, plain])
                {
                    MustKeep(view, view.Alternatives(from, to, most, metric), from, to, most, metric);
                    var near = view.NearEquals(from, to, most, stretch, _ => true, metric);
                    MustKeep(view, near, from, to, most, metric);
                    Assert.All(near.Alternatives, a => Assert.True(a.PlainCost <= ((RouteFound)near.Best).PlainCost * stretch));
                }
            }
        }
    }, 1, 2, 3);

    [Theory]
    [InlineData("monaco-2023.osm.pbf", 60)]
    [InlineData("porto.osm.pbf", 25)]
    public void On_real_maps_there_are_alternatives_and_each_keeps_every_promise(string file, int questions)
    {
        var map = SharedMaps.Load(file);
        var view = new MapViews(map).Next(PathConditions.Usual);
        Seeds.ForEach(fresh: 1, (_, luck) =>
        {
            var found = 0;
            for (var i = 0; i < questions; i++)
            {
                var (from, to) = (Somewhere(map, luck), Somewhere(map, luck));
                var choice = view.Alternatives(from, to, 2);
                MustKeep(view, choice, from, to, 2, WalkMetric.Crowd, checkedStretches: 12);
                found += choice.Alternatives.Count;
            }
            Assert.True(found > questions / 3, $"{found} alternatives on {questions} questions");
        }, 5);
    }

    private static Coordinate Somewhere(MapSnapshot map, Random luck)
    {
        while (true)
        {
            var v = luck.Next(map.Graph.VertexCount);
            if (map.Graph.ComponentOf[v] == 0)
            {
                return map.Graph.VertexAt(v) is var at ? new(at.LatitudeDeg + 0.00009, at.LongitudeDeg + 0.00006) : default;
            }
        }
    }

    // Costs are looked up in the view, walks are followed arc by arc, and least costs are Dijkstra's.
    private static void MustKeep(MapView view, RouteChoice choice, Coordinate from, Coordinate to, int most, WalkMetric metric, int checkedStretches = 40)
    {
        var single = view.Route(from, to, metric);
        if (single is not RouteFound best)
        {
            Assert.Equal(single, choice.Best);
            Assert.Empty(choice.Alternatives);
            return;
        }
        Assert.Equal(best.Cost, Assert.IsType<RouteFound>(choice.Best).Cost);
        Assert.True(choice.Alternatives.Count <= most);
        var costs = view.CostsOf(metric);
        var snapping = view.Map.Ground.Snapping;
        Assert.Null(snapping.TryPair(from, to, out var start, out var end));
        if (start.Spot?.Beside is not null || end.Spot?.Beside is not null)
        {
            // Which way open ground was left, the route does not tell.
            return;
        }
        if (best.Arcs.Count == 0 || (start != snapping.ToMain(start) || end != snapping.ToMain(end)))
        {
            // Where both places are one, or a courtyard is left aside, which ends were taken is not told.
            return;
        }
        var told = new List<Walk> { Walk.Of(view.Map.Graph, costs, (RouteFound)choice.Best, start, end) };
        var lines = best.Lines.Sum(l => (long)costs.Lines.Of(l));
        foreach (var route in choice.Alternatives)
        {
            var walk = Walk.Of(view.Map.Graph, costs, route, start, end);
            // Straight lines from and to open ground are walked by all.
            Assert.Equal(best.Lines, route.Lines);
            Assert.Equal(route.Cost, walk.Whole + lines);
            Assert.True(walk.Dangers <= told[0].Dangers, "it enters danger that the best does not");
            Assert.True(walk.Plain + lines <= (told[0].Plain + lines) * Rules.MaxStretch, $"stretch {walk.Plain} : {told[0].Plain}");
            var used = told.SelectMany(w => w.Parts).Select(p => p.Arc >> 1).ToHashSet();
            Assert.True(walk.Parts.Where(p => used.Contains(p.Arc >> 1)).Sum(p => p.Plain) + lines <= (told[0].Plain + lines) * Rules.MaxSharing, "shares too much");
            Assert.Equal(walk.Junctions.Count, walk.Junctions.Distinct().Count());
            Assert.Equal(RouteState.Good, view.StateOf(route, metric));
            MustNotBeRoundabout(told[0], walk);
            MustBeLocallyBest(view.Map.Graph, costs, walk, (long)(told[0].Plain * Rules.LocalShare), checkedStretches);
            told.Add(walk);
        }
    }

    private static void MustNotBeRoundabout(Walk best, Walk walk)
    {
        var at = best.Junctions.Select((v, i) => (v, Cost: best.PlainTo(i))).ToDictionary(p => p.v, p => p.Cost);
        var (since, last) = (0L, 0L);
        for (var i = 0; i < walk.Junctions.Count; i++)
        {
            if (at.TryGetValue(walk.Junctions[i], out var there))
            {
                Assert.True(there >= last, "it goes back");
                Assert.True(walk.PlainTo(i) - since <= (there - last) * Rules.MaxStretch, "a roundabout way between two meetings");
                (since, last) = (walk.PlainTo(i), there);
            }
        }
    }

    private static void MustBeLocallyBest(WalkGraph graph, ArcCosts costs, Walk walk, long local, int stretches)
    {
        var step = Math.Max(1, walk.Junctions.Count / stretches);
        for (var first = 0; first < walk.Junctions.Count; first += step)
        {
            var last = first;
            while (last + 1 < walk.Junctions.Count && walk.PlainTo(last + 1) - walk.PlainTo(first) <= local)
            {
                last++;
            }
            if (last > first)
            {
                var cost = walk.WholeTo(last) - walk.WholeTo(first);
                Assert.Equal(cost, Least(graph, costs, walk.Junctions[first], walk.Junctions[last], cost));
            }
        }
    }

    // Dijkstra 1959, no further than to a cost.
    private static long Least(WalkGraph graph, ArcCosts costs, int from, int to, long upTo)
    {
        var (least, open) = (new Dictionary<int, long> { [from] = 0 }, new PriorityQueue<int, long>([(from, 0L)]));
        while (open.TryDequeue(out var v, out var cost) && cost <= upTo)
        {
            if (v == to)
            {
                return cost;
            }
            for (var i = graph.FirstArc[v]; cost == least[v] && i < graph.FirstArc[v + 1]; i++)
            {
                if (costs.MayWalk(graph.ArcOf[i]) && cost + costs.Of(graph.ArcOf[i]) is var there && there < least.GetValueOrDefault(graph.ArcHead[i], long.MaxValue))
                {
                    open.Enqueue(graph.ArcHead[i], least[graph.ArcHead[i]] = there);
                }
            }
        }
        return long.MaxValue;
    }

    private sealed record Walk(List<(int Arc, long Plain, bool IsDanger)> Parts, List<int> Junctions)
    {
        public long Plain => Parts.Sum(p => p.Plain);

        public int Dangers => Parts.Count(p => p.IsDanger);

        public long Whole => Plain + (Dangers * (long)ArcCosts.DangerPenalty);

        // To junction number i.
        public long PlainTo(int i) => Parts.Take(i + 1).Sum(p => p.Plain);

        public long WholeTo(int i) => Parts.Take(i + 1).Sum(p => p.Plain + (p.IsDanger ? ArcCosts.DangerPenalty : 0));

        public static Walk Of(WalkGraph graph, ArcCosts costs, RouteFound route, SnapPoint start, SnapPoint end)
        {
            var parts = route.Arcs.Select((arc, i) =>
            {
                var (forward, length) = ((arc & 1) == 0, graph.LengthMm[arc >> 1]);
                var (isFirst, isLast) = (i == 0 && arc >> 1 == start.Edge, i == route.Arcs.Count - 1 && arc >> 1 == end.Edge);
                var mm = isFirst && isLast ? Math.Abs(end.OffsetMm - start.OffsetMm)
                    : isFirst ? (forward ? length - start.OffsetMm : start.OffsetMm)
                    : isLast ? (forward ? end.OffsetMm : length - end.OffsetMm)
                    : length;
                var cost = isFirst ? costs.OfRest(arc, mm) : costs.OfBeginning(arc, mm);
                var isDanger = cost >= ArcCosts.DangerPenalty;
                return (arc, (long)cost - (isDanger ? ArcCosts.DangerPenalty : 0), isDanger);
            }).ToList();
            for (var i = 1; i < parts.Count; i++)
            {
                Assert.Equal(graph.ComesFrom(parts[i - 1].arc ^ 1), graph.ComesFrom(parts[i].arc));
            }
            return new Walk(parts, [.. parts.SkipLast(1).Select(p => graph.ComesFrom(p.arc ^ 1))]);
        }
    }
}
