using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Zones;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Search;

/// <summary>A prepared map answers as a plain search does, whatever changes.</summary>
public sealed class PreparedViewTests
{
    [Fact]
    public void Every_answer_is_that_of_a_plain_search_from_epoch_to_epoch() => Seeds.ForEach(fresh: 12, (_, luck) =>
    {
        var town = new DrawnTown(luck, luck.Next(3, 12));
        Furnish(town, luck);
        var map = town.Text.Load();
        var views = new MapViews(map, new HierarchyLimits { MinNodes = 0 });
        Assert.True(views.IsPrepared);
        for (var epoch = 0; epoch < 6; epoch++)
        {
            var conditions = epoch == 0 ? PathConditions.Usual : Some(map, luck, epoch);
            var (prepared, plain) = (views.Next(conditions), map.Under(conditions));
            for (var round = 0; round < 25; round++)
            {
                var (from, to) = (Somewhere(town, luck), Somewhere(town, luck));
                var metric = (WalkMetric)luck.Next(WalkMetrics.Count);
                SameAnswers.Route(prepared, plain, from, to, metric);
                if (metric != WalkMetric.Shortest)
                {
                    SameAnswers.Nearest(prepared, plain, from, luck.Next(1, 6), metric, AmenityType.Toilet);
                }
            }
            var targets = Enumerable.Range(0, 12).Select(_ => Somewhere(town, luck)).ToList();
            var here = Somewhere(town, luck);
            Assert.Equal(plain.WalkTimes(here, targets).Select(t => t.IsFound), prepared.WalkTimes(here, targets).Select(t => t.IsFound));
            Assert.All(
                plain.WalkTimesTo(here, targets, WalkMetric.Emergency).Zip(prepared.WalkTimesTo(here, targets, WalkMetric.Emergency)),
                // For responders cost is time.
                pair => Assert.True(pair.First == pair.Second || Math.Abs(pair.First.Seconds - pair.Second.Seconds) < 0.1, $"{pair}"));
        }
    }, 3, 4);

    [Fact]
    public void A_view_that_was_replaced_goes_on_answering_as_before()
    {
        var town = new DrawnTown(new Random(8), 9);
        var map = town.Text.Load();
        var views = new MapViews(map, new HierarchyLimits { MinNodes = 0 });
        var first = views.Next(PathConditions.Usual);
        var (from, to) = (town.At(0), town.At(town.Count - 1));
        var before = Assert.IsType<RouteFound>(first.Route(from, to, WalkMetric.Crowd));
        for (var epoch = 1; epoch < 5; epoch++)
        {
            views.Next(new PathConditions { Epoch = epoch, Orders = [new(PathOrderEffect.Closed, before.Legs.Select(l => l.WayId).ToList(), [])] });
            Assert.Equal(before.Geometry, Assert.IsType<RouteFound>(first.Route(from, to, WalkMetric.Crowd)).Geometry);
        }
    }

    [Fact]
    public async Task Readers_of_any_number_of_threads_see_one_epoch_whole_while_it_changes()
    {
        var town = new DrawnTown(new Random(9), 10);
        Furnish(town, new Random(9));
        var map = town.Text.Load();
        var views = new MapViews(map, new HierarchyLimits { MinNodes = 0 });
        var current = views.Next(PathConditions.Usual);
        var luck = new Random(10);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = new int[4];
        var readers = Enumerable.Range(0, asked.Length).Select(n => Task.Run(
            () =>
            {
                var mine = new Random(n);
                while (!stop.IsCancellationRequested)
                {
                    var view = Volatile.Read(ref current);
                    var plain = map.Under(view.Conditions);
                    for (var i = 0; i < 5; i++)
                    {
                        SameAnswers.Route(view, plain, Somewhere(town, mine), Somewhere(town, mine), (WalkMetric)mine.Next(WalkMetrics.Count));
                        Interlocked.Increment(ref asked[n]);
                    }
                }
            },
            CancellationToken.None)).ToList();
        // As long as it takes until everybody has asked often: on a busy machine some wait for their turn.
        for (var epoch = 1; epoch < 100 || (asked.Min() < 50 && !readers.Exists(r => r.IsCompleted)); epoch++)
        {
            Volatile.Write(ref current, views.Next(Some(map, luck, epoch)));
            views.CatchUp();
            await Task.Yield();
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    internal static Coordinate Somewhere(DrawnTown town, Random luck)
    {
        var at = town.At(luck.Next(town.Count));
        return luck.Next(3) == 0 ? at : new(at.LatitudeDeg + (luck.NextDouble() * 0.0008), at.LongitudeDeg + (luck.NextDouble() * 0.0008));
    }

    internal static void Furnish(DrawnTown town, Random luck)
    {
        for (var i = 0; i < 20; i++)
        {
            var near = town.At(luck.Next(town.Count));
            town.Text.Node(100_000 + i, near.LatitudeDeg + (luck.NextDouble() * 0.0003), near.LongitudeDeg + (luck.NextDouble() * 0.0003), "amenity=toilets");
        }
        for (var z = 0; z < 2; z++)
        {
            var (lat, lon) = (50 + (luck.Next(0, 8) * 0.001) + 0.00071, 8 + (luck.Next(0, 8) * 0.001) + 0.00071);
            town.Text.Node(900_000 + (z * 10), lat, lon).Node(900_001 + (z * 10), lat, lon + 0.002).Node(900_002 + (z * 10), lat + 0.002, lon + 0.002).Node(900_003 + (z * 10), lat + 0.002, lon)
                .Way(900_000 + z, $"samagam:zone=z{z}", 900_000 + (z * 10), 900_001 + (z * 10), 900_002 + (z * 10), 900_003 + (z * 10), 900_000 + (z * 10));
        }
    }

    internal static PathConditions Some(MapSnapshot map, Random luck, long epoch) => new()
    {
        Epoch = epoch,
        Zones = map.Zones.Where(z => z.Kind == ZoneKind.Crowd && luck.Next(3) > 0).ToDictionary(z => z.Id, _ => ZoneCondition.After(false, luck.NextDouble() * 6)),
        Orders = [.. Enumerable.Range(0, luck.Next(0, 5)).Select(_ => new PathOrder((PathOrderEffect)luck.Next(4), [1000 + luck.Next(1, 60), 1000 + luck.Next(1, 60)], [], luck.Next(360)))],
    };
}
