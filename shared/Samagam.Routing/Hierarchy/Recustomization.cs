using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Works a metric out anew where a few arcs of the input changed (partial customization: Dibbelt, Strasser, Wagner 2016,
/// section 5.3). The law: afterwards every weight is what a <see cref="Customization"/> of the new weights gives.
/// </summary>
/// <remarks>
/// From the lowest touched node upwards. A cheaper way is taken at once; a way that became dearer sends only those arcs
/// back to their triangles that led through it, which <see cref="Through"/> tells. Holds the working memory of one thread.
/// </remarks>
internal sealed class Recustomization
{
    private const int Lanes = ContractionHierarchy.Lanes;

    private const byte UpStale = 1;
    private const byte DownStale = 2;
    private const byte UpChanged = 4;
    private const byte DownChanged = 8;

    private readonly ContractionHierarchy _hierarchy;
    private readonly NodeCosts _costs;
    private readonly byte[] _flags;
    private readonly ulong[] _pending;
    // Of the node that is settled, by block of its slots: which lanes changed.
    private readonly byte[] _upLanes;
    private readonly byte[] _downLanes;
    // Those of the run that is on.
    private HierarchyMetric _metric = null!;
    private GrowList<int> _touched = null!;
    // Whether any of what is being spread became cheaper.
    private bool _fell;

    public Recustomization(ContractionHierarchy hierarchy)
    {
        (_hierarchy, _costs) = (hierarchy, new NodeCosts(hierarchy));
        _flags = new byte[hierarchy.SlotCount];
        _pending = new ulong[(hierarchy.NodeCount + 63) / 64];
        (_upLanes, _downLanes) = (new byte[hierarchy.ScratchLength / Lanes], new byte[hierarchy.ScratchLength / Lanes]);
    }

    /// <summary>Brings a metric up to date.</summary>
    /// <param name="metric">Was worked out from the weights as they were.</param>
    /// <param name="weights">The cost of each arc of the input, as they are.</param>
    /// <param name="changed">The arcs of the input whose cost may be another.</param>
    /// <param name="touched">Receives the slots written, each once.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(HierarchyMetric metric, ReadOnlySpan<int> weights, ReadOnlySpan<int> changed, GrowList<int> touched)
    {
        (_metric, _touched, _fell) = (metric, touched, true);
        var first = _pending.Length;
        foreach (var arc in changed)
        {
            if (_hierarchy.WayOfEdge[arc >> 1] is >= 0 and var way)
            {
                var x = _hierarchy.Tail[way >> 1];
                Offer(x, way >> 1, ((way ^ arc) & 1) == 0, weights[arc], Through.Input(arc));
                first = Math.Min(first, x / 64);
            }
        }
        for (var word = first; word < _pending.Length; word++)
        {
            // What a node changes lies above it: later in this word, or in later ones.
            while (_pending[word] != 0)
            {
                var bit = BitOperations.TrailingZeroCount(_pending[word]);
                _pending[word] &= ~(1ul << bit);
                Settle((word * 64) + bit, weights);
            }
        }
    }

    // All below x is as it should be: so is x when this ends, and what its changes change is pending.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle(int x, ReadOnlySpan<int> weights)
    {
        var h = _hierarchy;
        ref readonly var node = ref h.Nodes[x];
        var flags = _flags.AsSpan(node.First..node.End);
        var (all, depths, blocks) = (0, 0ul, 0ul);
        for (int at = 0, next; (next = flags[at..].IndexOfAnyExcept((byte)0)) >= 0; at += next + 1)
        {
            var (slot, flag) = (node.First + at + next, flags[at + next]);
            all |= flag;
            if ((flag & (UpStale | DownStale)) != 0)
            {
                depths |= ContractionHierarchy.DepthBit(h.HeadDepth[slot]);
                blocks |= ContractionHierarchy.BlockBit(h.HeadDepth[slot]);
            }
            _touched.Add(slot);
        }
        _fell = all >= UpChanged;
        if (depths != 0)
        {
            all |= Reckon(x, flags, depths, blocks, weights);
        }
        if (all >= UpChanged)
        {
            if (node.IsDense)
            {
                SpreadBlocks(node, flags);
            }
            else
            {
                Spread(node, flags);
            }
        }
        flags.Clear();
    }

    // The stale slots (x, y) of a node, both ways, from the input and all lower triangles z, x, y.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Reckon(int x, Span<byte> flags, ulong depths, ulong blocks, ReadOnlySpan<int> weights)
    {
        var (h, metric, costs) = (_hierarchy, _metric, _costs);
        var first = h.Nodes[x].First;
        for (var at = 0; at < flags.Length; at++)
        {
            if ((flags[at] & (UpStale | DownStale)) != 0)
            {
                var depth = h.HeadDepth[first + at];
                costs.Up[depth] = costs.Down[depth] = Cost.Infinite;
                costs.UpFor[depth] = costs.DownFor[depth] = Through.Nothing;
            }
        }
        foreach (var (slot, arc) in h.Inputs.AsSpan(h.FirstInput[x]..h.FirstInput[x + 1]))
        {
            if ((flags[slot - first] & (UpStale | DownStale)) != 0)
            {
                var depth = h.HeadDepth[slot];
                Relaxation.Offer(weights[arc], Through.Input(arc), ref costs.Up[depth], ref costs.UpFor[depth]);
                Relaxation.Offer(weights[arc ^ 1], Through.Input(arc ^ 1), ref costs.Down[depth], ref costs.DownFor[depth]);
            }
        }
        // Most of what is below x has no arc to where the stale ones lead.
        foreach (ref readonly var arc in h.Lower.AsSpan(h.FirstDown[x]..h.FirstDown[x + 1]))
        {
            if ((arc.Reach & depths) != 0 && Math.Min(metric.Up[arc.Slot], metric.Down[arc.Slot]) < Cost.Infinite)
            {
                costs.Relax(metric, arc.Slot, arc.Tail, blocks);
            }
        }
        var changes = 0;
        for (var at = 0; at < flags.Length; at++)
        {
            if ((flags[at] & (UpStale | DownStale)) != 0)
            {
                var (slot, depth) = (first + at, h.HeadDepth[first + at]);
                var changed = (costs.Up[depth] != metric.Up[slot] ? UpChanged : 0) | (costs.Down[depth] != metric.Down[slot] ? DownChanged : 0);
                flags[at] |= (byte)changed;
                changes |= changed;
                (metric.Up[slot], metric.UpFor[slot]) = (costs.Up[depth], costs.UpFor[depth]);
                (metric.Down[slot], metric.DownFor[slot]) = (costs.Down[depth], costs.DownFor[depth]);
            }
        }
        return changes;
    }

    // The triangles x, u, y of which an arc of x changed: each pair of its arcs, (x, u) the deeper.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(in HierarchyNode x, ReadOnlySpan<byte> flags)
    {
        var (h, metric) = (_hierarchy, _metric);
        for (var toU = x.First + 1; toU < x.End; toU++)
        {
            var (u, mark, ofU) = (h.Head[toU], Through.Triangle(toU, x), flags[toU - x.First]);
            for (var toY = x.First; toY < toU; toY++)
            {
                var ofY = flags[toY - x.First];
                if ((ofU | ofY) < UpChanged)
                {
                    continue;
                }
                var above = h.SlotAt(u, h.HeadDepth[toY]);
                if (((ofU & DownChanged) | (ofY & UpChanged)) != 0)
                {
                    Offer(u, above, isUp: true, metric.Down[toU] + metric.Up[toY], mark.Of(toY));
                }
                if (((ofU & UpChanged) | (ofY & DownChanged)) != 0)
                {
                    Offer(u, above, isUp: false, metric.Up[toU] + metric.Down[toY], mark.Of(toY));
                }
            }
        }
    }

    // As the other where the arcs of x are blocks: the arcs (u, y) mostly lie as those of x do.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SpreadBlocks(in HierarchyNode x, ReadOnlySpan<byte> flags)
    {
        var h = _hierarchy;
        var firstChanged = x.End;
        for (var at = x.End - Lanes; at >= x.First; at -= Lanes)
        {
            var of = Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(flags[(at - x.First)..])).AsByte();
            var block = (at - x.First) / Lanes;
            _upLanes[block] = (byte)(of << 5).ExtractMostSignificantBits();
            _downLanes[block] = (byte)(of << 4).ExtractMostSignificantBits();
            firstChanged = (_upLanes[block] | _downLanes[block]) != 0 ? at : firstChanged;
        }
        for (var toU = firstChanged; toU < x.End; toU++)
        {
            if (h.Head[toU] is not (>= 0 and var u))
            {
                continue;
            }
            var (mark, ofU) = (Through.Triangle(toU, x), flags[toU - x.First]);
            for (var at = ofU >= UpChanged ? x.First : firstChanged; at < toU; at += Lanes)
            {
                var (block, lanes) = ((at - x.First) / Lanes, toU - at >= Lanes ? 0xFFu : (1u << (toU - at)) - 1);
                var ups = lanes & ((ofU & DownChanged) != 0 ? 0xFFu : _upLanes[block]);
                var downs = lanes & ((ofU & UpChanged) != 0 ? 0xFFu : _downLanes[block]);
                if ((ups | downs) == 0)
                {
                    continue;
                }
                if (h.Nodes[u].IsDense)
                {
                    if (h.SlotAt(u, h.HeadDepth[at]) is >= 0 and var above)
                    {
                        OfferBlock(u, above, isUp: true, ups, _metric.Down[toU], at, mark);
                        OfferBlock(u, above, isUp: false, downs, _metric.Up[toU], at, mark);
                    }
                    continue;
                }
                for (var left = ups | downs; left != 0; left &= left - 1)
                {
                    var toY = at + BitOperations.TrailingZeroCount(left);
                    if (h.Head[toY] >= 0)
                    {
                        var (bit, slot) = (left & (0 - left), h.SlotAt(u, h.HeadDepth[toY]));
                        if ((ups & bit) != 0)
                        {
                            Offer(u, slot, isUp: true, _metric.Down[toU] + _metric.Up[toY], mark.Of(toY));
                        }
                        if ((downs & bit) != 0)
                        {
                            Offer(u, slot, isUp: false, _metric.Up[toU] + _metric.Down[toY], mark.Of(toY));
                        }
                    }
                }
            }
        }
    }

    // Looks for the few slots of a block that an offer would change, and makes it to those.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OfferBlock(int u, int above, bool isUp, uint lanes, int cost, int at, Marking mark)
    {
        if (lanes == 0)
        {
            return;
        }
        var matters = Vector256.Equals(Vector256.LoadUnsafe(ref (isUp ? _metric.UpFor : _metric.DownFor)[above]), mark.OfBlock(at));
        var sides = isUp ? _metric.Up : _metric.Down;
        if (_fell)
        {
            var offers = Vector256.Create(cost) + Vector256.LoadUnsafe(ref sides[at]);
            matters |= Vector256.LessThan(offers, Vector256.LoadUnsafe(ref sides[above]));
        }
        for (var left = matters.ExtractMostSignificantBits() & lanes; left != 0; left &= left - 1)
        {
            var lane = BitOperations.TrailingZeroCount(left);
            Offer(u, above + lane, isUp, cost + sides[at + lane], mark.Of(at + lane));
        }
    }

    // A slot of u may be had for a cost.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Offer(int u, int slot, bool isUp, int cost, int through)
    {
        var nowFor = isUp ? _metric.UpFor : _metric.DownFor;
        var isOwn = nowFor[slot] == through;
        // What became dearer concerns nobody but those who go through it.
        if (!isOwn && !_fell)
        {
            return;
        }
        ref var now = ref (isUp ? _metric.Up : _metric.Down)[slot];
        if (cost < now)
        {
            (now, nowFor[slot]) = (cost, through);
            _flags[slot] |= isUp ? UpChanged : DownChanged;
        }
        else if (isOwn && cost > now && now < Cost.Infinite)
        {
            _flags[slot] |= isUp ? UpStale : DownStale;
        }
        else
        {
            return;
        }
        _pending[u >> 6] |= 1ul << (u & 63);
    }
}
