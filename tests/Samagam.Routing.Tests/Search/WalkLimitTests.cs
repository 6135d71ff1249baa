using Samagam.Routing.Amenities;

namespace Samagam.Routing.Tests.Search;

/// <summary>Each limit holds exactly where it says, and says so.</summary>
public sealed class WalkLimitTests
{
    // A straight street of ten pieces, each 111.195 m, with side streets so that every node is a junction.
    private static MapSnapshot Street(WalkLimits limits)
    {
        var text = new OsmText();
        for (var i = 0; i <= 10; i++)
        {
            text.Node(i + 1, 50 + (i * 0.001), 8).Node(i + 101, 50 + (i * 0.001), 8.0001);
        }
        return text.Way(10, "highway=footway", [.. Enumerable.Range(1, 11).Select(i => (long)i)])
            .Way(11, "highway=footway", [.. Enumerable.Range(1, 11).SelectMany(i => i % 2 == 1 ? new long[] { i, i + 100 } : [i + 100, i])])
            .Node(900, 50.005, 8, "amenity=toilets").Node(901, 50.009, 8, "amenity=toilets")
            .Load(new() { Walk = limits });
    }

    [Fact]
    public void A_point_at_the_snap_limit_is_taken_and_one_beyond_is_not()
    {
        var map = Street(new() { MaxSnapMetres = 200 });
        var street = new Coordinate(50.002, 8);
        Assert.IsType<RouteFound>(map.Usual.Route(new(50 - (199.9 / 111195), 8), street));
        Assert.Equal(new NoRoute(NoRouteReason.StartFarFromPaths), map.Usual.Route(new(50 - (200.2 / 111195), 8), street));
        Assert.Equal(new NoRoute(NoRouteReason.EndFarFromPaths), map.Usual.Route(street, new(50 - (200.2 / 111195), 8)));
        Assert.Equal(new NoAmenities(NoRouteReason.StartFarFromPaths), map.Usual.Nearest(new(49, 8), AmenityType.Toilet));
        Assert.Equal(NoRouteReason.StartFarFromPaths, map.Usual.WalkTimes(new(49, 8), [street])[0].Outcome);
        Assert.Equal(NoRouteReason.EndFarFromPaths, map.Usual.WalkTimes(street, [new(49, 8)])[0].Outcome);
    }

    [Fact]
    public void A_place_in_between_at_the_gap_limit_is_taken_and_one_beyond_is_not_passed_by()
    {
        var map = Street(new() { MaxViaGapMetres = 200 });
        Coordinate[] Stops(double gapMetres) => [new(50.002, 8), new(50.004, 8), new(50 - (gapMetres / 111195), 8), new(50.006, 8)];
        Assert.IsType<RouteFound>(map.Usual.Route(Stops(199.9), WalkMetric.Shortest, []));
        Assert.Equal(new NoRoute(NoRouteReason.ViaFarFromPaths) { Stop = 2 }, map.Usual.Route(Stops(200.2), WalkMetric.Shortest, []));
        // Beyond what is snapped at all it is still the place in between that is told.
        Assert.Equal(new NoRoute(NoRouteReason.ViaFarFromPaths) { Stop = 2 }, map.Usual.Route(Stops(20_000), WalkMetric.Shortest, []));
        // The ends may be further off: their gaps are told and count.
        Assert.IsType<RouteFound>(map.Usual.Route([new(50 - (1_000.0 / 111195), 8), new(50.004, 8)], WalkMetric.Shortest, []));
    }

    [Fact]
    public void A_walk_at_the_length_limit_is_found_and_a_longer_one_is_not()
    {
        var (from, to) = (new Coordinate(50, 8), new Coordinate(50.0095, 8));
        Assert.IsType<RouteFound>(Street(new() { MaxWalkMetres = 1_057 }).Usual.Route(from, to));
        Assert.Equal(new NoRoute(NoRouteReason.LimitReached), Street(new() { MaxWalkMetres = 1_000 }).Usual.Route(from, to));
    }

    [Fact]
    public void A_search_stops_at_the_settled_limit()
    {
        var (from, to) = (new Coordinate(50, 8), new Coordinate(50.0095, 8));
        Assert.IsType<RouteFound>(Street(new() { MaxSettled = 30 }).Usual.Route(from, to));
        Assert.Equal(new NoRoute(NoRouteReason.LimitReached), Street(new() { MaxSettled = 5 }).Usual.Route(from, to));
        Assert.Equal(NoRouteReason.LimitReached, Street(new() { MaxSettled = 5 }).Usual.WalkTimes(from, [to])[0].Outcome);
    }

    [Fact]
    public void As_many_targets_as_allowed_are_answered_and_one_more_is_a_bug_of_the_caller()
    {
        var map = Street(new() { MaxTargets = 2 });
        var here = new Coordinate(50, 8);
        Assert.All(map.Usual.WalkTimes(here, [here, here]), t => Assert.True(t.IsFound));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.WalkTimes(here, [here, here, here]));
        Assert.Empty(map.Usual.WalkTimes(here, []));
    }

    [Fact]
    public void As_many_nearest_as_allowed_are_answered_and_one_more_is_a_bug_of_the_caller()
    {
        var map = Street(new() { MaxNearest = 2 });
        var here = new Coordinate(50, 8);
        Assert.Equal(["n900", "n901"], Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(here, AmenityType.Toilet, 2)).Found.Select(f => f.Amenity.Id));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Nearest(here, AmenityType.Toilet, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Nearest(here, AmenityType.Toilet, 0));
    }

    [Fact]
    public void Only_amenities_within_the_asked_walk_are_named()
    {
        var map = Street(new());
        var here = new Coordinate(50, 8);
        // The first is 556 m away: 400 s.
        Assert.Equal("n900", Assert.Single(Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(here, AmenityType.Toilet, 5, maxSeconds: 402)).Found).Amenity.Id);
        Assert.Empty(Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(here, AmenityType.Toilet, 5, maxSeconds: 398)).Found);
        Assert.Empty(Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(here, AmenityType.Police)).Found);
        Assert.Equal("n901", Assert.Single(Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(here, AmenityType.Toilet, 5, wanted: a => a.Id != "n900")).Found).Amenity.Id);
    }

    [Theory]
    [InlineData(double.NaN, 8)]
    [InlineData(50, double.PositiveInfinity)]
    [InlineData(91, 8)]
    [InlineData(50, -181)]
    public void A_coordinate_that_is_not_on_the_Earth_is_refused(double lat, double lon)
    {
        var map = Street(new());
        var (bad, good) = (new Coordinate(lat, lon), new Coordinate(50, 8));
        Assert.Equal(new NoRoute(NoRouteReason.InvalidCoordinate), map.Usual.Route(bad, good));
        Assert.Equal(new NoRoute(NoRouteReason.InvalidCoordinate), map.Usual.Route(good, bad));
        Assert.Equal(new NoAmenities(NoRouteReason.InvalidCoordinate), map.Usual.Nearest(bad, AmenityType.Toilet));
        Assert.Equal(NoRouteReason.InvalidCoordinate, map.Usual.WalkTimes(good, [bad])[0].Outcome);
        Assert.Null(map.Usual.NearestPath(bad));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_before_anything_is_read()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Street(new() { MaxSnapMetres = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Street(new() { MaxWalkMetres = 1_000_001 }));
        Street(new() { MaxWalkMetres = 1_000_000 });
    }

    [Fact]
    public void Many_threads_get_the_answers_one_thread_gets()
    {
        var map = MapSnapshot.Sample();
        var places = map.Amenities.Where(a => a.Type is AmenityType.Ghat or AmenityType.Worship).Select(a => a.Point).ToList();
        var pairs = places.SelectMany(a => places, (a, b) => (a, b)).ToList();
        var alone = pairs.Select(p => ((RouteFound)map.Usual.Route(p.a, p.b)).LengthMetres).ToList();
        var together = new double[pairs.Count];
        Parallel.For(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            i => together[i] = ((RouteFound)map.Usual.Route(pairs[i].a, pairs[i].b)).LengthMetres);
        Assert.Equal(alone, together);
    }
}
