using System.Numerics;
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
    private const byte Stale = 1;
    private const byte UpChanged = 2;
    private const byte DownChanged = 4;

    private readonly ContractionHierarchy _hierarchy;
    private readonly byte[] _flags;
    private readonly ulong[] _pending;
    // Those of the run that is on.
    private HierarchyMetric _metric = null!;
    private GrowList<int> _touched = null!;

    public Recustomization(ContractionHierarchy hierarchy)
    {
        _hierarchy = hierarchy;
        _flags = new byte[hierarchy.SlotCount];
        _pending = new ulong[(hierarchy.NodeCount + 63) / 64];
    }

    /// <summary>Brings a metric up to date.</summary>
    /// <param name="metric">Was worked out from the weights as they were.</param>
    /// <param name="weights">The cost of each arc of the input, as they are.</param>
    /// <param name="changed">The arcs of the input whose cost may be another.</param>
    /// <param name="touched">Receives the slots written; a slot may be named more than once.</param>
    public void Run(HierarchyMetric metric, ReadOnlySpan<int> weights, ReadOnlySpan<int> changed, GrowList<int> touched)
    {
        (_metric, _touched) = (metric, touched);
        var first = _pending.Length;
        foreach (var arc in changed)
        {
            if (_hierarchy.WayOfEdge[arc >> 1] is >= 0 and var way)
            {
                Offer(way >> 1, ((way ^ arc) & 1) == 0, weights[arc], Through.Input(arc));
                first = Math.Min(first, _hierarchy.Tail[way >> 1] / 64);
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
    private void Settle(int x, ReadOnlySpan<int> weights)
    {
        var node = _hierarchy.Nodes[x];
        var flags = _flags.AsSpan(node.First..node.End);
        for (int at = 0, next; (next = flags[at..].IndexOfAnyExcept((byte)0)) >= 0; at += next + 1)
        {
            if ((flags[at + next] & Stale) != 0)
            {
                Reckon(node.First + at + next, weights);
            }
        }
        for (int at = 0, next; (next = flags[at..].IndexOfAnyExcept((byte)0)) >= 0; at += next + 1)
        {
            var changed = flags[at + next];
            flags[at + next] = 0;
            if (changed > Stale)
            {
                Spread(node, node.First + at + next, (changed & UpChanged) != 0, (changed & DownChanged) != 0);
            }
        }
    }

    // Both ways of a slot, from the input and all its lower triangles.
    private void Reckon(int slot, ReadOnlySpan<int> weights)
    {
        var h = _hierarchy;
        var (up, upFor, down, downFor) = (Cost.Infinite, Through.Nothing, Cost.Infinite, Through.Nothing);
        var x = h.Tail[slot];
        for (var i = h.FirstInput[x]; i < h.FirstInput[x + 1]; i++)
        {
            if (h.Inputs[i].Slot == slot)
            {
                var arc = h.Inputs[i].UpArc;
                Relaxation.Offer(weights[arc], Through.Input(arc), ref up, ref upFor);
                Relaxation.Offer(weights[arc ^ 1], Through.Input(arc ^ 1), ref down, ref downFor);
            }
        }
        int depth = h.HeadDepth[slot];
        for (var i = h.FirstDown[x]; i < h.FirstDown[x + 1]; i++)
        {
            var toX = h.DownSlot[i];
            var z = h.Tail[toX];
            if (h.SlotAt(z, depth) is >= 0 and var toY)
            {
                var through = Through.Triangle(toX, h.Nodes[z]).Of(toY);
                Relaxation.Offer(_metric.Down[toX] + _metric.Up[toY], through, ref up, ref upFor);
                Relaxation.Offer(_metric.Down[toY] + _metric.Up[toX], through, ref down, ref downFor);
            }
        }
        _flags[slot] |= (byte)((up != _metric.Up[slot] ? UpChanged : 0) | (down != _metric.Down[slot] ? DownChanged : 0));
        (_metric.Up[slot], _metric.UpFor[slot], _metric.Down[slot], _metric.DownFor[slot]) = (up, upFor, down, downFor);
        _touched.Add(slot);
    }

    // The triangles in which the arc (x, y) of a slot is a lower side: with each other neighbour u above x.
    private void Spread(in HierarchyNode x, int slot, bool up, bool down)
    {
        var h = _hierarchy;
        var depth = h.HeadDepth[slot];
        for (var other = x.First; other < x.End; other++)
        {
            if (other == slot || h.Head[other] < 0)
            {
                continue;
            }
            var isLower = other > slot;
            var (low, high) = isLower ? (other, slot) : (slot, other);
            var above = h.SlotAt(h.Head[low], h.HeadDepth[high]);
            var through = Through.Triangle(low, x).Of(high);
            if (up)
            {
                // u → x → y leads upwards when u is the lower.
                Offer(above, isLower, _metric.Down[other] + _metric.Up[slot], through);
            }
            if (down)
            {
                Offer(above, !isLower, _metric.Down[slot] + _metric.Up[other], through);
            }
        }
    }

    private void Offer(int slot, bool isUp, int cost, int through)
    {
        ref var now = ref (isUp ? _metric.Up : _metric.Down)[slot];
        ref var nowFor = ref (isUp ? _metric.UpFor : _metric.DownFor)[slot];
        if (cost < now)
        {
            (now, nowFor) = (cost, through);
            _touched.Add(slot);
            _flags[slot] |= isUp ? UpChanged : DownChanged;
        }
        else if (nowFor == through && cost > now)
        {
            _flags[slot] |= Stale;
        }
        else
        {
            return;
        }
        var x = _hierarchy.Tail[slot];
        _pending[x >> 6] |= 1ul << (x & 63);
    }
}
