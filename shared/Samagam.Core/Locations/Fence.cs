using Samagam.Core.Geo;

namespace Samagam.Core.Locations;

/// <summary>Identity of a geofence: a UUID.</summary>
public readonly record struct FenceId(Guid Value) : IComparable<FenceId>
{
    /// <summary>Where all fences lie.</summary>
    public const string Root = "fence";

    /// <summary><c>fence/{uuid}</c>.</summary>
    public string Subject => Root + "/" + this;

    public static bool TryParse(string? text, out FenceId id)
    {
        var ok = Guid.TryParseExact(text, "D", out var value) && value != Guid.Empty;
        id = new FenceId(value);
        return ok;
    }

    /// <summary>Null for another subject.</summary>
    public static FenceId? OfSubject(string subject) =>
        subject.StartsWith(Root + "/", StringComparison.Ordinal) && TryParse(subject[(Root.Length + 1)..], out var id) ? id : null;

    public int CompareTo(FenceId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Value.ToString("D");
}

/// <summary>What a fence encloses, or where its line runs. Numbers are those of the wire.</summary>
public enum FenceShape : byte
{
    /// <summary>One point, and a radius.</summary>
    Circle = 1,

    /// <summary>Three corners and more; the last is joined to the first.</summary>
    Polygon = 2,

    /// <summary>A line with a width to either side.</summary>
    Corridor = 3,

    /// <summary>A line from its first point to its last that is crossed: from its right to its left counts as forward.</summary>
    Line = 4,
}

/// <summary>Who is told. Numbers are those of the wire.</summary>
[Flags]
public enum FenceTells : byte
{
    None = 0,
    Person = 1,
    Staff = 2,
}

/// <summary>A geofence as last stated (kind <c>fence.said</c>, law <see cref="Facts.FoldingLaw.Latest"/>).</summary>
/// <param name="RadiusM">Of a circle, or half the width of a corridor; 0 for others.</param>
/// <param name="IsRemoved">Taken back; the subject stays, so that islands agree.</param>
public sealed record Fence(FenceId Id, string Name, FenceShape Shape, IReadOnlyList<GeoPoint> Points, double RadiusM, FenceTells Tells, bool IsRemoved)
{
    public const double MaxRadiusM = 20_000;

    /// <summary>A corner farther than this from the first is another place: 50 km.</summary>
    public const double MaxExtentM = 50_000;

    /// <summary>The first field outside its limits, as the API names it; null when all are within.</summary>
    public string? Wrong(LocationOptions options) =>
        Name.Length is 0 || Name.Length > options.MaxFenceName ? "$.name"
        : Points.Count == 0 || Points.Count > options.MaxFencePoints || Points.Count < LeastPoints(Shape) || (Shape == FenceShape.Circle && Points.Count != 1)
            || Points.Any(p => !p.IsValid || p.DistanceM(Points[0]) > MaxExtentM) || (Shape is FenceShape.Line or FenceShape.Corridor && Points[0].DistanceM(Points[^1]) < 1) ? "$.points"
        : Shape is FenceShape.Circle or FenceShape.Corridor ? RadiusM is >= 1 and <= MaxRadiusM ? Tell() : "$.radiusMeters"
        : RadiusM == 0 ? Tell() : "$.radiusMeters";

    private static int LeastPoints(FenceShape shape) => shape switch { FenceShape.Circle => 1, FenceShape.Polygon => 3, _ => 2 };

    private string? Tell() => Tells is not FenceTells.None and <= (FenceTells.Person | FenceTells.Staff) ? null : "$.tells";

    public bool SaysTheSameAs(Fence other) => this with { Points = [] } == other with { Points = other.Points.Count == Points.Count ? [] : other.Points } && Points.SequenceEqual(other.Points);
}
