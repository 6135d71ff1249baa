namespace Samagam.Routing;

/// <summary>A place on the Earth, WGS 84, decimal degrees. Latitude −90..90, longitude −180..180.</summary>
public readonly record struct Coordinate(double LatitudeDeg, double LongitudeDeg)
{
    /// <summary>Mean Earth radius used by every length in this project, metres.</summary>
    public const double EarthRadiusMetres = 6_371_000;

    /// <summary>True when both values are finite and in range; anything else is refused at the door of a query.</summary>
    public bool IsValid => LatitudeDeg is >= -90 and <= 90 && LongitudeDeg is >= -180 and <= 180;

    /// <summary>Great-circle distance in metres by the haversine formula on a sphere of <see cref="EarthRadiusMetres"/>.</summary>
    public double DistanceMetres(Coordinate other)
    {
        const double toRadians = Math.PI / 180;
        var sinLat = Math.Sin((other.LatitudeDeg - LatitudeDeg) * toRadians / 2);
        var sinLon = Math.Sin((other.LongitudeDeg - LongitudeDeg) * toRadians / 2);
        var h = sinLat * sinLat
            + Math.Cos(LatitudeDeg * toRadians) * Math.Cos(other.LatitudeDeg * toRadians) * sinLon * sinLon;
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    internal static Coordinate FromE7(int latitudeE7, int longitudeE7) => new(latitudeE7 / 1e7, longitudeE7 / 1e7);
}

/// <summary>The smallest box of latitudes and longitudes that holds every mapped path.</summary>
public readonly record struct MapBounds(Coordinate SouthWest, Coordinate NorthEast)
{
    /// <summary>Whether the point lies in the box, borders included.</summary>
    public bool Contains(Coordinate point)
        => point.LatitudeDeg >= SouthWest.LatitudeDeg && point.LatitudeDeg <= NorthEast.LatitudeDeg
            && point.LongitudeDeg >= SouthWest.LongitudeDeg && point.LongitudeDeg <= NorthEast.LongitudeDeg;

    /// <summary>Whether two boxes have a point in common.</summary>
    public bool Touches(MapBounds other)
        => SouthWest.LatitudeDeg <= other.NorthEast.LatitudeDeg && NorthEast.LatitudeDeg >= other.SouthWest.LatitudeDeg
            && SouthWest.LongitudeDeg <= other.NorthEast.LongitudeDeg && NorthEast.LongitudeDeg >= other.SouthWest.LongitudeDeg;
}
