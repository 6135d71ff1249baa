using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>One way between a place and a junction.</summary>
/// <param name="Vertex">The junction.</param>
/// <param name="Cost">In walking direction.</param>
/// <param name="Way">As lists of arcs have it: an arc walked in part, or ~ the number of a <see cref="SpotLine"/>.</param>
internal readonly record struct Exit(int Vertex, int Cost, int Way);

/// <summary>A walk that meets no junction.</summary>
/// <param name="Cost">What it costs; <see cref="ArcCosts.Blocked"/> when there is none.</param>
/// <param name="Area">The area it leads straight across; −1 along an edge.</param>
internal readonly record struct DirectWay(int Cost, int Area)
{
    public static DirectWay None => new(ArcCosts.Blocked, -1);

    public bool IsOpen => Cost < ArcCosts.Blocked;
}

/// <summary>How places are left and reached under a metric: along their edge, or by straight lines across open ground.</summary>
internal sealed class Exits(WalkGraph graph, OpenGround ground)
{
    /// <summary>The ways from a place; those that are shut are left out.</summary>
    public void From(SnapPoint place, ArcCosts costs, List<Exit> exits)
    {
        exits.Clear();
        if (place.Spot is not { } spot)
        {
            AlongFrom(place, costs, 0, exits);
            return;
        }
        for (var i = 0; i < spot.Lines.Length; i++)
        {
            Add(exits, spot.Lines[i].Vertex, costs.Lines.Of(spot.LineTo(spot.Lines[i], graph)), ~i);
        }
        if (spot.Beside is { } beside && costs.Lines.Of(spot.LineBeside(beside)) is < ArcCosts.Blocked and var cost)
        {
            AlongFrom(beside.Place, costs, cost, exits);
        }
    }

    /// <summary>The ways to a place; those that are shut are left out.</summary>
    public void To(SnapPoint place, ArcCosts costs, List<Exit> exits)
    {
        exits.Clear();
        if (place.Spot is not { } spot)
        {
            AlongTo(place, costs, 0, exits);
            return;
        }
        for (var i = 0; i < spot.Lines.Length; i++)
        {
            Add(exits, spot.Lines[i].Vertex, costs.Lines.Of(spot.LineTo(spot.Lines[i], graph).Back), ~i);
        }
        if (spot.Beside is { } beside && costs.Lines.Of(spot.LineBeside(beside).Back) is < ArcCosts.Blocked and var cost)
        {
            AlongTo(beside.Place, costs, cost, exits);
        }
    }

    /// <summary>The cheapest walk that meets no junction.</summary>
    public DirectWay Direct(SnapPoint from, SnapPoint to, ArcCosts costs)
    {
        var best = DirectWay.None;
        if (from.Spot is { } start && to.Spot is { } end && ground.Between(start, end) is >= 0 and var area)
        {
            best = new DirectWay(costs.Lines.Of(new GroundLine(area, start.At, end.At)), area);
        }
        var (one, other) = (OnPath(from), OnPath(to));
        if (one is { } a && other is { } b && a.Edge == b.Edge)
        {
            var along = (a.Edge * 2) + (b.OffsetMm >= a.OffsetMm ? 0 : 1);
            var mm = Math.Abs(b.OffsetMm - a.OffsetMm);
            if (costs.MayWalk(along, mm) && Sum(costs.OfRest(along, mm), LineOf(from, costs, isBack: false), LineOf(to, costs, isBack: true)) is var cost && cost < best.Cost)
            {
                best = new DirectWay(cost, -1);
            }
        }
        return best;
    }

    /// <summary>The least a line of a place costs a millimetre; what <see cref="ArcCosts.LeastPerMm"/> is for edges.</summary>
    public double LeastPerMm(SnapPoint place, ArcCosts costs, List<Exit> exits)
    {
        var least = costs.LeastPerMm;
        if (place.Spot is { } spot)
        {
            foreach (var exit in exits)
            {
                var mm = exit.Way < 0 ? spot.LineTo(spot.Lines[~exit.Way], graph).LengthMm : 0;
                least = mm > 0 ? Math.Min(least, (double)exit.Cost / mm) : least;
            }
            if (spot.Beside is { } beside && spot.LineBeside(beside) is { LengthMm: > 0 } line && costs.Lines.Of(line.Back) is < ArcCosts.Blocked and var cost)
            {
                least = Math.Min(least, (double)cost / line.LengthMm);
            }
        }
        return least;
    }

    /// <summary>Where a place is on a path: itself, or the path beside it.</summary>
    public static SnapPoint? OnPath(SnapPoint place) => place.Spot is { } spot ? spot.Beside?.Place : place;

    private static int LineOf(SnapPoint place, ArcCosts costs, bool isBack)
        => place.Spot is { Beside: { } beside } spot ? costs.Lines.Of(isBack ? spot.LineBeside(beside).Back : spot.LineBeside(beside)) : 0;

    private void AlongFrom(SnapPoint place, ArcCosts costs, int before, List<Exit> exits)
    {
        var (on, back) = (place.Edge * 2, (place.Edge * 2) + 1);
        var rest = graph.LengthMm[place.Edge] - place.OffsetMm;
        Add(exits, graph.Head[place.Edge], Sum(before, costs.MayWalk(on, rest) ? costs.OfRest(on, rest) : ArcCosts.Blocked), on);
        Add(exits, graph.Tail[place.Edge], Sum(before, costs.MayWalk(back, place.OffsetMm) ? costs.OfRest(back, place.OffsetMm) : ArcCosts.Blocked), back);
    }

    private void AlongTo(SnapPoint place, ArcCosts costs, int after, List<Exit> exits)
    {
        var (on, back) = (place.Edge * 2, (place.Edge * 2) + 1);
        var rest = graph.LengthMm[place.Edge] - place.OffsetMm;
        Add(exits, graph.Tail[place.Edge], Sum(after, costs.MayWalk(on, place.OffsetMm) ? costs.OfBeginning(on, place.OffsetMm) : ArcCosts.Blocked), on);
        Add(exits, graph.Head[place.Edge], Sum(after, costs.MayWalk(back, rest) ? costs.OfBeginning(back, rest) : ArcCosts.Blocked), back);
    }

    private static void Add(List<Exit> exits, int vertex, int cost, int way)
    {
        if (cost < ArcCosts.Blocked)
        {
            exits.Add(new Exit(vertex, cost, way));
        }
    }

    // Shut as soon as one of them is.
    private static int Sum(params ReadOnlySpan<int> costs)
    {
        long sum = 0;
        foreach (var cost in costs)
        {
            sum += cost;
        }
        return (int)Math.Min(sum, ArcCosts.Blocked);
    }

    /// <summary>The cheapest of some exits at a junction; it must have one.</summary>
    public static Exit At(List<Exit> exits, int vertex)
    {
        var best = new Exit(-1, int.MaxValue, 0);
        foreach (var exit in exits)
        {
            if (exit.Vertex == vertex && exit.Cost < best.Cost)
            {
                best = exit;
            }
        }
        return best;
    }
}
