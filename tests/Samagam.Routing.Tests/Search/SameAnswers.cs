using Samagam.Routing.Amenities;

namespace Samagam.Routing.Tests.Search;

/// <summary>That a prepared view answers as a plain one of the same map and moment does.</summary>
internal static class SameAnswers
{
    public static void Route(MapView prepared, MapView plain, Coordinate from, Coordinate to, WalkMetric metric)
    {
        var (one, other) = (prepared.Route(from, to, metric), plain.Route(from, to, metric));
        Assert.True(one.GetType() == other.GetType(), $"{metric} {from} → {to}: {one} instead of {other}");
        if (one is RouteFound found && other is RouteFound expected)
        {
            Assert.Equal(expected.EntersDanger, found.EntersDanger);
            Assert.Equal(expected.Cost, found.Cost);
            // What was said of it is so: it can be walked, and its parts add up.
            Assert.Equal(RouteState.Good, plain.StateOf(found, metric));
            Assert.Equal(found.LengthMetres, found.Geometry.Zip(found.Geometry.Skip(1)).Sum(p => p.First.DistanceMetres(p.Second)), 0.2);
        }
    }

    public static void Nearest(MapView prepared, MapView plain, Coordinate from, int k, WalkMetric metric, AmenityType type)
    {
        var (one, other) = (prepared.Nearest(from, type, k, metric: metric), plain.Nearest(from, type, k, metric: metric));
        Assert.Equal(other.GetType(), one.GetType());
        if (other is AmenitiesNearby expected)
        {
            var found = Assert.IsType<AmenitiesNearby>(one).Found;
            Assert.Equal(expected.Found.Count, found.Count);
            // Of two that cost the same either may stand: what they cost, gaps and all, must be the same.
            Assert.Equal(expected.Found.Select(f => Cost(plain, f)).Order(), found.Select(f => Cost(prepared, f)).Order());

            long Cost(MapView view, NearbyAmenity near) => view.Route(from, near.Amenity.Point, metric) is RouteFound route
                ? route.Cost + (long)(route.EndGapMetres * 720)
                : -1;
        }
    }
}
