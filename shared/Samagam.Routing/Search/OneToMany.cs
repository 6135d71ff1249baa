using Samagam.Routing.Conditions;
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
        SearchScratch scratch, SnapPoint from, ReadOnlySpan<SnapPoint> targets, bool reversed, ArcCosts cost,
        Span<int> costs, Span<int> lastArc)
    {
        var flip = reversed ? 1 : 0;
        // Which targets a vertex leads onto: (vertex, target, arc, part of the arc), sorted by vertex.
        var gates = new List<(int Vertex, int Target, int Arc, int Part)>(targets.Length * 2);
        for (var t = 0; t < targets.Length; t++)
        {
            var target = targets[t];
            (costs[t], lastArc[t]) = (int.MaxValue, -1);
            var (onward, against) = ((target.Edge * 2) + flip, (target.Edge * 2) + 1 - flip);
            var rest = graph.LengthMm[target.Edge] - target.OffsetMm;
            if (cost.MayWalk(onward, target.OffsetMm))
            {
                gates.Add((graph.Tail[target.Edge], t, target.Edge * 2, Last(onward, target.OffsetMm)));
            }
            if (cost.MayWalk(against, rest))
            {
                gates.Add((graph.Head[target.Edge], t, (target.Edge * 2) + 1, Last(against, rest)));
            }
            var along = ((target.OffsetMm >= from.OffsetMm ? 0 : 1) ^ flip) + (from.Edge * 2);
            if (target.Edge == from.Edge && cost.MayWalk(along, Math.Abs(target.OffsetMm - from.OffsetMm)))
            {
                costs[t] = cost.OfRest(along, Math.Abs(target.OffsetMm - from.OffsetMm));
            }
        }
        gates.Sort();
        scratch.Begin();
        Seed(scratch, from, cost, flip);
        var stopAt = Largest(costs);
        while (scratch.TrySettle(out var vertex, out var here) && here < stopAt)
        {
            if (scratch.Settled > limits.MaxSettled)
            {
                return SearchEnd.LimitReached;
            }
            for (var g = FirstGate(gates, vertex); g < gates.Count && gates[g].Vertex == vertex; g++)
            {
                var (_, target, arc, part) = gates[g];
                if ((long)here + part < costs[target])
                {
                    (costs[target], lastArc[target]) = (here + part, arc);
                    stopAt = Largest(costs);
                }
            }
            Relax(scratch, vertex, here, cost, flip);
        }
        return SearchEnd.Found;

        // Whoever walks towards a target begins its arc at the junction; backwards, the search comes from the walk's end.
        int Last(int arc, int mm) => reversed ? cost.OfRest(arc, mm) : cost.OfBeginning(arc, mm);
    }

    /// <summary>Offers the two ends of the start's edge.</summary>
    public void Seed(SearchScratch scratch, SnapPoint from, ArcCosts cost, int flip)
    {
        Offer((from.Edge * 2) + flip, graph.Head[from.Edge], graph.LengthMm[from.Edge] - from.OffsetMm, from.Edge * 2);
        Offer((from.Edge * 2) + 1 - flip, graph.Tail[from.Edge], from.OffsetMm, (from.Edge * 2) + 1);

        void Offer(int arc, int vertex, int mm, int named)
        {
            if (cost.MayWalk(arc, mm))
            {
                var part = flip == 0 ? cost.OfRest(arc, mm) : cost.OfBeginning(arc, mm);
                scratch.Offer(vertex, part, part, ~named);
            }
        }
    }

    /// <summary>Offers the neighbours of a settled vertex.</summary>
    public void Relax(SearchScratch scratch, int vertex, int here, ArcCosts cost, int flip)
    {
        for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
        {
            var arc = graph.ArcOf[i];
            if (cost.MayWalk(arc ^ flip) && (long)here + cost.Of(arc ^ flip) is < int.MaxValue and var there)
            {
                scratch.Offer(graph.ArcHead[i], (int)there, (int)there, arc);
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
