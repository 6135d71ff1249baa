using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Graph;

/// <summary>Turns walkable ways, rims and crossings into a <see cref="WalkGraph"/>. Used once.</summary>
internal sealed class WalkGraphBuilder
{
    private readonly MapLoadOptions _options;
    private readonly DropCounts _dropped;
    private readonly NodeCollector _nodes;
    private readonly byte[] _uses;
    private readonly int[] _vertexOf;
    private readonly bool[] _isOnWay;
    private readonly GrowList<int> _vertexLat = new(1024);
    private readonly GrowList<int> _vertexLon = new(1024);
    private readonly GrowList<int> _tail = new(1024);
    private readonly GrowList<int> _head = new(1024);
    private readonly GrowList<int> _length = new(1024);
    private readonly GrowList<int> _time = new(1024);
    private readonly GrowList<byte> _directions = new(1024);
    private readonly GrowList<PathKind> _kinds = new(1024);
    private readonly GrowList<StepFree> _stepFree = new(1024);
    private readonly GrowList<sbyte> _climb = new(1024);
    private readonly GrowList<int> _firstZone = new(1024);
    private readonly GrowList<ZoneEntry> _zones = new(16);
    private readonly GrowList<int> _name = new(1024);
    private readonly GrowList<long> _way = new(1024);
    private readonly GrowList<int> _firstPoint = new(1024);
    private readonly GrowList<int> _pointLat = new(4096);
    private readonly GrowList<int> _pointLon = new(4096);
    private readonly List<int> _chain = [];
    private readonly List<GridPoint> _line = [];
    private readonly ZoneBorders _borders;

    public WalkGraphBuilder(NodeCollector nodes, ZoneBorders borders, MapLoadOptions options, DropCounts dropped)
    {
        (_nodes, _borders, _options, _dropped) = (nodes, borders, options, dropped);
        _uses = new byte[nodes.LatE7.Length];
        _isOnWay = new bool[nodes.LatE7.Length];
        _vertexOf = new int[nodes.LatE7.Length];
        _vertexOf.AsSpan().Fill(-1);
    }

    /// <summary>Counts who uses each node, before any edge is made: a node used twice is a junction.</summary>
    public void CountUse(ReadOnlySpan<int> nodes, bool isRing)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            Use(nodes[i], !isRing && (i == 0 || i == nodes.Length - 1) ? 2 : 1);
            _isOnWay[nodes[i]] |= !isRing;
        }
    }

    /// <summary>Makes a node a junction.</summary>
    public void ForceJunction(int node) => _uses[node] = 2;

    public bool IsJunction(int node) => _uses[node] >= 2 && !_nodes.Blocks[node];

    /// <summary>Whether a path leads over a node, and not only a rim.</summary>
    public bool IsOnWay(int node) => _isOnWay[node];

    /// <summary>The vertex of a junction that edges were added for.</summary>
    public int VertexOf(int node) => _vertexOf[node] < 0 ? VertexFor(node) : _vertexOf[node];

    /// <summary>A vertex that is no node.</summary>
    public int AddVertex(GridPoint at) => NewVertex(at);

    public bool IsPresent(int node) => _nodes.LatE7[node] != NodeCollector.Missing;

    /// <summary>Cuts a way at junctions, at nodes that stop walkers, and where nodes are missing.</summary>
    public void AddWay(ReadOnlySpan<int> nodes, FootRule rule, int name, long wayId)
    {
        _chain.Clear();
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            if (_nodes.IsOutside[node])
            {
                // One count for each piece that is missing, however many nodes it has.
                _dropped.Add(ClipDrops.PartOfWay, i == 0 || !_nodes.IsOutside[nodes[i - 1]] ? 1 : 0);
                EndChain(rule, name, wayId);
            }
            else if (!IsPresent(node))
            {
                _dropped.Add("way node that the file does not contain (way cut there)");
                EndChain(rule, name, wayId);
            }
            else if (_chain.Count == 0)
            {
                StartChain(node);
            }
            else if (node != _chain[^1])
            {
                if (!IsShortEnough(_chain[^1], node))
                {
                    _dropped.Add("straight piece of a path beyond the longest allowed");
                    EndChain(rule, name, wayId);
                    StartChain(node);
                    continue;
                }
                _chain.Add(node);
                if (_uses[node] >= 2 || _nodes.Blocks[node])
                {
                    EndChain(rule, name, wayId);
                    StartChain(node);
                }
            }
        }
        EndChain(rule, name, wayId);
    }

    /// <summary>Adds a straight line between two vertices; false when it is longer than a path may be.</summary>
    public bool AddLine(int from, int to, FootRule rule, int name, long wayId)
    {
        _line.Clear();
        _line.Add(new(_vertexLat[from], _vertexLon[from]));
        _line.Add(new(_vertexLat[to], _vertexLon[to]));
        if (_line[0].Place.DistanceMetres(_line[1].Place) > _options.MaxSegmentMetres)
        {
            _dropped.Add("straight piece of a path beyond the longest allowed");
            return false;
        }
        AddPieces(from, to, _line, rule, name, wayId);
        return true;
    }

    public WalkGraph Build(List<PathName> names)
    {
        _firstPoint.Add(_pointLat.Count);
        _firstZone.Add(_zones.Count);
        var (tail, head, directions, length) = (_tail.ToArray(), _head.ToArray(), _directions.ToArray(), _length.ToArray());
        var vertices = _vertexLat.Count;
        var (firstArc, arcOf, arcHead) = Arcs(vertices, tail, head);
        var (component, count, main) = Parts(vertices, firstArc, arcOf, arcHead, tail, head, length, directions);
        return new WalkGraph
        {
            VertexLatE7 = _vertexLat.ToArray(),
            VertexLonE7 = _vertexLon.ToArray(),
            FirstArc = firstArc,
            ArcOf = arcOf,
            ArcHead = arcHead,
            Tail = tail,
            Head = head,
            LengthMm = length,
            TimeMs = _time.ToArray(),
            Directions = directions,
            Kinds = _kinds.ToArray(),
            StepFree = _stepFree.ToArray(),
            Climb = _climb.ToArray(),
            FirstZone = _firstZone.ToArray(),
            ZoneEntries = _zones.ToArray(),
            NameOf = _name.ToArray(),
            WayId = _way.ToArray(),
            FirstPoint = _firstPoint.ToArray(),
            PointLatE7 = _pointLat.ToArray(),
            PointLonE7 = _pointLon.ToArray(),
            Names = [.. names],
            ComponentOf = component,
            ComponentCount = count,
            MainComponents = main,
        };
    }

    /// <summary>The parts of a graph, found anew.</summary>
    internal static (int[] ComponentOf, int Count, int Main) PartsOf(WalkGraph graph)
        => Parts(graph.VertexCount, graph.FirstArc, graph.ArcOf, graph.ArcHead, graph.Tail, graph.Head, graph.LengthMm, graph.Directions);

    // What lies behind a shut gate belongs together with what lies before it: the gate may be opened.
    private static (int[] ComponentOf, int Count, int Main) Parts(
        int vertices, int[] firstArc, int[] arcOf, int[] arcHead, int[] tail, int[] head, int[] length, byte[] directions)
        => Components.Find(vertices, firstArc, arcOf, arcHead, tail, head, length,
            Array.ConvertAll(directions, d => (d & WalkGraph.GatedFlag) == 0 ? d : (byte)(WalkGraph.ForwardFlag | WalkGraph.BackwardFlag)));

    /// <summary>Which arcs leave each vertex.</summary>
    internal static (int[] FirstArc, int[] ArcOf, int[] ArcHead) Arcs(int vertices, int[] tail, int[] head)
    {
        var firstArc = new int[vertices + 1];
        for (var e = 0; e < tail.Length; e++)
        {
            firstArc[tail[e] + 1]++;
            firstArc[head[e] + 1]++;
        }
        for (var v = 0; v < vertices; v++)
        {
            firstArc[v + 1] += firstArc[v];
        }
        var next = firstArc.AsSpan(0, vertices).ToArray();
        var arcOf = new int[tail.Length * 2];
        var arcHead = new int[tail.Length * 2];
        for (var e = 0; e < tail.Length; e++)
        {
            var forward = next[tail[e]]++;
            (arcOf[forward], arcHead[forward]) = (e * 2, head[e]);
            var backward = next[head[e]]++;
            (arcOf[backward], arcHead[backward]) = ((e * 2) + 1, tail[e]);
        }
        return (firstArc, arcOf, arcHead);
    }

    private void Use(int node, int times) => _uses[node] = (byte)Math.Min(2, _uses[node] + times);

    private bool IsShortEnough(int a, int b) => At(a).DistanceMetres(At(b)) <= _options.MaxSegmentMetres;

    private Coordinate At(int node) => Coordinate.FromE7(_nodes.LatE7[node], _nodes.LonE7[node]);

    private void StartChain(int node)
    {
        _chain.Clear();
        _chain.Add(node);
    }

    // Crowd zones cut a path at their borders, so that an edge is inside or outside and never both.
    private void EndChain(FootRule rule, int name, long wayId)
    {
        if (_chain.Count >= 2)
        {
            // At an end many paths meet; what stops wheels there belongs to the one it stands in the middle of.
            _line.Clear();
            for (var i = 0; i < _chain.Count; i++)
            {
                var node = _chain[i];
                _line.Add(new GridPoint(_nodes.LatE7[node], _nodes.LonE7[node]));
                if (_nodes.StopsWheels[node] && i > 0 && i < _chain.Count - 1)
                {
                    rule = rule with { StepFree = StepFree.No };
                }
            }
            AddPieces(VertexFor(_chain[0]), VertexFor(_chain[^1]), _line, rule, name, wayId);
        }
        _chain.Clear();
    }

    private void AddPieces(int from, int end, List<GridPoint> line, FootRule rule, int name, long wayId)
    {
        if (_borders.IsEmpty)
        {
            AddEdge(from, end, line, rule, name, wayId);
            return;
        }
        foreach (var (piece, isLast) in _borders.Cut(line))
        {
            var to = isLast ? end : NewVertex(piece[^1]);
            AddEdge(from, to, piece, rule, name, wayId);
            from = to;
        }
    }

    // Each piece that ends at a blocked node gets an end of its own there: nobody passes from one to the other.
    private int VertexFor(int node)
    {
        if (_nodes.Blocks[node])
        {
            return NewVertex(node);
        }
        if (_vertexOf[node] < 0)
        {
            _vertexOf[node] = NewVertex(node);
        }
        return _vertexOf[node];
    }

    private int NewVertex(int node) => NewVertex(new GridPoint(_nodes.LatE7[node], _nodes.LonE7[node]));

    private int NewVertex(GridPoint at)
    {
        _vertexLat.Add(at.LatE7);
        _vertexLon.Add(at.LonE7);
        return _vertexLat.Count - 1;
    }

    private void AddEdge(int tail, int head, IReadOnlyList<GridPoint> line, FootRule rule, int name, long wayId)
    {
        if (_tail.Count >= _options.MaxEdges)
        {
            throw new MapFormatException(MapFault.TooLarge, $"its walk graph has more than {_options.MaxEdges} edges", -1);
        }
        double metres = 0;
        for (var i = 1; i < line.Count; i++)
        {
            metres += line[i - 1].Place.DistanceMetres(line[i].Place);
        }
        var mm = Math.Ceiling(metres * 1000);
        if (mm * rule.MsPerMetre > int.MaxValue * 500.0)
        {
            // Longer than 1,000 km of sand: no walk, and beyond what a cost can hold.
            _dropped.Add("path too long to be walked");
            return;
        }
        _firstPoint.Add(_pointLat.Count);
        foreach (var point in line)
        {
            _pointLat.Add(point.LatE7);
            _pointLon.Add(point.LonE7);
        }
        _tail.Add(tail);
        _head.Add(head);
        _length.Add((int)mm);
        _time.Add((int)Math.Ceiling(mm * rule.MsPerMetre / 1000));
        _directions.Add((byte)((rule.Forward ? WalkGraph.ForwardFlag : 0) | (rule.Backward ? WalkGraph.BackwardFlag : 0)
            | (rule.IsGated ? WalkGraph.GatedFlag : 0)));
        _kinds.Add(rule.Kind);
        _stepFree.Add(rule.StepFree);
        _climb.Add(rule.Climb);
        _firstZone.Add(_zones.Count);
        _borders.AddZonesOf(line, _zones);
        _name.Add(name);
        _way.Add(wayId);
    }
}
