namespace Samagam.Routing.Graph;

/// <summary>A straight piece of a rim or barrier on the map's own grid of 1e-7 degrees.</summary>
internal readonly record struct GridSegment(GridPoint A, GridPoint B);

/// <summary>Many straight pieces, found by the cells they pass through. Never changes.</summary>
internal sealed class SegmentGrid
{
    private const int MaxSide = 512;

    private readonly GridSegment[] _segments;
    private readonly int _south;
    private readonly int _west;
    private readonly long _cellLat;
    private readonly long _cellLon;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int[] _first;
    private readonly int[] _entries;

    /// <param name="segments">The pieces.</param>
    /// <param name="isRows">Cells as wide as all of it: then a line to the east meets each piece once.</param>
    public SegmentGrid(GridSegment[] segments, bool isRows = false)
    {
        _segments = segments;
        (_south, _west) = (int.MaxValue, int.MaxValue);
        var (north, east) = (int.MinValue, int.MinValue);
        foreach (var (a, b) in segments)
        {
            (_south, north) = (Math.Min(_south, Math.Min(a.LatE7, b.LatE7)), Math.Max(north, Math.Max(a.LatE7, b.LatE7)));
            (_west, east) = (Math.Min(_west, Math.Min(a.LonE7, b.LonE7)), Math.Max(east, Math.Max(a.LonE7, b.LonE7)));
        }
        // Some few pieces a cell; a handful of pieces needs no cells.
        var side = segments.Length <= 16 ? 1 : Math.Min(MaxSide, (int)Math.Sqrt(segments.Length) + 1);
        _cellLat = segments.Length == 0 ? 1 : (((long)north - _south) / side) + 1;
        var columns = isRows ? 1 : side;
        _cellLon = segments.Length == 0 ? 1 : (((long)east - _west) / columns) + 1;
        (_rows, _columns) = segments.Length == 0 ? (0, 0) : (side, columns);
        var counts = new int[(_rows * _columns) + 1];
        foreach (var (a, b) in segments)
        {
            for (var cells = Cells(a, b); cells.MoveNext();)
            {
                counts[cells.Cell + 1]++;
            }
        }
        for (var c = 0; c + 1 < counts.Length; c++)
        {
            counts[c + 1] += counts[c];
        }
        _first = counts;
        _entries = new int[counts[^1]];
        var next = counts.AsSpan().ToArray();
        for (var s = 0; s < segments.Length; s++)
        {
            for (var cells = Cells(segments[s].A, segments[s].B); cells.MoveNext();)
            {
                _entries[next[cells.Cell]++] = s;
            }
        }
    }

    public int Count => _segments.Length;

    /// <summary>The pieces in the cells a line passes through, and perhaps some twice.</summary>
    public Walk Along(GridPoint a, GridPoint b) => new(this, a, b);

    private CellWalk Cells(GridPoint a, GridPoint b) => new(this, a, b);

    /// <summary>Pieces near a line, one after the other.</summary>
    public ref struct Walk(SegmentGrid grid, GridPoint a, GridPoint b)
    {
        private CellWalk _cells = new(grid, a, b);
        private int _next;
        private int _end;

        public GridSegment Current { get; private set; }

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next == _end)
            {
                if (!_cells.MoveNext())
                {
                    return false;
                }
                (_next, _end) = (grid._first[_cells.Cell], grid._first[_cells.Cell + 1]);
            }
            Current = grid._segments[grid._entries[_next++]];
            return true;
        }
    }

    // Row by row; the ends of a row's stretch are widened by one unit, so that rounding loses no cell.
    private struct CellWalk
    {
        private readonly SegmentGrid _grid;
        private readonly long _lat1;
        private readonly long _lon1;
        private readonly long _lat2;
        private readonly long _lon2;
        private readonly int _lastRow;
        private int _row;
        private int _column;
        private int _lastColumn;

        public CellWalk(SegmentGrid grid, GridPoint a, GridPoint b)
        {
            _grid = grid;
            (_lat1, _lon1, _lat2, _lon2) = ((long)a.LatE7 - grid._south, (long)a.LonE7 - grid._west, (long)b.LatE7 - grid._south, (long)b.LonE7 - grid._west);
            if (_lat1 > _lat2)
            {
                (_lat1, _lon1, _lat2, _lon2) = (_lat2, _lon2, _lat1, _lon1);
            }
            _row = (int)Math.Clamp(_lat1 < 0 ? -1 : _lat1 / grid._cellLat, 0, grid._rows) - 1;
            _lastRow = (int)Math.Clamp(_lat2 < 0 ? -1 : _lat2 / grid._cellLat, -1, grid._rows - 1);
            (_column, _lastColumn) = (0, -1);
        }

        public readonly int Cell => (_row * _grid._columns) + _column;

        public bool MoveNext()
        {
            _column++;
            while (_column > _lastColumn)
            {
                if (++_row > _lastRow)
                {
                    return false;
                }
                var from = LonAt(Math.Max(_lat1, _row * _grid._cellLat));
                var to = LonAt(Math.Min(_lat2, (_row + 1) * _grid._cellLat));
                var (left, right) = _lat1 == _lat2 ? (Math.Min(_lon1, _lon2), Math.Max(_lon1, _lon2)) : (Math.Min(from, to) - 1, Math.Max(from, to) + 1);
                _column = (int)Math.Clamp(left < 0 ? 0 : left / _grid._cellLon, 0, _grid._columns);
                _lastColumn = (int)Math.Clamp(right < 0 ? -1 : right / _grid._cellLon, -1, _grid._columns - 1);
            }
            return true;
        }

        private readonly long LonAt(long lat) => _lat1 == _lat2 ? _lon1 : _lon1 + (long)((double)(lat - _lat1) / (_lat2 - _lat1) * (_lon2 - _lon1));
    }
}
