using System.Runtime.CompilerServices;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Finds the least cost from one place to another, and the arcs of a least walk: the elimination tree query (Dibbelt,
/// Strasser, Wagner 2016, section 6.2). Both sides climb to the root; where their ways join they are compared.
/// No queue, no clearing beyond the depth, nothing allocated. Not for two searches at once.
/// </summary>
internal sealed class HierarchySearch
{
    private readonly ContractionHierarchy _hierarchy;
    private readonly SearchSide _from;
    private readonly SearchSide _to;
    private readonly GrowList<int> _arcs = new(256);
    private readonly GrowList<int> _ways = new(64);
    private int _best;
    private int _meeting;

    public HierarchySearch(ContractionHierarchy hierarchy)
        => (_hierarchy, _from, _to) = (hierarchy, new SearchSide(hierarchy), new SearchSide(hierarchy));

    /// <summary>The least cost; <see cref="Cost.Infinite"/> when there is no way.</summary>
    public int Distance(HierarchyMetric metric, in WayEnd from, in WayEnd to)
    {
        _from.Start(_hierarchy, from);
        _to.Start(_hierarchy, to);
        Climb<Unmarked>(metric, from.Low, to.Low);
        return _best;
    }

    /// <summary>The least cost, and the arcs of the input that make it up, in walking order; valid until the next search.</summary>
    public int Path(HierarchyMetric metric, in WayEnd from, in WayEnd to, out ReadOnlySpan<int> arcs)
    {
        _from.StartMarked(_hierarchy, from);
        _to.StartMarked(_hierarchy, to);
        Climb<Marked>(metric, from.Low, to.Low);
        _arcs.Clear();
        if (_best < Cost.Infinite)
        {
            Unpack(metric);
        }
        arcs = _arcs.Span;
        return _best;
    }

    /// <summary>The least cost to each of many places that nobody pinned; <see cref="Cost.Infinite"/> where there is no way.</summary>
    /// <param name="metric">The weights.</param>
    /// <param name="from">Where all start.</param>
    /// <param name="targets">Where they go.</param>
    /// <param name="costs">Receives the cost of each.</param>
    /// <param name="isReversed">Whether they walk from the targets to the one place instead.</param>
    public void Many(HierarchyMetric metric, in WayEnd from, ReadOnlySpan<WayEnd> targets, Span<int> costs, bool isReversed = false)
    {
        var h = _hierarchy;
        var (away, home) = isReversed ? (metric.Down, metric.Up) : (metric.Up, metric.Down);
        _from.Start(h, from);
        for (var v = from.Low; v < h.NodeCount;)
        {
            _from.Chain[h.Nodes[v].Depth] = v;
            v = _from.Climb(h, away, v);
        }
        int startDepth = h.Nodes[from.Low].Depth;
        for (var i = 0; i < targets.Length; i++)
        {
            var best = Cost.Infinite;
            _to.Start(h, targets[i]);
            for (var v = targets[i].Low; v < h.NodeCount;)
            {
                int depth = h.Nodes[v].Depth;
                if (depth <= startDepth && _from.Chain[depth] == v)
                {
                    best = Math.Min(best, _from.Cost[depth] + _to.Cost[depth]);
                }
                v = _to.Climb(h, home, v, below: best);
            }
            costs[i] = best;
        }
    }

    private void Climb<TMarks>(HierarchyMetric metric, int x, int y)
        where TMarks : struct
    {
        var h = _hierarchy;
        ref var node = ref Relaxation.FirstOf(h.Nodes);
        ref var depths = ref Relaxation.FirstOf(h.HeadDepth);
        ref var ups = ref Relaxation.FirstOf(metric.Up);
        ref var downs = ref Relaxation.FirstOf(metric.Down);
        ref var fromCost = ref Relaxation.FirstOf(_from.Cost);
        ref var toCost = ref Relaxation.FirstOf(_to.Cost);
        // The lower of the two is below where they join.
        while (x != y)
        {
            while (x < y)
            {
                x = Step<TMarks>(_from, x, ref Unsafe.Add(ref node, x), ref ups, ref depths, ref fromCost);
            }
            while (y < x)
            {
                y = Step<TMarks>(_to, y, ref Unsafe.Add(ref node, y), ref downs, ref depths, ref toCost);
            }
        }
        var (best, meeting) = (Cost.Infinite, -1);
        while (x < h.NodeCount)
        {
            ref var at = ref Unsafe.Add(ref node, x);
            int depth = at.Depth;
            var (here, there) = (Unsafe.Add(ref fromCost, depth), Unsafe.Add(ref toCost, depth));
            if (here + there < best)
            {
                (best, meeting) = (here + there, depth);
            }
            // What costs as much as the best already is on no better walk.
            if (here < best)
            {
                Relax<TMarks>(_from, at, here, ref ups, ref depths, ref fromCost);
            }
            if (there < best)
            {
                Relax<TMarks>(_to, at, there, ref downs, ref depths, ref toCost);
            }
            if (typeof(TMarks) == typeof(Marked))
            {
                _from.Chain[depth] = _to.Chain[depth] = x;
            }
            x = at.Parent;
        }
        (_best, _meeting) = (best, meeting);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step<TMarks>(SearchSide side, int x, ref HierarchyNode at, ref int weights, ref ushort depths, ref int costs)
        where TMarks : struct
    {
        var here = Unsafe.Add(ref costs, at.Depth);
        if (here < Cost.Infinite)
        {
            Relax<TMarks>(side, at, here, ref weights, ref depths, ref costs);
        }
        if (typeof(TMarks) == typeof(Marked))
        {
            side.Chain[at.Depth] = x;
        }
        return at.Parent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Relax<TMarks>(SearchSide side, in HierarchyNode at, int here, ref int weights, ref ushort depths, ref int costs)
        where TMarks : struct
    {
        if (typeof(TMarks) == typeof(Marked))
        {
            Relaxation.Relax(at.IsDense, at.First, at.End, here, Marking.Same(at.Depth), ref weights, ref depths, ref costs, ref Relaxation.FirstOf(side.By));
        }
        else
        {
            Relaxation.Relax(at.IsDense, at.First, at.End, here, ref weights, ref depths, ref costs);
        }
    }

    private void Unpack(HierarchyMetric metric)
    {
        var h = _hierarchy;
        // Ways still to be walked, the next one on top: a slot × 2, + 1 when it is walked downwards.
        _ways.Clear();
        // First the lower half of the stack: down from where they met.
        var first = _ways.Count;
        for (var depth = _meeting; _to.By[depth] >= 0; depth = _to.By[depth])
        {
            _ways.Add((h.SlotAt(_to.Chain[_to.By[depth]], depth) * 2) + 1);
        }
        _ways.Span[first..].Reverse();
        for (var depth = _meeting; _from.By[depth] >= 0; depth = _from.By[depth])
        {
            _ways.Add(h.SlotAt(_from.Chain[_from.By[depth]], depth) * 2);
        }
        Unpacking.Run(_ways, metric, _arcs);
    }

    private readonly struct Marked;

    private readonly struct Unmarked;
}
