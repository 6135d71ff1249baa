using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Tests.Search;
using Samagam.Routing.Zones;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Conditions;

/// <summary>A zone too full to be safe.</summary>
public sealed class DangerTests
{
    private const double HandMetres = 0.2;

    [Fact]
    public void Nobody_is_led_into_a_dangerous_zone_while_there_is_another_way() => Seeds.ForEach(fresh: 12, (_, luck) =>
    {
        var town = Town(luck, out var danger);
        var map = town.Text.Load();
        var zone = map.Zones.Single(z => z.Kind == ZoneKind.Crowd);
        var view = map.Under(danger);
        for (var round = 0; round < 30; round++)
        {
            var (from, to) = (town.At(luck.Next(town.Count)), town.At(luck.Next(town.Count)));
            var metric = (WalkMetric)luck.Next((int)WalkMetric.Shortest, (int)WalkMetric.Emergency);
            if (view.Route(from, to, metric) is not RouteFound route)
            {
                continue;
            }
            // A corner of a street may lie a hand's breadth inside: whoever turns there may be said to have been in, or not.
            if (EntersFromOutside(route, zone, 0) == EntersFromOutside(route, zone, HandMetres))
            {
                Assert.Equal(EntersFromOutside(route, zone, 0), route.EntersDanger);
            }
            if (route.EntersDanger && metric != WalkMetric.Accessible)
            {
                Assert.False(IsReachableWithoutEntering(map.Graph, route.Geometry[0], route.Geometry[^1]), $"{from} → {to}: there was another way");
            }
        }
    }, 5, 717_944_886);

    [Fact]
    public void Whoever_is_inside_is_led_out_by_the_quickest_way() => Seeds.ForEach(fresh: 12, (_, luck) =>
    {
        var town = Town(luck, out var danger);
        var map = town.Text.Load();
        var zone = map.Zones.Single(z => z.Kind == ZoneKind.Crowd);
        var view = map.Under(danger);
        var inside = Enumerable.Range(0, town.Count).Select(town.At).Where(zone.Contains).ToList();
        var outside = Enumerable.Range(0, town.Count).Select(town.At).Where(p => !zone.Contains(p)).ToList();
        foreach (var from in inside.Take(5))
        {
            var ways = outside.Select(to => view.Route(from, to, WalkMetric.Crowd)).OfType<RouteFound>()
                .Where(w => w.StartGapMetres < 1 && w.EndGapMetres < 1).ToList();
            if (ways.Count == 0)
            {
                continue;
            }
            // To the place outside that is nearest in time, the way never comes back in.
            var best = ways.MinBy(w => w.Seconds)!;
            Assert.False(best.EntersDanger);
            Assert.Equal(1, Transitions(best, zone));
        }
    }, 9);

    [Fact]
    public void Responders_go_straight_in()
    {
        var town = new DrawnTown(new Random(3), 8);
        Fence(town, 2, 5);
        var map = town.Text.Load();
        var view = map.Under(Danger);
        var found = 0;
        for (var i = 0; i < town.Count; i++)
        {
            if (view.Route(town.At(0), town.At(i), WalkMetric.Emergency) is RouteFound route
                && map.Usual.Route(town.At(0), town.At(i), WalkMetric.Emergency) is RouteFound usual)
            {
                Assert.False(route.EntersDanger);
                // Slower in the crowd, and never more than going at their slowest.
                Assert.True(route.LengthMetres <= usual.LengthMetres * 3);
                found++;
            }
        }
        Assert.True(found > 10);
    }

    private static PathConditions Danger { get; } = new()
    {
        Epoch = 1,
        Zones = new Dictionary<string, ZoneCondition> { ["full"] = new(5.3, IsDangerous: true) },
    };

    private static DrawnTown Town(Random luck, out PathConditions danger)
    {
        var side = luck.Next(6, 12);
        var town = new DrawnTown(luck, side);
        Fence(town, luck.Next(0, 2), luck.Next(3, side - 1));
        danger = Danger;
        return town;
    }

    // A square zone whose border runs between the streets' corners.
    private static void Fence(DrawnTown town, int first, int last)
    {
        var (low, high) = ((first * 0.001) - 0.00021, (last * 0.001) + 0.00083);
        town.Text.Node(900_001, 50 + low, 8 + low).Node(900_002, 50 + low, 8 + high).Node(900_003, 50 + high, 8 + high).Node(900_004, 50 + high, 8 + low)
            .Way(900_000, "samagam:zone=full", 900_001, 900_002, 900_003, 900_004, 900_001);
    }

    private static bool EntersFromOutside(RouteFound route, Zone zone, double leastMetres)
    {
        var inside = Sides(route, zone, leastMetres).ToList();
        // A route that begins on the border itself and goes in has entered, too.
        return inside.Zip(inside.Skip(1)).Any(p => !p.First && p.Second);
    }

    private static int Transitions(RouteFound route, Zone zone)
    {
        var sides = Sides(route, zone, HandMetres).ToList();
        return sides.Zip(sides.Skip(1)).Count(p => p.First != p.Second);
    }

    private static IEnumerable<bool> Sides(RouteFound route, Zone zone, double leastMetres) => route.Geometry.Zip(route.Geometry.Skip(1))
        .Where(s => s.First.DistanceMetres(s.Second) > leastMetres)
        .Select(s => zone.Contains(new((s.First.LatitudeDeg + s.Second.LatitudeDeg) / 2, (s.First.LongitudeDeg + s.Second.LongitudeDeg) / 2)));

    private static bool IsReachableWithoutEntering(WalkGraph graph, Coordinate from, Coordinate to)
    {
        var start = Enumerable.Range(0, graph.VertexCount).FirstOrDefault(v => graph.VertexAt(v) == from, -1);
        var goal = Enumerable.Range(0, graph.VertexCount).FirstOrDefault(v => graph.VertexAt(v) == to, -1);
        if (start < 0 || goal < 0)
        {
            return false;
        }
        var seen = new HashSet<int> { start };
        var open = new Stack<int>(seen);
        while (open.TryPop(out var v))
        {
            for (var i = graph.FirstArc[v]; i < graph.FirstArc[v + 1]; i++)
            {
                var arc = graph.ArcOf[i];
                var entries = graph.ZoneEntries.AsSpan(graph.FirstZone[arc >> 1]..graph.FirstZone[(arc >> 1) + 1]).ToArray();
                if ((graph.Directions[arc >> 1] & WalkGraph.FlagOf(arc)) != 0 && entries.All(e => (e.IsEntered & WalkGraph.FlagOf(arc)) == 0)
                    && seen.Add(graph.ArcHead[i]))
                {
                    open.Push(graph.ArcHead[i]);
                }
            }
        }
        return seen.Contains(goal);
    }
}
