using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>
/// The working memory of one search over one graph: costs, parents and a 4-ary heap. Reused without clearing: an entry
/// counts only when it carries the current round's stamp. Not for two searches at once.
/// </summary>
internal sealed class SearchScratch(int vertices)
{
    private readonly int[] _cost = new int[vertices];
    private readonly int[] _parentArc = new int[vertices];
    private readonly uint[] _stamp = new uint[vertices];
    private readonly uint[] _closed = new uint[vertices];
    private long[] _heap = new long[1024];
    private int _heapCount;
    private uint _round;

    /// <summary>How many vertices this round has settled.</summary>
    public int Settled { get; private set; }

    public void Begin()
    {
        _heapCount = 0;
        Settled = 0;
        if (++_round == 0)
        {
            Array.Clear(_stamp);
            Array.Clear(_closed);
            _round = 1;
        }
    }

    public bool IsReached(int vertex) => _stamp[vertex] == _round;

    public bool IsSettled(int vertex) => _closed[vertex] == _round;

    public int CostOf(int vertex) => _cost[vertex];

    /// <summary>The arc by which a vertex was reached; at a seed, the complement (~) of the arc the start lies on.</summary>
    public int ParentArcOf(int vertex) => _parentArc[vertex];

    /// <summary>Adds the arcs that lead to a vertex, last first, the start's partial arc included.</summary>
    public void TraceBack(int vertex, WalkGraph graph, List<int> arcs)
    {
        int arc;
        for (; (arc = _parentArc[vertex]) >= 0; vertex = graph.ComesFrom(arc))
        {
            arcs.Add(arc);
        }
        arcs.Add(~arc);
    }

    /// <summary>Offers a way to a vertex; <paramref name="key"/> orders the heap (cost plus what is still to go).</summary>
    public void Offer(int vertex, int cost, int key, int parentArc)
    {
        if (_stamp[vertex] == _round && _cost[vertex] <= cost)
        {
            return;
        }
        _stamp[vertex] = _round;
        _cost[vertex] = cost;
        _parentArc[vertex] = parentArc;
        Push(((long)key << 32) | (uint)vertex);
    }

    /// <summary>Settles the open vertex of the least key; false when none is left.</summary>
    public bool TrySettle(out int vertex, out int key)
    {
        while (_heapCount > 0)
        {
            var top = Pop();
            vertex = (int)(uint)top;
            key = (int)(top >> 32);
            if (_closed[vertex] != _round)
            {
                _closed[vertex] = _round;
                Settled++;
                return true;
            }
        }
        (vertex, key) = (-1, int.MaxValue);
        return false;
    }

    private void Push(long item)
    {
        if (_heapCount == _heap.Length)
        {
            Array.Resize(ref _heap, _heapCount * 2);
        }
        var at = _heapCount++;
        while (at > 0)
        {
            var parent = (at - 1) >> 2;
            if (_heap[parent] <= item)
            {
                break;
            }
            _heap[at] = _heap[parent];
            at = parent;
        }
        _heap[at] = item;
    }

    private long Pop()
    {
        var top = _heap[0];
        var item = _heap[--_heapCount];
        var at = 0;
        while (true)
        {
            var child = (at << 2) + 1;
            if (child >= _heapCount)
            {
                break;
            }
            var least = child;
            var end = Math.Min(child + 4, _heapCount);
            for (var c = child + 1; c < end; c++)
            {
                if (_heap[c] < _heap[least])
                {
                    least = c;
                }
            }
            if (_heap[least] >= item)
            {
                break;
            }
            _heap[at] = _heap[least];
            at = least;
        }
        _heap[at] = item;
        return top;
    }
}
