using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Dijkstra's algorithm (1959) from one place to many, or from many to one by following arcs against their direction.</summary>
internal sealed class OneToMany(WalkGraph graph, Exits exits, WalkLimits limits)
{
    /// <summary>
    /// Costs to each target under a metric; <see cref="int.MaxValue"/> where there is none. <paramref name="last"/>
    /// tells how each is reached: by which of its ways, in walking direction; no vertex (−1) where no junction is met. The start's own ways are
    /// left in the memory's <see cref="SearchScratch.Starts"/>.
    /// </summary>
    public SearchEnd Find(
        SearchScratch scratch, SnapPoint from, ReadOnlySpan<SnapPoint> targets, bool reversed, ArcCosts cost,
        Span<int> costs, Span<Exit> last)
    {
        // Which targets a vertex leads onto, sorted by vertex.
        var gates = new List<(int Vertex, int Target, Exit Exit)>(targets.Length * 2);
        for (var t = 0; t < targets.Length; t++)
        {
            costs[t] = reversed ? exits.Direct(targets[t], from, cost).Cost : exits.Direct(from, targets[t], cost).Cost;
            last[t] = new Exit(-1, 0, 0);
            if (reversed)
            {
                exits.From(targets[t], cost, scratch.Ends);
            }
            else
            {
                exits.To(targets[t], cost, scratch.Ends);
            }
            foreach (var exit in scratch.Ends)
            {
                gates.Add((exit.Vertex, t, exit));
            }
        }
        gates.Sort(static (a, b) => a.Vertex != b.Vertex ? a.Vertex.CompareTo(b.Vertex) : a.Target.CompareTo(b.Target));
        scratch.Begin();
        Seed(scratch, from, cost, reversed);
        var stopAt = Largest(costs);
        while (scratch.TrySettle(out var vertex, out var here) && here < stopAt)
        {
            if (scratch.Settled > limits.MaxSettled)
            {
                return SearchEnd.LimitReached;
            }
            for (var g = FirstGate(gates, vertex); g < gates.Count && gates[g].Vertex == vertex; g++)
            {
                var (_, target, exit) = gates[g];
                if ((long)here + exit.Cost < costs[target])
                {
                    (costs[target], last[target]) = (here + exit.Cost, exit);
                    stopAt = Largest(costs);
                }
            }
            Relax(scratch, vertex, here, cost, reversed ? 1 : 0);
        }
        return SearchEnd.Found;
    }

    /// <summary>Offers the junctions the start leads to; backwards, those that lead to it.</summary>
    public void Seed(SearchScratch scratch, SnapPoint from, ArcCosts cost, bool reversed)
    {
        if (reversed)
        {
            exits.To(from, cost, scratch.Starts);
        }
        else
        {
            exits.From(from, cost, scratch.Starts);
        }
        for (var i = 0; i < scratch.Starts.Count; i++)
        {
            scratch.Offer(scratch.Starts[i].Vertex, scratch.Starts[i].Cost, scratch.Starts[i].Cost, ~i);
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

    private static int FirstGate(List<(int Vertex, int Target, Exit Exit)> gates, int vertex)
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
