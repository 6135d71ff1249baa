using Samagam.Routing.Graph;

namespace Samagam.Routing.Zones;

/// <summary>
/// A named piece of ground: a sector of the gathering (<c>samagam:sector</c>) or a zone in which crowd is measured
/// (<c>samagam:zone</c>). Its rings are taken together by the even-odd rule, so an inner ring is a hole.
/// </summary>
public sealed class Zone
{
    internal Zone(string id, ZoneKind kind, PathName name, Coordinate[][] rings)
    {
        (Id, Kind, Name, Rings) = (id, kind, name, rings);
        var points = rings.SelectMany(r => r).ToList();
        Bounds = new MapBounds(
            new(points.Min(p => p.LatitudeDeg), points.Min(p => p.LongitudeDeg)),
            new(points.Max(p => p.LatitudeDeg), points.Max(p => p.LongitudeDeg)));
    }

    /// <summary>The value of the tag: <c>4</c> for sector 4, <c>ram-ghat</c> for a zone.</summary>
    public string Id { get; }

    public ZoneKind Kind { get; }

    public PathName Name { get; }

    /// <summary>The smallest box around it.</summary>
    public MapBounds Bounds { get; }

    /// <summary>Closed rings; the first point is not repeated at the end.</summary>
    public IReadOnlyList<IReadOnlyList<Coordinate>> Rings { get; }

    /// <summary>Whether a point lies inside; points exactly on a border belong to one side, always the same.</summary>
    public bool Contains(Coordinate point)
    {
        if (!Bounds.Contains(point))
        {
            return false;
        }
        var inside = false;
        foreach (var ring in Rings)
        {
            inside ^= Ring.Contains(ring, point);
        }
        return inside;
    }
}

/// <summary>What a zone divides the ground for.</summary>
public enum ZoneKind : byte
{
    /// <summary>Administration: dispatch, volunteers, reports.</summary>
    Sector,

    /// <summary>Crowd measurement and closures.</summary>
    Crowd,
}
