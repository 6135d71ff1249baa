using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>The open ground of a map and its barriers, for finding what a point stands on and what it sees. Never changes.</summary>
internal sealed class OpenGround
{
    // About 220 m; what covers very many cells is looked at for every point.
    private const int CellE7 = 20_000;
    private const int MostCells = 4_096;

    private readonly WalkGraph _graph;
    private readonly GroundColumns _columns;
    private readonly Dictionary<long, int[]> _byCell;
    private readonly int[] _everywhere;
    private readonly SegmentGrid _barriers;
    private readonly int _mostAtPoint;
    private readonly int[][] _pathsOn;
    private readonly Dictionary<long, int> _byOsmId = [];

    public OpenGround(WalkGraph graph, GroundColumns columns, int mostAtPoint)
    {
        (_graph, _columns, _mostAtPoint) = (graph, columns, mostAtPoint);
        Areas = [.. Enumerable.Range(0, columns.Count).Select(a => new WalkArea(a, columns))];
        _barriers = new SegmentGrid([.. Enumerable.Range(0, columns.BarrierCount).Select(columns.BarrierAt)]);
        var cells = new Dictionary<long, List<int>>();
        var everywhere = new List<int>();
        for (var area = 0; area < columns.Count; area++)
        {
            _byOsmId.TryAdd(columns.OsmId[area], area);
            if (!Areas[area].IsCrossable)
            {
                continue;
            }
            var (sw, ne) = (GroundSpot.GridOf(Areas[area].Bounds.SouthWest), GroundSpot.GridOf(Areas[area].Bounds.NorthEast));
            var (south, west, north, east) = (Cell(sw.LatE7 - 1), Cell(sw.LonE7 - 1), Cell(ne.LatE7 + 1), Cell(ne.LonE7 + 1));
            if ((north - south + 1) * (east - west + 1) > MostCells)
            {
                everywhere.Add(area);
                continue;
            }
            for (var row = south; row <= north; row++)
            {
                for (var column = west; column <= east; column++)
                {
                    if (!cells.TryGetValue(Key(row, column), out var known))
                    {
                        cells[Key(row, column)] = known = [];
                    }
                    known.Add(area);
                }
            }
        }
        _byCell = cells.ToDictionary(c => c.Key, c => c.Value.ToArray());
        _everywhere = [.. everywhere];
        _pathsOn = PathsOn();
    }

    public GroundColumns Columns => _columns;

    /// <summary>In the order of the file: ways, then relations.</summary>
    public IReadOnlyList<WalkArea> Areas { get; }

    /// <summary>The crossable areas a point stands on, at most as many as the limit; and the point, moved by less than 2 cm where rounding put it off.</summary>
    public int[] At(Coordinate point, out GridPoint at)
    {
        at = GroundSpot.GridOf(point);
        var found = new List<int>();
        foreach (var area in Near(at))
        {
            if (found.Count < _mostAtPoint && Areas[area].Field.Contains(at))
            {
                found.Add(area);
            }
        }
        return [.. found];
    }

    /// <summary>The crossable area an edge is the rim of, or a line across; −1 for a path.</summary>
    public int AreaOf(int edge) => IsOfGround(edge) && _byOsmId.TryGetValue(_graph.WayId[edge], out var area) && Areas[area].IsCrossable ? area : -1;

    /// <summary>Whether an edge is a rim or a line across ground, and no path.</summary>
    public bool IsOfGround(int edge) => _graph.Kinds[edge] is Profiles.PathKind.AreaRim or Profiles.PathKind.AreaCrossing;

    /// <summary>The straight pieces of paths that lie on an area: numbers of the geometry points before them.</summary>
    public ReadOnlySpan<int> PathsOn(int area) => _pathsOn[area];

    private int[][] PathsOn()
    {
        var found = new List<int>?[Areas.Count];
        for (var edge = 0; edge < _graph.EdgeCount; edge++)
        {
            for (var p = _graph.FirstPoint[edge]; p + 1 < _graph.FirstPoint[edge + 1] && !IsOfGround(edge); p++)
            {
                var (a, b) = (new GridPoint(_graph.PointLatE7[p], _graph.PointLonE7[p]), new GridPoint(_graph.PointLatE7[p + 1], _graph.PointLonE7[p + 1]));
                var middle = new GridPoint((int)(((long)a.LatE7 + b.LatE7) / 2), (int)(((long)a.LonE7 + b.LonE7) / 2));
                foreach (var area in Near(middle))
                {
                    if (Areas[area].Bounds.Contains(middle.Place) && Areas[area].Field.ContainsStrictly(middle))
                    {
                        (found[area] ??= []).Add(p);
                    }
                }
            }
        }
        return Array.ConvertAll(found, f => f?.ToArray() ?? []);
    }

    /// <summary>The point of an area nearest to a place on its rim: the place is rounded to where it is still on the ground.</summary>
    public GridPoint? OnGround(int area, Coordinate place)
    {
        var middle = GroundSpot.GridOf(place);
        foreach (var (lat, lon) in Around)
        {
            var at = new GridPoint(middle.LatE7 + lat, middle.LonE7 + lon);
            if (Areas[area].Field.Contains(at))
            {
                return at;
            }
        }
        return null;
    }

    /// <summary>What is seen from a point of some areas.</summary>
    public SpotLine[] Seen(GridPoint at, int[] areas)
    {
        var lines = new List<SpotLine>();
        foreach (var area in areas)
        {
            var field = Areas[area].Field;
            var isInside = field.ContainsStrictly(at);
            foreach (var vertex in _columns.VerticesOf(area))
            {
                if (field.Sees(at, new GridPoint(_graph.VertexLatE7[vertex], _graph.VertexLonE7[vertex]), isInside))
                {
                    lines.Add(new SpotLine(area, vertex));
                }
            }
        }
        return [.. lines];
    }

    /// <summary>The first area both stand on and across which they see each other; −1 for none.</summary>
    public int Between(GroundSpot one, GroundSpot other)
    {
        foreach (var area in one.Areas)
        {
            if (Array.IndexOf(other.Areas, area) >= 0 && Areas[area].Field.Sees(one.At, other.At))
            {
                return area;
            }
        }
        return -1;
    }

    /// <summary>The first of some areas across which two points see each other; −1 for none.</summary>
    public int Between(GridPoint one, GridPoint other, int[] areas)
    {
        foreach (var area in areas)
        {
            if (Areas[area].Field.Sees(one, other))
            {
                return area;
            }
        }
        return -1;
    }

    /// <summary>Whether a straight tail from a point to a path crosses a barrier, or a hole of the ground the point stands on.</summary>
    public bool IsTailBarred(Coordinate from, Coordinate to, int[] standsOn)
    {
        var (a, b) = (GroundSpot.GridOf(from), GroundSpot.GridOf(to));
        foreach (var barrier in _barriers.Along(a, b))
        {
            if (SightField.Crosses(barrier, a, b))
            {
                return true;
            }
        }
        foreach (var area in standsOn)
        {
            if (CrossesHole(area, a, b))
            {
                return true;
            }
        }
        return false;
    }

    // Out of the ground and on to it again is over a hole or round a bay: either way not straight.
    private bool CrossesHole(int area, GridPoint a, GridPoint b)
    {
        var crossed = new HashSet<GridSegment>();
        foreach (var rim in Areas[area].Field.RimsAlong(a, b))
        {
            if (SightField.Crosses(rim, a, b))
            {
                crossed.Add(rim);
            }
        }
        return crossed.Count > 1;
    }

    private IEnumerable<int> Near(GridPoint at)
        => _byCell.GetValueOrDefault(Key(Cell(at.LatE7), Cell(at.LonE7))) is { } here ? _everywhere.Length == 0 ? here : _everywhere.Concat(here) : _everywhere;

    private static readonly (int Lat, int Lon)[] Around =
        [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 2), (2, 0), (0, -2), (-2, 0)];

    private static long Cell(long e7) => (long)Math.Floor((double)e7 / CellE7);

    private static long Key(long row, long column) => (row * 1_000_003) + column;
}
