using Samagam.Routing.Graph;

namespace Samagam.Routing.Conditions;

/// <summary>
/// A ring of at least three points made ready to be held against every path of a map: strangers bring rings of many points, so most paths must be told
/// by the box around them.
/// </summary>
internal sealed class HeldRing
{
    private readonly Coordinate[] _ring;
    private readonly MapBounds _bounds;

    public HeldRing(IReadOnlyList<Coordinate> ring)
    {
        _ring = [.. ring];
        var (south, west, north, east) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var point in _ring)
        {
            (south, north) = (Math.Min(south, point.LatitudeDeg), Math.Max(north, point.LatitudeDeg));
            (west, east) = (Math.Min(west, point.LongitudeDeg), Math.Max(east, point.LongitudeDeg));
        }
        _bounds = new(new(south, west), new(north, east));
    }

    /// <summary>Whether an edge comes into the ring, or touches it.</summary>
    public bool Touches(WalkGraph graph, int edge)
    {
        var (first, last) = (graph.FirstPoint[edge], graph.FirstPoint[edge + 1] - 1);
        var begin = graph.PointAt(first);
        if (_bounds.Contains(begin) && Ring.Contains(_ring, begin))
        {
            return true;
        }
        var from = begin;
        for (var p = first + 1; p <= last; p++)
        {
            var to = graph.PointAt(p);
            if (_bounds.Touches(Box(from, to)) && Ring.Crosses(_ring, from, to))
            {
                return true;
            }
            from = to;
        }
        return false;
    }

    private static MapBounds Box(Coordinate a, Coordinate b) => new(
        new(Math.Min(a.LatitudeDeg, b.LatitudeDeg), Math.Min(a.LongitudeDeg, b.LongitudeDeg)),
        new(Math.Max(a.LatitudeDeg, b.LatitudeDeg), Math.Max(a.LongitudeDeg, b.LongitudeDeg)));
}
