namespace Samagam.Routing.Hierarchy;

/// <summary>
/// What of a customizable contraction hierarchy never changes with the weights (Dibbelt, Strasser, Wagner: "Customizable
/// contraction hierarchies", JEA 21, 2016): the chordal completion of a graph under an order, its nodes renumbered by
/// rank, and the elimination tree. Symmetric: every arc may be passed both ways, a way that is shut costs
/// <see cref="Cost.Infinite"/>; so any path can be opened, shut or reversed without building anything anew.
/// </summary>
/// <remarks>
/// <para>Ranks: a node's arcs lead upwards, all to ancestors of it in the elimination tree. Ancestors of one node differ in
/// depth, so a search upwards keeps its costs by depth: a few hundred numbers instead of one per node.</para>
/// <para>Edge e of the input has the arcs 2e (tail to head) and 2e + 1 (head to tail).</para>
/// </remarks>
internal sealed class ContractionHierarchy
{
    internal const int None = -1;

    private ContractionHierarchy()
    {
    }

    /// <summary>The rank of each node of the input.</summary>
    internal required int[] RankOf { get; init; }

    /// <summary>The node of the input at each rank.</summary>
    internal required int[] NodeAt { get; init; }

    /// <summary>Node v (a rank) has the upward arcs First[v] .. First[v + 1), by rising head.</summary>
    internal required int[] First { get; init; }
    internal required int[] Tail { get; init; }
    internal required int[] Head { get; init; }

    /// <summary>Depth[Head[a]], side by side for the searches.</summary>
    internal required ushort[] HeadDepth { get; init; }

    /// <summary>The lowest of the upward neighbours; <see cref="NodeCount"/> at a root.</summary>
    internal required int[] Parent { get; init; }

    /// <summary>How many ancestors a node has.</summary>
    internal required ushort[] Depth { get; init; }

    /// <summary>The arcs that lead up to v are DownArc[FirstDown[v] .. FirstDown[v + 1]), by rising tail.</summary>
    internal required int[] FirstDown { get; init; }
    internal required int[] DownArc { get; init; }

    /// <summary>The arc above each edge of the input; <see cref="None"/> for a loop.</summary>
    internal required int[] ArcOfEdge { get; init; }

    /// <summary>The arcs of the input above node v are Inputs[FirstInput[v] .. FirstInput[v + 1]): hierarchy arc × 2, + 1 when it leads down.</summary>
    internal required int[] FirstInput { get; init; }
    internal required int[] InputAt { get; init; }
    internal required int[] InputArc { get; init; }

    public int NodeCount => NodeAt.Length;

    public int ArcCount => Head.Length;

    /// <summary>Most nodes on a way to a root.</summary>
    public int Height { get; private init; }

    /// <summary>Edges of the input.</summary>
    public int EdgeCount => ArcOfEdge.Length;

    /// <summary>Builds the hierarchy.</summary>
    /// <param name="order">The nodes in rising rank, as of <see cref="DissectionOrder"/>.</param>
    /// <param name="graph">The neighbours of the same edges.</param>
    /// <param name="tail">Where each edge starts.</param>
    /// <param name="head">Where it ends.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <returns>The hierarchy, or null when the graph is too dense for one within the limits.</returns>
    public static ContractionHierarchy? TryBuild(
        int[] order, NeighbourGraph graph, ReadOnlySpan<int> tail, ReadOnlySpan<int> head, HierarchyLimits limits)
    {
        if (ChordalCompletion.Of(graph, order, limits) is not { } chordal)
        {
            return null;
        }
        var (n, first, heads, parent) = (order.Length, chordal.First, chordal.Head, chordal.Parent);
        var depth = new ushort[n];
        var height = n == 0 ? 0 : 1;
        for (var v = n - 1; v >= 0; v--)
        {
            depth[v] = parent[v] == n ? (ushort)0 : (ushort)(depth[parent[v]] + 1);
            height = Math.Max(height, depth[v] + 1);
        }
        var (tails, headDepth, firstDown) = (new int[heads.Length], new ushort[heads.Length], new int[n + 1]);
        for (var v = 0; v < n; v++)
        {
            for (var a = first[v]; a < first[v + 1]; a++)
            {
                (tails[a], headDepth[a]) = (v, depth[heads[a]]);
                firstDown[heads[a] + 1]++;
            }
        }
        var downArc = Grouped(firstDown, heads.Length, a => heads[a]);
        var rankOf = new int[n];
        for (var v = 0; v < n; v++)
        {
            rankOf[chordal.NodeAt[v]] = v;
        }
        var arcOfEdge = new int[tail.Length];
        var (inputs, below) = (new int[tail.Length * 2], new int[tail.Length * 2]);
        var firstInput = new int[n + 1];
        var kept = 0;
        for (var e = 0; e < tail.Length; e++)
        {
            var (from, to) = (rankOf[tail[e]], rankOf[head[e]]);
            arcOfEdge[e] = None;
            if (from == to)
            {
                continue;
            }
            var low = Math.Min(from, to);
            arcOfEdge[e] = first[low] + heads.AsSpan(first[low]..first[low + 1]).BinarySearch(Math.Max(from, to));
            firstInput[low + 1] += 2;
            (inputs[kept], below[kept++]) = (e * 2, low);
            (inputs[kept], below[kept++]) = ((e * 2) + 1, low);
        }
        var inputArc = Array.ConvertAll(Grouped(firstInput, kept, i => below[i]), i => inputs[i]);
        var rising = new bool[tail.Length];
        for (var e = 0; e < tail.Length; e++)
        {
            rising[e] = rankOf[tail[e]] < rankOf[head[e]];
        }
        return new ContractionHierarchy
        {
            RankOf = rankOf,
            NodeAt = chordal.NodeAt,
            First = first,
            Tail = tails,
            Head = heads,
            HeadDepth = headDepth,
            Parent = parent,
            Depth = depth,
            Height = height,
            FirstDown = firstDown,
            DownArc = downArc,
            ArcOfEdge = arcOfEdge,
            FirstInput = firstInput,
            InputArc = inputArc,
            InputAt = Array.ConvertAll(inputArc, a => (arcOfEdge[a >> 1] * 2) + (rising[a >> 1] == ((a & 1) == 0) ? 0 : 1)),
        };
    }

    // Numbers 0 .. count − 1 by their group; counts[g + 1] is how many group g has, and becomes where it ends.
    private static int[] Grouped(int[] counts, int count, Func<int, int> groupOf)
    {
        for (var g = 1; g < counts.Length; g++)
        {
            counts[g] += counts[g - 1];
        }
        var next = counts[..^1];
        var grouped = new int[count];
        for (var i = 0; i < count; i++)
        {
            grouped[next[groupOf(i)]++] = i;
        }
        return grouped;
    }
}
