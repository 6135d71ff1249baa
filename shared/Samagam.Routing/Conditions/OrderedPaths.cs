using Samagam.Routing.Graph;

namespace Samagam.Routing.Conditions;

/// <summary>Finds the edges an order means.</summary>
internal sealed class OrderedPaths
{
    private readonly WalkGraph _graph;
    private readonly Lazy<(long[] Ids, int[] Edges)> _byWay;

    public OrderedPaths(WalkGraph graph)
    {
        _graph = graph;
        // Sorted for the first order: a box that starts does not wait for it.
        _byWay = new(() => ByWay(graph));
    }

    /// <summary>Edge numbers, each once, rising.</summary>
    public IReadOnlyList<int> Of(PathOrder order)
    {
        var edges = new SortedSet<int>();
        if (order.Ways.Count > 0)
        {
            var (ids, byWay) = _byWay.Value;
            var area = order.Area.Count == 0 ? null : new HeldRing(order.Area);
            foreach (var way in order.Ways)
            {
                for (var i = FirstOf(ids, way); i < ids.Length && ids[i] == way; i++)
                {
                    if (area is null || area.Touches(_graph, byWay[i]))
                    {
                        Add(byWay[i]);
                    }
                }
            }
        }
        else if (order.Area.Count >= 3)
        {
            foreach (var edge in Touching(order.Area))
            {
                Add(edge);
            }
        }
        return [.. edges];

        // A piece is enough to close a street or to turn it; to open one takes all of it.
        void Add(int edge)
        {
            if (order.Effect == PathOrderEffect.Opened)
            {
                AddWhole(edge, edges);
            }
            else
            {
                edges.Add(edge);
            }
        }
    }

    // Crowd zones cut a street where nobody can turn off: whoever opens a gate means it from junction to junction.
    private void AddWhole(int edge, SortedSet<int> edges)
    {
        if (!edges.Add(edge))
        {
            return;
        }
        AddOn(edge, _graph.Tail[edge]);
        AddOn(edge, _graph.Head[edge]);

        void AddOn(int from, int vertex)
        {
            var (first, end) = (_graph.FirstArc[vertex], _graph.FirstArc[vertex + 1]);
            if (end - first != 2)
            {
                return;
            }
            var other = _graph.ArcOf[first] >> 1 == from ? _graph.ArcOf[first + 1] >> 1 : _graph.ArcOf[first] >> 1;
            if (_graph.WayId[other] == _graph.WayId[from] && edges.Add(other))
            {
                AddOn(other, _graph.Tail[other] == vertex ? _graph.Head[other] : _graph.Tail[other]);
            }
        }
    }

    /// <summary>Every edge that comes into a ring of at least three points, or touches it.</summary>
    public IEnumerable<int> Touching(IReadOnlyList<Coordinate> ring)
    {
        var held = new HeldRing(ring);
        for (var e = 0; e < _graph.EdgeCount; e++)
        {
            if (held.Touches(_graph, e))
            {
                yield return e;
            }
        }
    }

    /// <summary>Whether an arc leads within 90° of a bearing, by the straight line from its beginning to its end.</summary>
    public bool LeadsTowards(int arc, double bearingDeg)
    {
        var edge = arc >> 1;
        var (a, b) = (_graph.PointAt(_graph.FirstPoint[edge]), _graph.PointAt(_graph.FirstPoint[edge + 1] - 1));
        if ((arc & 1) == 1)
        {
            (a, b) = (b, a);
        }
        return LeadsTowards(a, b, bearingDeg);
    }

    private static (long[] Ids, int[] Edges) ByWay(WalkGraph graph)
    {
        var edges = new int[graph.EdgeCount];
        for (var e = 0; e < edges.Length; e++)
        {
            edges[e] = e;
        }
        var ids = graph.WayId.AsSpan().ToArray();
        Array.Sort(ids, edges);
        return (ids, edges);
    }

    private static int FirstOf(long[] ids, long way)
    {
        var (low, high) = (0, ids.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = ids[middle] < way ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>Whether a straight line comes into a ring of at least three points, or touches it.</summary>
    public static bool Touches(IReadOnlyList<Coordinate> ring, Coordinate from, Coordinate to)
        => Ring.Contains(ring, from) || Ring.Crosses(ring, from, to);

    /// <summary>Whether a straight line leads within 90° of a bearing.</summary>
    public static bool LeadsTowards(Coordinate a, Coordinate b, double bearingDeg)
    {
        var north = b.LatitudeDeg - a.LatitudeDeg;
        var east = (b.LongitudeDeg - a.LongitudeDeg) * Math.Cos(a.LatitudeDeg * Math.PI / 180);
        var (sin, cos) = Math.SinCos(bearingDeg * Math.PI / 180);
        return (north * cos) + (east * sin) >= 0;
    }
}
