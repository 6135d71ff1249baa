using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Samagam.Routing.Hierarchy;

/// <content>What changed at a node is offered to the arcs above it. Ways of slots are bits here: two a slot, up before down.</content>
internal sealed partial class Recustomization
{
    private const uint Ups = 0x5555;
    private const uint Downs = 0xAAAA;

    // Of the node that is settled, by block of its slots: which ways changed; and the blocks of which any did.
    private readonly ushort[] _changedWays;
    private readonly int[] _changedBlocks;
    private readonly Worth[] _worth;
    private int _worthCount;

    // The triangles x, u, y of which an arc of x changed: each pair of its arcs, (x, u) the deeper.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(in HierarchyNode x, ReadOnlySpan<byte> flags)
    {
        var h = _hierarchy;
        for (var toU = x.First + 1; toU < x.End; toU++)
        {
            var (u, mark, ofU) = (h.Head[toU], Through.Triangle(toU, x), flags[toU - x.First]);
            for (var toY = x.First; toY < toU; toY++)
            {
                var ofY = flags[toY - x.First];
                if ((ofU | ofY) >= UpChanged)
                {
                    var ways = (((ofU & DownChanged) | (ofY & UpChanged)) != 0 ? 1u : 0) | (((ofU & UpChanged) | (ofY & DownChanged)) != 0 ? 2u : 0);
                    Look(toU, toY, h.SlotAt(u, h.HeadDepth[toY]), ways, mark);
                }
            }
            ActUnlessRoomFor(x, x.End - x.First);
        }
        Act(x);
    }

    // As the other where the arcs of x are blocks: the arcs (u, y) mostly lie as those of x do.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SpreadBlocks(in HierarchyNode x, ReadOnlySpan<byte> flags)
    {
        var (h, changed) = (_hierarchy, 0);
        for (var at = x.First; at < x.End; at += Lanes)
        {
            var of = Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(flags[(at - x.First)..])).AsByte();
            var block = (at - x.First) / Lanes;
            _changedWays[block] = (ushort)(Apart((of << 5).ExtractMostSignificantBits()) | (Apart((of << 4).ExtractMostSignificantBits()) << 1));
            _changedBlocks[changed] = block;
            changed += _changedWays[block] != 0 ? 1 : 0;
        }
        for (var toU = x.First + (_changedBlocks[0] * Lanes); toU < x.End; toU++)
        {
            if (h.Head[toU] is not (>= 0 and var u))
            {
                continue;
            }
            var (mark, ofU) = (Through.Triangle(toU, x), flags[toU - x.First]);
            // All of x where (x, u) changed: down to u and up from it.
            var everywhere = ((ofU & DownChanged) != 0 ? Ups : 0) | ((ofU & UpChanged) != 0 ? Downs : 0);
            ref readonly var node = ref h.Nodes[u];
            var blocksOfU = node.IsDense && h.CountsAllBlocks ? h.Blocks[u] : 0;
            var count = everywhere != 0 ? (toU - x.First + Lanes - 1) / Lanes : changed;
            for (var i = 0; i < count; i++)
            {
                var block = everywhere != 0 ? i : _changedBlocks[i];
                var at = x.First + (block * Lanes);
                if (at >= toU)
                {
                    break;
                }
                var ways = (everywhere | _changedWays[block]) & (toU - at >= Lanes ? Ups | Downs : (1u << ((toU - at) * 2)) - 1);
                if (blocksOfU != 0)
                {
                    // Where u has no such block, x has no arc in it but to u.
                    var bit = ContractionHierarchy.BlockBit(h.HeadDepth[at]);
                    if ((blocksOfU & bit) != 0)
                    {
                        LookBlock(toU, at, node.First + (BitOperations.PopCount(blocksOfU & (bit - 1)) * Lanes), ways, mark);
                    }
                    continue;
                }
                for (; ways != 0; ways &= ways - 1)
                {
                    var way = BitOperations.TrailingZeroCount(ways);
                    if (h.Head[at + (way / 2)] >= 0)
                    {
                        Look(toU, at + (way / 2), h.SlotAt(u, h.HeadDepth[at + (way / 2)]), 1u << (way & 1), mark);
                    }
                }
            }
            ActUnlessRoomFor(x, (x.End - x.First) * 2);
        }
        Act(x);
    }

    // Bits 0, 1, 2, … as bits 0, 2, 4, …
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Apart(uint eight)
    {
        eight = (eight | (eight << 4)) & 0x0F0F;
        eight = (eight | (eight << 2)) & 0x3333;
        return (eight | (eight << 1)) & Ups;
    }

    // Which of some ways of a block of slots are changed by what is offered.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LookBlock(int toU, int at, int above, uint ways, Marking mark)
    {
        var metric = _metric;
        var (first, falls) = (Vector256.Create(mark.Of(at)), (Vector256<int>.Indices >> 1) * mark.Fall);
        ref var nowFor = ref metric.For[above * 2];
        var matters = Vector256.Equals(Vector256.LoadUnsafe(ref nowFor), first - falls).ExtractMostSignificantBits()
            | (Vector256.Equals(Vector256.LoadUnsafe(ref nowFor, Lanes), first - falls - Vector256.Create(mark.Fall * (Lanes / 2))).ExtractMostSignificantBits() << Lanes);
        if (_fell)
        {
            var up = Vector256.Create(metric.Down[toU]) + Vector256.LoadUnsafe(ref metric.Up[at]);
            var down = Vector256.Create(metric.Up[toU]) + Vector256.LoadUnsafe(ref metric.Down[at]);
            matters |= Apart(Vector256.LessThan(up, Vector256.LoadUnsafe(ref metric.Up[above])).ExtractMostSignificantBits())
                | (Apart(Vector256.LessThan(down, Vector256.LoadUnsafe(ref metric.Down[above])).ExtractMostSignificantBits()) << 1);
        }
        Note(new Worth(toU, at, above, matters & ways));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Look(int toU, int toY, int above, uint ways, Marking mark)
    {
        var (metric, through) = (_metric, mark.Of(toY));
        var matters = (metric.For[above * 2] == through ? 1u : 0) | (metric.For[(above * 2) + 1] == through ? 2u : 0);
        if (_fell)
        {
            matters |= (metric.Down[toU] + metric.Up[toY] < metric.Up[above] ? 1u : 0) | (metric.Up[toU] + metric.Down[toY] < metric.Down[above] ? 2u : 0);
        }
        Note(new Worth(toU, toY, above, matters & ways));
    }

    // Without a branch: the next takes its place when it is worth nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(Worth worth)
    {
        _worth[_worthCount] = worth;
        _worthCount += worth.Ways != 0 ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ActUnlessRoomFor(in HierarchyNode x, int more)
    {
        if (_worthCount + more > _worth.Length)
        {
            Act(x);
        }
    }

    // Offers what was found worth it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Act(in HierarchyNode x)
    {
        var (h, metric) = (_hierarchy, _metric);
        foreach (ref readonly var worth in _worth.AsSpan(0, _worthCount))
        {
            var (toU, mark) = (worth.ToU, Through.Triangle(worth.ToU, x));
            for (var left = worth.Ways; left != 0; left &= left - 1)
            {
                var way = BitOperations.TrailingZeroCount(left);
                var (toY, above, isUp) = (worth.At + (way / 2), worth.Above + (way / 2), (way & 1) == 0);
                Offer(h.Head[toU], above, isUp, isUp ? metric.Down[toU] + metric.Up[toY] : metric.Up[toU] + metric.Down[toY], mark.Of(toY));
            }
        }
        _worthCount = 0;
    }

    /// <summary>Triangles x, u, y whose arcs (u, y) are changed by what is offered.</summary>
    /// <param name="ToU">The slot (x, u).</param>
    /// <param name="At">The slot (x, y), or the first of a block of such.</param>
    /// <param name="Above">The slot (u, y), or the first of a block of such.</param>
    /// <param name="Ways">Which ways of the slot or block.</param>
    private readonly record struct Worth(int ToU, int At, int Above, uint Ways);
}
