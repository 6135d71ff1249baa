using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Graph;

/// <summary>People walk across squares and ghats, round holes, and never through them.</summary>
public sealed class OpenGroundTests
{
    // A square of about 111 m by 71 m whose corners are 1..4, with a street at 1 and another at 3.
    private static OsmText Square(string tags) => new OsmText()
        .Node(1, 50, 8).Node(2, 50, 8.001).Node(3, 50.001, 8.001).Node(4, 50.001, 8)
        .Node(5, 49.999, 8).Node(6, 50.002, 8.001)
        .Way(10, tags, 1, 2, 3, 4, 1)
        .Way(11, "highway=residential", 5, 1).Way(12, "highway=residential", 3, 6);

    private static RouteFound Walk(MapSnapshot map, double fromLat, double fromLon, double toLat, double toLon)
        => Assert.IsType<RouteFound>(map.Usual.Route(new(fromLat, fromLon), new(toLat, toLon)));

    [Theory]
    [InlineData("highway=pedestrian;area=yes;name=Square")]
    [InlineData("highway=footway;area=yes")]
    [InlineData("place=square")]
    public void A_square_is_crossed_in_a_straight_line(string tags)
    {
        var map = Square(tags).Load();
        var route = Walk(map, 49.999, 8, 50.002, 8.001);
        var diagonal = new Coordinate(50, 8).DistanceMetres(new(50.001, 8.001));
        Assert.Equal(2 * 111.195 + diagonal, route.LengthMetres, 0.1);
        Assert.Contains(route.Legs, l => l.Kind == PathKind.AreaCrossing);
        Assert.Equal(1, map.Report.Areas);
    }

    [Theory]
    [InlineData("highway=pedestrian")]
    [InlineData("highway=pedestrian;area=no")]
    public void A_street_that_only_runs_in_a_circle_is_not_crossed(string tags)
    {
        var route = Walk(Square(tags).Load(), 49.999, 8, 50.002, 8.001);
        Assert.Equal((3 * 111.195) + new Coordinate(50, 8).DistanceMetres(new(50, 8.001)), route.LengthMetres, 0.1);
    }

    [Fact]
    public void A_closed_square_is_not_entered()
        => Assert.Equal(new NoRoute(NoRouteReason.NotConnected), Square("highway=pedestrian;area=yes;access=private").Load()
            .Usual.Route(new(49.999, 8), new(50.002, 8.001)));

    [Fact]
    public void The_rim_itself_is_walked_too()
    {
        var route = Walk(Square("highway=pedestrian;area=yes").Load(), 50, 8, 50.001, 8);
        Assert.Equal(111.195, route.LengthMetres, 0.1);
        Assert.All(route.Legs, l => Assert.Equal(10, l.WayId));
    }

    [Fact]
    public void A_hole_is_walked_round_by_its_corners_and_never_through()
    {
        // A large ground of 1..4 with a pool 5..8 in the middle, drawn as a relation of plain ways; entries at 1 and 3.
        var text = new OsmText()
            .Node(1, 50, 8).Node(2, 50, 8.003).Node(3, 50.003, 8.003).Node(4, 50.003, 8)
            .Node(5, 50.001, 8.001).Node(6, 50.001, 8.002).Node(7, 50.002, 8.002).Node(8, 50.002, 8.001)
            .Way(20, "", 1, 2, 3).Way(21, "", 1, 4, 3).Way(22, "", 5, 6, 7, 8, 5)
            .Relation(30, "type=multipolygon;highway=pedestrian;name=Mela", (20, "outer"), (21, "outer"), (22, "inner"))
            .Node(9, 49.999, 8).Node(10, 50.004, 8.003).Way(11, "highway=residential", 9, 1).Way(12, "highway=residential", 3, 10);
        var map = text.Load();
        var route = Walk(map, 50, 8, 50.003, 8.003);
        var (a, corner, b) = (new Coordinate(50, 8), new Coordinate(50.001, 8.002), new Coordinate(50.003, 8.003));
        var other = new Coordinate(50.002, 8.001);
        Assert.Equal(Math.Min(a.DistanceMetres(corner) + corner.DistanceMetres(b), a.DistanceMetres(other) + other.DistanceMetres(b)),
            route.LengthMetres, 0.1);
        Assert.All(route.Legs, l => Assert.Equal(30, l.WayId));
    }

    [Fact]
    public void The_bend_of_an_L_is_walked_round_its_inner_corner()
    {
        // An L: the straight line between its two ends would leave it; the inner corner is node 4.
        var map = new OsmText()
            .Node(1, 50, 8).Node(2, 50, 8.002).Node(3, 50.001, 8.002).Node(4, 50.001, 8.001).Node(5, 50.002, 8.001).Node(6, 50.002, 8)
            .Way(10, "highway=pedestrian;area=yes", 1, 2, 3, 4, 5, 6, 1)
            .Node(7, 50.001, 8.003).Node(8, 50.003, 8.001)
            .Way(11, "highway=residential", 3, 7).Way(12, "highway=residential", 5, 8)
            .Node(9, 50, 8.003).Way(13, "highway=residential", 2, 9).Load();
        var route = Walk(map, 50, 8.002, 50.002, 8.001);
        var (a, corner, b) = (new Coordinate(50, 8.002), new Coordinate(50.001, 8.001), new Coordinate(50.002, 8.001));
        Assert.Equal(a.DistanceMetres(corner) + corner.DistanceMetres(b), route.LengthMetres, 0.1);
        Assert.Contains(corner, route.Geometry);
    }

    [Fact]
    public void Ground_beyond_a_limit_is_walked_round_its_rim_and_reported()
    {
        // Four rim points; two entries, so one pair, looked at itself and against four pieces of rim: 5 tests.
        Assert.Equal(1, Square("place=square").Load(new() { MaxAreaRimPoints = 4, MaxAreaCrossingPoints = 2, MaxAreaTests = 5 }).Report.AreaCrossings);
        foreach (var tight in new MapLoadOptions[] { new() { MaxAreaRimPoints = 3 }, new() { MaxAreaCrossingPoints = 1 }, new() { MaxAreaTests = 4 } })
        {
            var map = Square("place=square").Load(tight);
            Assert.Equal(0, map.Report.AreaCrossings);
            Assert.Single(map.Report.Dropped, d => d.Key.Contains("walked round its rim", StringComparison.Ordinal));
            Assert.IsType<RouteFound>(map.Usual.Route(new(49.999, 8), new(50.002, 8.001)));
        }
    }

    [Fact]
    public void An_outline_that_does_not_close_is_reported()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.003).Node(3, 50.003, 8.003)
            .Way(20, "", 1, 2, 3).Way(11, "highway=footway", 1, 2)
            .Relation(30, "type=multipolygon;highway=pedestrian", (20, "outer"), (99, "outer")).Load();
        Assert.Equal(1, map.Report.Dropped["outline piece that does not close"]);
    }
}
