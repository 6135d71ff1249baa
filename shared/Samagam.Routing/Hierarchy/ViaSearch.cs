using System.Runtime.Intrinsics;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// The least costs from a start to every node above either end, and from each of these on to the end. Whatever separates the
/// two ends lies above both, and every walk passes what separates them: so walks by way of these nodes are nearly all that are
/// worth a thought (Abraham, Delling, Goldberg, Werneck: "Alternative routes in road networks", JEA 18, 2013).
/// </summary>
/// <remarks>
/// Two climbs as for a distance, then each cost is carried down both ways to the root: a node costs what one of its upper
/// neighbours costs and the arc down from it, unless climbing was cheaper. Working memory of one search at a time.
/// </remarks>
internal sealed class ViaSearch
{
    private readonly ContractionHierarchy _hierarchy;
    private readonly Leg _away;
    private readonly Leg _home;
    private readonly GrowList<int> _ways = new(64);
    private readonly GrowList<int> _arcs = new(256);
    private HierarchyMetric _metric = null!;

    public ViaSearch(ContractionHierarchy hierarchy)
        => (_hierarchy, _away, _home) = (hierarchy, new Leg(hierarchy), new Leg(hierarchy));

    /// <summary>Finds the costs; the weights must stay as they are until the last question about them.</summary>
    public void Run(HierarchyMetric metric, in WayEnd from, in WayEnd to)
    {
        _metric = metric;
        _away.Climb(_hierarchy, metric.Up, from);
        _home.Climb(_hierarchy, metric.Down, to);
        _away.Descend(_hierarchy, metric.Down, _home);
        _home.Descend(_hierarchy, metric.Up, _away);
    }

    /// <summary>Adds the nodes a walk may lead over, with what the cheapest walk over each costs, if it is less than a bound.</summary>
    public void Vias(List<ViaNode> vias, long below)
    {
        var shared = Leg.SharedDepths(_away, _home);
        for (var depth = 0; depth <= _away.Depth; depth++)
        {
            Add(depth, isStartSide: true, (long)_away.Own[depth] + _home.Other[depth]);
        }
        for (var depth = shared; depth <= _home.Depth; depth++)
        {
            Add(depth, isStartSide: false, (long)_away.Other[depth] + _home.Own[depth]);
        }

        void Add(int depth, bool isStartSide, long cost)
        {
            if (cost < below && cost < Cost.Infinite)
            {
                var (node, before) = isStartSide ? (_away.Chain[depth], _away.Own[depth]) : (_home.Chain[depth], _away.Other[depth]);
                vias.Add(new ViaNode((int)cost, before, _hierarchy.NodeAt[node], depth, isStartSide));
            }
        }
    }

    /// <summary>The arcs of the input over a node, in walking order, valid until the next call; and how many come before it.</summary>
    public ReadOnlySpan<int> Trace(in ViaNode via, out int before)
    {
        _arcs.Clear();
        _ways.Clear();
        // Backwards from the node: the first way to be walked is on top.
        _away.Trace(_hierarchy, _metric.Down, via.Depth, via.IsStartSide, isBackwards: false, _ways);
        Unpacking.Run(_ways, _metric, _arcs);
        before = _arcs.Count;
        _home.Trace(_hierarchy, _metric.Up, via.Depth, !via.IsStartSide, isBackwards: true, _ways);
        _ways.Span.Reverse();
        Unpacking.Run(_ways, _metric, _arcs);
        return _arcs.Span;
    }

    // One end of the walk: costs between it and the nodes above it, and between it and those above the other end.
    private sealed class Leg(ContractionHierarchy hierarchy)
    {
        private readonly SearchSide _climb = new(hierarchy);

        public int[] Own { get; } = new int[hierarchy.ScratchLength];

        public int[] Other { get; } = new int[hierarchy.ScratchLength];

        public int[] Chain => _climb.Chain;

        public int Depth { get; private set; }

        /// <summary>How many nodes are above both.</summary>
        public static int SharedDepths(Leg one, Leg other)
        {
            var shared = Math.Min(one.Depth, other.Depth) + 1;
            while (shared > 0 && one.Chain[shared - 1] != other.Chain[shared - 1])
            {
                shared--;
            }
            return shared;
        }

        public void Climb(ContractionHierarchy h, int[] weights, in WayEnd end)
        {
            Depth = h.Nodes[end.Low].Depth;
            _climb.StartMarked(h, end);
            for (var v = end.Low; v < h.NodeCount;)
            {
                ref readonly var at = ref h.Nodes[v];
                var here = _climb.Cost[at.Depth];
                _climb.Chain[at.Depth] = v;
                if (here < Cost.Infinite)
                {
                    Relaxation.Relax(
                        at.IsDense, at.First, at.End, here, Marking.Same(at.Depth), ref Relaxation.FirstOf(weights), ref Relaxation.FirstOf(h.HeadDepth),
                        ref Relaxation.FirstOf(_climb.Cost), ref Relaxation.FirstOf(_climb.By));
                }
                v = at.Parent;
            }
        }

        public void Descend(ContractionHierarchy h, int[] weights, Leg other)
        {
            var shared = SharedDepths(this, other);
            _climb.Cost.AsSpan(0, Depth + ContractionHierarchy.Lanes).CopyTo(Own);
            for (var depth = 0; depth <= Depth; depth++)
            {
                Own[depth] = Math.Min(Own[depth], Cheapest(h, weights, Own, Chain[depth]));
            }
            Own.AsSpan(0, shared).CopyTo(Other);
            Other.AsSpan(shared, other.Depth + ContractionHierarchy.Lanes - shared).Fill(Cost.Infinite);
            for (var depth = shared; depth <= other.Depth; depth++)
            {
                Other[depth] = Cheapest(h, weights, Other, other.Chain[depth]);
            }
            _otherChain = other.Chain;
        }

        private int[] _otherChain = [];

        private static int Cheapest(ContractionHierarchy h, int[] weights, int[] costs, int node)
        {
            ref readonly var at = ref h.Nodes[node];
            if (!at.IsDense)
            {
                var least = Cost.Infinite;
                for (var slot = at.First; slot < at.End; slot++)
                {
                    least = Math.Min(least, costs[h.HeadDepth[slot]] + weights[slot]);
                }
                return least;
            }
            var best = Vector256.Create(Cost.Infinite);
            for (var slot = at.First; slot < at.End; slot += ContractionHierarchy.Lanes)
            {
                best = Vector256.Min(best, Vector256.LoadUnsafe(ref costs[h.HeadDepth[slot]]) + Vector256.LoadUnsafe(ref weights[slot]));
            }
            var half = Vector128.Min(best.GetLower(), best.GetUpper());
            return Math.Min(Math.Min(half[0], half[1]), Math.Min(half[2], half[3]));
        }

        /// <summary>Adds the ways between the end and a node, from the node on.</summary>
        /// <param name="isBackwards">Whether they are walked from the node to the end.</param>
        public void Trace(ContractionHierarchy h, int[] weights, int depth, bool isOwn, bool isBackwards, GrowList<int> ways)
        {
            var (costs, chain) = isOwn ? (Own, Chain) : (Other, _otherChain);
            var (down, up) = isBackwards ? (0, 1) : (1, 0);
            // What came from above, until it had been climbed to.
            while (chain[depth] != ChainAt(depth) || costs[depth] != _climb.Cost[depth])
            {
                ref readonly var at = ref h.Nodes[chain[depth]];
                var slot = at.First;
                while (costs[h.HeadDepth[slot]] + weights[slot] != costs[depth] || weights[slot] >= Cost.Infinite)
                {
                    slot++;
                }
                ways.Add((slot * 2) + down);
                depth = h.HeadDepth[slot];
            }
            for (; _climb.By[depth] >= 0; depth = _climb.By[depth])
            {
                ways.Add((h.SlotAt(Chain[_climb.By[depth]], depth) * 2) + up);
            }
        }

        private int ChainAt(int depth) => depth <= Depth ? Chain[depth] : ContractionHierarchy.None;
    }
}

/// <summary>A node walks may lead over.</summary>
/// <param name="Cost">Of the cheapest walk over it.</param>
/// <param name="Before">Of it, from the start to the node.</param>
/// <param name="Node">Of the input.</param>
/// <param name="Depth">How many are above it.</param>
/// <param name="IsStartSide">Whether it is above the start; else only above the end.</param>
internal readonly record struct ViaNode(int Cost, int Before, int Node, int Depth, bool IsStartSide);
