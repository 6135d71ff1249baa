using System.Collections.Concurrent;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>Working memory for searches in one hierarchy, kept for reuse. Safe for many threads.</summary>
internal sealed class HierarchyScratchPool(ContractionHierarchy hierarchy, int maxIdle)
{
    private readonly ConcurrentBag<HierarchySearch> _idle = [];
    private readonly ConcurrentBag<ViaSearch> _idleVias = [];

    public ViaSearch RentVias() => _idleVias.TryTake(out var search) ? search : new ViaSearch(hierarchy);

    public void Return(ViaSearch search)
    {
        if (_idleVias.Count < maxIdle)
        {
            _idleVias.Add(search);
        }
    }

    public HierarchySearch Rent() => _idle.TryTake(out var search) ? search : new HierarchySearch(hierarchy);

    public void Return(HierarchySearch search)
    {
        if (_idle.Count < maxIdle)
        {
            _idle.Add(search);
        }
    }
}

/// <summary>Finds the cheapest walk by a contraction hierarchy that has the weights of one metric at one epoch.</summary>
internal sealed class HierarchyFinder(WalkGraph graph, ContractionHierarchy hierarchy, HierarchyMetric metric, HierarchyScratchPool pool) : IPathFinder
{
    public HierarchyMetric Metric => metric;

    public (SearchEnd End, int Cost) Find(SnapPoint from, SnapPoint to, ArcCosts costs, List<int> arcs)
    {
        arcs.Clear();
        var straight = Straight(from, to, costs);
        var (start, end) = (Start(from, costs), End(to, costs));
        var search = pool.Rent();
        var cost = search.Path(metric, start.Way, end.Way, out var between);
        if (cost < Cost.Infinite && cost < straight)
        {
            Join(start, between, end, between.Length > 0 ? -1 : Meeting(start, end), arcs);
        }
        pool.Return(search);
        return straight <= cost && straight < Cost.Infinite ? (SearchEnd.Found, straight)
            : cost < Cost.Infinite ? (SearchEnd.Found, cost)
            : (SearchEnd.Exhausted, 0);
    }

    /// <summary>A walk that begins at a place: on from it, or back.</summary>
    public EdgeEnd Start(SnapPoint from, ArcCosts costs)
    {
        var (on, back) = (from.Edge * 2, (from.Edge * 2) + 1);
        var rest = graph.LengthMm[from.Edge] - from.OffsetMm;
        return Ends(from.Edge, on, costs.MayWalk(on, rest) ? costs.OfRest(on, rest) : Cost.Infinite,
            back, costs.MayWalk(back, from.OffsetMm) ? costs.OfRest(back, from.OffsetMm) : Cost.Infinite, fromHead: graph.Head[from.Edge], fromTail: graph.Tail[from.Edge]);
    }

    /// <summary>A walk that ends at a place.</summary>
    /// <param name="more">Added to either side: the gap between the path and what is reached.</param>
    public EdgeEnd End(SnapPoint to, ArcCosts costs, int more = 0)
    {
        var (on, back) = (to.Edge * 2, (to.Edge * 2) + 1);
        var rest = graph.LengthMm[to.Edge] - to.OffsetMm;
        return Ends(to.Edge, back, costs.MayWalk(back, rest) ? costs.OfBeginning(back, rest) + more : Cost.Infinite,
            on, costs.MayWalk(on, to.OffsetMm) ? costs.OfBeginning(on, to.OffsetMm) + more : Cost.Infinite, fromHead: graph.Head[to.Edge], fromTail: graph.Tail[to.Edge]);
    }

    private EdgeEnd Ends(int edge, int headArc, int headCost, int tailArc, int tailCost, int fromHead, int fromTail)
        => new(WayEnd.On(hierarchy, fromHead, headCost, fromTail, tailCost), edge, fromHead, headCost, headArc, fromTail, tailCost, tailArc);

    /// <summary>Along the edge both lie on; infinite when they do not, or may not.</summary>
    private static int Straight(SnapPoint from, SnapPoint to, ArcCosts costs)
    {
        var along = (from.Edge * 2) + (to.OffsetMm >= from.OffsetMm ? 0 : 1);
        var mm = Math.Abs(to.OffsetMm - from.OffsetMm);
        return from.Edge == to.Edge && costs.MayWalk(along, mm) ? costs.OfRest(along, mm) : Cost.Infinite;
    }

    public IViaFinder Vias(SnapPoint from, SnapPoint to, ArcCosts costs) => new HierarchyVias(this, pool, Start(from, costs), End(to, costs));

    public WayEnd At(int junction) => WayEnd.At(hierarchy, junction);

    /// <summary>Adds the whole walk: from the start, the arcs between, to the end.</summary>
    /// <param name="meeting">The junction of both when there are no arcs between.</param>
    public void Join(in EdgeEnd start, ReadOnlySpan<int> between, in EdgeEnd end, int meeting, List<int> arcs)
    {
        arcs.Add(start.ArcAt(between.Length > 0 ? graph.ComesFrom(between[0]) : meeting));
        foreach (var arc in between)
        {
            arcs.Add(arc);
        }
        arcs.Add(end.ArcAt(between.Length > 0 ? graph.ComesFrom(between[^1] ^ 1) : meeting));
    }

    // Without an arc between them the two edges share a junction: the cheaper of at most two.
    private static int Meeting(in EdgeEnd start, in EdgeEnd end)
    {
        var atHead = (long)start.HeadCost + end.CostAt(start.Head);
        var atTail = (long)start.TailCost + end.CostAt(start.Tail);
        return atHead <= atTail ? start.Head : start.Tail;
    }
}

/// <summary>A place on an edge as an end of a walk: what its two junctions cost from it or to it, and by which arc.</summary>
internal readonly record struct EdgeEnd(WayEnd Way, int Edge, int Head, int HeadCost, int HeadArc, int Tail, int TailCost, int TailArc)
{
    public int CostAt(int junction) => Math.Min(junction == Head ? HeadCost : Cost.Infinite, junction == Tail ? TailCost : Cost.Infinite);

    /// <summary>The arc walked between the place and a junction; on a loop the cheaper way round.</summary>
    public int ArcAt(int junction) => junction == Head && (junction != Tail || HeadCost <= TailCost) ? HeadArc : TailArc;
}
