using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>How a search ended.</summary>
internal enum SearchEnd : byte
{
    Found,
    Exhausted,
    LimitReached,
}

/// <summary>
/// A* (Hart, Nilsson, Raphael 1968) from one place to another. The straight chord through the Earth is the
/// lower bound: it obeys the triangle inequality and is never longer than a path, so every settled cost is final.
/// </summary>
internal sealed class PointToPoint(WalkGraph graph, GraphChords chords, Exits exits, WalkLimits limits)
{
    /// <summary>
    /// Finds the cheapest walk. <paramref name="arcs"/> receives the ways in walking order as <see cref="IPathFinder"/> has them.
    /// </summary>
    public (SearchEnd End, int Cost) Find(SearchScratch scratch, SnapPoint from, SnapPoint to, ArcCosts cost, List<int> arcs)
    {
        arcs.Clear();
        scratch.Begin();
        var (starts, ends) = (scratch.Starts, scratch.Ends);
        exits.From(from, cost, starts);
        exits.To(to, cost, ends);
        var goal = new Goal(chords.Of(to.On), exits.LeastPerMm(to, cost, ends));
        var (best, last) = (exits.Direct(from, to, cost).Cost, -1);
        for (var i = 0; i < starts.Count; i++)
        {
            Offer(starts[i].Vertex, starts[i].Cost, ~i);
        }
        // By junction; a walk may end by several.
        ends.Sort(static (a, b) => a.Vertex.CompareTo(b.Vertex));
        while (scratch.TrySettle(out var vertex, out var key) && key < best)
        {
            if (scratch.Settled > limits.MaxSettled)
            {
                return (SearchEnd.LimitReached, 0);
            }
            var here = scratch.CostOf(vertex);
            for (var i = FirstAt(ends, vertex); i < ends.Count && ends[i].Vertex == vertex; i++)
            {
                if ((long)here + ends[i].Cost < best)
                {
                    (best, last) = (here + ends[i].Cost, i);
                }
            }
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                var arc = graph.ArcOf[i];
                if (cost.MayWalk(arc))
                {
                    Offer(graph.ArcHead[i], (long)here + cost.Of(arc), arc);
                }
            }
        }
        if (best < int.MaxValue && last >= 0)
        {
            arcs.Add(ends[last].Way);
            var first = scratch.TraceBack(ends[last].Vertex, graph, arcs);
            arcs.Add(starts[first].Way);
            arcs.Reverse();
        }
        return best < int.MaxValue ? (SearchEnd.Found, best) : (SearchEnd.Exhausted, 0);

        void Offer(int vertex, long total, int arc)
        {
            if (total < best)
            {
                scratch.Offer(vertex, (int)total, (int)Math.Min(int.MaxValue, total + goal.StillToGo(chords, vertex)), arc);
            }
        }
    }

    private static int FirstAt(List<Exit> ends, int vertex)
    {
        var (low, high) = (0, ends.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = ends[middle].Vertex < vertex ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private readonly struct Goal((double X, double Y, double Z) at, double leastPerMm)
    {
        public int StillToGo(GraphChords chords, int vertex) => ArcCosts.AtLeast(chords.Metres(vertex, at), leastPerMm);
    }
}
