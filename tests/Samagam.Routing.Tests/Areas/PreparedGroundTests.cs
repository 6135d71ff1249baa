using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Profiles;
using Samagam.Routing.Tests.Search;
using Samagam.Routing.Zones;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Areas;

/// <summary>Walks that begin or end on open ground, in any crowd and under any orders.</summary>
public sealed class PreparedGroundTests
{
    [Fact]
    public void The_hierarchy_and_the_plain_search_say_the_same_of_every_walk_on_open_ground() => Seeds.ForEach(fresh: 6, (_, luck) =>
    {
        var town = new GroundTown(luck, luck.Next(1, 4));
        var map = town.Text.Load();
        var views = new MapViews(map, new HierarchyLimits { MinNodes = 0 });
        for (var epoch = 0; epoch < 4; epoch++)
        {
            var conditions = epoch == 0 ? PathConditions.Usual : town.Some(map, luck, epoch);
            var (prepared, plain) = (views.Next(conditions), map.Under(conditions));
            for (var round = 0; round < 20; round++)
            {
                SameAnswers.Route(prepared, plain, town.Somewhere(luck), town.Somewhere(luck), (WalkMetric)luck.Next(WalkMetrics.Count));
                SameAnswers.Nearest(prepared, plain, town.Somewhere(luck), luck.Next(1, 6), (WalkMetric)luck.Next(1, WalkMetrics.Count), AmenityType.Water);
            }
            var here = town.Somewhere(luck);
            var targets = Enumerable.Range(0, 10).Select(_ => town.Somewhere(luck)).ToList();
            foreach (var isReversed in new[] { false, true })
            {
                var (one, other) = isReversed
                    ? (plain.WalkTimesTo(here, targets, WalkMetric.Emergency), prepared.WalkTimesTo(here, targets, WalkMetric.Emergency))
                    : (plain.WalkTimes(here, targets, WalkMetric.Emergency), prepared.WalkTimes(here, targets, WalkMetric.Emergency));
                for (var i = 0; i < targets.Count; i++)
                {
                    Assert.Equal(one[i].IsFound, other[i].IsFound);
                    // For responders cost is time.
                    Assert.True(one[i] == other[i] || Math.Abs(one[i].Seconds - other[i].Seconds) < 0.1, $"{here} and {targets[i]}: {one[i]} and {other[i]}");
                    var route = isReversed ? plain.Route(targets[i], here, WalkMetric.Emergency) : plain.Route(here, targets[i], WalkMetric.Emergency);
                    if (route is RouteFound found && one[i].IsFound)
                    {
                        Assert.Equal(found.DoorToDoorSeconds, one[i].Seconds, 0.2);
                    }
                }
            }
        }
    }, 1, 2);

    [Fact]
    public void A_line_costs_what_the_edge_along_it_costs_whatever_the_crowd_and_the_orders() => Seeds.ForEach(fresh: 6, (_, luck) =>
    {
        var town = new GroundTown(luck, 2);
        var map = town.Text.Load();
        var compared = 0;
        for (var epoch = 1; epoch < 8; epoch++)
        {
            var view = map.Under(town.Some(map, luck, epoch));
            for (var edge = 0; edge < map.Graph.EdgeCount; edge++)
            {
                if (map.Graph.Kinds[edge] != PathKind.AreaCrossing)
                {
                    continue;
                }
                var area = Enumerable.Range(0, map.Areas.Count).Single(a => map.Areas[a].OsmId == map.Graph.WayId[edge]);
                var (tail, head) = (GridAt(map.Graph, map.Graph.Tail[edge]), GridAt(map.Graph, map.Graph.Head[edge]));
                foreach (var metric in new[] { WalkMetric.Shortest, WalkMetric.Crowd, WalkMetric.Accessible, WalkMetric.Emergency })
                {
                    var costs = view.CostsOf(metric);
                    Same(costs.Of(edge * 2), costs.Lines.Of(new GroundLine(area, tail, head)));
                    Same(costs.Of((edge * 2) + 1), costs.Lines.Of(new GroundLine(area, head, tail)));
                    compared++;
                }
            }
        }
        Assert.True(compared > 0);
    }, 3);

    // A millimetre of rounding is some milliseconds where nobody moves any more, and three times that for being pressed.
    private static void Same(int edge, int line)
        => Assert.True(edge == line || (edge < ArcCosts.Blocked && line < ArcCosts.Blocked && Math.Abs((long)edge - line) <= 45), $"the edge costs {edge}, the line {line}");

    [Fact]
    public void Closed_ground_is_not_walked_on_not_even_by_who_stands_on_it()
    {
        var map = Square().Load();
        var (inside, further, beyond) = (new Coordinate(50.0005, 8.0005), new Coordinate(50.0015, 8.002), new Coordinate(50.001, 8.0035));
        var found = Assert.IsType<RouteFound>(map.Usual.Route(inside, beyond, WalkMetric.Crowd));
        foreach (var order in new PathOrder[]
        {
            new(PathOrderEffect.Closed, [10], []), new(PathOrderEffect.Closed, [], [new(49.9, 7.99), new(49.9, 8.01), new(50.1, 8.01), new(50.1, 7.99)]),
        })
        {
            foreach (var view in Views(map, order))
            {
                foreach (var metric in new[] { WalkMetric.Shortest, WalkMetric.Crowd, WalkMetric.Accessible, WalkMetric.Emergency })
                {
                    Assert.Equal(new NoRoute(NoRouteReason.NotConnected), view.Route(inside, further, metric));
                    Assert.Equal(new NoRoute(NoRouteReason.NotConnected), view.Route(inside, beyond, metric));
                    Assert.Equal(new NoRoute(NoRouteReason.NotConnected), view.Route(beyond, inside, metric));
                }
                Assert.Equal(RouteState.Closed, view.StateOf(found, WalkMetric.Crowd));
            }
        }
        // Only a part of it is closed: one goes round that part, not through.
        var box = new Coordinate[] { new(50.0007, 8.001), new(50.0007, 8.0015), new(50.0011, 8.0015), new(50.0011, 8.001) };
        foreach (var view in Views(map, new PathOrder(PathOrderEffect.Closed, [], box)))
        {
            var (from, to) = (new Coordinate(50.0009, 8.0005), new Coordinate(50.0009, 8.002));
            var round = Assert.IsType<RouteFound>(view.Route(from, to));
            Assert.True(round.LengthMetres > from.DistanceMetres(to) + 1);
            Assert.All(round.Geometry.Zip(round.Geometry.Skip(1)), p => Assert.False(Ring.Crosses(box, p.First, p.Second)));
        }
        // A walker's own ring does the same.
        var avoiding = Assert.IsType<RouteFound>(map.Usual.Route([new(50.0009, 8.0005), new(50.0009, 8.002)], WalkMetric.Shortest, [box]));
        Assert.All(avoiding.Geometry.Zip(avoiding.Geometry.Skip(1)), p => Assert.False(Ring.Crosses(box, p.First, p.Second)));
    }

    [Fact]
    public void A_crush_in_the_middle_of_a_square_is_walked_round_and_whoever_is_in_it_is_led_straight_out()
    {
        // The zone: a box of 70 m in the middle of the square, with corners that are paths' corners, too (a pillar stands there).
        var map = Square().Node(41, 50.0008, 8.001).Node(42, 50.0008, 8.002).Node(43, 50.0012, 8.002).Node(44, 50.0012, 8.001)
            .Way(40, "samagam:zone=full", 41, 42, 43, 44, 41).Load();
        var crush = new PathConditions { Epoch = 1, Zones = new Dictionary<string, ZoneCondition> { ["full"] = new(5.3, IsDangerous: true) } };
        var zone = Assert.Single(map.Zones);
        foreach (var view in new[] { map.Under(crush), new MapViews(map, new HierarchyLimits { MinNodes = 0 }).Next(crush) })
        {
            var (west, east, inside) = (new Coordinate(50.001, 8.0005), new Coordinate(50.001, 8.0025), new Coordinate(50.001, 8.0015));
            var round = Assert.IsType<RouteFound>(view.Route(west, east, WalkMetric.Crowd));
            Assert.False(round.EntersDanger);
            Assert.All(round.Geometry.Zip(round.Geometry.Skip(1)), p => Assert.All(Enumerable.Range(1, 19), i => Assert.False(zone.Contains(new(
                p.First.LatitudeDeg + (i / 20.0 * (p.Second.LatitudeDeg - p.First.LatitudeDeg)), p.First.LongitudeDeg + (i / 20.0 * (p.Second.LongitudeDeg - p.First.LongitudeDeg)))))));
            var way = Assert.IsType<RouteFound>(map.Usual.Route(west, east, WalkMetric.Crowd));
            Assert.Equal(2, way.Geometry.Count);
            Assert.Equal(RouteState.Dangerous, view.StateOf(way, WalkMetric.Crowd));
            // Out of it: no danger is entered. Into it: there is no other way, and the route says so.
            var away = Assert.IsType<RouteFound>(view.Route(inside, east, WalkMetric.Crowd));
            Assert.False(away.EntersDanger);
            Assert.Equal(2, away.Geometry.Count);
            Assert.True(Assert.Single(away.Legs).Flags.HasFlag(LegFlags.Dangerous));
            // And no further round than by the corners of the crush.
            var corner = new Coordinate(50.0012, 8.001);
            var other = new Coordinate(50.0012, 8.002);
            Assert.Equal(west.DistanceMetres(corner) + corner.DistanceMetres(other) + other.DistanceMetres(east), round.LengthMetres, 0.01);
            Assert.True(Assert.IsType<RouteFound>(view.Route(west, inside, WalkMetric.Crowd)).EntersDanger);
            Assert.False(Assert.IsType<RouteFound>(view.Route(west, inside, WalkMetric.Emergency)).EntersDanger);
        }
    }

    [Fact]
    public void With_and_against_an_order_of_one_way_across_a_square()
    {
        var map = Square().Load();
        var (west, east) = (new Coordinate(50.001, 8.0005), new Coordinate(50.001, 8.0025));
        foreach (var view in Views(map, new PathOrder(PathOrderEffect.OneWay, [10], [], BearingDeg: 90)))
        {
            Assert.True(Assert.Single(Assert.IsType<RouteFound>(view.Route(west, east)).Legs).Flags.HasFlag(LegFlags.OneWay));
            Assert.IsType<NoRoute>(view.Route(east, west));
            Assert.IsType<RouteFound>(view.Route(east, west, WalkMetric.Emergency));
        }
    }

    private static OsmText Square() => new OsmText()
        .Node(1, 50, 8).Node(2, 50, 8.003).Node(3, 50.001, 8.003).Node(4, 50.002, 8.003).Node(5, 50.002, 8).Node(6, 50.001, 8)
        .Way(10, "place=square;name=Maidan", 1, 2, 3, 4, 5, 6, 1)
        .Node(7, 50.001, 7.999).Node(8, 50.001, 8.004).Way(11, "highway=residential", 7, 6).Way(12, "highway=residential", 3, 8)
        .Node(9, 50, 8.004).Way(13, "highway=residential", 2, 9, 8).Node(20, 50.002, 7.999).Way(14, "highway=residential", 5, 20, 7);

    private static MapView[] Views(MapSnapshot map, params PathOrder[] orders)
    {
        var conditions = new PathConditions { Epoch = 1, Orders = orders };
        return [map.Under(conditions), new MapViews(map, new HierarchyLimits { MinNodes = 0 }).Next(conditions)];
    }

    private static GridPoint GridAt(WalkGraph graph, int vertex) => new(graph.VertexLatE7[vertex], graph.VertexLonE7[vertex]);
}
