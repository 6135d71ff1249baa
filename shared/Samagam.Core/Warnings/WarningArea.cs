using Samagam.Core.Geo;

namespace Samagam.Core.Warnings;

/// <summary>A circle; the radius in kilometres, as CAP has it.</summary>
public readonly record struct WarningCircle(GeoPoint Middle, double RadiusKm);

/// <summary>A named value of a system CAP does not know: a code of an area or event, a parameter.</summary>
public readonly record struct WarningCode(string Name, string Value);

/// <summary>Where a warning holds: everything its rings and circles cover; with neither, wherever it is read.</summary>
public sealed record WarningArea
{
    /// <summary>Geocode by which an area names a zone of the event's map.</summary>
    public const string ZoneCode = "samagam:zone";

    public const int MaxRings = 8;
    public const int MaxRingPoints = 200;
    public const int MaxCircles = 8;
    public const int MaxCodes = 16;
    public const double MaxRadiusKm = 500;

    private const double MetresPerDegree = 111_195;

    /// <summary>In words, in the language of its block.</summary>
    public required string Description { get; init; }

    /// <summary>Closed rings, written without the repeated first point.</summary>
    public IReadOnlyList<IReadOnlyList<GeoPoint>> Rings { get; init; } = [];

    public IReadOnlyList<WarningCircle> Circles { get; init; } = [];
    public IReadOnlyList<WarningCode> Codes { get; init; } = [];

    /// <summary>Feet above mean sea level, as CAP has it.</summary>
    public double? AltitudeFt { get; init; }

    public double? CeilingFt { get; init; }

    public bool HasShape => Rings.Count + Circles.Count > 0;

    public bool IsValid =>
        WarningText.Fits(Description, WarningText.MaxShort) && Rings.Count <= MaxRings && Circles.Count <= MaxCircles && Codes.Count <= MaxCodes
        && Rings.All(r => r.Count is >= 3 and <= MaxRingPoints && r.All(p => p.IsValid))
        && Circles.All(c => c.Middle.IsValid && c.RadiusKm is >= 0 and <= MaxRadiusKm)
        && Codes.All(WarningText.Fits) && IsHeight(AltitudeFt) && IsHeight(CeilingFt);

    /// <summary>True for a place in it or at most <paramref name="withinM"/> metres outside.</summary>
    public bool Reaches(GeoPoint place, double withinM) =>
        !HasShape || Circles.Any(c => c.Middle.DistanceM(place) <= (c.RadiusKm * 1000) + withinM) || Rings.Any(r => DistanceM(r, place) <= withinM);

    private static bool IsHeight(double? feet) => feet is null or (>= -10_000 and <= 1_000_000);

    // On a plane through the place: exact enough where it matters, near by.
    private static double DistanceM(IReadOnlyList<GeoPoint> ring, GeoPoint place)
    {
        var east = MetresPerDegree * Math.Cos(double.DegreesToRadians(place.LatitudeDeg));
        var flat = ring.Select(p => (X: (p.LongitudeDeg - place.LongitudeDeg) * east, Y: (p.LatitudeDeg - place.LatitudeDeg) * MetresPerDegree)).ToList();
        var inside = false;
        var nearest = double.MaxValue;
        for (var (i, j) = (0, flat.Count - 1); i < flat.Count; j = i++)
        {
            var (a, b) = (flat[j], flat[i]);
            if (a.Y > 0 != b.Y > 0 && 0 < ((b.X - a.X) * (0 - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var length = (dx * dx) + (dy * dy);
            var t = length == 0 ? 0 : Math.Clamp(-((a.X * dx) + (a.Y * dy)) / length, 0, 1);
            nearest = Math.Min(nearest, Math.Sqrt(Math.Pow(a.X + (t * dx), 2) + Math.Pow(a.Y + (t * dy), 2)));
        }
        return inside ? 0 : nearest;
    }
}
