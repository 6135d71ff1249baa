using System.Runtime.CompilerServices;
using Samagam.Routing.Osm;

namespace Samagam.Routing.Graph;

/// <summary>
/// Finds the edge segment nearest to a point. Cells of about 110 m (larger when the map is large and sparse) list the
/// segments that pass through them; a search widens ring by ring until nothing nearer can come.
/// </summary>
internal sealed class EdgeGrid
{
    private const int SmallestCellE7 = 10_000;
    private const int MaxEntries = 200_000_000;
    private const double MetresPerE7 = Math.PI * Coordinate.EarthRadiusMetres / 180 / 1e7;

    private readonly WalkGraph _graph;
    private readonly int _south;
    private readonly int _west;
    private readonly long _cellLat;
    private readonly long _cellLon;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int[] _first;
    private readonly int[] _points;
    private readonly int[] _edgeOfPoint;

    public EdgeGrid(WalkGraph graph)
        : this(graph, [], [])
    {
        (_first, _points) = Fill();
    }

    private EdgeGrid(WalkGraph graph, int[] first, int[] points)
    {
        (_graph, _first, _points) = (graph, first, points);
        _south = graph.PointLatE7.Min();
        _west = graph.PointLonE7.Min();
        var north = graph.PointLatE7.Max();
        var east = graph.PointLonE7.Max();
        var squeeze = Math.Max(0.05, Math.Cos((_south + (double)north) / 2e7 * Math.PI / 180));
        // No more cells than twice the points, so that two paths at the ends of the Earth do not make a grid of it.
        var area = ((double)north - _south + 1) * ((double)east - _west + 1) * squeeze;
        var side = Math.Max(SmallestCellE7, Math.Sqrt(area / Math.Max(1024, 2.0 * graph.PointLatE7.Length)));
        _cellLat = (long)Math.Ceiling(side);
        _cellLon = (long)Math.Ceiling(side / squeeze);
        _rows = (int)(((long)north - _south) / _cellLat) + 1;
        _columns = (int)(((long)east - _west) / _cellLon) + 1;
        _edgeOfPoint = new int[graph.PointLatE7.Length];
        for (var e = 0; e < graph.EdgeCount; e++)
        {
            _edgeOfPoint.AsSpan(graph.FirstPoint[e]..graph.FirstPoint[e + 1]).Fill(e);
        }
    }

    /// <summary>The segments in cell c are Points[First[c] .. First[c + 1]).</summary>
    internal int[] First => _first;

    internal int[] Points => _points;

    /// <summary>The grid of a graph whose cells were filled before; null when they do not fit it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static EdgeGrid? TryOf(WalkGraph graph, int[] first, int[] points)
    {
        var grid = new EdgeGrid(graph, first, points);
        if (first.Length != (grid._rows * grid._columns) + 1 || first[0] != 0 || first[^1] != points.Length)
        {
            return null;
        }
        for (var c = 1; c < first.Length; c++)
        {
            if (first[c] < first[c - 1])
            {
                return null;
            }
        }
        var edgeOf = grid._edgeOfPoint;
        foreach (var p in points)
        {
            if ((uint)p >= edgeOf.Length - 1 || edgeOf[p] != edgeOf[p + 1])
            {
                return null;
            }
        }
        return grid;
    }

    private (int[] First, int[] Points) Fill()
    {
        var counts = new int[(_rows * _columns) + 1];
        var cells = new List<int>();
        long entries = 0;
        for (var e = 0; e < _graph.EdgeCount; e++)
        {
            for (var p = _graph.FirstPoint[e]; p + 1 < _graph.FirstPoint[e + 1]; p++)
            {
                CellsOf(p, cells);
                foreach (var cell in cells)
                {
                    counts[cell + 1]++;
                }
                entries += cells.Count;
            }
            if (entries > MaxEntries)
            {
                throw new MapFormatException(MapFault.TooLarge, "its paths are too long and too many to index", -1);
            }
        }
        for (var c = 0; c < counts.Length - 1; c++)
        {
            counts[c + 1] += counts[c];
        }
        var points = new int[entries];
        var next = counts.AsSpan(0, counts.Length - 1).ToArray();
        for (var e = 0; e < _graph.EdgeCount; e++)
        {
            for (var p = _graph.FirstPoint[e]; p + 1 < _graph.FirstPoint[e + 1]; p++)
            {
                CellsOf(p, cells);
                foreach (var cell in cells)
                {
                    points[next[cell]++] = p;
                }
            }
        }
        return (counts, points);
    }

    /// <summary>The box of all paths.</summary>
    public MapBounds Bounds => new(
        Coordinate.FromE7(_graph.PointLatE7.Min(), _graph.PointLonE7.Min()),
        Coordinate.FromE7(_graph.PointLatE7.Max(), _graph.PointLonE7.Max()));

    /// <summary>
    /// The nearest place on an edge of a part that <paramref name="accepts"/> says yes to, or null within
    /// <paramref name="maxMetres"/>. Equal distances go to the lower segment, so that answers do not depend on luck.
    /// </summary>
    /// <param name="point">What is asked for.</param>
    /// <param name="maxMetres">How far to look.</param>
    /// <param name="accepts">Which parts of the graph.</param>
    /// <param name="reaches">Which places a straight line may lead to; asked last, of what would be the nearest. All when null.</param>
    public SnapPoint? Nearest(Coordinate point, double maxMetres, Predicate<int> accepts, Predicate<Coordinate>? reaches = null)
    {
        var latE7 = point.LatitudeDeg * 1e7;
        var lonE7 = point.LongitudeDeg * 1e7;
        var lonMetres = MetresPerE7 * Math.Cos(point.LatitudeDeg * Math.PI / 180);
        var row = (int)Math.Clamp(Math.Floor((latE7 - _south) / _cellLat), -1e9, 1e9);
        var column = (int)Math.Clamp(Math.Floor((lonE7 - _west) / _cellLon), -1e9, 1e9);
        var ringMetres = Math.Min(_cellLat * MetresPerE7, _cellLon * lonMetres);
        // A point outside the grid starts at the ring that first touches it.
        var firstRing = Math.Max(Math.Max(-row, row - _rows + 1), Math.Max(-column, column - _columns + 1));
        var (best, bestSegment, bestAlong) = (maxMetres, -1, 0.0);
        for (var ring = Math.Max(0, firstRing); (ring - 1) * ringMetres <= best && ring <= firstRing + _rows + _columns + 2; ring++)
        {
            for (var r = Math.Max(0, row - ring); r <= Math.Min(_rows - 1, row + ring); r++)
            {
                var isEdgeRow = r == row - ring || r == row + ring;
                for (var c = column - ring; c <= column + ring; c += isEdgeRow || ring == 0 ? 1 : 2 * ring)
                {
                    if (c >= 0 && c < _columns && MetresToCell(r, c) <= best)
                    {
                        SearchCell((r * _columns) + c);
                    }
                }
            }
        }
        return bestSegment < 0 ? null : MakeSnap(bestSegment, bestAlong, best, point);

        // At least: what rounding puts into the next cell is a hair from its border.
        double MetresToCell(int r, int c)
        {
            var (south, west) = (_south + (r * _cellLat), _west + (c * _cellLon));
            var up = Math.Max(Math.Max(south - latE7, latE7 - (south + _cellLat)), 0) * MetresPerE7;
            var across = Math.Max(Math.Max(west - lonE7, lonE7 - (west + _cellLon)), 0) * lonMetres;
            return Math.Max(up, across) - 1;
        }

        void SearchCell(int cell)
        {
            for (var i = _first[cell]; i < _first[cell + 1]; i++)
            {
                var p = _points[i];
                var (distance, along) = Approach(p, latE7, lonE7, lonMetres);
                if ((distance < best || (distance == best && (bestSegment < 0 || p < bestSegment)))
                    && _graph.IsWalkable(_edgeOfPoint[p]) && accepts(_graph.ComponentOfEdge(_edgeOfPoint[p]))
                    && (reaches is null || reaches(On(p, along))))
                {
                    (best, bestSegment, bestAlong) = (distance, p, along);
                }
            }
        }
    }

    /// <summary>The nearest place on some segments, nearer than <paramref name="maxMetres"/>, that a straight line reaches; or null.</summary>
    public SnapPoint? NearestOf(ReadOnlySpan<int> segments, Coordinate point, double maxMetres, Predicate<Coordinate> reaches)
    {
        var (latE7, lonE7) = (point.LatitudeDeg * 1e7, point.LongitudeDeg * 1e7);
        var lonMetres = MetresPerE7 * Math.Cos(point.LatitudeDeg * Math.PI / 180);
        var (best, bestSegment, bestAlong) = (maxMetres, -1, 0.0);
        foreach (var p in segments)
        {
            var (distance, along) = Approach(p, latE7, lonE7, lonMetres);
            if (distance < best && _graph.IsWalkable(_edgeOfPoint[p]) && reaches(On(p, along)))
            {
                (best, bestSegment, bestAlong) = (distance, p, along);
            }
        }
        return bestSegment < 0 ? null : MakeSnap(bestSegment, bestAlong, best, point);
    }

    /// <summary>Adds the edges any part of which is within some metres of a point; for distances of a cell or so.</summary>
    public void Within(Coordinate point, double metres, HashSet<int> edges)
    {
        var (latE7, lonE7) = (point.LatitudeDeg * 1e7, point.LongitudeDeg * 1e7);
        var lonMetres = MetresPerE7 * Math.Cos(point.LatitudeDeg * Math.PI / 180);
        var (reachLat, reachLon) = (metres / MetresPerE7, metres / lonMetres);
        for (var row = RowOf(latE7 - reachLat); row <= RowOf(latE7 + reachLat); row++)
        {
            for (var column = ColumnOf(lonE7 - reachLon); column <= ColumnOf(lonE7 + reachLon); column++)
            {
                for (var i = _first[(row * _columns) + column]; i < _first[(row * _columns) + column + 1]; i++)
                {
                    if (Approach(_points[i], latE7, lonE7, lonMetres).Metres <= metres)
                    {
                        edges.Add(_edgeOfPoint[_points[i]]);
                    }
                }
            }
        }

        int RowOf(double lat) => (int)Math.Clamp(Math.Floor((lat - _south) / _cellLat), 0, _rows - 1);

        int ColumnOf(double lon) => (int)Math.Clamp(Math.Floor((lon - _west) / _cellLon), 0, _columns - 1);
    }

    // How near a segment comes to a point, in a plane touching the Earth there, and where along itself.
    private (double Metres, double Along) Approach(int p, double latE7, double lonE7, double lonMetres)
    {
        var ax = (_graph.PointLonE7[p] - lonE7) * lonMetres;
        var ay = (_graph.PointLatE7[p] - latE7) * MetresPerE7;
        var dx = (_graph.PointLonE7[p + 1] - lonE7) * lonMetres - ax;
        var dy = (_graph.PointLatE7[p + 1] - latE7) * MetresPerE7 - ay;
        var squared = (dx * dx) + (dy * dy);
        var along = squared == 0 ? 0 : Math.Clamp(-((ax * dx) + (ay * dy)) / squared, 0, 1);
        var (x, y) = (ax + (along * dx), ay + (along * dy));
        return (Math.Sqrt((x * x) + (y * y)), along);
    }

    private SnapPoint MakeSnap(int segment, double along, double gapMetres, Coordinate asked)
    {
        var edge = _edgeOfPoint[segment];
        var on = On(segment, along);
        var metres = _graph.MetresToPoint(edge, segment) + _graph.PointAt(segment).DistanceMetres(on);
        var offset = (int)Math.Min(_graph.LengthMm[edge], Math.Round(metres * 1000));
        // Lengths are rounded up, so the far end would be missed by a millimetre, and with it the other edges there.
        if (_graph.LengthMm[edge] - offset <= 1)
        {
            offset = _graph.LengthMm[edge];
        }
        return new SnapPoint(edge, segment, offset, on, gapMetres, asked);
    }

    private Coordinate On(int segment, double along)
    {
        var (a, b) = (_graph.PointAt(segment), _graph.PointAt(segment + 1));
        return along switch
        {
            0 => a,
            1 => b,
            _ => new Coordinate(a.LatitudeDeg + (along * (b.LatitudeDeg - a.LatitudeDeg)),
                a.LongitudeDeg + (along * (b.LongitudeDeg - a.LongitudeDeg))),
        };
    }

    // The cells a segment passes through, row by row; its box alone would be many for a long slanting one.
    private void CellsOf(int p, List<int> cells)
    {
        cells.Clear();
        var (lat1, lon1) = ((long)_graph.PointLatE7[p] - _south, (long)_graph.PointLonE7[p] - _west);
        var (lat2, lon2) = ((long)_graph.PointLatE7[p + 1] - _south, (long)_graph.PointLonE7[p + 1] - _west);
        if (lat1 > lat2)
        {
            (lat1, lon1, lat2, lon2) = (lat2, lon2, lat1, lon1);
        }
        for (var row = lat1 / _cellLat; row <= lat2 / _cellLat; row++)
        {
            var fromLon = LonAt(Math.Max(lat1, row * _cellLat));
            var toLon = LonAt(Math.Min(lat2, (row + 1) * _cellLat));
            var (left, right) = lat1 == lat2 ? (Math.Min(lon1, lon2), Math.Max(lon1, lon2)) : (Math.Min(fromLon, toLon), Math.Max(fromLon, toLon));
            for (var column = left / _cellLon; column <= right / _cellLon; column++)
            {
                cells.Add((int)((row * _columns) + column));
            }
        }

        long LonAt(long lat) => lat1 == lat2 ? lon1 : lon1 + (long)((double)(lat - lat1) / (lat2 - lat1) * (lon2 - lon1));
    }
}

/// <summary>A place on an edge.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Point">The geometry point before the place.</param>
/// <param name="OffsetMm">Millimetres from the tail of the edge.</param>
/// <param name="On">The place itself.</param>
/// <param name="GapMetres">Straight distance from the point that was asked for.</param>
/// <param name="Asked">That point.</param>
/// <remarks>A place on open ground has a <see cref="Spot"/> and no edge: −1.</remarks>
internal readonly record struct SnapPoint(int Edge, int Point, int OffsetMm, Coordinate On, double GapMetres, Coordinate Asked)
{
    /// <summary>Set where the place is on open ground, off the edges.</summary>
    public Search.GroundSpot? Spot { get; init; }

    /// <summary>Whether another place is the same, seeing the same.</summary>
    public bool IsSameAs(SnapPoint other) => this with { Spot = null } == other with { Spot = null }
        && (Spot is null ? other.Spot is null : other.Spot is { } spot && Spot.At == spot.At && Spot.Beside == spot.Beside
            && Spot.Areas.AsSpan().SequenceEqual(spot.Areas) && Spot.Lines.AsSpan().SequenceEqual(spot.Lines));
}
