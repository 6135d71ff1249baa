using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>
/// Draws outlines round stretches of path. Cells that hold a sampled point are marked with the least level; the outline of a level runs
/// half a cell outside the neighbours of its cells (marching squares: Lorensen and Cline 1987, in the plane), so it holds
/// every sampled point with a cell to spare, and the outline of a level lies within that of the next.
/// </summary>
/// <remarks>Whoever samples leaves no more than a cell between two samples of one stretch.</remarks>
internal sealed class ReachGrid
{
    /// <summary>Holes of fewer cells are nobody's business.</summary>
    private const int LeastHole = 16;

    private const int Margin = 3;
    private const byte Never = byte.MaxValue;
    private const double MetresPerE7 = Math.PI * Coordinate.EarthRadiusMetres / 180 / 1e7;

    private readonly double _south;
    private readonly double _west;
    private readonly double _latCell;
    private readonly double _lonCell;
    private readonly double _perLat;
    private readonly double _perLon;
    private readonly int _rows;
    private readonly int _columns;
    private readonly byte[] _levels;

    /// <param name="south">Of the box that is drawn in, 1e-7 degrees; the others likewise.</param>
    /// <param name="cellMetres">Wanted width of a cell.</param>
    /// <param name="maxSide">Most cells along a side; a larger box gets larger cells.</param>
    public ReachGrid(int south, int west, int north, int east, double cellMetres, int maxSide)
    {
        var squeeze = Math.Max(0.01, Math.Cos(((double)south + north) / 2e7 * Math.PI / 180));
        var (height, width) = (((double)north - south) * MetresPerE7, ((double)east - west) * MetresPerE7 * squeeze);
        CellMetres = Math.Max(cellMetres, Math.Max(height, width) / (maxSide - (2 * Margin) - 1));
        (_latCell, _lonCell) = (CellMetres / MetresPerE7, CellMetres / MetresPerE7 / squeeze);
        (_perLat, _perLon) = (1 / _latCell, 1 / _lonCell);
        (_south, _west) = (south - (Margin * _latCell), west - (Margin * _lonCell));
        (_rows, _columns) = ((int)(height / CellMetres) + 1 + (2 * Margin), (int)(width / CellMetres) + 1 + (2 * Margin));
        _levels = new byte[_rows * _columns];
        _levels.AsSpan().Fill(Never);
    }

    public double CellMetres { get; }

    /// <summary>Marks where a point is; false when it is outside the box.</summary>
    public bool Mark(double latE7, double lonE7, byte level)
    {
        var (row, column) = ((int)((latE7 - _south) * _perLat), (int)((lonE7 - _west) * _perLon));
        if (row < Margin - 1 || column < Margin - 1 || row > _rows - Margin || column > _columns - Margin)
        {
            return false;
        }
        ref var cell = ref _levels[(row * _columns) + column];
        cell = Math.Min(cell, level);
        return true;
    }

    /// <summary>Marks a straight piece, both ends included.</summary>
    public bool Mark(double lat1, double lon1, double lat2, double lon2, byte level)
    {
        var pieces = Math.Ceiling(Math.Max(Math.Abs(lat2 - lat1) * _perLat, Math.Abs(lon2 - lon1) * _perLon));
        var isInside = Mark(lat1, lon1, level) & Mark(lat2, lon2, level);
        for (var i = 1; isInside && i < pieces; i++)
        {
            isInside = Mark(lat1 + ((lat2 - lat1) * i / pieces), lon1 + ((lon2 - lon1) * i / pieces), level);
        }
        return isInside;
    }

    /// <summary>The rings round everything marked with a level or a lesser one: the outer one first.</summary>
    public List<IReadOnlyList<Coordinate>> Rings(byte level)
    {
        // Inside are the cells marked and their neighbours: spread along rows, then along columns.
        var along = new bool[_levels.Length];
        var inside = new bool[_levels.Length];
        for (var i = _columns + 1; i < _levels.Length - _columns - 1; i++)
        {
            along[i] = Math.Min(Math.Min(_levels[i - 1], _levels[i]), _levels[i + 1]) <= level;
        }
        for (var i = _columns; i < _levels.Length - _columns; i++)
        {
            inside[i] = along[i - _columns] | along[i] | along[i + _columns];
        }
        var next = new int[_levels.Length * 2];
        var starts = new GrowList<int>(256);
        for (var row = 0; row < _rows - 1; row++)
        {
            for (int i = row * _columns, end = i + _columns - 1; i < end; i++)
            {
                var corners = (inside[i] ? 1 : 0) | (inside[i + 1] ? 2 : 0) | (inside[i + _columns + 1] ? 4 : 0) | (inside[i + _columns] ? 8 : 0);
                if (corners is not (0 or 15))
                {
                    Link(i, corners, next, starts);
                }
            }
        }
        return Follow(next, starts.Span);
    }

    // Between four centres: from crossing to crossing, the inside to the left. A crossing is named 2 × cell, east of its centre, or + 1, north of it.
    private void Link(int cell, int corners, int[] next, GrowList<int> starts)
    {
        var (south, east, north, west) = (cell * 2, ((cell + 1) * 2) + 1, (cell + _columns) * 2, (cell * 2) + 1);
        switch (corners)
        {
            case 1: Add(south, west); break;
            case 2: Add(east, south); break;
            case 3: Add(east, west); break;
            case 4: Add(north, east); break;
            case 6: Add(north, south); break;
            case 7: Add(north, west); break;
            case 8: Add(west, north); break;
            case 9: Add(south, north); break;
            case 11: Add(east, north); break;
            case 12: Add(west, east); break;
            case 13: Add(south, east); break;
            case 14: Add(west, south); break;
            // Corner to corner: one may pass between.
            case 5: Add(south, east); Add(north, west); break;
            case 10: Add(west, south); Add(east, north); break;
        }

        // Zero is no crossing anybody leads to: the first cell is never inside.
        void Add(int from, int to)
        {
            next[from] = to;
            starts.Add(from);
        }
    }

    private List<IReadOnlyList<Coordinate>> Follow(int[] next, ReadOnlySpan<int> starts)
    {
        var rings = new List<IReadOnlyList<Coordinate>>();
        var ring = new List<(int X, int Y)>();
        foreach (var start in starts)
        {
            if (next[start] == 0)
            {
                continue;
            }
            ring.Clear();
            var area = 0L;
            for (int at = start, to; (to = next[at]) != 0; at = to)
            {
                next[at] = 0;
                var (x, y) = Place(to);
                var (fromX, fromY) = Place(at);
                area += ((long)fromX * y) - ((long)x * fromY);
                if (ring.Count > 1 && IsStraight(ring[^2], ring[^1], (x, y)))
                {
                    ring[^1] = (x, y);
                }
                else
                {
                    ring.Add((x, y));
                }
            }
            // In half cells, twice: eight to a cell.
            if (area > 0)
            {
                rings.Insert(0, Closed(ring));
            }
            else if (-area >= LeastHole * 8)
            {
                rings.Add(Closed(ring));
            }
        }
        return rings;
    }

    // In half cells, from the centre of the first.
    private (int X, int Y) Place(int crossing)
    {
        var (row, column) = Math.DivRem(crossing >> 1, _columns);
        return ((column * 2) + 1 - (crossing & 1), (row * 2) + (crossing & 1));
    }

    private static bool IsStraight((int X, int Y) a, (int X, int Y) b, (int X, int Y) c) => (b.X - a.X) * (c.Y - b.Y) == (b.Y - a.Y) * (c.X - b.X);

    private Coordinate[] Closed(List<(int X, int Y)> ring)
    {
        // Where it began may lie in the middle of a straight piece.
        if (IsStraight(ring[^1], ring[0], ring[1]))
        {
            ring.RemoveAt(0);
        }
        var points = new Coordinate[ring.Count + 1];
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = ring[i % ring.Count];
            points[i] = new(Math.Round((_south + ((y + 1) * _latCell / 2)) / 1e7, 6), Math.Round((_west + ((x + 1) * _lonCell / 2)) / 1e7, 6));
        }
        return points;
    }
}
