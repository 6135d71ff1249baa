using System.Numerics;
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
    // From so many stale ways on, all ways of a node are worked out together.
    private const int ManyStale = 3;

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

    public Recustomization(ContractionHierarchy hierarchy)
    {
        (_hierarchy, _costs) = (hierarchy, new NodeCosts(hierarchy));
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
        var stale = 0;
        foreach (var flag in flags)
        {
            stale += BitOperations.PopCount((uint)flag & (UpStale | DownStale));
        }
        if (stale >= ManyStale)
        {
            ReckonAll(x, weights);
        }
        for (int at = 0, next; stale is > 0 and < ManyStale && (next = flags[at..].IndexOfAnyExcept((byte)0)) >= 0; at += next + 1)
        {
            var (slot, flag) = (node.First + at + next, flags[at + next]);
            if ((flag & UpStale) != 0)
            {
                Reckon(slot, isDown: 0, weights, _metric.Down, _metric.Up, _metric.Up, _metric.UpFor, UpChanged);
            }
            if ((flag & DownStale) != 0)
            {
                Reckon(slot, isDown: 1, weights, _metric.Up, _metric.Down, _metric.Down, _metric.DownFor, DownChanged);
            }
        }
        for (int at = 0, next; (next = flags[at..].IndexOfAnyExcept((byte)0)) >= 0; at += next + 1)
        {
            var changed = flags[at + next];
            flags[at + next] = 0;
            if (changed >= UpChanged)
            {
                Spread(node, node.First + at + next, (changed & UpChanged) != 0, (changed & DownChanged) != 0);
            }
        }
    }

    // All ways of a node x, block by block.
    private void ReckonAll(int x, ReadOnlySpan<int> weights)
    {
        var h = _hierarchy;
        var node = h.Nodes[x];
        _costs.Begin(weights, x);
        for (var i = h.FirstDown[x]; i < h.FirstDown[x + 1]; i++)
        {
            _costs.Relax(_metric, h.DownSlot[i], h.Nodes[h.Tail[h.DownSlot[i]]]);
        }
        for (var slot = node.First; slot < node.End; slot++)
        {
            if (_flags[slot] != 0)
            {
                var depth = h.HeadDepth[slot];
                var changed = (_costs.Up[depth] != _metric.Up[slot] ? UpChanged : 0) | (_costs.Down[depth] != _metric.Down[slot] ? DownChanged : 0);
                _flags[slot] |= (byte)changed;
                (_metric.Up[slot], _metric.UpFor[slot]) = (_costs.Up[depth], _costs.UpFor[depth]);
                (_metric.Down[slot], _metric.DownFor[slot]) = (_costs.Down[depth], _costs.DownFor[depth]);
                _touched.Add(slot);
            }
        }
    }

    // One way of a slot (x, y), from the input and all its lower triangles z, x, y.
    private void Reckon(int slot, int isDown, ReadOnlySpan<int> weights, int[] toX, int[] toY, int[] costs, int[] through, byte changedFlag)
    {
        var h = _hierarchy;
        var (x, depth, old) = (h.Tail[slot], h.HeadDepth[slot], costs[slot]);
        var (cost, costFor) = (Cost.Infinite, Through.Nothing);
        for (var i = h.FirstInput[x]; i < h.FirstInput[x + 1]; i++)
        {
            if (h.Inputs[i].Slot == slot)
            {
                var arc = h.Inputs[i].UpArc ^ isDown;
                Relaxation.Offer(weights[arc], Through.Input(arc), ref cost, ref costFor);
            }
        }
        // What it led through is often still the best, and a bound to begin with.
        if (!Through.IsInput(through[slot], out _))
        {
            var (sideX, sideY) = Through.Sides(h, through[slot], slot);
            Relaxation.Offer(toX[sideX] + toY[sideY], through[slot], ref cost, ref costFor);
        }
        // It has not become cheaper than it was, so whatever costs as much as before is the best. And most of what is below
        // x is too far from it to matter: nothing more is looked at there.
        for (var i = h.FirstDown[x + 1] - 1; i >= h.FirstDown[x] && cost > old; i--)
        {
            var below = h.DownSlot[i];
            if (toX[below] < cost && h.Tail[below] is var z && h.SlotAt(z, depth) is >= 0 and var above)
            {
                Relaxation.Offer(toX[below] + toY[above], Through.Triangle(below, h.Nodes[z]).Of(above), ref cost, ref costFor);
            }
        }
        if (cost != old)
        {
            _flags[slot] |= changedFlag;
        }
        (costs[slot], through[slot]) = (cost, costFor);
        _touched.Add(slot);
    }

    // The triangles in which the arc (x, y) of a slot is a lower side: with each other neighbour u above x.
    private void Spread(in HierarchyNode x, int slot, bool up, bool down)
    {
        var h = _hierarchy;
        var (y, depth) = (h.Head[slot], h.HeadDepth[slot]);
        var (toY, fromY) = (up ? _metric.Up[slot] : Cost.Infinite, down ? _metric.Down[slot] : Cost.Infinite);
        // Neighbours above y: the arcs (y, u) lie as those of x do, so whole blocks are looked through at once.
        var mark = Through.Triangle(slot, x);
        if (x.IsDense && h.Nodes[y].IsDense)
        {
            for (var at = x.First; at < slot; at += ContractionHierarchy.Lanes)
            {
                if (h.SlotAt(y, h.HeadDepth[at]) is >= 0 and var above)
                {
                    var lanes = (1u << Math.Min(slot - at, ContractionHierarchy.Lanes)) - 1;
                    SpreadBlock(above, isUp: false, up ? lanes : 0, _metric.Down, at, toY, mark);
                    SpreadBlock(above, isUp: true, down ? lanes : 0, _metric.Up, at, fromY, mark);
                }
            }
        }
        else
        {
            for (var other = x.First; other < slot; other++)
            {
                if (h.Head[other] >= 0)
                {
                    var above = h.SlotAt(y, h.HeadDepth[other]);
                    OfferBoth(above, up, isUp: false, _metric.Down[other] + _metric.Up[slot], down, _metric.Down[slot] + _metric.Up[other], mark.Of(other));
                }
            }
        }
        // Neighbours between x and y: each has an arc (u, y) of its own.
        for (var other = slot + 1; other < x.End; other++)
        {
            if (h.Head[other] is >= 0 and var u)
            {
                OfferBoth(
                    h.SlotAt(u, depth), up, isUp: true, _metric.Down[other] + _metric.Up[slot], down, _metric.Down[slot] + _metric.Up[other],
                    Through.Triangle(other, x).Of(slot));
            }
        }
    }

    private void OfferBoth(int above, bool up, bool isUp, int costOfUp, bool down, int costOfDown, int through)
    {
        if (up)
        {
            Offer(above, isUp, costOfUp, through);
        }
        if (down)
        {
            Offer(above, !isUp, costOfDown, through);
        }
    }

    // Looks for the few slots of a block that an offer would change, and makes it to those.
    private void SpreadBlock(int above, bool isUp, uint lanes, int[] sides, int at, int cost, Marking mark)
    {
        var (costs, through) = isUp ? (_metric.Up, _metric.UpFor) : (_metric.Down, _metric.DownFor);
        var offers = Vector256.Create(cost) + Vector256.LoadUnsafe(ref sides[at]);
        var now = Vector256.LoadUnsafe(ref costs[above]);
        var matters = Vector256.LessThan(offers, now)
            | (Vector256.GreaterThan(offers, now) & Vector256.Equals(Vector256.LoadUnsafe(ref through[above]), mark.OfBlock(at)));
        for (var left = matters.ExtractMostSignificantBits() & lanes; left != 0; left &= left - 1)
        {
            var lane = BitOperations.TrailingZeroCount(left);
            Offer(above + lane, isUp, cost + sides[at + lane], mark.Of(at + lane));
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
            _flags[slot] |= isUp ? UpStale : DownStale;
        }
        else
        {
            return;
        }
        var x = _hierarchy.Tail[slot];
        _pending[x >> 6] |= 1ul << (x & 63);
    }
}
