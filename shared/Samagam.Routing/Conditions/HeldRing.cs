using Samagam.Routing.Graph;

namespace Samagam.Routing.Conditions;

/// <summary>
/// A ring of at least three points made ready to be held against every path of a map. Strangers bring rings of many points, so a path is told first by the
/// box around the ring, then held only against the sides in its own bands of latitude.
/// </summary>
internal sealed class HeldRing
{
    private const int Bands = 64;

    private readonly Coordinate[] _ring;
    private readonly MapBounds _bounds;
    private readonly double _bandsPerDegree;

    // Sides by band: the side that ends at a point has that point's number.
    private readonly int[][] _sides;

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
        _bandsPerDegree = north > south ? Bands / (north - south) : 0;
        var sides = new List<int>[Bands];
        for (var i = 0; i < _ring.Length; i++)
        {
            var (first, last) = BandsOf(_ring[i], Before(i));
            for (var band = first; band <= last; band++)
            {
                (sides[band] ??= []).Add(i);
            }
        }
        _sides = [.. sides.Select(s => s?.ToArray() ?? [])];
    }

    /// <summary>Whether an edge comes into the ring, or touches it.</summary>
    public bool Touches(WalkGraph graph, int edge)
    {
        var (first, last) = (graph.FirstPoint[edge], graph.FirstPoint[edge + 1] - 1);
        var from = graph.PointAt(first);
        if (Contains(from))
        {
            return true;
        }
        for (var p = first + 1; p <= last; p++)
        {
            var to = graph.PointAt(p);
            if (Crosses(from, to))
            {
                return true;
            }
            from = to;
        }
        return false;
    }

    private bool Contains(Coordinate point)
    {
        if (!_bounds.Contains(point))
        {
            return false;
        }
        var inside = false;
        foreach (var side in _sides[BandOf(point.LatitudeDeg)])
        {
            inside ^= Ring.MeetsEastward(_ring[side], Before(side), point);
        }
        return inside;
    }

    private bool Crosses(Coordinate from, Coordinate to)
    {
        if (!_bounds.Touches(Box(from, to)))
        {
            return false;
        }
        var (first, last) = BandsOf(from, to);
        for (var band = first; band <= last; band++)
        {
            foreach (var side in _sides[band])
            {
                if (Ring.Meet(_ring[side], Before(side), from, to))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private Coordinate Before(int point) => _ring[point == 0 ? _ring.Length - 1 : point - 1];

    private (int First, int Last) BandsOf(Coordinate a, Coordinate b) =>
        (BandOf(Math.Min(a.LatitudeDeg, b.LatitudeDeg)), BandOf(Math.Max(a.LatitudeDeg, b.LatitudeDeg)));

    // Rises with latitude, and what lies beyond the ring falls into the outermost: lines that meet always share a band.
    private int BandOf(double latitudeDeg) => (int)Math.Clamp((latitudeDeg - _bounds.SouthWest.LatitudeDeg) * _bandsPerDegree, 0, Bands - 1);

    private static MapBounds Box(Coordinate a, Coordinate b) => new(
        new(Math.Min(a.LatitudeDeg, b.LatitudeDeg), Math.Min(a.LongitudeDeg, b.LongitudeDeg)),
        new(Math.Max(a.LatitudeDeg, b.LatitudeDeg), Math.Max(a.LongitudeDeg, b.LongitudeDeg)));
}
