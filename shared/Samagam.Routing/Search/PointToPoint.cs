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
/// A* (Hart, Nilsson, Raphael 1968) from a place on an edge to another. The straight chord through the Earth is the
/// lower bound: it obeys the triangle inequality and is never longer than a path, so every settled cost is final.
/// </summary>
internal sealed class PointToPoint(WalkGraph graph, GraphChords chords, WalkLimits limits)
{
    /// <summary>
    /// Finds the cheapest walk. <paramref name="arcs"/> receives the whole and partial arcs in walking order; it is empty
    /// when both places are on one edge and the walk stays on it.
    /// </summary>
    public SearchEnd Find(SearchScratch scratch, SnapPoint from, SnapPoint to, WalkMetric metric, List<int> arcs)
    {
        var cost = new WalkCost(graph, metric);
        var goal = new Goal(chords.Of(to.On), cost);
        var limit = cost.Limit(limits.MaxWalkMetres);
        arcs.Clear();
        scratch.Begin();
        var (best, bestArc) = (int.MaxValue, -1);
        var staysOnEdge = false;
        if (from.Edge == to.Edge && graph.MayWalk((from.Edge * 2) + (to.OffsetMm >= from.OffsetMm ? 0 : 1), Math.Abs(to.OffsetMm - from.OffsetMm)))
        {
            best = cost.OfPart(from.Edge, Math.Abs(to.OffsetMm - from.OffsetMm));
            staysOnEdge = true;
        }
        var length = graph.LengthMm[from.Edge];
        if (graph.MayWalk(from.Edge * 2, length - from.OffsetMm))
        {
            Offer(graph.Head[from.Edge], cost.OfPart(from.Edge, length - from.OffsetMm), ~(from.Edge * 2));
        }
        if (graph.MayWalk((from.Edge * 2) + 1, from.OffsetMm))
        {
            Offer(graph.Tail[from.Edge], cost.OfPart(from.Edge, from.OffsetMm), ~((from.Edge * 2) + 1));
        }
        var toTail = graph.MayWalk(to.Edge * 2, to.OffsetMm) ? graph.Tail[to.Edge] : -1;
        var toHead = graph.MayWalk((to.Edge * 2) + 1, graph.LengthMm[to.Edge] - to.OffsetMm) ? graph.Head[to.Edge] : -1;
        var fromTail = cost.OfPart(to.Edge, to.OffsetMm);
        var fromHead = cost.OfPart(to.Edge, graph.LengthMm[to.Edge] - to.OffsetMm);
        while (scratch.TrySettle(out var vertex, out var key) && key < best)
        {
            if (scratch.Settled > limits.MaxSettled || key > limit)
            {
                return SearchEnd.LimitReached;
            }
            var here = scratch.CostOf(vertex);
            if (vertex == toTail && here + fromTail < best)
            {
                (best, bestArc, staysOnEdge) = (here + fromTail, to.Edge * 2, false);
            }
            if (vertex == toHead && here + fromHead < best)
            {
                (best, bestArc, staysOnEdge) = (here + fromHead, (to.Edge * 2) + 1, false);
            }
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                var arc = graph.ArcOf[i];
                if (graph.MayWalk(arc))
                {
                    Offer(graph.ArcHead[i], here + cost.OfEdge(arc >> 1), arc);
                }
            }
        }
        return best < int.MaxValue ? Finish() : SearchEnd.Exhausted;

        void Offer(int vertex, int total, int arc)
        {
            if (total < best)
            {
                scratch.Offer(vertex, total, total + goal.StillToGo(chords, vertex), arc);
            }
        }

        SearchEnd Finish()
        {
            if (staysOnEdge)
            {
                return SearchEnd.Found;
            }
            arcs.Add(bestArc);
            scratch.TraceBack((bestArc & 1) == 0 ? graph.Tail[to.Edge] : graph.Head[to.Edge], graph, arcs);
            arcs.Reverse();
            return SearchEnd.Found;
        }
    }

    private readonly struct Goal((double X, double Y, double Z) at, WalkCost cost)
    {
        public int StillToGo(GraphChords chords, int vertex) => cost.AtLeast(chords.Metres(vertex, at));
    }
}
