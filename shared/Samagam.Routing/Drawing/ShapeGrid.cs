namespace Samagam.Routing.Drawing;

/// <summary>
/// Finds the shapes near a box: cells as wide as a tile of zoom 14 list the shapes whose boxes touch them. What spans very many cells is
/// listed apart, so that its size does not decide the size of this.
/// </summary>
internal sealed class ShapeGrid
{
    private const int CellBits = WebMercator.WorldBits - 14;
    private const int MaxCellsOfOne = 256;
    private const int MaxCellsAsked = 1_024;

    private readonly Shape[] _shapes;
    private readonly long[] _cells;
    private readonly int[] _members;
    private readonly int[] _everywhere;

    public ShapeGrid(Shape[] shapes)
    {
        _shapes = shapes;
        var (cells, members, everywhere) = (new List<long>(), new List<int>(), new List<int>());
        for (var s = 0; s < shapes.Length; s++)
        {
            var cover = CellsOf(shapes[s].Box);
            if (cover.Count > MaxCellsOfOne)
            {
                everywhere.Add(s);
                continue;
            }
            for (var row = cover.Top; row <= cover.Bottom; row++)
            {
                for (var column = cover.Left; column <= cover.Right; column++)
                {
                    cells.Add(Cell(row, column));
                    members.Add(s);
                }
            }
        }
        (_cells, _members, _everywhere) = ([.. cells], [.. members], [.. everywhere]);
        Array.Sort(_cells, _members);
    }

    /// <summary>The shapes whose boxes touch a box, each once, in order.</summary>
    public List<int> Near(PlaneBox box)
    {
        var found = new List<int>();
        var cover = CellsOf(box);
        if (cover.Count > MaxCellsAsked)
        {
            for (var s = 0; s < _shapes.Length; s++)
            {
                Take(s);
            }
            return found;
        }
        foreach (var s in _everywhere)
        {
            Take(s);
        }
        for (var row = cover.Top; row <= cover.Bottom; row++)
        {
            var end = Cell(row, cover.Right);
            for (var i = FirstOf(Cell(row, cover.Left)); i < _cells.Length && _cells[i] <= end; i++)
            {
                Take(_members[i]);
            }
        }
        found.Sort();
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
        {
            if (kept == 0 || found[kept - 1] != found[i])
            {
                found[kept++] = found[i];
            }
        }
        found.RemoveRange(kept, found.Count - kept);
        return found;

        void Take(int s)
        {
            if (_shapes[s].Box.Touches(box))
            {
                found.Add(s);
            }
        }
    }

    private static long Cell(int row, int column) => ((long)row << 32) | (uint)column;

    private static Cover CellsOf(PlaneBox box) =>
        new(Index(box.MinY), Index(box.MaxY), Index(box.MinX), Index(box.MaxX));

    private static int Index(int at) => Math.Clamp(at, 0, WebMercator.World - 1) >> CellBits;

    private int FirstOf(long cell)
    {
        var (low, high) = (0, _cells.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _cells[middle] < cell ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private readonly record struct Cover(int Top, int Bottom, int Left, int Right)
    {
        public long Count => (Bottom - Top + 1L) * (Right - Left + 1L);
    }
}
