namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Cuts a map in two where few streets cross: "On balanced separators in road networks" (Schild and Sommer, SEA 2015).
/// Nodes are lined up along a direction; a maximum flow from the first of them to the last finds the fewest nodes in the
/// middle band that part them. The best of several directions is taken.
/// </summary>
internal static class InertialFlow
{
    /// <summary>How much of the map each of the two outer sets holds, at most one half.</summary>
    private const double Outer = 0.25;

    private static readonly (int X, int Y)[] Directions = [(1, 0), (1, 1), (0, 1), (-1, 1)];

    /// <summary>Sorts the nodes of a connected graph into before (−1), on (0) and behind (1) a separator.</summary>
    /// <param name="graph">At least two nodes.</param>
    /// <param name="along">Across the direction taken: nodes of the separator, sorted by this, lie side by side.</param>
    public static sbyte[] Split(NeighbourGraph graph, out (int X, int Y) along)
    {
        var n = graph.NodeCount;
        var outer = Math.Max(1, (int)(n * Outer));
        var flow = new SeparatorFlow(graph);
        var (keys, sorted, side) = (new long[n], new long[n], new sbyte[n]);
        var (cut, best) = (new sbyte[n], new sbyte[n]);
        var bestScore = double.PositiveInfinity;
        along = default;
        foreach (var (dx, dy) in Directions)
        {
            for (var v = 0; v < n; v++)
            {
                // The number of the node ends the key, so that no two are equal.
                keys[v] = ((((long)graph.X[v] * dx) + ((long)graph.Y[v] * dy)) << 24) ^ v;
            }
            keys.CopyTo(sorted, 0);
            var first = Selection.Smallest(sorted, outer - 1);
            var last = Selection.Smallest(sorted, n - outer);
            for (var v = 0; v < n; v++)
            {
                side[v] = (sbyte)(keys[v] <= first ? -1 : keys[v] >= last ? 1 : 0);
            }
            var gates = Gates(graph, side, -1);
            var atMost = bestScore < double.PositiveInfinity ? (int)Math.Min(n, Math.Ceiling(bestScore * (n / 2.0))) : n;
            var size = flow.Push(side, gates, atMost);
            if (size >= atMost && atMost < n)
            {
                continue;
            }
            foreach (var nearLast in new[] { false, true })
            {
                flow.Cut(side, nearLast ? Gates(graph, side, 1) : gates, nearLast, cut);
                var (before, behind) = (cut.AsSpan().Count((sbyte)-1), cut.AsSpan().Count((sbyte)1));
                var score = (double)size / Math.Max(1, Math.Min(before, behind));
                if (score < bestScore)
                {
                    (bestScore, along) = (score, (-dy, dx));
                    (cut, best) = (best, cut);
                }
            }
        }
        return best;
    }

    private static List<int> Gates(NeighbourGraph graph, sbyte[] side, sbyte of)
    {
        var gates = new List<int>();
        for (var v = 0; v < side.Length; v++)
        {
            if (side[v] != of)
            {
                continue;
            }
            for (var a = graph.First[v]; a < graph.First[v + 1]; a++)
            {
                if (side[graph.Neighbours[a]] != of)
                {
                    gates.Add(v);
                    break;
                }
            }
        }
        return gates;
    }
}
