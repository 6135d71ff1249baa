namespace Samagam.Routing.Hierarchy;

/// <summary>
/// The fewest nodes that stand between two sets: a maximum flow of node-disjoint paths (Dinic 1970; nodes have capacity
/// one, by splitting each into an entrance and an exit), and by Menger's theorem a separator of as many nodes.
/// </summary>
/// <remarks>State 2v is the entrance of node v, 2v + 1 its exit. Working memory of one search at a time.</remarks>
internal sealed class SeparatorFlow
{
    private const int None = -1;
    private const int Outside = -2;

    private readonly NeighbourGraph _graph;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly int[] _level;
    private readonly int[] _nextArc;
    private readonly int[] _queue;
    private readonly int[] _path;

    public SeparatorFlow(NeighbourGraph graph)
    {
        var n = (_graph = graph).NodeCount;
        (_from, _to) = (new int[n], new int[n]);
        (_level, _nextArc, _queue, _path) = (new int[n * 2], new int[n * 2], new int[n * 2], new int[(n * 2) + 1]);
    }

    /// <summary>
    /// Pushes paths from the first set to the last until none fits, or until there are <paramref name="atMost"/>.
    /// </summary>
    /// <param name="side">−1 for nodes of the first set, 1 for nodes of the last, 0 between.</param>
    /// <param name="gates">Nodes of the first set that have a neighbour outside it; paths start there.</param>
    /// <param name="atMost">More nodes than this are of no use.</param>
    /// <returns>How many paths: the size of the separator.</returns>
    public int Push(sbyte[] side, List<int> gates, int atMost)
    {
        _from.AsSpan().Fill(None);
        _to.AsSpan().Fill(None);
        var paths = 0;
        while (paths < atMost && Layer(side, gates))
        {
            for (var v = 0; v < _graph.NodeCount; v++)
            {
                _nextArc[v * 2] = 0;
                _nextArc[(v * 2) + 1] = _graph.First[v] - 1;
            }
            foreach (var gate in gates)
            {
                if (_level[gate * 2] == 0 && Find(gate * 2, side) is > 0 and var length)
                {
                    Augment(length);
                    paths++;
                }
            }
        }
        return paths;
    }

    /// <summary>
    /// After <see cref="Push"/>: sorts nodes into before (−1), on (0) and behind (1) the separator that is nearest to the
    /// first set, or to the last.
    /// </summary>
    public void Cut(sbyte[] side, List<int> gates, bool nearLast, sbyte[] cut)
    {
        // Seen from the last set, flow runs backwards: the same search with the arrows turned.
        var (from, to, near) = nearLast ? (_to, _from, (sbyte)1) : (_from, _to, (sbyte)-1);
        var level = _level;
        level.AsSpan().Fill(-1);
        var (read, write) = (0, 0);
        foreach (var gate in gates)
        {
            level[gate * 2] = 0;
            _queue[write++] = gate * 2;
        }
        while (read < write)
        {
            var state = _queue[read++];
            var v = state >> 1;
            if ((state & 1) == 0)
            {
                var onward = from[v] == None ? state + 1 : from[v] >= 0 ? (from[v] * 2) + 1 : None;
                Reach(onward);
                continue;
            }
            if (from[v] != None)
            {
                Reach(state - 1);
            }
            for (var a = _graph.First[v]; a < _graph.First[v + 1]; a++)
            {
                if (_graph.Neighbours[a] is var w && w != to[v] && side[w] != near)
                {
                    Reach(w * 2);
                }
            }
        }
        for (var v = 0; v < cut.Length; v++)
        {
            cut[v] = level[v * 2] >= 0 && level[(v * 2) + 1] < 0 ? (sbyte)0
                : level[(v * 2) + 1] >= 0 || side[v] == near ? near
                : (sbyte)-near;
        }

        void Reach(int state)
        {
            if (state >= 0 && level[state] < 0)
            {
                level[state] = 0;
                _queue[write++] = state;
            }
        }
    }

    // Breadth first: how far each state is from the first set. Ends at the layer that touches the last set.
    private bool Layer(sbyte[] side, List<int> gates)
    {
        _level.AsSpan().Fill(-1);
        var (read, write) = (0, 0);
        foreach (var gate in gates)
        {
            _level[gate * 2] = 0;
            _queue[write++] = gate * 2;
        }
        var last = int.MaxValue;
        while (read < write)
        {
            var state = _queue[read++];
            var v = state >> 1;
            var there = _level[state] + 1;
            if (there > last)
            {
                break;
            }
            if ((state & 1) == 0)
            {
                Reach(_from[v] == None ? state + 1 : _from[v] >= 0 ? (_from[v] * 2) + 1 : None);
                continue;
            }
            if (side[v] > 0 && _to[v] != Outside)
            {
                last = there;
                continue;
            }
            if (_from[v] != None)
            {
                Reach(state - 1);
            }
            for (var a = _graph.First[v]; a < _graph.First[v + 1]; a++)
            {
                if (_graph.Neighbours[a] is var w && w != _to[v] && side[w] >= 0)
                {
                    Reach(w * 2);
                }
            }

            void Reach(int onward)
            {
                if (onward >= 0 && _level[onward] < 0)
                {
                    _level[onward] = there;
                    _queue[write++] = onward;
                }
            }
        }
        return last < int.MaxValue;
    }

    // Depth first along rising levels; every state's arcs are tried once a phase. Length of the path found, or 0.
    private int Find(int start, sbyte[] side)
    {
        var top = 0;
        _path[top++] = start;
        while (top > 0)
        {
            var state = _path[top - 1];
            var v = state >> 1;
            if ((state & 1) == 1 && side[v] > 0 && _to[v] != Outside)
            {
                return top;
            }
            if (Onward(state, side) is >= 0 and var onward)
            {
                _path[top++] = onward;
            }
            else
            {
                // A dead end for the rest of this phase.
                _level[state] = -1;
                top--;
            }
        }
        return 0;
    }

    private int Onward(int state, sbyte[] side)
    {
        var v = state >> 1;
        var wanted = _level[state] + 1;
        if ((state & 1) == 0)
        {
            var onward = _from[v] == None ? state + 1 : _from[v] >= 0 ? (_from[v] * 2) + 1 : None;
            return onward >= 0 && _level[onward] == wanted ? onward : None;
        }
        ref var arc = ref _nextArc[state];
        if (arc < _graph.First[v])
        {
            arc++;
            if (_from[v] != None && _level[state - 1] == wanted)
            {
                return state - 1;
            }
        }
        for (; arc < _graph.First[v + 1]; arc++)
        {
            var w = _graph.Neighbours[arc];
            if (w != _to[v] && side[w] >= 0 && _level[w * 2] == wanted)
            {
                return w * 2;
            }
        }
        return None;
    }

    private void Augment(int length)
    {
        var giver = Outside;
        for (var i = 0; i < length; i++)
        {
            var state = _path[i];
            var v = state >> 1;
            // Spent: no second path of this phase may pass.
            _level[state] = -1;
            if ((state & 1) == 1)
            {
                var onward = i + 1 < length ? _path[i + 1] : Outside;
                if (onward == state - 1)
                {
                    // Gives its path back: whoever led here leads elsewhere.
                    (giver, _to[v]) = (None, None);
                }
                else
                {
                    giver = v;
                    _to[v] = onward == Outside ? Outside : onward >> 1;
                }
            }
            else
            {
                _from[v] = giver;
            }
        }
    }
}
