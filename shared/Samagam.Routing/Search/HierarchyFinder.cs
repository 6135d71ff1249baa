using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>Working memory for searches in one hierarchy, kept for reuse. Safe for many threads.</summary>
internal sealed class HierarchyScratchPool(ContractionHierarchy hierarchy, int maxIdle)
{
    public Spares<HierarchySearch> Searches { get; } = new(() => new HierarchySearch(hierarchy), maxIdle);

    /// <summary>For ends on open ground, which are many nodes.</summary>
    public Spares<WideSearch> Wide { get; } = new(() => new WideSearch(hierarchy), maxIdle);

    public Spares<ViaSearch> Vias { get; } = new(() => new ViaSearch(hierarchy), maxIdle);
}

/// <summary>Finds the cheapest walk by a contraction hierarchy that has the weights of one metric at one epoch.</summary>
internal sealed class HierarchyFinder(WalkGraph graph, Exits exits, ContractionHierarchy hierarchy, HierarchyMetric metric, HierarchyScratchPool pool) : IPathFinder
{
    public HierarchyMetric Metric => metric;

    public (SearchEnd End, int Cost) Find(SnapPoint from, SnapPoint to, ArcCosts costs, List<int> arcs)
    {
        arcs.Clear();
        if (from.Spot is not null || to.Spot is not null)
        {
            return FindWide(from, to, costs, arcs);
        }
        var straight = Straight(from, to, costs);
        var (start, end) = (Start(from, costs), End(to, costs));
        var search = pool.Searches.Rent();
        var cost = search.Path(metric, start.Way, end.Way, out var between);
        if (cost < Cost.Infinite && cost < straight)
        {
            Join(start, between, end, between.Length > 0 ? -1 : Meeting(start, end), arcs);
        }
        pool.Searches.Return(search);
        return straight <= cost && straight < Cost.Infinite ? (SearchEnd.Found, straight)
            : cost < Cost.Infinite ? (SearchEnd.Found, cost)
            : (SearchEnd.Exhausted, 0);
    }

    /// <summary>The nodes a walk from a place begins at.</summary>
    public NodeCost[] WideStart(SnapPoint from, ArcCosts costs)
    {
        var starts = new List<Exit>();
        exits.From(from, costs, starts);
        return Nodes(starts, 0);
    }

    /// <summary>The nodes a walk to a place ends at.</summary>
    /// <param name="to">The place.</param>
    /// <param name="costs">Of the metric.</param>
    /// <param name="more">Added to each: the gap between the place and what is reached.</param>
    public NodeCost[] WideEnd(SnapPoint to, ArcCosts costs, int more)
    {
        var ends = new List<Exit>();
        exits.To(to, costs, ends);
        return Nodes(ends, more);
    }

    private (SearchEnd End, int Cost) FindWide(SnapPoint from, SnapPoint to, ArcCosts costs, List<int> arcs)
    {
        var (starts, ends) = (new List<Exit>(), new List<Exit>());
        exits.From(from, costs, starts);
        exits.To(to, costs, ends);
        var direct = exits.Direct(from, to, costs).Cost;
        var search = pool.Wide.Rent();
        var cost = search.Path(metric, Nodes(starts, 0), Nodes(ends, 0), out var between, out var meeting);
        if (cost < Cost.Infinite && cost < direct)
        {
            var (first, last) = between.Length > 0
                ? (graph.ComesFrom(between[0]), graph.ComesFrom(between[^1] ^ 1))
                : (hierarchy.NodeAt[meeting], hierarchy.NodeAt[meeting]);
            arcs.EnsureCapacity(between.Length + 2);
            arcs.Add(Exits.At(starts, first).Way);
            arcs.AddRange(between);
            arcs.Add(Exits.At(ends, last).Way);
        }
        pool.Wide.Return(search);
        return Math.Min(direct, cost) is < Cost.Infinite and var best ? (SearchEnd.Found, best) : (SearchEnd.Exhausted, 0);
    }

    private NodeCost[] Nodes(List<Exit> exits, int more)
    {
        var nodes = new NodeCost[exits.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new NodeCost(hierarchy.RankOf[exits[i].Vertex], (int)Math.Min((long)exits[i].Cost + more, Cost.Infinite));
        }
        return nodes;
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
        arcs.EnsureCapacity(arcs.Count + between.Length + 2);
        arcs.Add(start.ArcAt(between.Length > 0 ? graph.ComesFrom(between[0]) : meeting));
        arcs.AddRange(between);
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
