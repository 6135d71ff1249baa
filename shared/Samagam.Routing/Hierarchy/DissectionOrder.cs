namespace Samagam.Routing.Hierarchy;

/// <summary>
/// The order a hierarchy is built in, by nested dissection (George 1973): a small separator is ranked above the two parts
/// it leaves, and so on within each part. Depends on nothing but the graph: the same map gives the same order, however
/// many processors work on it.
/// </summary>
internal static class DissectionOrder
{
    // Below this a part is ordered sooner than handed to another processor.
    private const int WorthSharing = 1500;

    /// <summary>The nodes in rising rank.</summary>
    /// <param name="graph">What to order.</param>
    /// <param name="parallel">Whether other processors may help.</param>
    public static int[] Find(NeighbourGraph graph, bool parallel = true)
    {
        var (taken, core, coreGraph) = CoreReduction.Run(graph);
        var order = new int[graph.NodeCount];
        taken.CopyTo(order);
        var coreOrder = order.AsSpan(taken.Count);
        var inCore = new int[core.Length];
        new Dissection(coreGraph, inCore, parallel).Run();
        for (var i = 0; i < inCore.Length; i++)
        {
            coreOrder[i] = core[inCore[i]];
        }
        return order;
    }

    private sealed class Dissection(NeighbourGraph whole, int[] order, bool parallel)
    {
        public void Run() => Order(whole, [.. Enumerable.Range(0, whole.NodeCount)], 0);

        // Fills order[at .. at + nodes.Length) with the nodes of a part.
        private void Order(NeighbourGraph part, int[] nodes, int at)
        {
            if (nodes.Length <= CellOrder.MaxNodes)
            {
                CellOrder.Run(whole, nodes, order.AsSpan(at, nodes.Length));
                return;
            }
            var side = Islands(part);
            if (side is not null)
            {
                Recurse(part, nodes, side, at);
                return;
            }
            var cut = InertialFlow.Split(part, out var along);
            var separator = Enumerable.Range(0, nodes.Length).Where(v => cut[v] == 0)
                .OrderBy(v => ((long)part.X[v] * along.X) + ((long)part.Y[v] * along.Y)).ThenBy(v => v)
                .Select(v => nodes[v]).ToArray();
            separator.CopyTo(order, at + nodes.Length - separator.Length);
            Recurse(part, nodes, cut, at);
        }

        private void Recurse(NeighbourGraph part, int[] nodes, sbyte[] side, int at)
        {
            var place = new int[nodes.Length];
            place.AsSpan().Fill(-1);
            var (before, behind) = (Members(side, -1), Members(side, 1));
            var (one, other) = (part.Part(before, place), part.Part(behind, place));
            var (oneNodes, otherNodes) = (Array.ConvertAll(before, v => nodes[v]), Array.ConvertAll(behind, v => nodes[v]));
            if (parallel && Math.Min(before.Length, behind.Length) >= WorthSharing)
            {
                Parallel.Invoke(() => Order(one, oneNodes, at), () => Order(other, otherNodes, at + before.Length));
                return;
            }
            Order(one, oneNodes, at);
            Order(other, otherNodes, at + before.Length);
        }

        private static int[] Members(sbyte[] side, sbyte of)
        {
            var members = new int[side.AsSpan().Count(of)];
            for (int v = 0, i = 0; v < side.Length; v++)
            {
                if (side[v] == of)
                {
                    members[i++] = v;
                }
            }
            return members;
        }

        // Parts that do not touch need no separator: the islands shared out so that both sides are of like size. Null for one island.
        private static sbyte[]? Islands(NeighbourGraph part)
        {
            var island = new int[part.NodeCount];
            var sizes = new List<int>();
            var queue = new int[part.NodeCount];
            for (var root = 0; root < island.Length; root++)
            {
                if (island[root] != 0)
                {
                    continue;
                }
                var (read, write) = (0, 1);
                queue[0] = root;
                island[root] = sizes.Count + 1;
                while (read < write)
                {
                    var v = queue[read++];
                    for (var a = part.First[v]; a < part.First[v + 1]; a++)
                    {
                        if (island[part.Neighbours[a]] == 0)
                        {
                            island[part.Neighbours[a]] = sizes.Count + 1;
                            queue[write++] = part.Neighbours[a];
                        }
                    }
                }
                if (write == island.Length)
                {
                    return null;
                }
                sizes.Add(write);
            }
            var isBehind = new bool[sizes.Count];
            var balance = 0;
            foreach (var i in Enumerable.Range(0, sizes.Count).OrderByDescending(i => sizes[i]).ThenBy(i => i))
            {
                isBehind[i] = balance > 0;
                balance += isBehind[i] ? -sizes[i] : sizes[i];
            }
            return Array.ConvertAll(island, i => (sbyte)(isBehind[i - 1] ? 1 : -1));
        }
    }
}
