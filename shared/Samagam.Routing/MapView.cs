using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Drawing;
using Samagam.Routing.Graph;
using Samagam.Routing.Search;

namespace Samagam.Routing;

/// <summary>
/// A map under the conditions of one moment. Never changes: a reader keeps one view for one answer, and a new moment is a
/// new view put in its place by one reference.
/// </summary>
public sealed class MapView
{
    private readonly Walks _walks;
    private readonly ArcCosts[] _costs;
    private readonly ViewPins? _pins;

    internal MapView(MapSnapshot map, PathConditions conditions, WeighedPaths paths, ViewPins? pins)
    {
        (Map, Conditions, _costs, _pins) = (map, conditions, paths.ByMetric, pins);
        _walks = new Walks(map.Ground, paths);
    }

    public MapSnapshot Map { get; }

    public PathConditions Conditions { get; }

    /// <summary>The best walk from one place to another.</summary>
    public RouteOutcome Route(Coordinate from, Coordinate to, WalkMetric metric = WalkMetric.Shortest)
        => Ask(metric, (from, to), static (walks, with, ask) => walks.Route(ask.from, ask.to, with));

    /// <summary>The best walk through places in turn, round what the walker wants to avoid.</summary>
    /// <param name="stops">Start, places in between, end: 2 to <see cref="WalkLimits.MaxStops"/>.</param>
    /// <param name="avoid">Rings of at least three points no path of the walk may touch; at most <see cref="WalkLimits.MaxAvoided"/>.</param>
    public RouteOutcome Route(IReadOnlyList<Coordinate> stops, WalkMetric metric, IReadOnlyList<IReadOnlyList<Coordinate>> avoid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stops.Count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stops.Count, Map.Ground.Limits.MaxStops);
        return avoid.Count == 0
            ? Ask(metric, stops, static (walks, with, stops) => walks.Route(stops, with))
            : WhyAvoided(_walks.Route(stops, Avoiding(metric, avoid)), stops, avoid);
    }

    /// <summary>The best walk and other good ones: <see cref="AlternativeRules"/>.</summary>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="most">How many beside the best, 0 to <see cref="AlternativeRules.Most"/>; there may be fewer.</param>
    /// <param name="metric">What "best" means.</param>
    /// <param name="avoid">As for a route; null for nothing.</param>
    public RouteChoice Alternatives(
        Coordinate from, Coordinate to, int most, WalkMetric metric = WalkMetric.Crowd, IReadOnlyList<IReadOnlyList<Coordinate>>? avoid = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, Map.Ground.Limits.Alternatives.Most);
        if (avoid is null or [])
        {
            return Ask(metric, (from, to, most), static (walks, with, ask) => walks.Choice(ask.from, ask.to, new OtherWays(ask.most), with));
        }
        var choice = _walks.Choice(from, to, new OtherWays(most), Avoiding(metric, avoid));
        return choice with { Best = WhyAvoided(choice.Best, [from, to], avoid) };
    }

    /// <summary>The best walk and, only where they are wanted, others that cost hardly more; else as <see cref="Alternatives"/>.</summary>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="most">How many beside the best, 0 to <see cref="AlternativeRules.Most"/>.</param>
    /// <param name="maxStretch">What an other costs at most, as times the best; the rules may say less.</param>
    /// <param name="isWanted">Asked once with the best walk: whether others are looked for, which costs three times as much.</param>
    /// <param name="metric">What "best" means.</param>
    public RouteChoice NearEquals(Coordinate from, Coordinate to, int most, double maxStretch, Predicate<RouteFound> isWanted, WalkMetric metric = WalkMetric.Crowd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, Map.Ground.Limits.Alternatives.Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxStretch, 1);
        return Ask(
            metric, (from, to, Others: new OtherWays(most) { MaxStretch = maxStretch, IsWanted = isWanted }), static (walks, with, ask) => walks.Choice(ask.from, ask.to, ask.Others, with));
    }

    /// <summary>Where one can be within each of some times, by walks the metric allows that do not enter danger.</summary>
    /// <param name="from">The start; the way to the nearest path takes its time.</param>
    /// <param name="seconds">1 to <see cref="WalkLimits.MaxIsochrones"/> times, above 0, up to <see cref="WalkLimits.MaxIsochroneSeconds"/>.</param>
    /// <param name="metric">What may be walked; how fast is always how fast people walk there now.</param>
    public IsochroneOutcome Isochrones(Coordinate from, IReadOnlyList<double> seconds, WalkMetric metric = WalkMetric.Crowd)
        => _walks.Isochrones(from, seconds, metric, _costs[(int)metric]);

    /// <summary>Whether a route of this very map is still good under these conditions; what it entered knowingly is not held against it.</summary>
    public RouteState StateOf(RouteFound route, WalkMetric metric)
    {
        var costs = _costs[(int)metric];
        var state = RouteState.Good;
        for (var i = 0; i < route.Arcs.Count; i++)
        {
            if (!costs.MayWalk(route.Arcs[i]))
            {
                return RouteState.Closed;
            }
            // Whoever stands on the first arc inside a zone is not coming in.
            if ((i > 0 || !route.BeginsOnEdge) && costs.Endangers(route.Arcs[i]) && !route.EntersDanger)
            {
                state = RouteState.Dangerous;
            }
        }
        foreach (var line in route.Lines)
        {
            var cost = costs.Lines.Of(line);
            if (cost == ArcCosts.Blocked)
            {
                return RouteState.Closed;
            }
            if (cost >= ArcCosts.DangerPenalty && !route.EntersDanger)
            {
                state = RouteState.Dangerous;
            }
        }
        return state;
    }

    /// <summary>
    /// The orders in force that concern a route of this very map: those that stop it, those it obeys, and those on paths that meet it, where people would else
    /// turn off. Those that stop it first, then those on it.
    /// </summary>
    /// <param name="route">A route of this map, good or not.</param>
    public IReadOnlyList<OrderOnRoute> OrdersOn(RouteFound route)
    {
        if (Conditions.Orders.Count == 0)
        {
            return [];
        }
        var graph = Map.Graph;
        var (edges, vertices) = (new HashSet<int>(), new HashSet<int>());
        foreach (var arc in route.Arcs)
        {
            edges.Add(arc >> 1);
            vertices.Add(graph.Tail[arc >> 1]);
            vertices.Add(graph.Head[arc >> 1]);
        }
        var found = new List<OrderOnRoute>();
        foreach (var order in Conditions.Orders)
        {
            var meant = Map.EdgesOf(order);
            var isOn = meant.Any(edges.Contains) || route.Lines.Any(l => order.Area.Count >= 3 && OrderedPaths.Touches(order.Area, l.From.Place, l.To.Place));
            if (isOn || (order.Effect == PathOrderEffect.Closed && meant.Any(e => vertices.Contains(graph.Tail[e]) || vertices.Contains(graph.Head[e]))))
            {
                found.Add(new OrderOnRoute(order, isOn, isOn && Stops(order, meant, route)));
            }
        }
        return [.. found.OrderBy(o => o.IsStop ? 0 : o.IsOnIt ? 1 : 2)];
    }

    private bool Stops(PathOrder order, IReadOnlyList<int> meant, RouteFound route) => order.Effect switch
    {
        PathOrderEffect.Closed => true,
        PathOrderEffect.OneWay => route.Arcs.Any(a => meant.Contains(a >> 1) && !Map.Ground.Paths.LeadsTowards(a, order.BearingDeg))
            || route.Lines.Any(l => order.Area.Count >= 3 && OrderedPaths.Touches(order.Area, l.From.Place, l.To.Place)
                && !OrderedPaths.LeadsTowards(l.From.Place, l.To.Place, order.BearingDeg)),
        _ => false,
    };

    /// <summary>
    /// Walking times from one place to each target by the best walks under a metric, in the order of the targets. At most
    /// <see cref="WalkLimits.MaxTargets"/> targets.
    /// </summary>
    public WalkTime[] WalkTimes(Coordinate from, IReadOnlyList<Coordinate> targets, WalkMetric metric = WalkMetric.Crowd)
        => Ask(metric, (from, targets), static (walks, with, ask) => walks.Times(ask.from, ask.targets, reversed: false, with));

    /// <summary>Walking times from each source to one place: who could be there first.</summary>
    public WalkTime[] WalkTimesTo(Coordinate to, IReadOnlyList<Coordinate> sources, WalkMetric metric = WalkMetric.Crowd)
        => Ask(metric, (to, sources), static (walks, with, ask) => walks.Times(ask.to, ask.sources, reversed: true, with));

    /// <summary>The k nearest amenities of a type by walking.</summary>
    /// <param name="from">Where the walker is.</param>
    /// <param name="type">What is wanted.</param>
    /// <param name="k">How many, 1 to <see cref="WalkLimits.MaxNearest"/>.</param>
    /// <param name="maxSeconds">Longest walk worth showing.</param>
    /// <param name="wanted">Narrows further (open now, step-free …); called often, must be quick.</param>
    /// <param name="metric">What "near" means; not <see cref="WalkMetric.Shortest"/>, whose costs are no times.</param>
    public NearestOutcome Nearest(
        Coordinate from, AmenityType type, int k = 5, double maxSeconds = 2 * 3600, Predicate<Amenity>? wanted = null,
        WalkMetric metric = WalkMetric.Crowd)
        => Ask(metric, (from, type, k, maxSeconds, wanted), static (walks, with, ask) => walks.Nearest(ask.from, ask.type, ask.wanted, ask.k, ask.maxSeconds, with));

    /// <summary>The orders in force as lines to draw, in their order; worked out at the first use.</summary>
    public IReadOnlyList<DrawnOrder> DrawnOrders => field ??= OrderLines.Of(Map, Conditions.Orders);

    // No way at all because somebody avoids the very place they stand at or go to: that they can mend.
    private RouteOutcome WhyAvoided(RouteOutcome outcome, IReadOnlyList<Coordinate> stops, IReadOnlyList<IReadOnlyList<Coordinate>> avoid)
    {
        if (outcome is not NoRoute { Reason: NoRouteReason.NotConnected })
        {
            return outcome;
        }
        for (var stop = 0; stop < stops.Count; stop++)
        {
            var on = _walks.NearestPath(stops[stop])?.On ?? stops[stop];
            for (var ring = 0; ring < avoid.Count; ring++)
            {
                if (Ring.Contains(avoid[ring], stops[stop]) || Ring.Contains(avoid[ring], on))
                {
                    return new NoRoute(NoRouteReason.StopInAvoided) { Stop = stop, Ring = ring };
                }
            }
        }
        return outcome;
    }

    private MetricInUse Avoiding(WalkMetric metric, IReadOnlyList<IReadOnlyList<Coordinate>> avoid)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(avoid.Count, Map.Ground.Limits.MaxAvoided);
        return new MetricInUse(_costs[(int)metric].Without(avoid, Map.Ground.Paths), Map.Ground.Plain);
    }

    internal int TimeOf(int arc) => _walks.TimeOf(arc);

    internal ArcCosts CostsOf(WalkMetric metric) => _costs[(int)metric];

    /// <summary>No longer in force: its weights may go once nobody uses them.</summary>
    internal void Retire() => _pins?.Leave();

    private TAnswer Ask<TQuestion, TAnswer>(WalkMetric metric, TQuestion question, Func<Walks, MetricInUse, TQuestion, TAnswer> answer)
    {
        if (_pins is null || !_pins.TryEnter())
        {
            return answer(_walks, new MetricInUse(_costs[(int)metric], Map.Ground.Plain), question);
        }
        try
        {
            return answer(_walks, new MetricInUse(_costs[(int)metric], _pins.Finder(metric), _pins.Amenities(metric)), question);
        }
        finally
        {
            _pins.Leave();
        }
    }

    /// <summary>The nearest place on any path or open ground and the straight distance to it, or null beyond the snap limit.</summary>
    public (Coordinate On, double GapMetres)? NearestPath(Coordinate point)
        => point.IsValid && _walks.NearestPath(point) is { } snap ? (snap.On, snap.GapMetres) : null;
}
