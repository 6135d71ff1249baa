using System.Runtime.InteropServices;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

// How long walks take, without their geometry.
internal sealed partial class Walks
{
    public WalkTime[] Times(Coordinate from, IReadOnlyList<Coordinate> targets, bool reversed, MetricInUse metric)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targets.Count, limits.MaxTargets);
        var times = new WalkTime[targets.Count];
        if (!from.IsValid || snapping.Nearest(from) is not { } nearest)
        {
            Array.Fill(times, WalkTime.None(!from.IsValid ? NoRouteReason.InvalidCoordinate
                : reversed ? NoRouteReason.EndFarFromPaths : NoRouteReason.StartFarFromPaths));
            return times;
        }
        var start = snapping.ToMain(nearest);
        var together = new List<(SnapPoint Place, int Target)>();
        for (var t = 0; t < targets.Count; t++)
        {
            var there = targets[t].IsValid ? snapping.Nearest(targets[t]) : null;
            if (there is not { } place)
            {
                times[t] = WalkTime.None(!targets[t].IsValid ? NoRouteReason.InvalidCoordinate
                    : reversed ? NoRouteReason.StartFarFromPaths : NoRouteReason.EndFarFromPaths);
            }
            else if (start != nearest && snapping.SharePart(nearest, place))
            {
                // Both in the same small part: a short walk of its own.
                times[t] = TimeOf(reversed
                    ? RouteOrFromMain(place, nearest, metric)
                    : RouteOrFromMain(nearest, place, metric));
            }
            else
            {
                together.Add((snapping.ToMain(place), t));
            }
        }
        TimesTogether(start, together, reversed, metric, times);
        return times;
    }

    private static WalkTime TimeOf(RouteOutcome outcome) => outcome switch
    {
        RouteFound found => new WalkTime(null, found.DoorToDoorSeconds, found.DoorToDoorMetres),
        NoRoute none => WalkTime.None(none.Reason),
        _ => throw new InvalidOperationException("a route outcome is found or not found"),
    };

    private void TimesTogether(SnapPoint start, List<(SnapPoint Place, int Target)> together, bool reversed, MetricInUse metric, WalkTime[] times)
    {
        if (metric.Pinned is null && together.Count > 0)
        {
            // One search for all costs less than one for each.
            TimesBySettling(start, together, reversed, metric.Costs, times);
            return;
        }
        foreach (var (place, target) in together)
        {
            times[target] = reversed ? Measure(place, start, metric) : Measure(start, place, metric);
        }
    }

    private void TimesBySettling(SnapPoint start, List<(SnapPoint Place, int Target)> together, bool reversed, ArcCosts metric, WalkTime[] times)
    {
        var places = together.Select(t => t.Place).ToArray();
        var costs = new int[places.Length];
        var last = new Exit[places.Length];
        var scratch = ground.Searches.Rent();
        var ended = ground.OneToMany.Find(scratch, start, places, reversed, metric, costs, last);
        for (var i = 0; i < places.Length; i++)
        {
            times[together[i].Target] = costs[i] < int.MaxValue
                ? TracedBack(scratch, start, places[i], last[i], reversed, metric)
                : WalkTime.None(ended == SearchEnd.LimitReached ? NoRouteReason.LimitReached : NoRouteReason.NotConnected);
        }
        ground.Searches.Return(scratch);
    }

    // Costs are not times: they carry penalties. People are told true times, so each walk is followed and measured.
    private WalkTime Measure(SnapPoint start, SnapPoint end, MetricInUse metric)
    {
        var arcs = new List<int>();
        return metric.Finder.Find(start, end, metric.Costs, arcs).End switch
        {
            SearchEnd.Found => Measured(arcs, start, end, metric.Costs),
            SearchEnd.Exhausted => WalkTime.None(NoRouteReason.NotConnected),
            _ => WalkTime.None(NoRouteReason.LimitReached),
        };
    }

    private WalkTime TracedBack(SearchScratch scratch, SnapPoint start, SnapPoint place, Exit last, bool reversed, ArcCosts metric)
    {
        var arcs = new List<int>();
        if (last.Vertex >= 0)
        {
            arcs.Add(last.Way);
            var first = scratch.TraceBack(last.Vertex, graph, arcs);
            if (reversed)
            {
                // Found from the walk's end, against the arcs; its own ends are as they are walked.
                for (var i = 1; i < arcs.Count; i++)
                {
                    arcs[i] ^= 1;
                }
            }
            arcs.Add(scratch.Starts[first].Way);
            if (!reversed)
            {
                arcs.Reverse();
            }
        }
        return reversed ? Measured(arcs, place, start, metric) : Measured(arcs, start, place, metric);
    }

    private WalkTime Measured(List<int> arcs, SnapPoint start, SnapPoint end, ArcCosts costs)
    {
        long mm = 0;
        double ms = 0;
        var draft = ground.Drafts.Rent();
        ground.Pieces.Of(CollectionsMarshal.AsSpan(arcs), start, end, costs, draft.Pieces);
        foreach (ref readonly var piece in CollectionsMarshal.AsSpan(draft.Pieces))
        {
            mm += piece.Mm;
            if (piece.IsLine)
            {
                costs.Lines.Weigh(piece.Line, out var milliseconds, out _);
                ms += milliseconds;
            }
            else
            {
                ms += (double)paths.TimeMs[piece.Arc] * piece.Mm / graph.LengthMm[piece.Arc >> 1];
            }
        }
        ground.Drafts.Return(draft);
        if (mm > limits.MaxWalkMetres * 1000)
        {
            return WalkTime.None(NoRouteReason.LimitReached);
        }
        var gaps = start.GapMetres + end.GapMetres;
        return new WalkTime(null, (ms + (gaps * FootRules.WalkingMsPerMetre)) / 1000, (mm / 1000.0) + gaps);
    }
}
