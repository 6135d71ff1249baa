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

    /// <summary>For whoever searches: reused as all the rest.</summary>
    public List<ViaNode> Nodes { get; } = [];

    public ViaSearch(ContractionHierarchy hierarchy)
        => (_hierarchy, _away, _home) = (hierarchy, new Leg(hierarchy), new Leg(hierarchy));

    /// <summary>Finds the costs; the weights must stay as they are until the last question about them.</summary>
    /// <param name="below">Walks that cost as much or more are of no interest.</param>
    public void Run(HierarchyMetric metric, in WayEnd from, in WayEnd to, long below)
    {
        _metric = metric;
        _away.Climb(_hierarchy, metric.Up, from);
        _home.Climb(_hierarchy, metric.Down, to);
        _away.Descend(_hierarchy, metric.Down);
        _home.Descend(_hierarchy, metric.Up);
        _away.DescendBeside(_hierarchy, metric.Down, _home, below);
        _home.DescendBeside(_hierarchy, metric.Up, _away, below);
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

    /// <summary>How much of a known walk from start to end the cheapest walk over a node shares at its beginning and at its end.</summary>
    public long Shared(in ViaNode via, KnownWalk known)
        => _away.Shared(_hierarchy, _metric, via.Depth, via.IsStartSide, known, isHome: false) + _home.Shared(_hierarchy, _metric, via.Depth, !via.IsStartSide, known, isHome: true);

    /// <summary>The arcs of the input over a node, in walking order, valid until the next call; and how many come before it.</summary>
    public ReadOnlySpan<int> Trace(in ViaNode via, out int before)
    {
        _arcs.Clear();
        _ways.Clear();
        // Backwards from the node: the first way to be walked is on top.
        _away.Trace(_hierarchy, _metric, via.Depth, via.IsStartSide, isHome: false, _ways);
        Unpacking.Run(_ways, _metric, _arcs);
        before = _arcs.Count;
        _home.Trace(_hierarchy, _metric, via.Depth, !via.IsStartSide, isHome: true, _ways);
        _ways.Span.Reverse();
        Unpacking.Run(_ways, _metric, _arcs);
        return _arcs.Span;
    }

    // One end of the walk: costs between it and the nodes above it, and between it and those above the other end.
    private sealed class Leg(ContractionHierarchy hierarchy)
    {
        private const long Unknown = -1;

        private readonly SearchSide _climb = new(hierarchy);
        private readonly long[] _sharedOwn = new long[hierarchy.ScratchLength];
        private readonly long[] _sharedOther = new long[hierarchy.ScratchLength];
        private int[] _otherChain = [];

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

        /// <summary>The costs of the nodes above this end.</summary>
        public void Descend(ContractionHierarchy h, int[] weights)
        {
            _climb.Cost.AsSpan(0, Depth + ContractionHierarchy.Lanes).CopyTo(Own);
            for (var depth = 0; depth <= Depth; depth++)
            {
                Own[depth] = Math.Min(Own[depth], Cheapest(h, weights, Own, Chain[depth]));
            }
        }

        /// <summary>The costs of the nodes above the other end, which knows those of its own.</summary>
        public void DescendBeside(ContractionHierarchy h, int[] weights, Leg other, long below)
        {
            var shared = SharedDepths(this, other);
            Own.AsSpan(0, shared).CopyTo(Other);
            Other.AsSpan(shared, other.Depth + ContractionHierarchy.Lanes - shared).Fill(Cost.Infinite);
            for (var depth = shared; depth <= other.Depth; depth++)
            {
                // Whatever lies on a walk of interest is nearer to its other end than that walk is long.
                if (other.Own[depth] < below)
                {
                    Other[depth] = Cheapest(h, weights, Other, other.Chain[depth]);
                }
            }
            _otherChain = other.Chain;
            _sharedOwn.AsSpan(0, Depth + 1).Fill(Unknown);
            _sharedOther.AsSpan(0, other.Depth + 1).Fill(Unknown);
        }

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
        /// <param name="isHome">Whether they are walked from the node to the end.</param>
        public void Trace(ContractionHierarchy h, HierarchyMetric metric, int depth, bool isOwn, bool isHome, GrowList<int> ways)
        {
            while (Before(h, metric, depth, ref isOwn, isHome, out var way) is >= 0 and var next)
            {
                ways.Add(way);
                depth = next;
            }
        }

        // The depth of the node before that of a depth, on the way from the end, and the way between them; −1 at the end itself.
        private int Before(ContractionHierarchy h, HierarchyMetric metric, int depth, ref bool isOwn, bool isHome, out int way)
        {
            // What is above both is reached as what is above this end.
            isOwn |= depth <= Depth && _otherChain[depth] == Chain[depth];
            var (costs, chain, weights) = (isOwn ? Own : Other, isOwn ? Chain : _otherChain, isHome ? metric.Up : metric.Down);
            if (isOwn && costs[depth] == _climb.Cost[depth])
            {
                var below = _climb.By[depth];
                way = below < 0 ? ContractionHierarchy.None : (h.SlotAt(Chain[below], depth) * 2) + (isHome ? 1 : 0);
                return below;
            }
            // It was cheaper to come from above.
            var slot = h.Nodes[chain[depth]].First;
            while (costs[h.HeadDepth[slot]] + weights[slot] != costs[depth] || weights[slot] >= Cost.Infinite)
            {
                slot++;
            }
            way = (slot * 2) + (isHome ? 0 : 1);
            return h.HeadDepth[slot];
        }

        /// <summary>How much of a known walk is shared between this end and a node.</summary>
        public long Shared(ContractionHierarchy h, HierarchyMetric metric, int depth, bool isOwn, KnownWalk known, bool isHome)
        {
            var (at, shared, isAtOwn) = (depth, 0L, isOwn);
            var way = ContractionHierarchy.None;
            while (true)
            {
                var (node, cost) = isAtOwn ? (Chain[at], Own[at]) : (_otherChain[at], Other[at]);
                if (known.IsAt(h.NodeAt[node], cost, isHome))
                {
                    shared = way < 0 ? known.Shared(h.NodeAt[node], isHome) : Parting(h, metric, node, cost, way, known, isHome);
                    break;
                }
                if ((isAtOwn ? _sharedOwn : _sharedOther)[at] is >= 0 and var remembered)
                {
                    shared = remembered;
                    break;
                }
                var next = Before(h, metric, at, ref isAtOwn, isHome, out way);
                if (next < 0)
                {
                    break;
                }
                at = next;
            }
            // The two walks part once: what comes after shares no more.
            for (var v = depth; v != at;)
            {
                (isOwn ? _sharedOwn : _sharedOther)[v] = shared;
                v = Before(h, metric, v, ref isOwn, isHome, out _);
            }
            return shared;
        }

        // Where within a way that begins on the known walk, and leaves it, they part: at each lower node, one half holds it.
        private static long Parting(ContractionHierarchy h, HierarchyMetric metric, int node, int cost, int way, KnownWalk known, bool isHome)
        {
            while (true)
            {
                var (slot, isDown) = (way >> 1, (way & 1) == 1);
                var through = metric.For[way];
                if (Through.IsInput(through, out _))
                {
                    return known.Shared(h.NodeAt[node], isHome);
                }
                var (toX, toY) = Through.Sides(h, through, slot);
                var (down, up) = isDown ? (toY, toX) : (toX, toY);
                var middle = h.Tail[toX];
                var there = cost + (isHome ? metric.Up[up] : metric.Down[down]);
                var (near, far) = isHome ? (up * 2, (down * 2) + 1) : ((down * 2) + 1, up * 2);
                if (known.IsAt(h.NodeAt[middle], there, isHome))
                {
                    (node, cost, way) = (middle, there, far);
                }
                else
                {
                    way = near;
                }
            }
        }
    }
}

/// <summary>A walk one knows already, by the nodes of the input it leads over.</summary>
internal abstract class KnownWalk
{
    /// <summary>Whether it leads over a node at this cost from its start, or to its end.</summary>
    public abstract bool IsAt(int node, long cost, bool toEnd);

    /// <summary>What sharing it from its start to a node on it, or from there to its end, counts.</summary>
    public abstract long Shared(int node, bool toEnd);
}

/// <summary>A node walks may lead over.</summary>
/// <param name="Cost">Of the cheapest walk over it.</param>
/// <param name="Before">Of it, from the start to the node.</param>
/// <param name="Node">Of the input.</param>
/// <param name="Depth">How many are above it.</param>
/// <param name="IsStartSide">Whether it is above the start; else only above the end.</param>
internal readonly record struct ViaNode(int Cost, int Before, int Node, int Depth, bool IsStartSide);
