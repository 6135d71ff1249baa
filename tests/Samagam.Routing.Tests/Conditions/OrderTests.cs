using Samagam.Routing.Conditions;

namespace Samagam.Routing.Tests.Conditions;

/// <summary>What orders do to routes.</summary>
public sealed class OrderTests
{
    // A square block: 1—2—3—4 with a gated diagonal 1—3.
    private static OsmText Block() => new OsmText()
        .Node(1, 50, 8).Node(2, 50, 8.01).Node(3, 50.01, 8.01).Node(4, 50.01, 8)
        .Way(10, "highway=footway", 1, 2).Way(11, "highway=footway", 2, 3).Way(12, "highway=footway", 3, 4).Way(13, "highway=footway", 4, 1)
        .Way(14, "highway=footway;samagam:gate=closed", 1, 3);

    private static readonly Coordinate One = new(50, 8);
    private static readonly Coordinate Two = new(50, 8.01);
    private static readonly Coordinate Three = new(50.01, 8.01);

    [Fact]
    public void A_closed_way_is_walked_round_and_not_by_responders_either()
    {
        var map = Block().Load();
        var view = Under(map, new PathOrder(PathOrderEffect.Closed, [10], []));
        Assert.Equal(716, Length(map.Usual, One, Two), 20.0);
        foreach (var metric in (WalkMetric[])[WalkMetric.Shortest, WalkMetric.Crowd, WalkMetric.Amenity])
        {
            Assert.Equal(2 * 1112 + 716, Length(view, One, Two, metric), 40.0);
        }
        Assert.DoesNotContain(10L, Ways(view, One, Two, WalkMetric.Emergency));
    }

    [Fact]
    public void A_closed_area_closes_every_path_that_touches_it()
    {
        var map = Block().Load();
        var view = Under(map, new PathOrder(PathOrderEffect.Closed, [], [new(49.999, 8.004), new(49.999, 8.006), new(50.001, 8.006), new(50.001, 8.004)]));
        Assert.DoesNotContain(10L, Ways(view, One, Two, WalkMetric.Shortest));
        Assert.Contains(13L, Ways(view, One, Three, WalkMetric.Shortest));
    }

    [Fact]
    public void A_one_way_is_walked_with_its_bearing_only_and_responders_go_against_it()
    {
        var view = Under(Block().Load(), new PathOrder(PathOrderEffect.OneWay, [10], [], BearingDeg: 90));
        Assert.Equal([10L], Ways(view, One, Two, WalkMetric.Crowd));
        Assert.DoesNotContain(10L, Ways(view, Two, One, WalkMetric.Crowd));
        Assert.Equal([10L], Ways(view, Two, One, WalkMetric.Emergency));
    }

    [Fact]
    public void A_gate_is_shut_until_an_order_opens_it_and_always_open_to_responders()
    {
        var map = Block().Load();
        Assert.DoesNotContain(14L, Ways(map.Usual, One, Three, WalkMetric.Shortest));
        Assert.Equal([14L], Ways(map.Usual, One, Three, WalkMetric.Emergency));
        Assert.Equal([14L], Ways(Under(map, new PathOrder(PathOrderEffect.Opened, [14], [])), One, Three, WalkMetric.Shortest));
        // Both said: closed stands.
        Assert.DoesNotContain(14L, Ways(
            Under(map, new PathOrder(PathOrderEffect.Opened, [14], []), new PathOrder(PathOrderEffect.Closed, [14], [])), One, Three, WalkMetric.Emergency));
    }

    [Fact]
    public void A_gate_in_the_middle_of_which_a_crowd_zone_begins_is_opened_whole()
    {
        var map = new OsmText().Node(1, 50, 7.99).Node(2, 50, 8).Node(3, 50, 8.01).Node(4, 50, 8.02)
            .Way(10, "highway=footway", 1, 2).Way(11, "highway=footway;samagam:gate=closed", 2, 3).Way(12, "highway=footway", 3, 4)
            .Node(91, 49.99, 8.005).Node(92, 49.99, 8.03).Node(93, 50.01, 8.03).Node(94, 50.01, 8.005).Way(90, "samagam:zone=far", 91, 92, 93, 94, 91).Load();
        var order = new PathOrder(PathOrderEffect.Opened, [], [new(49.9999, 8.002), new(49.9999, 8.003), new(50.0001, 8.003), new(50.0001, 8.002)]);
        Assert.IsType<NoRoute>(map.Usual.Route(new(50, 7.99), new(50, 8.02), WalkMetric.Crowd));
        var view = map.Under(new PathConditions { Epoch = 1, Orders = [order] });
        Assert.IsType<RouteFound>(view.Route(new(50, 7.99), new(50, 8.02), WalkMetric.Crowd));
    }

    [Fact]
    public void Against_the_flow_is_half_as_dear_again()
    {
        var map = Block().Load();
        // 1 → 2 → 3 is shorter than 1 → 4 → 3 by nothing; the flow decides.
        var view = Under(map, new PathOrder(PathOrderEffect.Flow, [10], [], BearingDeg: 270));
        Assert.Equal([13L, 12L], Ways(view, One, Three, WalkMetric.Crowd));
    }

    [Fact]
    public void Nobody_is_snapped_onto_a_shut_gate()
    {
        var map = Block().Load();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50.005, 8.005), Two));
        Assert.True(route.StartGapMetres > 300);
    }

    private static MapView Under(MapSnapshot map, params PathOrder[] orders) => map.Under(new PathConditions { Epoch = 1, Orders = orders });

    private static double Length(MapView view, Coordinate from, Coordinate to, WalkMetric metric = WalkMetric.Shortest)
        => Assert.IsType<RouteFound>(view.Route(from, to, metric)).LengthMetres;

    private static IEnumerable<long> Ways(MapView view, Coordinate from, Coordinate to, WalkMetric metric)
        => Assert.IsType<RouteFound>(view.Route(from, to, metric)).Legs.Select(l => l.WayId);
}
