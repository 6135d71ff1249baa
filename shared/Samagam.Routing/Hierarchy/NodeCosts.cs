using System.Numerics;
using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>The costs of one node's arcs, both ways, laid out by depth while its triangles are worked out. Reused; one thread.</summary>
internal sealed class NodeCosts(ContractionHierarchy hierarchy)
{
    public int[] Up { get; } = new int[hierarchy.ScratchLength];

    public int[] Down { get; } = new int[hierarchy.ScratchLength];

    public int[] UpFor { get; } = new int[hierarchy.ScratchLength];

    public int[] DownFor { get; } = new int[hierarchy.ScratchLength];

    /// <summary>Begins with what a metric has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(HierarchyMetric metric, in HierarchyNode x)
    {
        for (var slot = x.First; slot < x.End; slot++)
        {
            var depth = hierarchy.HeadDepth[slot];
            (Up[depth], Down[depth]) = (metric.Up[slot], metric.Down[slot]);
            (UpFor[depth], DownFor[depth]) = (metric.For[slot * 2], metric.For[(slot * 2) + 1]);
        }
    }

    /// <summary>Writes the costs to a metric.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(HierarchyMetric metric, in HierarchyNode x)
    {
        for (var slot = x.First; slot < x.End; slot++)
        {
            // Lower blocks reach where x has no arc: what they left there is not kept.
            if (hierarchy.Head[slot] >= 0)
            {
                var depth = hierarchy.HeadDepth[slot];
                (metric.Up[slot], metric.Down[slot]) = (Up[depth], Down[depth]);
                (metric.For[slot * 2], metric.For[(slot * 2) + 1]) = (UpFor[depth], DownFor[depth]);
            }
        }
    }

    /// <summary>The triangles z, x, y of a slot (z, x): z relaxes all that it shares with x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Relax(HierarchyMetric metric, int slot, in HierarchyNode z)
    {
        ref var depths = ref Relaxation.FirstOf(hierarchy.HeadDepth);
        ref var ups = ref Relaxation.FirstOf(metric.Up);
        ref var downs = ref Relaxation.FirstOf(metric.Down);
        ref var up = ref Relaxation.FirstOf(Up);
        ref var down = ref Relaxation.FirstOf(Down);
        ref var upFor = ref Relaxation.FirstOf(UpFor);
        ref var downFor = ref Relaxation.FirstOf(DownFor);
        var mark = Through.Triangle(slot, z);
        var (fromX, toX) = (Unsafe.Add(ref downs, slot), Unsafe.Add(ref ups, slot));
        // Nearer to the root than x are the slots of z before that of x.
        if (z.IsDense)
        {
            for (var at = z.First; at < slot; at += ContractionHierarchy.Lanes)
            {
                var depth = Unsafe.Add(ref depths, at);
                var marks = mark.OfBlock(at);
                Relaxation.OfferBlock(fromX, ref Unsafe.Add(ref ups, at), marks, ref Unsafe.Add(ref up, depth), ref Unsafe.Add(ref upFor, depth));
                Relaxation.OfferBlock(toX, ref Unsafe.Add(ref downs, at), marks, ref Unsafe.Add(ref down, depth), ref Unsafe.Add(ref downFor, depth));
            }
            return;
        }
        for (var at = z.First; at < slot; at++)
        {
            var depth = Unsafe.Add(ref depths, at);
            Relaxation.Offer(fromX + Unsafe.Add(ref ups, at), mark.Of(at), ref Unsafe.Add(ref up, depth), ref Unsafe.Add(ref upFor, depth));
            Relaxation.Offer(toX + Unsafe.Add(ref downs, at), mark.Of(at), ref Unsafe.Add(ref down, depth), ref Unsafe.Add(ref downFor, depth));
        }
    }

    /// <summary>As the other, where only some blocks of depths matter; the costs of others may be anything afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Relax(HierarchyMetric metric, int slot, int z, ulong blocks)
    {
        ref readonly var node = ref hierarchy.Nodes[z];
        if (!node.IsDense || hierarchy.Height > ContractionHierarchy.CountedBlocks * ContractionHierarchy.Lanes)
        {
            Relax(metric, slot, node);
            return;
        }
        var (own, mark) = (hierarchy.Blocks[z], Through.Triangle(slot, node));
        var (fromX, toX) = (metric.Down[slot], metric.Up[slot]);
        for (var left = own & blocks; left != 0; left &= left - 1)
        {
            var depth = BitOperations.TrailingZeroCount(left) * ContractionHierarchy.Lanes;
            var at = node.First + (BitOperations.PopCount(own & ((left & (0 - left)) - 1)) * ContractionHierarchy.Lanes);
            var marks = mark.OfBlock(at);
            Relaxation.OfferBlock(fromX, ref metric.Up[at], marks, ref Up[depth], ref UpFor[depth]);
            Relaxation.OfferBlock(toX, ref metric.Down[at], marks, ref Down[depth], ref DownFor[depth]);
        }
    }
}
