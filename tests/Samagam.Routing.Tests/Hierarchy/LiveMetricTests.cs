using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Hierarchy;

/// <summary>Weights that change while they are read.</summary>
public sealed class LiveMetricTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Changing_a_few_arcs_gives_the_weights_that_working_all_out_gives() => Seeds.ForEach(fresh: 40, (_, luck) =>
    {
        var roads = RandomRoads.Any(luck);
        var (metric, whole) = (new HierarchyMetric(roads.Hierarchy), new HierarchyMetric(roads.Hierarchy));
        var (customization, recustomization) = (new Customization(roads.Hierarchy), new Recustomization(roads.Hierarchy));
        customization.Run(metric, roads.Weights);
        var search = new HierarchySearch(roads.Hierarchy);
        for (var round = 0; round < 25 && roads.Tail.Length > 0; round++)
        {
            var changed = AnyChange(luck, roads);
            recustomization.Run(metric, roads.Weights, [.. changed.Select(c => c.Arc)], new GrowList<int>());
            customization.Run(whole, roads.Weights);
            Assert.Equal(whole.Up, metric.Up);
            Assert.Equal(whole.Down, metric.Down);
            // What arcs stand for may differ among equals; walks must add up all the same.
            var from = luck.Next(roads.Count);
            var truth = roads.Costs(from);
            for (var to = 0; to < roads.Count; to++)
            {
                Assert.Equal(truth[to], search.Path(metric, roads.At(from), roads.At(to), out var arcs));
                if (truth[to] < Cost.Infinite)
                {
                    roads.MustWalk(from, to, truth[to], arcs);
                }
            }
        }
    }, 2, 77);

    [Fact]
    public void After_any_rounds_of_changes_and_replacements_answers_are_those_of_the_newest_weights() => Seeds.ForEach(fresh: 30, (_, luck) =>
    {
        var roads = RandomRoads.Any(luck);
        var live = new LiveMetric(roads.Hierarchy, roads.Weights);
        MetricReader? lingering = null;
        for (var round = 0; round < 20 && roads.Tail.Length > 0; round++)
        {
            var before = live.Epoch;
            var changed = AnyChange(luck, roads);
            var epoch = luck.Next(4) == 0 ? live.Replace(roads.Weights) : live.Change(changed);
            Assert.Equal(before + 1, epoch);
            if (luck.Next(2) == 0)
            {
                live.CatchUp();
                Assert.Equal(epoch, live.Epoch);
            }
            if (luck.Next(3) == 0)
            {
                // A reader that stays over several epochs must not be written under.
                lingering?.Dispose();
                lingering = live.Read();
            }
            using var reader = live.Read();
            Assert.Equal(epoch, reader.Metric.Epoch);
            var from = luck.Next(roads.Count);
            var truth = roads.Costs(from);
            for (var to = 0; to < roads.Count; to++)
            {
                Assert.Equal(truth[to], reader.Search.Distance(reader.Metric, roads.At(from), roads.At(to)));
            }
        }
    });

    [Fact]
    public void A_reader_keeps_what_it_started_with_while_others_see_the_new()
    {
        var roads = new RandomRoads(new Random(8), 100, 250, 2);
        var live = new LiveMetric(roads.Hierarchy, roads.Weights);
        using var old = live.Read();
        var before = Answers(old);
        for (var round = 0; round < 5; round++)
        {
            live.Change([.. Enumerable.Range(0, roads.Weights.Length).Select(arc => new ArcCost(arc, round % 2 == 0 ? Cost.Infinite : 1))]);
        }
        Assert.Equal(before, Answers(old));
        Assert.Equal(1, old.Metric.Epoch);
        using var now = live.Read();
        Assert.Equal(6, now.Metric.Epoch);
        Assert.All(Answers(now).Skip(1), cost => Assert.Equal(Cost.Infinite, cost));

        int[] Answers(MetricReader reader)
            => [.. Enumerable.Range(0, roads.Count).Select(to => reader.Search.Distance(reader.Metric, roads.At(0), roads.At(to)))];
    }

    [Fact]
    public async Task Readers_on_other_threads_never_see_a_mixture_of_two_epochs()
    {
        // All arcs cost the number of the epoch: any mixture gives a walk that is no multiple of it.
        var roads = new RandomRoads(new Random(9), 300, 900, 2);
        Array.Fill(roads.Weights, 1);
        var hops = roads.Costs(0);
        var live = new LiveMetric(roads.Hierarchy, roads.Weights);
        using var stop = new CancellationTokenSource(Patience);
        using var reading = new SemaphoreSlim(0);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            long answers = 0;
            reading.Release();
            do
            {
                using var reader = live.Read();
                var each = (int)reader.Metric.Epoch;
                for (var to = 0; to < roads.Count; to++)
                {
                    Assert.Equal(
                        hops[to] == Cost.Infinite ? Cost.Infinite : hops[to] * each,
                        reader.Search.Distance(reader.Metric, roads.At(0), roads.At(to)));
                    answers++;
                }
            }
            while (!stop.IsCancellationRequested);
            return answers;
        })).ToArray();
        for (var i = 0; i < readers.Length; i++)
        {
            await reading.WaitAsync(stop.Token);
        }
        for (var epoch = 2; epoch < 200 && readers.All(r => !r.IsCompleted); epoch++)
        {
            Array.Fill(roads.Weights, epoch);
            Assert.Equal(epoch, epoch % 3 == 0
                ? live.Replace(roads.Weights)
                : live.Change([.. roads.Weights.Select((cost, arc) => new ArcCost(arc, cost))]));
            live.CatchUp();
        }
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers).WaitAsync(Patience), answers => Assert.True(answers > 0));
    }

    [Fact]
    public void A_cost_below_zero_or_beyond_infinite_is_refused_and_changes_nothing()
    {
        var roads = new RandomRoads(new Random(10), 20, 40, 2);
        var live = new LiveMetric(roads.Hierarchy, roads.Weights);
        Assert.Throws<ArgumentOutOfRangeException>(() => live.Change([new ArcCost(0, 5), new ArcCost(1, -1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => live.Change([new ArcCost(0, Cost.Infinite + 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => live.Replace(new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => live.Replace([.. roads.Weights.Select(_ => -1)]));
        Assert.Equal(1, live.Epoch);
        Assert.Equal(2, live.Change([new ArcCost(0, Cost.Infinite)]));
    }

    private static ArcCost[] AnyChange(Random luck, RandomRoads roads)
    {
        var changed = new ArcCost[luck.Next(0, 12)];
        foreach (ref var change in changed.AsSpan())
        {
            change = new ArcCost(luck.Next(roads.Weights.Length), RandomRoads.AnyCost(luck));
            roads.Weights[change.Arc] = change.Cost;
        }
        return changed;
    }
}
