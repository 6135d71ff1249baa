using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>
/// The part of a found walk between the places where it comes onto the paths and leaves them: what is worth alternatives. A walk from or to
/// open ground keeps its straight lines.
/// </summary>
/// <param name="Arcs">As of a walk between places on edges.</param>
/// <param name="Start">On an edge.</param>
/// <param name="End">On an edge.</param>
/// <param name="LineCost">What the lines cost that are left out.</param>
/// <param name="First">The line left out at the start; 0 when there is none.</param>
/// <param name="Last">The line left out at the end; 0 when there is none.</param>
internal readonly record struct InnerWalk(List<int> Arcs, SnapPoint Start, SnapPoint End, int LineCost, int First, int Last)
{
    /// <summary>Null when nothing of the walk is on paths between two junctions.</summary>
    public static InnerWalk? Of(WalkGround ground, List<int> arcs, SnapPoint start, SnapPoint end, ArcCosts costs)
    {
        if (start.Spot is null && end.Spot is null)
        {
            return new InnerWalk(arcs, start, end, 0, 0, 0);
        }
        if (arcs.Count < 2)
        {
            return null;
        }
        var (first, last) = (arcs[0] < 0 ? arcs[0] : 0, arcs[^1] < 0 ? arcs[^1] : 0);
        var inner = arcs[(first < 0 ? 1 : 0)..^(last < 0 ? 1 : 0)];
        if (inner.Count == 0)
        {
            return null;
        }
        long lines = 0;
        if (start.Spot is { } from)
        {
            lines += costs.Lines.Of(first < 0 ? from.LineTo(from.Lines[~first], ground.Graph) : from.LineBeside(from.Beside!.Value));
            start = first < 0 ? AtEnd(ground.Graph, inner[0], isHead: false) : from.Beside!.Value.Place;
        }
        if (end.Spot is { } to)
        {
            lines += costs.Lines.Of((last < 0 ? to.LineTo(to.Lines[~last], ground.Graph) : to.LineBeside(to.Beside!.Value)).Back);
            end = last < 0 ? AtEnd(ground.Graph, inner[^1], isHead: true) : to.Beside!.Value.Place;
        }
        return new InnerWalk(inner, start, end, (int)Math.Min(lines, ArcCosts.Blocked), first, last);
    }

    /// <summary>Another walk between the same two places, with the lines.</summary>
    public int[] Whole(int[] arcs)
    {
        // At a junction a line leads to, an arc may be left again where it is entered: that is no part of the walk.
        var from = First < 0 && IsLeftAtOnce(arcs[0], Start, atStart: true) ? 1 : 0;
        var to = Last < 0 && IsLeftAtOnce(arcs[^1], End, atStart: false) ? 1 : 0;
        if (First == 0 && Last == 0)
        {
            return arcs;
        }
        return [.. First < 0 ? (ReadOnlySpan<int>)[First] : [], .. arcs.AsSpan()[from..^to], .. Last < 0 ? (ReadOnlySpan<int>)[Last] : []];
    }

    private static bool IsLeftAtOnce(int arc, SnapPoint place, bool atStart)
    {
        var leadsToHead = (arc & 1) == 0;
        var isAtHead = place.OffsetMm > 0;
        return arc >> 1 == place.Edge && leadsToHead == isAtHead == atStart;
    }

    // The junction at one end of an arc, as a place on it.
    private static SnapPoint AtEnd(WalkGraph graph, int arc, bool isHead)
    {
        var edge = arc >> 1;
        var atTail = (arc & 1) == 0 != isHead;
        var on = graph.VertexAt(atTail ? graph.Tail[edge] : graph.Head[edge]);
        return new SnapPoint(edge, atTail ? graph.FirstPoint[edge] : graph.FirstPoint[edge + 1] - 2, atTail ? 0 : graph.LengthMm[edge], on, 0, on);
    }
}
