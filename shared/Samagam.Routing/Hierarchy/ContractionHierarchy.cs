using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// What of a customizable contraction hierarchy never changes with the weights (Dibbelt, Strasser, Wagner: "Customizable
/// contraction hierarchies", JEA 21, 2016): the chordal completion of a graph under an order, its nodes renumbered by
/// rank, and the elimination tree. Symmetric: every arc may be passed both ways, a way that is shut costs
/// <see cref="Cost.Infinite"/>; so any path can be opened, shut or reversed without building anything anew.
/// </summary>
/// <remarks>
/// <para>A node's arcs lead up, all to ancestors of it in the elimination tree, and no two ancestors of one node have the
/// same depth. So a search upwards keeps its costs by depth: a few hundred numbers side by side instead of one per node.</para>
/// <para>Arcs lie in slots, by rising depth of their head. Where a node has many arcs to ancestors of neighbouring depths
/// its slots come in whole blocks of <see cref="Lanes"/> consecutive depths, so that one vector instruction relaxes a
/// block; slots without an arc are infinite for ever.</para>
/// <para>Edge e of the input has the arcs 2e (tail to head) and 2e + 1 (head to tail).</para>
/// </remarks>
internal sealed class ContractionHierarchy
{
    internal const int None = -1;

    /// <summary>How many costs one vector holds.</summary>
    internal const int Lanes = 8;

    /// <summary>How many blocks of depths have a bit.</summary>
    internal const int CountedBlocks = 64;

    /// <summary>The rank of each node of the input.</summary>
    internal required int[] RankOf { get; init; }

    /// <summary>The node of the input at each rank.</summary>
    internal required int[] NodeAt { get; init; }

    /// <summary>By rank.</summary>
    internal required HierarchyNode[] Nodes { get; init; }

    /// <summary>The lower end of each slot's arc.</summary>
    internal required int[] Tail { get; init; }

    /// <summary>The upper end; <see cref="None"/> for a slot without an arc.</summary>
    internal required int[] Head { get; init; }

    /// <summary>The depth of the upper end.</summary>
    internal required ushort[] HeadDepth { get; init; }

    /// <summary>Which blocks of depths a dense node has, of the first <see cref="CountedBlocks"/>: one bit each.</summary>
    internal required ulong[] Blocks { get; init; }

    /// <summary>The arcs that lead up to v are the slots DownSlot[FirstDown[v] .. FirstDown[v + 1]), by rising tail.</summary>
    internal required int[] FirstDown { get; init; }
    internal required int[] DownSlot { get; init; }

    /// <summary>As <see cref="DownSlot"/>, with what tells whether a lower triangle is there without going to look.</summary>
    internal LowerArc[] Lower => field ??= LowerArcs();

    /// <summary>The edges of the input, loops left out, by rising slot; those with the lower end v are Inputs[FirstInput[v] .. FirstInput[v + 1]).</summary>
    internal required InputEdge[] Inputs { get; init; }
    internal required int[] FirstInput { get; init; }

    /// <summary>The slot × 2 of each edge of the input, + 1 when it leads down from tail to head; <see cref="None"/> for a loop.</summary>
    internal required int[] WayOfEdge { get; init; }

    /// <summary>How triangles are worked out.</summary>
    internal TriangleSchedule Schedule => field ??= TriangleSchedule.Of(this);

    public int NodeCount => NodeAt.Length;

    public int EdgeCount => WayOfEdge.Length;

    public int SlotCount => Head.Length;

    /// <summary>Arcs of the chordal completion.</summary>
    public int ArcCount => DownSlot.Length;

    /// <summary>Most nodes on a way to a root.</summary>
    public required int Height { get; init; }

    /// <summary>Numbers a search keeps: one per depth, whole vectors.</summary>
    internal int ScratchLength => (Height + (2 * Lanes)) / Lanes * Lanes;

    /// <summary>A depth in a set of depths; some share one.</summary>
    internal static ulong DepthBit(int depth) => 1ul << (depth & 63);

    /// <summary>The block of a depth in a set of blocks; none for those that have no bit.</summary>
    internal static ulong BlockBit(int depth) => depth < CountedBlocks * Lanes ? 1ul << (depth / Lanes) : 0;

    /// <summary>Whether every block of depths has a bit.</summary>
    internal bool CountsAllBlocks => Height <= CountedBlocks * Lanes;

    /// <summary>The slot of the arc from a node to its ancestor of a depth, or <see cref="None"/>. May be a slot without an arc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int SlotAt(int node, int depth)
    {
        ref readonly var at = ref Nodes[node];
        if (!at.IsDense)
        {
            return SlotAmong(at.First, at.End, depth);
        }
        var block = depth / Lanes;
        if (block < CountedBlocks)
        {
            var (blocks, bit) = (Blocks[node], 1ul << block);
            return (blocks & bit) == 0 ? None : at.First + (BitOperations.PopCount(blocks & (bit - 1)) * Lanes) + (depth % Lanes);
        }
        for (var slot = at.First; slot < at.End; slot += Lanes)
        {
            if (HeadDepth[slot] == block * Lanes)
            {
                return slot + (depth % Lanes);
            }
        }
        return None;
    }

    // A vector at a time: which of a few slots it is cannot be foretold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SlotAmong(int first, int end, int depth)
    {
        var wide = Vector256<ushort>.Count;
        for (; first < end && first + wide <= HeadDepth.Length; first += wide)
        {
            var same = Vector256.Equals(Vector256.LoadUnsafe(ref HeadDepth[first]), Vector256.Create((ushort)depth)).ExtractMostSignificantBits();
            // What follows the end is another node's.
            var lane = BitOperations.TrailingZeroCount(same);
            if (same != 0)
            {
                return first + lane < end ? first + lane : None;
            }
        }
        for (; first < end; first++)
        {
            if (HeadDepth[first] == depth)
            {
                return first;
            }
        }
        return None;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private LowerArc[] LowerArcs()
    {
        var (next, lower) = (FirstDown.AsSpan(0, NodeCount).ToArray(), new LowerArc[ArcCount]);
        for (var z = 0; z < NodeCount; z++)
        {
            var depths = 0ul;
            for (var slot = Nodes[z].First; slot < Nodes[z].End; slot++)
            {
                if (Head[slot] is >= 0 and var v)
                {
                    // By rising tail, as they are visited here.
                    lower[next[v]++] = new LowerArc(slot, z, depths);
                    depths |= DepthBit(HeadDepth[slot]);
                }
            }
        }
        return lower;
    }
}

/// <summary>A node of a hierarchy.</summary>
/// <param name="First">Its first slot.</param>
/// <param name="End">One after its last.</param>
/// <param name="Parent">The lowest of its upward neighbours; the number of nodes at a root.</param>
/// <param name="Depth">How many ancestors it has.</param>
/// <param name="IsDense">Whether its slots are whole blocks.</param>
internal readonly record struct HierarchyNode(int First, int End, int Parent, ushort Depth, bool IsDense);

/// <summary>Where an edge of the input lies in a hierarchy.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="UpArc">The arc of it that leads upwards; the other is <c>UpArc ^ 1</c>.</param>
internal readonly record struct InputEdge(int Slot, int UpArc);

/// <summary>An arc (z, v) of a hierarchy, for v to look down.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Tail">The node z.</param>
/// <param name="Reach">To which depths above v the node z has arcs: a <see cref="ContractionHierarchy.DepthBit"/> each.</param>
internal readonly record struct LowerArc(int Slot, int Tail, ulong Reach);
