using Samagam.Routing.Amenities;

namespace Samagam.Routing.Tests.Search;

/// <summary>Where a walk starts and ends.</summary>
public sealed class SnappingTests
{
    [Fact]
    public void A_walk_starts_on_the_middle_of_the_nearest_street_and_not_at_its_corner()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01).Way(10, "highway=residential", 1, 2).Load();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50.0005, 8.003), new(49.9995, 8.007)));
        Assert.Equal(new Coordinate(50, 8.003).DistanceMetres(new(50, 8.007)), route.LengthMetres, 0.1);
        Assert.Equal(55.6, route.StartGapMetres, 0.1);
        Assert.Equal(55.6, route.EndGapMetres, 0.1);
        Assert.Equal(route.LengthMetres * 0.72, route.Seconds, 0.01);
        Assert.Equal(route.Seconds + (111.2 * 0.72), route.DoorToDoorSeconds, 0.2);
    }

    [Fact]
    public void Nobody_is_put_on_a_fenced_in_courtyard_when_the_other_end_is_outside()
    {
        var map = Courtyard();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50.0010, 8.005), new(50, 8.019)));
        Assert.Equal(111.2, route.StartGapMetres, 0.1);
        // Within the courtyard its own path is used.
        Assert.Equal(0, Assert.IsType<RouteFound>(map.Usual.Route(new(50.0010, 8.005), new(50.0010, 8.0055))).StartGapMetres, 0.1);
    }

    [Fact]
    public void Walk_times_choose_the_same_places_as_routes()
    {
        var map = Courtyard();
        var from = new Coordinate(50.0010, 8.005);
        var targets = new Coordinate[] { new(50, 8.019), new(50.0010, 8.0055), new(50.0001, 8.001) };
        var times = map.Usual.WalkTimes(from, targets);
        for (var i = 0; i < targets.Length; i++)
        {
            Assert.Equal(Assert.IsType<RouteFound>(map.Usual.Route(from, targets[i], WalkMetric.Crowd)).DoorToDoorSeconds, times[i].Seconds, 0.01);
        }
    }

    [Fact]
    public void The_nearest_tap_in_a_courtyard_is_walked_to_within_it_and_from_outside_as_far_as_the_streets_lead()
    {
        var map = Courtyard(t => t.Node(50, 50.0010, 8.0055, "amenity=drinking_water").Node(51, 50.0001, 8.010, "amenity=drinking_water"));
        foreach (var from in new Coordinate[] { new(50.0010, 8.005), new(50, 8.019) })
        {
            var found = Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(from, AmenityType.Water)).Found;
            Assert.Equal(2, found.Count);
            Assert.All(found, f => Assert.Equal(
                Assert.IsType<RouteFound>(map.Usual.Route(from, f.Amenity.Point, WalkMetric.Crowd)).DoorToDoorSeconds, f.Seconds, 0.01));
        }
        Assert.Equal("n50", Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(new(50.0010, 8.005), AmenityType.Water, 1)).Found[0].Amenity.Id);
    }

    [Fact]
    public void Two_towns_without_a_road_between_them_are_not_connected()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.02).Way(10, "highway=residential", 1, 2)
            .Node(3, 50.1, 8).Node(4, 50.1, 8.02).Way(11, "highway=residential", 3, 4).Load();
        Assert.Equal(2, map.Report.Components);
        Assert.Equal(new NoRoute(NoRouteReason.NotConnected), map.Usual.Route(new(50, 8.01), new(50.1, 8.01)));
        Assert.Equal(NoRouteReason.NotConnected, map.Usual.WalkTimes(new(50, 8.01), [new(50.1, 8.01)])[0].Outcome);
    }

    [Fact]
    public void A_walk_on_one_street_goes_both_ways_and_may_be_of_no_length()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.005).Node(3, 50, 8.01).Way(10, "highway=residential", 1, 2, 3).Load();
        var there = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.001), new(50, 8.009)));
        var back = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.009), new(50, 8.001)));
        Assert.Equal(there.Geometry, back.Geometry.Reverse());
        Assert.Equal(3, there.Geometry.Count);
        var none = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.004), new(50, 8.004)));
        Assert.Equal(0, none.LengthMetres);
        Assert.Equal(2, none.Geometry.Count);
    }

    [Fact]
    public void Against_a_one_way_for_walkers_one_goes_round()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01).Node(3, 50.002, 8.005)
            .Way(10, "highway=footway;oneway:foot=yes", 1, 2).Way(11, "highway=footway", 1, 3, 2).Load();
        var along = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.002), new(50, 8.008)));
        var against = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.008), new(50, 8.002)));
        Assert.Equal(new Coordinate(50, 8.002).DistanceMetres(new(50, 8.008)), along.LengthMetres, 0.1);
        // On to the end, round by the third corner, and in again from the beginning.
        var round = 2 * new Coordinate(50, 8).DistanceMetres(new(50.002, 8.005)) + 2 * new Coordinate(50, 8).DistanceMetres(new(50, 8.002));
        Assert.Equal(round, against.LengthMetres, 0.1);
    }

    [Fact]
    public void The_nearest_street_is_found_however_far_the_grid_must_look() => Samagam.TestKit.Seeds.ForEach(fresh: 3, (_, luck) =>
    {
        var town = new DrawnTown(luck, 8);
        var map = town.Text.Load(new() { Walk = new() { MaxSnapMetres = 50_000 } });
        for (var round = 0; round < 30; round++)
        {
            var reach = round % 2 == 0 ? 0.01 : 0.2;
            var asked = new Coordinate(50 + (luck.NextDouble() - 0.4) * reach, 8 + (luck.NextDouble() - 0.4) * reach);
            var best = double.PositiveInfinity;
            for (var e = 0; e < map.Graph.EdgeCount; e++)
            {
                var (a, b) = (map.Graph.VertexAt(map.Graph.Tail[e]), map.Graph.VertexAt(map.Graph.Head[e]));
                for (var i = 0; i <= 100; i++)
                {
                    best = Math.Min(best, asked.DistanceMetres(new(a.LatitudeDeg + (b.LatitudeDeg - a.LatitudeDeg) * i / 100, a.LongitudeDeg + (b.LongitudeDeg - a.LongitudeDeg) * i / 100)));
                }
            }
            var gap = Assert.NotNull(map.Usual.NearestPath(asked)).GapMetres;
            // The sampled truth is at most half a step too long; the flat projection is off by less than 0.2 % here.
            Assert.InRange(gap, (best * 0.998) - 1, (best * 1.002) + 0.01);
        }
    }, 3);

    // A long street, and a short path behind a fence 111 m from it.
    private static MapSnapshot Courtyard(Func<OsmText, OsmText>? more = null) => (more ?? (t => t))(new OsmText()
        .Node(1, 50, 8).Node(2, 50, 8.02).Way(10, "highway=residential", 1, 2)
        .Node(3, 50.0010, 8.005).Node(4, 50.0010, 8.0055).Way(11, "highway=footway", 3, 4)).Load();
}
