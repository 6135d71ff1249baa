namespace Samagam.Core.Geo;

/// <summary>A place on WGS 84, in degrees.</summary>
public readonly record struct GeoPoint(double LatitudeDeg, double LongitudeDeg)
{
    /// <summary>Mean earth radius in metres, as the routing engines we agree with use it.</summary>
    public const double EarthRadiusM = 6_371_000;

    /// <summary>True for a finite place within ±90°, ±180°.</summary>
    public bool IsValid =>
        double.IsFinite(LatitudeDeg) && double.IsFinite(LongitudeDeg)
        && Math.Abs(LatitudeDeg) <= 90 && Math.Abs(LongitudeDeg) <= 180;

    /// <summary>Great-circle distance in metres (haversine formula).</summary>
    public double DistanceM(GeoPoint other)
    {
        var lat1 = double.DegreesToRadians(LatitudeDeg);
        var lat2 = double.DegreesToRadians(other.LatitudeDeg);
        var sinLat = Math.Sin((lat2 - lat1) / 2);
        var sinLon = Math.Sin(double.DegreesToRadians(other.LongitudeDeg - LongitudeDeg) / 2);
        var h = (sinLat * sinLat) + (Math.Cos(lat1) * Math.Cos(lat2) * sinLon * sinLon);
        return 2 * EarthRadiusM * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
