using System.Numerics;
using System.Runtime.CompilerServices;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Works a metric out anew where a few arcs of the input changed (partial customization: Dibbelt, Strasser, Wagner 2016,
/// section 5.3). The law: afterwards every weight is what a <see cref="Customization"/> of the new weights gives.
/// </summary>
/// <remarks>
/// From the lowest touched node upwards. A cheaper way is taken at once; a way that became dearer sends only those arcs
/// back to their triangles that led through it, which <see cref="Through"/> tells. What it reads is mostly far from the processor: so whole
/// rows are looked through first, without a branch on what is read, and only then is acted on what was found. Holds the working memory of one thread.
/// </remarks>
internal sealed partial class Recustomization
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
        (_changedWays, _changedBlocks) = (new ushort[hierarchy.ScratchLength / Lanes], new int[hierarchy.ScratchLength / Lanes]);
        _worth = new Worth[hierarchy.ScratchLength * 2];
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
                (metric.Up[slot], metric.Down[slot]) = (costs.Up[depth], costs.Down[depth]);
                (metric.For[slot * 2], metric.For[(slot * 2) + 1]) = (costs.UpFor[depth], costs.DownFor[depth]);
            }
        }
        return changes;
    }

    // A slot of u may be had for a cost.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Offer(int u, int slot, bool isUp, int cost, int through)
    {
        ref var nowFor = ref _metric.For[(slot * 2) + (isUp ? 0 : 1)];
        var isOwn = nowFor == through;
        // What became dearer concerns nobody but those who go through it.
        if (!isOwn && !_fell)
        {
            return;
        }
        ref var now = ref (isUp ? _metric.Up : _metric.Down)[slot];
        if (cost < now)
        {
            (now, nowFor) = (cost, through);
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
