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
/// A* (Hart, Nilsson, Raphael 1968) from a place on an edge to another. The straight chord through the Earth is the
/// lower bound: it obeys the triangle inequality and is never longer than a path, so every settled cost is final.
/// </summary>
internal sealed class PointToPoint(WalkGraph graph, GraphChords chords, WalkLimits limits)
{
    /// <summary>
    /// Finds the cheapest walk. <paramref name="arcs"/> receives the whole and partial arcs in walking order; it is empty
    /// when both places are on one edge and the walk stays on it.
    /// </summary>
    public (SearchEnd End, int Cost) Find(SearchScratch scratch, SnapPoint from, SnapPoint to, ArcCosts cost, List<int> arcs)
    {
        var goal = new Goal(chords.Of(to.On), cost);
        arcs.Clear();
        scratch.Begin();
        var (best, bestArc) = (int.MaxValue, -1);
        var staysOnEdge = false;
        var along = (from.Edge * 2) + (to.OffsetMm >= from.OffsetMm ? 0 : 1);
        if (from.Edge == to.Edge && cost.MayWalk(along, Math.Abs(to.OffsetMm - from.OffsetMm)))
        {
            best = cost.OfRest(along, Math.Abs(to.OffsetMm - from.OffsetMm));
            staysOnEdge = true;
        }
        var (ahead, back) = (from.Edge * 2, (from.Edge * 2) + 1);
        var length = graph.LengthMm[from.Edge];
        if (cost.MayWalk(ahead, length - from.OffsetMm))
        {
            Offer(graph.Head[from.Edge], cost.OfRest(ahead, length - from.OffsetMm), ~ahead);
        }
        if (cost.MayWalk(back, from.OffsetMm))
        {
            Offer(graph.Tail[from.Edge], cost.OfRest(back, from.OffsetMm), ~back);
        }
        var (onward, against) = (to.Edge * 2, (to.Edge * 2) + 1);
        var rest = graph.LengthMm[to.Edge] - to.OffsetMm;
        var toTail = cost.MayWalk(onward, to.OffsetMm) ? graph.Tail[to.Edge] : -1;
        var toHead = cost.MayWalk(against, rest) ? graph.Head[to.Edge] : -1;
        var fromTail = toTail < 0 ? 0 : cost.OfBeginning(onward, to.OffsetMm);
        var fromHead = toHead < 0 ? 0 : cost.OfBeginning(against, rest);
        while (scratch.TrySettle(out var vertex, out var key) && key < best)
        {
            if (scratch.Settled > limits.MaxSettled)
            {
                return (SearchEnd.LimitReached, 0);
            }
            var here = scratch.CostOf(vertex);
            if (vertex == toTail && (long)here + fromTail < best)
            {
                (best, bestArc, staysOnEdge) = (here + fromTail, to.Edge * 2, false);
            }
            if (vertex == toHead && (long)here + fromHead < best)
            {
                (best, bestArc, staysOnEdge) = (here + fromHead, (to.Edge * 2) + 1, false);
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
        return best < int.MaxValue ? (Finish(), best) : (SearchEnd.Exhausted, 0);

        void Offer(int vertex, long total, int arc)
        {
            if (total < best)
            {
                scratch.Offer(vertex, (int)total, (int)Math.Min(int.MaxValue, total + goal.StillToGo(chords, vertex)), arc);
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

    private readonly struct Goal((double X, double Y, double Z) at, ArcCosts cost)
    {
        public int StillToGo(GraphChords chords, int vertex) => cost.AtLeast(chords.Metres(vertex, at));
    }
}
