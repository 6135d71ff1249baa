using Samagam.Routing.Amenities;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Areas;

/// <summary>Ghats, fences and walls: nobody walks round a rim for nothing, and nobody walks through a fence.</summary>
public sealed class BarrierTests
{
    // A ghat about 715 m long and 22 m deep along a river in the south: 1—2 is the water. A street along the north, joined at both ends only.
    private static OsmText Ghat() => new OsmText()
        .Node(1, 50, 8).Node(2, 50, 8.01).Node(3, 50.0002, 8.01).Node(4, 50.0002, 8)
        .Way(10, "highway=pedestrian;area=yes;man_made=ghat;name=Ram Ghat", 1, 2, 3, 4, 1)
        .Node(5, 50.001, 8).Node(6, 50.001, 8.01)
        .Way(11, "highway=residential", 4, 5).Way(12, "highway=residential", 5, 6).Way(13, "highway=residential", 6, 3);

    // About 223 m square with streets at two opposite sides, west (7) and east (8).
    private static OsmText Square() => new OsmText()
        .Node(1, 50, 8).Node(2, 50, 8.003).Node(3, 50.001, 8.003).Node(4, 50.002, 8.003).Node(5, 50.002, 8).Node(6, 50.001, 8)
        .Way(10, "place=square;name=Maidan", 1, 2, 3, 4, 5, 6, 1)
        .Node(7, 50.001, 7.999).Node(8, 50.001, 8.004).Way(11, "highway=residential", 7, 6).Way(12, "highway=residential", 3, 8);

    private static RouteFound Walk(MapSnapshot map, Coordinate from, Coordinate to, WalkMetric metric = WalkMetric.Shortest)
        => Assert.IsType<RouteFound>(map.Usual.Route(from, to, metric));

    [Fact]
    public void A_ghat_snapped_on_its_water_side_is_not_walked_round()
    {
        var map = Ghat().Load();
        // On the lowest steps, in the water a little off them, and at the middle of the ghat: each to a place as far along.
        foreach (var (from, to) in new[] { ((50.00001, 8.002), (50.00001, 8.008)), ((49.9999, 8.002), (49.9999, 8.008)), ((50.0001, 8.003), (49.99995, 8.007)) })
        {
            var route = Walk(map, new(from.Item1, from.Item2), new(to.Item1, to.Item2));
            Assert.Equal(2, route.Geometry.Count);
            Assert.Equal(route.Geometry[0].DistanceMetres(route.Geometry[1]), route.LengthMetres, 0.01);
            var leg = Assert.Single(route.Legs);
            Assert.Equal((10, "Ram Ghat", PathKind.AreaCrossing), (leg.WayId, leg.Name.Name, leg.Kind));
        }
        // Into the town: slantwise up the steps to the street, not along the water to a corner first.
        var up = Walk(map, new(49.99999, 8.002), new(50.001, 8.0));
        Assert.Equal(new Coordinate(50, 8.002).DistanceMetres(new(50.0002, 8)) + new Coordinate(50.0002, 8).DistanceMetres(new(50.001, 8)), up.LengthMetres, 0.1);
        Assert.Equal(Routing.Guidance.ManoeuvreKind.CrossGround, map.Guide(up)[0].Kind);
        var area = Assert.Single(map.Areas);
        Assert.Equal(("w10", 10L, Routing.Graph.WalkAreaKind.Ghat, true), (area.Id, area.OsmId, area.Kind, area.IsCrossable));
        Assert.Equal(4, Assert.Single(area.Rings).Count);
        Assert.True(area.Contains(new(50.0001, 8.005)));
        Assert.False(area.Contains(new(50.0003, 8.005)));
    }

    [Theory]
    // From beyond the rim to beyond the rim; between two corners of the rim; with its ends on the rim's sides.
    [InlineData(49.999, 8.0015, 50.003, 8.0015, false)]
    [InlineData(50, 8.0015, 50.002, 8.0015, true)]
    [InlineData(49.9999, 8.0011, 50.0021, 8.0019, false)]
    public void A_fence_across_a_square_is_not_crossed(double lat1, double lon1, double lat2, double lon2, bool isJoined)
    {
        var text = isJoined
            ? new OsmText().Node(1, 50, 8).Node(21, 50, 8.0015).Node(2, 50, 8.003).Node(3, 50.001, 8.003).Node(4, 50.002, 8.003).Node(22, 50.002, 8.0015).Node(5, 50.002, 8).Node(6, 50.001, 8)
                .Way(10, "place=square", 1, 21, 2, 3, 4, 22, 5, 6, 1)
                .Node(7, 50.001, 7.999).Node(8, 50.001, 8.004).Way(11, "highway=residential", 7, 6).Way(12, "highway=residential", 3, 8)
            : Square().Node(21, lat1, lon1).Node(22, lat2, lon2);
        var map = text.Node(30, 50.004, 7.999).Node(31, 50.004, 8.004).Way(13, "highway=residential", 7, 30, 31, 8).Way(20, "barrier=fence", 21, 22).Load();
        // Round by the street in the north, wherever on either side one stands.
        foreach (var from in new Coordinate[] { new(50.001, 7.9995), new(50.0005, 8.001), new(50, 8.0005), new(50.001, 8.00145 - 0.0004) })
        {
            foreach (var to in new Coordinate[] { new(50.001, 8.0035), new(50.0015, 8.002), new(50.002, 8.0025), new(50.0006, 8.0019) })
            {
                var route = Walk(map, from, to);
                Assert.True(route.LengthMetres > 900, $"{from} → {to}: {route.LengthMetres} m");
                Assert.Contains(route.Legs, l => l.WayId == 13);
            }
        }
        // On one side it is as if there were no fence.
        Assert.Equal(2, Walk(map, new(50.0005, 8.0005), new(50.0015, 8.001)).Geometry.Count);
    }

    [Fact]
    public void Round_the_free_end_of_a_fence_one_walks_and_no_further()
    {
        var map = Square().Node(21, 49.999, 8.0015).Node(22, 50.0015, 8.0015).Way(20, "barrier=wall", 21, 22).Load();
        var (from, to, end) = (new Coordinate(50.0005, 8.001), new Coordinate(50.0005, 8.002), new Coordinate(50.0015, 8.0015));
        var route = Walk(map, from, to);
        Assert.InRange(route.LengthMetres, from.DistanceMetres(end) + end.DistanceMetres(to), (from.DistanceMetres(end) + end.DistanceMetres(to)) * 1.001);
        Assert.Equal(3, route.Geometry.Count);
    }

    [Fact]
    public void Inside_a_ring_of_fence_with_a_gate_one_leaves_by_the_gate()
    {
        // A fenced yard 21..24 in the middle of the square; the gate is node 25, where a path leads from the yard to the east street.
        var text = Square()
            .Node(21, 50.0007, 8.001).Node(22, 50.0007, 8.002).Node(25, 50.001, 8.002).Node(23, 50.0013, 8.002).Node(24, 50.0013, 8.001)
            .Node(26, 50.001, 8.0015).Node(27, 50.001, 8.0011)
            .Way(20, "barrier=fence", 21, 22, 25, 23, 24, 21);
        var shut = Walk(text.Load(), new(50.0005, 8.0015), new(50.0015, 8.0015));
        // Round the yard, a hand's breadth off the fence.
        Assert.InRange(shut.LengthMetres, 111, 200);
        Assert.True(shut.Geometry.Count > 2);
        var map = text.Way(14, "highway=footway", 27, 26, 25, 3).Load();
        var route = Walk(map, new(50.0011, 8.0012), new(50.001, 8.0005));
        Assert.Contains(new Coordinate(50.001, 8.002), route.Geometry);
    }

    [Fact]
    public void A_fence_one_may_step_over_or_under_the_ground_is_none()
    {
        foreach (var tags in new[] { "barrier=fence;access=yes", "barrier=wall;location=underground", "barrier=kerb" })
        {
            var map = Square().Node(21, 49.999, 8.0015).Node(22, 50.003, 8.0015).Way(20, tags, 21, 22).Load();
            Assert.Equal(2, Walk(map, new(50.0005, 8.001), new(50.0005, 8.002)).Geometry.Count);
        }
    }

    [Fact]
    public void A_straight_tail_leads_rather_further_than_across_a_wall()
    {
        // Two streets; the one 33 m to the south is behind a wall, the one 55 m to the north is not.
        var text = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01).Way(10, "highway=residential", 1, 2)
            .Node(3, 50.0008, 8).Node(4, 50.0008, 8.01).Way(11, "highway=residential", 3, 4).Way(12, "highway=residential", 1, 3);
        var here = new Coordinate(50.0003, 8.005);
        Assert.Equal(50, text.Load().Usual.NearestPath(here)!.Value.On.LatitudeDeg, 6);
        var walled = text.Node(5, 50.0001, 8.001).Node(6, 50.0001, 8.009).Way(13, "barrier=wall", 5, 6);
        Assert.Equal(50.0008, walled.Load().Usual.NearestPath(here)!.Value.On.LatitudeDeg, 6);
        // Never further than the limit: then the nearest, as if there were no wall.
        Assert.Equal(50, walled.Load(new() { Walk = new() { MaxTailDetourMetres = 20 } }).Usual.NearestPath(here)!.Value.On.LatitudeDeg, 6);
        Assert.Equal(50.0008, walled.Load(new() { Walk = new() { MaxTailDetourMetres = 23 } }).Usual.NearestPath(here)!.Value.On.LatitudeDeg, 6);
    }

    [Fact]
    public void Fences_beyond_the_limit_are_reported()
    {
        var text = Square().Node(21, 49.999, 8.0015).Node(22, 50.003, 8.0015).Way(20, "barrier=wall", 21, 22);
        Assert.DoesNotContain(text.Load(new() { MaxBarrierPoints = 3 }).Report.Dropped, d => d.Key.Contains("fence", StringComparison.Ordinal));
        var map = text.Load(new() { MaxBarrierPoints = 2 });
        Assert.Equal(1, map.Report.Dropped["fence or wall beyond the limit (walked across)"]);
    }

    [Fact]
    public void In_a_hole_one_steps_to_its_rim_and_goes_on_from_there()
    {
        // A pool 21..24 of 22 m in the square.
        var text = new OsmText().Node(1, 50, 8).Node(2, 50, 8.003).Node(3, 50.002, 8.003).Node(4, 50.002, 8)
            .Node(21, 50.0009, 8.0014).Node(22, 50.0009, 8.0016).Node(23, 50.0011, 8.0016).Node(24, 50.0011, 8.0014)
            .Way(31, "", 1, 2, 3, 4, 1).Way(32, "", 21, 22, 23, 24, 21)
            .Relation(30, "type=multipolygon;highway=pedestrian", (31, "outer"), (32, "inner"));
        var route = Walk(text.Load(), new(50.00092, 8.0015), new(50.0001, 8.0015));
        Assert.Equal(2.2, route.StartGapMetres, 0.1);
        Assert.Equal(new Coordinate(50.0009, 8.0015).DistanceMetres(new(50.0001, 8.0015)), route.LengthMetres, 0.05);
    }

    [Fact]
    public void A_tap_in_the_middle_of_a_square_is_as_near_as_it_is()
    {
        var map = Square().Node(50, 50.0015, 8.0005, "amenity=drinking_water").Node(51, 50.001, 7.9993, "amenity=drinking_water").Load();
        var here = new Coordinate(50.0011, 8.0012);
        var found = Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(here, AmenityType.Water)).Found;
        Assert.Equal(["n50", "n51"], found.Select(f => f.Amenity.Id));
        Assert.Equal(here.DistanceMetres(new(50.0015, 8.0005)), found[0].LengthMetres, 0.01);
        Assert.Equal(here.DistanceMetres(new(50.001, 8)) + new Coordinate(50.001, 8).DistanceMetres(new(50.001, 7.9993)), found[1].LengthMetres, 0.01);
    }

}
