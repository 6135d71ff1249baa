using Samagam.Routing.Graph;

namespace Samagam.Routing.Clip;

/// <summary>
/// The ground a map is cut down to. Its rings are taken together by the even-odd rule, so an inner ring is a hole. Plane geometry in degrees; does not
/// reach over the 180th meridian.
/// </summary>
public sealed class ClipArea
{
    /// <summary>Most points of all rings: each node of the map is held against the rings near it.</summary>
    public const int MaxPoints = 20_000;

    private readonly Coordinate[][] _rings;

    /// <param name="rings">At least one; each of at least three points, the first not repeated at the end.</param>
    /// <exception cref="ArgumentException">They are no area; the message says why.</exception>
    public ClipArea(IEnumerable<IReadOnlyList<Coordinate>> rings)
    {
        _rings = [.. rings.Select(r => r.ToArray())];
        var points = _rings.Sum(r => r.Length);
        if (_rings.Length == 0 || Array.Exists(_rings, r => r.Length < 3))
        {
            throw new ArgumentException("an area has at least one ring, and each of at least three points");
        }
        if (points > MaxPoints)
        {
            throw new ArgumentException($"it has {points} points, {MaxPoints} are allowed: simplify it");
        }
        if (Array.Exists(_rings, r => Array.Exists(r, p => !p.IsValid)))
        {
            throw new ArgumentException("one of its points is not on the Earth; GeoJSON has longitude before latitude");
        }
        Bounds = Box(_rings);
    }

    /// <summary>The smallest box around it.</summary>
    public MapBounds Bounds { get; }

    /// <summary>A box of longitudes and latitudes.</summary>
    /// <exception cref="ArgumentException">It is empty, or not on the Earth.</exception>
    public static ClipArea OfBox(double westDeg, double southDeg, double eastDeg, double northDeg)
        => westDeg < eastDeg && southDeg < northDeg
            ? new ClipArea([[new(southDeg, westDeg), new(southDeg, eastDeg), new(northDeg, eastDeg), new(northDeg, westDeg)]])
            : throw new ArgumentException("a box is minLon,minLat,maxLon,maxLat, the lesser first");

    /// <summary>Whether a point lies inside; points exactly on the border belong to one side, always the same.</summary>
    public bool Contains(Coordinate point)
    {
        if (!Bounds.Contains(point))
        {
            return false;
        }
        var inside = false;
        foreach (var ring in _rings)
        {
            inside ^= Ring.Contains(ring, point);
        }
        return inside;
    }

    /// <summary>Whether it has ground in common with an outline: a point of one inside the other, or borders that cross.</summary>
    internal bool Meets(Coordinate[][] outline)
    {
        if (!Bounds.Touches(Box(outline)))
        {
            return false;
        }
        if (Array.Exists(outline, r => Array.Exists(r, Contains)))
        {
            return true;
        }
        return Array.Exists(_rings, r => outline.Count(o => Ring.Contains(o, r[0])) % 2 == 1) || Array.Exists(outline, Crosses);
    }

    private bool Crosses(Coordinate[] other)
    {
        for (int i = 0, j = other.Length - 1; i < other.Length; j = i++)
        {
            var (a, b) = (other[j], other[i]);
            if (Array.Exists(_rings, r => Ring.Crosses(r, a, b)))
            {
                return true;
            }
        }
        return false;
    }

    private static MapBounds Box(Coordinate[][] rings)
    {
        var points = rings.SelectMany(r => r).ToList();
        return new(
            new(points.Min(p => p.LatitudeDeg), points.Min(p => p.LongitudeDeg)),
            new(points.Max(p => p.LatitudeDeg), points.Max(p => p.LongitudeDeg)));
    }
}
