using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Dijkstra's algorithm (1959) from one place to many, or from many to one by following arcs against their direction.</summary>
internal sealed class OneToMany(WalkGraph graph, WalkLimits limits)
{
    /// <summary>
    /// Costs to each target under a metric; <see cref="int.MaxValue"/> where there is none. <paramref name="lastArc"/>
    /// tells how each is reached: the arc into it, or −1 along the start's own edge.
    /// </summary>
    public SearchEnd Find(
        SearchScratch scratch, SnapPoint from, ReadOnlySpan<SnapPoint> targets, bool reversed, WalkMetric metric,
        Span<int> costs, Span<int> lastArc)
    {
        var cost = new WalkCost(graph, metric);
        var limit = cost.Limit(limits.MaxWalkMetres);
        var flip = reversed ? 1 : 0;
        // Which targets a vertex leads onto: (vertex, target, arc, part of the arc), sorted by vertex.
        var gates = new List<(int Vertex, int Target, int Arc, int Part)>(targets.Length * 2);
        for (var t = 0; t < targets.Length; t++)
        {
            var target = targets[t];
            (costs[t], lastArc[t]) = (int.MaxValue, -1);
            var part = cost.OfPart(target.Edge, target.OffsetMm);
            var rest = cost.OfPart(target.Edge, graph.LengthMm[target.Edge] - target.OffsetMm);
            if (graph.MayWalk((target.Edge * 2) + flip, target.OffsetMm))
            {
                gates.Add((graph.Tail[target.Edge], t, target.Edge * 2, part));
            }
            if (graph.MayWalk((target.Edge * 2) + 1 - flip, graph.LengthMm[target.Edge] - target.OffsetMm))
            {
                gates.Add((graph.Head[target.Edge], t, (target.Edge * 2) + 1, rest));
            }
            var along = target.OffsetMm >= from.OffsetMm ? 0 : 1;
            if (target.Edge == from.Edge && graph.MayWalk((from.Edge * 2) + (along ^ flip), Math.Abs(target.OffsetMm - from.OffsetMm)))
            {
                costs[t] = cost.OfPart(from.Edge, Math.Abs(target.OffsetMm - from.OffsetMm));
            }
        }
        gates.Sort();
        scratch.Begin();
        Seed(scratch, from, cost, flip);
        var stopAt = Largest(costs);
        while (scratch.TrySettle(out var vertex, out var here) && here < stopAt)
        {
            if (scratch.Settled > limits.MaxSettled || here > limit)
            {
                return SearchEnd.LimitReached;
            }
            for (var g = FirstGate(gates, vertex); g < gates.Count && gates[g].Vertex == vertex; g++)
            {
                var (_, target, arc, part) = gates[g];
                if (here + part < costs[target])
                {
                    (costs[target], lastArc[target]) = (here + part, arc);
                    stopAt = Largest(costs);
                }
            }
            Relax(scratch, vertex, here, cost, flip);
        }
        return SearchEnd.Found;
    }

    /// <summary>Offers the two ends of the start's edge.</summary>
    public void Seed(SearchScratch scratch, SnapPoint from, WalkCost cost, int flip)
    {
        if (graph.MayWalk((from.Edge * 2) + flip, graph.LengthMm[from.Edge] - from.OffsetMm))
        {
            var rest = cost.OfPart(from.Edge, graph.LengthMm[from.Edge] - from.OffsetMm);
            scratch.Offer(graph.Head[from.Edge], rest, rest, ~(from.Edge * 2));
        }
        if (graph.MayWalk((from.Edge * 2) + 1 - flip, from.OffsetMm))
        {
            var part = cost.OfPart(from.Edge, from.OffsetMm);
            scratch.Offer(graph.Tail[from.Edge], part, part, ~((from.Edge * 2) + 1));
        }
    }

    /// <summary>Offers the neighbours of a settled vertex.</summary>
    public void Relax(SearchScratch scratch, int vertex, int here, WalkCost cost, int flip)
    {
        for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
        {
            var arc = graph.ArcOf[i];
            if (graph.MayWalk(arc ^ flip))
            {
                var there = here + cost.OfEdge(arc >> 1);
                scratch.Offer(graph.ArcHead[i], there, there, arc);
            }
        }
    }

    private static int FirstGate(List<(int Vertex, int Target, int Arc, int Part)> gates, int vertex)
    {
        var (low, high) = (0, gates.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = gates[middle].Vertex < vertex ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static int Largest(Span<int> costs)
    {
        var largest = 0;
        foreach (var c in costs)
        {
            largest = Math.Max(largest, c);
        }
        return largest;
    }
}
