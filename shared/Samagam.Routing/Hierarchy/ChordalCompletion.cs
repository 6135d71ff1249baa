using System.Runtime.CompilerServices;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// A graph with all the arcs that taking its nodes away in order adds, found without weights: the neighbours above a node
/// are its own and those its children in the elimination tree hand up (symbolic factorization, George and Liu 1981).
/// </summary>
/// <param name="NodeAt">Nodes in rising rank: the order, renumbered so that every subtree is one stretch of ranks.</param>
/// <param name="First">Node v has the arcs First[v] .. First[v + 1).</param>
/// <param name="Head">Where they lead: upwards, by rising rank.</param>
/// <param name="Parent">In the elimination tree; the number of nodes at a root.</param>
internal sealed record ChordalCompletion(int[] NodeAt, int[] First, int[] Head, int[] Parent)
{
    /// <summary>The completion, or null when it is beyond the limits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ChordalCompletion? Of(NeighbourGraph graph, int[] order, HierarchyLimits limits)
    {
        var n = order.Length;
        var rankOf = new int[n];
        for (var r = 0; r < n; r++)
        {
            rankOf[order[r]] = r;
        }
        var (first, heads, parent) = (new int[n + 1], new GrowList<int>(Math.Max(16, graph.Neighbours.Length)), new int[n]);
        // Children of a node, as chains.
        var (child, sibling, seen) = (new int[n], new int[n], new int[n]);
        child.AsSpan().Fill(-1);
        seen.AsSpan().Fill(-1);
        var above = new GrowList<int>();
        for (var v = 0; v < n; v++)
        {
            above.Clear();
            seen[v] = v;
            for (var a = graph.First[order[v]]; a < graph.First[order[v] + 1]; a++)
            {
                Add(rankOf[graph.Neighbours[a]], v);
            }
            for (var c = child[v]; c >= 0; c = sibling[c])
            {
                for (var a = first[c]; a < first[c + 1]; a++)
                {
                    Add(heads[a], v);
                }
            }
            above.Span.Sort();
            parent[v] = above.Count > 0 ? above[0] : n;
            if (above.Count > 0)
            {
                (sibling[v], child[above[0]]) = (child[above[0]], v);
            }
            heads.AddRange(above.Span);
            first[v + 1] = heads.Count;
            if (heads.Count > limits.MaxArcs)
            {
                return null;
            }
        }
        return Renumbered(order, first, heads.Span, parent, limits);

        void Add(int rank, int v)
        {
            if (rank > v && seen[rank] != v)
            {
                seen[rank] = v;
                above.Add(rank);
            }
        }
    }

    // Depth first over the tree: same arcs, same ancestors in the same order, but near nodes are near in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ChordalCompletion? Renumbered(int[] order, int[] first, ReadOnlySpan<int> heads, int[] parent, HierarchyLimits limits)
    {
        var n = order.Length;
        var (size, depth) = (new int[n + 1], new int[n + 1]);
        for (var v = 0; v < n; v++)
        {
            size[parent[v]] += ++size[v];
        }
        // A node's stretch ends with itself; its children share what is before it, the last child next to it.
        var (place, free) = (new int[n], new int[n + 1]);
        free[n] = n;
        for (var v = n - 1; v >= 0; v--)
        {
            depth[v] = depth[parent[v]] + 1;
            if (depth[v] > limits.MaxHeight)
            {
                return null;
            }
            place[v] = free[parent[v]] - 1;
            free[parent[v]] -= size[v];
            free[v] = place[v];
        }
        var (nodeAt, newFirst, newParent, newHead) = (new int[n], new int[n + 1], new int[n], new int[heads.Length]);
        for (var v = 0; v < n; v++)
        {
            nodeAt[place[v]] = order[v];
            newParent[place[v]] = parent[v] == n ? n : place[parent[v]];
            newFirst[place[v] + 1] = first[v + 1] - first[v];
        }
        for (var v = 0; v < n; v++)
        {
            newFirst[v + 1] += newFirst[v];
        }
        for (var v = 0; v < n; v++)
        {
            for (int a = first[v], b = newFirst[place[v]]; a < first[v + 1]; a++, b++)
            {
                newHead[b] = place[heads[a]];
            }
        }
        return new ChordalCompletion(nodeAt, newFirst, newHead, newParent);
    }
}
