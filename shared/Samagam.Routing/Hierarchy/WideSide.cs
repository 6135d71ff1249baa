using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// One side of a search whose end is many nodes: all that is above any of them, with costs by node. The ways to the root differ
/// below, so costs are not kept by depth as in <see cref="SearchSide"/>. Reused without clearing; not for two searches at once.
/// </summary>
internal sealed class WideSide(ContractionHierarchy hierarchy)
{
    private readonly int[] _cost = new int[hierarchy.NodeCount];
    private readonly int[] _by = new int[hierarchy.NodeCount];
    private readonly uint[] _stamp = new uint[hierarchy.NodeCount];
    private readonly GrowList<int> _nodes = new(256);
    private uint _round;

    /// <summary>The nodes above the end, the lowest first.</summary>
    public ReadOnlySpan<int> Nodes => _nodes.Span;

    public int CostOf(int node) => _stamp[node] == _round ? _cost[node] : Cost.Infinite;

    /// <summary>The slot by which a node was reached best; <see cref="ContractionHierarchy.None"/> where the end itself leads there.</summary>
    public int ByOf(int node) => _by[node];

    /// <summary>Finds what everything above the end costs.</summary>
    /// <param name="weights">Upward for a start, downward for an end.</param>
    /// <param name="end">The nodes of the end.</param>
    public void Climb(int[] weights, ReadOnlySpan<NodeCost> end)
    {
        if (++_round == 0)
        {
            Array.Clear(_stamp);
            _round = 1;
        }
        _nodes.Clear();
        foreach (var (rank, cost) in end)
        {
            for (var v = rank; v < hierarchy.NodeCount && _stamp[v] != _round; v = hierarchy.Nodes[v].Parent)
            {
                (_stamp[v], _cost[v], _by[v]) = (_round, Cost.Infinite, ContractionHierarchy.None);
                _nodes.Add(v);
            }
            _cost[rank] = Math.Min(_cost[rank], cost);
        }
        _nodes.Span.Sort();
        foreach (var v in _nodes.Span)
        {
            var here = _cost[v];
            if (here >= Cost.Infinite)
            {
                continue;
            }
            ref readonly var node = ref hierarchy.Nodes[v];
            for (var slot = node.First; slot < node.End; slot++)
            {
                var head = hierarchy.Head[slot];
                if (head >= 0 && here + weights[slot] < _cost[head])
                {
                    (_cost[head], _by[head]) = (here + weights[slot], slot);
                }
            }
        }
    }
}

/// <summary>Finds the least walk between two ends of any number of nodes each, as <see cref="HierarchySearch"/> does between edges.</summary>
internal sealed class WideSearch(ContractionHierarchy hierarchy)
{
    private readonly WideSide _to = new(hierarchy);
    private readonly GrowList<int> _ways = new(64);
    private readonly GrowList<int> _arcs = new(256);

    /// <summary>The side searches start from; free for others between searches.</summary>
    public WideSide From { get; } = new(hierarchy);

    /// <summary>The least cost, the arcs that make it up in walking order, and the rank of the node where the sides met; valid until the next search.</summary>
    public int Path(HierarchyMetric metric, ReadOnlySpan<NodeCost> from, ReadOnlySpan<NodeCost> to, out ReadOnlySpan<int> arcs, out int meeting)
    {
        From.Climb(metric.Up, from);
        _to.Climb(metric.Down, to);
        var best = Cost.Infinite;
        meeting = -1;
        foreach (var v in From.Nodes)
        {
            if (From.CostOf(v) + _to.CostOf(v) < best)
            {
                (best, meeting) = (From.CostOf(v) + _to.CostOf(v), v);
            }
        }
        _arcs.Clear();
        if (best < Cost.Infinite)
        {
            Unpack(metric, meeting);
        }
        arcs = _arcs.Span;
        return best;
    }

    private void Unpack(HierarchyMetric metric, int meeting)
    {
        _ways.Clear();
        for (var slot = _to.ByOf(meeting); slot >= 0; slot = _to.ByOf(hierarchy.Tail[slot]))
        {
            _ways.Add((slot * 2) + 1);
        }
        _ways.Span.Reverse();
        for (var slot = From.ByOf(meeting); slot >= 0; slot = From.ByOf(hierarchy.Tail[slot]))
        {
            _ways.Add(slot * 2);
        }
        Unpacking.Run(_ways, metric, _arcs);
    }
}
