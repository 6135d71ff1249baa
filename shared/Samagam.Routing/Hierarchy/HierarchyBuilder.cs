using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>Lays a chordal completion out for searching and customizing.</summary>
internal static class HierarchyBuilder
{
    // Blocks must be half full, and there must be arcs enough to be worth a vector.
    private const int LeastDense = 6;

    /// <summary>Orders a graph and builds its hierarchy.</summary>
    /// <param name="graph">The neighbours of the same edges.</param>
    /// <param name="tail">Where each edge starts.</param>
    /// <param name="head">Where it ends.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="parallel">Whether other processors may help; the result is the same.</param>
    /// <returns>The hierarchy, or null when the graph is too dense for one within the limits.</returns>
    public static ContractionHierarchy? TryBuild(
        NeighbourGraph graph, ReadOnlySpan<int> tail, ReadOnlySpan<int> head, HierarchyLimits limits, bool parallel = true)
        => TryBuild(DissectionOrder.Find(graph, parallel), graph, tail, head, limits);

    /// <summary>Builds the hierarchy of a given order.</summary>
    public static ContractionHierarchy? TryBuild(
        int[] order, NeighbourGraph graph, ReadOnlySpan<int> tail, ReadOnlySpan<int> head, HierarchyLimits limits)
    {
        limits.Validate();
        if (ChordalCompletion.Of(graph, order, limits) is not { } chordal)
        {
            return null;
        }
        var n = order.Length;
        var (nodes, height) = Place(chordal);
        var slots = n == 0 ? 0 : nodes[^1].End;
        if (slots > Through.MaxSlots)
        {
            return null;
        }
        var (tails, heads, headDepth) = (new int[slots], new int[slots], new ushort[slots]);
        var (downTo, downSlot) = (new int[chordal.Head.Length], new int[chordal.Head.Length]);
        heads.AsSpan().Fill(ContractionHierarchy.None);
        for (var v = 0; v < n; v++)
        {
            Fill(chordal, nodes, v, tails, heads, headDepth, downTo, downSlot);
        }
        var firstDown = Buckets.Group(n, downTo, downSlot);
        var rankOf = new int[n];
        for (var v = 0; v < n; v++)
        {
            rankOf[chordal.NodeAt[v]] = v;
        }
        var hierarchy = new ContractionHierarchy
        {
            RankOf = rankOf,
            NodeAt = chordal.NodeAt,
            Nodes = nodes,
            Tail = tails,
            Head = heads,
            HeadDepth = headDepth,
            Blocks = Blocks(nodes, headDepth),
            FirstDown = firstDown,
            DownSlot = downSlot,
            Inputs = new InputEdge[CountEdges(tail, head)],
            FirstInput = new int[n + 1],
            WayOfEdge = new int[tail.Length],
            Height = height,
        };
        PlaceInputs(hierarchy, tail, head);
        return hierarchy;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (HierarchyNode[] Nodes, int Height) Place(ChordalCompletion chordal)
    {
        var n = chordal.NodeAt.Length;
        var depth = new ushort[n];
        var height = 0;
        for (var v = n - 1; v >= 0; v--)
        {
            depth[v] = (ushort)(chordal.Parent[v] == n ? 0 : depth[chordal.Parent[v]] + 1);
            height = Math.Max(height, depth[v] + 1);
        }
        var nodes = new HierarchyNode[n];
        var slot = 0;
        for (var v = 0; v < n; v++)
        {
            var (arcs, blocks, block) = (chordal.First[v + 1] - chordal.First[v], 0, -1);
            for (var a = chordal.First[v]; a < chordal.First[v + 1]; a++)
            {
                var next = depth[chordal.Head[a]] / ContractionHierarchy.Lanes;
                (blocks, block) = next == block ? (blocks, block) : (blocks + 1, next);
            }
            // The triangles of a node with few arcs are listed, and their numbers must fit: so many arcs are always blocks.
            var isDense = (arcs >= LeastDense && blocks * ContractionHierarchy.Lanes <= 2 * arcs) || arcs > Through.MaxOffset;
            var end = slot + (isDense ? blocks * ContractionHierarchy.Lanes : arcs);
            nodes[v] = new HierarchyNode(slot, end, chordal.Parent[v], depth[v], isDense);
            slot = end;
        }
        return (nodes, height);
    }

    // From the root downwards: the last arc first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(
        ChordalCompletion chordal, HierarchyNode[] nodes, int v, int[] tails, int[] heads, ushort[] headDepth, int[] downTo, int[] downSlot)
    {
        var node = nodes[v];
        tails.AsSpan(node.First..node.End).Fill(v);
        var slot = node.First;
        for (var a = chordal.First[v + 1] - 1; a >= chordal.First[v]; a--)
        {
            var depth = nodes[chordal.Head[a]].Depth;
            if (node.IsDense)
            {
                var block = depth & -ContractionHierarchy.Lanes;
                if (slot == node.First || headDepth[slot - 1] < block)
                {
                    for (var lane = 0; lane < ContractionHierarchy.Lanes; lane++)
                    {
                        headDepth[slot++] = (ushort)(block + lane);
                    }
                }
            }
            else
            {
                headDepth[slot++] = depth;
            }
            var at = node.IsDense ? slot - ContractionHierarchy.Lanes + (depth & (ContractionHierarchy.Lanes - 1)) : slot - 1;
            heads[at] = chordal.Head[a];
            (downTo[a], downSlot[a]) = (chordal.Head[a], at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong[] Blocks(HierarchyNode[] nodes, ushort[] headDepth)
    {
        var blocks = new ulong[nodes.Length];
        for (var v = 0; v < nodes.Length; v++)
        {
            for (var slot = nodes[v].First; nodes[v].IsDense && slot < nodes[v].End; slot += ContractionHierarchy.Lanes)
            {
                var block = headDepth[slot] / ContractionHierarchy.Lanes;
                blocks[v] |= block < ContractionHierarchy.CountedBlocks ? 1ul << block : 0;
            }
        }
        return blocks;
    }

    private static int CountEdges(ReadOnlySpan<int> tail, ReadOnlySpan<int> head)
    {
        var count = 0;
        for (var e = 0; e < tail.Length; e++)
        {
            count += tail[e] == head[e] ? 0 : 1;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PlaceInputs(ContractionHierarchy hierarchy, ReadOnlySpan<int> tail, ReadOnlySpan<int> head)
    {
        var (slotOf, inputs, kept) = (new int[hierarchy.Inputs.Length], hierarchy.Inputs, 0);
        for (var e = 0; e < tail.Length; e++)
        {
            var (from, to) = (hierarchy.RankOf[tail[e]], hierarchy.RankOf[head[e]]);
            if (from == to)
            {
                hierarchy.WayOfEdge[e] = ContractionHierarchy.None;
                continue;
            }
            var (low, high) = (Math.Min(from, to), Math.Max(from, to));
            var slot = hierarchy.SlotAt(low, hierarchy.Nodes[high].Depth);
            var falls = from == low ? 0 : 1;
            hierarchy.WayOfEdge[e] = (slot * 2) + falls;
            (slotOf[kept], inputs[kept++]) = (slot, new InputEdge(slot, (e * 2) + falls));
            hierarchy.FirstInput[low + 1]++;
        }
        for (var v = 0; v < hierarchy.NodeCount; v++)
        {
            hierarchy.FirstInput[v + 1] += hierarchy.FirstInput[v];
        }
        // By rising slot; of one slot by rising arc, as they came.
        Buckets.Group(hierarchy.SlotCount, slotOf, inputs.AsSpan());
    }
}
