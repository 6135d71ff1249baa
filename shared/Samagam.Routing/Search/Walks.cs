using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>The parts of a map that answers are made of; the same under all conditions.</summary>
/// <param name="Main">Every amenity, on the main parts.</param>
/// <param name="Aside">Those whose nearest path is of a small part, there.</param>
internal sealed record WalkGround(
    WalkGraph Graph, Snapping Snapping, AmenityIndex Main, AmenityIndex Aside, IReadOnlyList<Amenity> Amenities, OrderedPaths Paths, WalkLimits Limits)
{
    public ScratchPool Pool { get; } = new(Graph.VertexCount, Limits.MaxIdleScratch);

    public ChoicePool Choices { get; } = new(Graph, Limits.MaxIdleScratch);

    public ReachPool Reaches { get; } = new(Graph, Limits);

    public OneToMany OneToMany { get; } = new(Graph, Limits);

    /// <summary>The finder that needs no preparation.</summary>
    public IPathFinder Plain => field ??= new AStarFinder(Graph, OneToMany, Pool, Limits);
}

/// <summary>The costs of a metric, and who finds ways by them.</summary>
/// <param name="Pinned">Finds the nearest of a type at once; null where there is no preparation.</param>
internal readonly record struct MetricInUse(ArcCosts Costs, IPathFinder Finder, PinnedAmenities? Pinned = null);

/// <summary>The cheapest wanted entries of an index, cheapest first, at most <paramref name="k"/>, none dearer than <paramref name="maxCost"/>.</summary>
internal delegate List<(int Cost, int Entry)> NearestFinder(AmenityIndex index, SnapPoint from, ArcCosts costs, Predicate<int> wanted, int k, int maxCost);

/// <summary>Answers the questions to a <see cref="MapView"/>: snaps, searches with pooled memory, assembles answers.</summary>
internal sealed class Walks(WalkGround ground, WeighedPaths paths)
{
    private readonly WalkGraph graph = ground.Graph;
    private readonly Snapping snapping = ground.Snapping;
    private readonly WalkLimits limits = ground.Limits;
    private readonly ScratchPool _pool = ground.Pool;

    public int TimeOf(int arc) => paths.TimeMs[arc];

    public SnapPoint? NearestPath(Coordinate point) => snapping.Nearest(point);

    public RouteOutcome Route(IReadOnlyList<Coordinate> stops, MetricInUse metric)
    {
        RouteFound? whole = null;
        for (var i = 1; i < stops.Count; i++)
        {
            var outcome = Route(stops[i - 1], stops[i], metric);
            if (outcome is not RouteFound part)
            {
                return outcome;
            }
            whole = whole?.Then(part) ?? part;
        }
        return whole ?? throw new ArgumentException("a walk has two ends", nameof(stops));
    }

    public RouteOutcome Route(Coordinate from, Coordinate to, MetricInUse metric)
        => snapping.TryPair(from, to, out var start, out var end) is { } reason
            ? new NoRoute(reason)
            : RouteOrFromMain(start, end, metric);

    /// <summary>The best walk, and others that keep <see cref="AlternativeRules"/>.</summary>
    public RouteChoice Choice(Coordinate from, Coordinate to, int most, MetricInUse metric)
    {
        if (snapping.TryPair(from, to, out var start, out var end) is { } reason)
        {
            return new RouteChoice(new NoRoute(reason), []);
        }
        var choice = Choice(start, end, most, metric);
        var (mainStart, mainEnd) = (snapping.ToMain(start), snapping.ToMain(end));
        return choice.Best is NoRoute { Reason: NoRouteReason.NotConnected } && (mainStart != start || mainEnd != end)
            ? Choice(mainStart, mainEnd, most, metric)
            : choice;
    }

    private RouteChoice Choice(SnapPoint start, SnapPoint end, int most, MetricInUse metric)
    {
        var arcs = new List<int>();
        var best = Route(start, end, metric, arcs);
        if (best is not RouteFound || most == 0)
        {
            return new RouteChoice(best, []);
        }
        var chosen = new List<(int[] Arcs, int Cost)>(most);
        var choice = ground.Choices.Rent();
        using (var finder = metric.Finder.Vias(start, end, metric.Costs))
        {
            choice.Choose(finder, arcs, start, end, metric.Costs, limits.Alternatives, most, chosen);
        }
        ground.Choices.Return(choice);
        return new RouteChoice(best, [.. chosen.Select(c => Made(c.Arcs, c.Cost, start, end, metric)).OfType<RouteFound>()]);
    }

    public IsochroneOutcome Isochrones(Coordinate from, IReadOnlyList<double> seconds, WalkMetric metric, ArcCosts costs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(seconds.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds.Count, limits.MaxIsochrones);
        foreach (var limit in seconds)
        {
            // Written so that what is no number is refused, too.
            ArgumentOutOfRangeException.ThrowIfEqual(limit > 0 && limit <= limits.MaxIsochroneSeconds, false, nameof(seconds));
        }
        if (!from.IsValid)
        {
            return new NoIsochrones(NoRouteReason.InvalidCoordinate);
        }
        if (snapping.Nearest(from) is not { } nearest)
        {
            return new NoIsochrones(NoRouteReason.StartFarFromPaths);
        }
        var (scratch, reach) = (_pool.Rent(), ground.Reaches.Rent());
        // Responders are never slower than their slowest: their costs are their times.
        var outcome = reach.Find(scratch, snapping.ToMain(nearest), costs, metric == WalkMetric.Emergency ? costs.AsTimes : paths.TimeMs, seconds);
        ground.Reaches.Return(reach);
        _pool.Return(scratch);
        return outcome;
    }

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

    public NearestOutcome Nearest(Coordinate from, AmenityType type, Predicate<Amenity>? wanted, int k, double maxSeconds, MetricInUse metric)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, limits.MaxNearest);
        if (!from.IsValid)
        {
            return new NoAmenities(NoRouteReason.InvalidCoordinate);
        }
        if (snapping.Nearest(from) is not { } nearest)
        {
            return new NoAmenities(NoRouteReason.StartFarFromPaths);
        }
        var answer = new Dictionary<int, (int Cost, NearbyAmenity Found)>();
        var maxCost = (int)Math.Min(maxSeconds * 1000, ArcCosts.DangerPenalty);
        if (snapping.ToMain(nearest) is var start && start != nearest)
        {
            // What lies in the same small part is walked to within it, as a route would be.
            Collect(ground.Aside, nearest, Settling, entry => snapping.SharePart(nearest, ground.Aside.PlaceAt(entry)));
        }
        Collect(ground.Main, start, metric.Pinned?.Finder(type) ?? Settling, entry => !answer.ContainsKey(ground.Main.AmenityAt(entry)));
        return new AmenitiesNearby([.. answer.Values.OrderBy(a => a.Cost).Take(k).Select(a => a.Found).OrderBy(a => a.Seconds)]);

        void Collect(AmenityIndex index, SnapPoint place, NearestFinder find, Predicate<int> asked)
        {
            foreach (var (cost, entry) in find(index, place, metric.Costs, entry => ground.Amenities[index.AmenityAt(entry)] is var amenity
                && amenity.Type == type && (wanted is null || wanted(amenity)) && asked(entry), k, maxCost))
            {
                var time = Measure(place, index.PlaceAt(entry), metric);
                answer.Add(index.AmenityAt(entry), (cost, new NearbyAmenity(ground.Amenities[index.AmenityAt(entry)], time.Seconds, time.LengthMetres)));
            }
        }
    }

    private List<(int Cost, int Entry)> Settling(AmenityIndex index, SnapPoint from, ArcCosts costs, Predicate<int> wanted, int k, int maxCost)
    {
        var scratch = _pool.Rent();
        var found = new NearestAmenities(graph, ground.OneToMany, index, limits).Find(scratch, from, costs, wanted, k, maxCost);
        _pool.Return(scratch);
        return found;
    }

    private static WalkTime TimeOf(RouteOutcome outcome) => outcome switch
    {
        RouteFound found => new WalkTime(null, found.DoorToDoorSeconds, found.LengthMetres),
        NoRoute none => WalkTime.None(none.Reason),
        _ => throw new InvalidOperationException("a route outcome is found or not found"),
    };

    // Within a small part, one-way paths may lead only the other way; a little further off there are paths that do lead there.
    private RouteOutcome RouteOrFromMain(SnapPoint start, SnapPoint end, MetricInUse metric)
    {
        var outcome = Route(start, end, metric);
        var (mainStart, mainEnd) = (snapping.ToMain(start), snapping.ToMain(end));
        return outcome is NoRoute { Reason: NoRouteReason.NotConnected } && (mainStart != start || mainEnd != end)
            ? Route(mainStart, mainEnd, metric)
            : outcome;
    }

    private RouteOutcome Route(SnapPoint start, SnapPoint end, MetricInUse metric) => Route(start, end, metric, []);

    private RouteOutcome Route(SnapPoint start, SnapPoint end, MetricInUse metric, List<int> arcs)
    {
        var (ended, cost) = metric.Finder.Find(start, end, metric.Costs, arcs);
        return ended switch
        {
            SearchEnd.Found => Made(arcs, cost, start, end, metric),
            SearchEnd.Exhausted => new NoRoute(NoRouteReason.NotConnected),
            _ => new NoRoute(NoRouteReason.LimitReached),
        };
    }

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
        var lastArc = new int[places.Length];
        var scratch = _pool.Rent();
        var ended = ground.OneToMany.Find(scratch, start, places, reversed, metric, costs, lastArc);
        for (var i = 0; i < places.Length; i++)
        {
            times[together[i].Target] = costs[i] < int.MaxValue
                ? TracedBack(scratch, start, places[i], lastArc[i], reversed)
                : WalkTime.None(ended == SearchEnd.LimitReached ? NoRouteReason.LimitReached : NoRouteReason.NotConnected);
        }
        _pool.Return(scratch);
    }

    private RouteOutcome Made(IReadOnlyList<int> arcs, int cost, SnapPoint start, SnapPoint end, MetricInUse metric)
        => Within(new RouteAssembly(graph, paths, metric.Costs).Make(arcs, start, end) with { Cost = cost, EntersDanger = cost >= ArcCosts.DangerPenalty });

    private RouteOutcome Within(RouteFound found) => found.LengthMetres <= limits.MaxWalkMetres ? found : new NoRoute(NoRouteReason.LimitReached);

    // Costs are not times: they carry penalties. People are told true times, so each walk is followed and measured.
    private WalkTime Measure(SnapPoint start, SnapPoint end, MetricInUse metric)
    {
        var arcs = new List<int>();
        return metric.Finder.Find(start, end, metric.Costs, arcs).End switch
        {
            SearchEnd.Found => Measured(arcs, start, end),
            SearchEnd.Exhausted => WalkTime.None(NoRouteReason.NotConnected),
            _ => WalkTime.None(NoRouteReason.LimitReached),
        };
    }

    private WalkTime TracedBack(SearchScratch scratch, SnapPoint start, SnapPoint place, int lastArc, bool reversed)
    {
        var arcs = new List<int>();
        if (lastArc >= 0)
        {
            arcs.Add(lastArc);
            scratch.TraceBack(graph.ComesFrom(lastArc), graph, arcs);
            if (!reversed)
            {
                arcs.Reverse();
                return Measured(arcs, start, place);
            }
            // Found from the walk's end, against the arcs.
            return Measured(arcs.ConvertAll(a => a ^ 1), place, start);
        }
        return reversed ? Measured(arcs, place, start) : Measured(arcs, start, place);
    }

    private WalkTime Measured(List<int> arcs, SnapPoint start, SnapPoint end)
    {
        long mm = 0;
        double ms = 0;
        if (arcs.Count == 0)
        {
            Add((start.Edge * 2) + (end.OffsetMm >= start.OffsetMm ? 0 : 1), Math.Abs(end.OffsetMm - start.OffsetMm));
        }
        for (var i = 0; i < arcs.Count; i++)
        {
            var forward = (arcs[i] & 1) == 0;
            var length = graph.LengthMm[arcs[i] >> 1];
            Add(arcs[i], i == 0 ? (forward ? length - start.OffsetMm : start.OffsetMm)
                : i == arcs.Count - 1 ? (forward ? end.OffsetMm : length - end.OffsetMm)
                : length);
        }
        if (mm > limits.MaxWalkMetres * 1000)
        {
            return WalkTime.None(NoRouteReason.LimitReached);
        }
        var gaps = (start.GapMetres + end.GapMetres) * FootRules.WalkingMsPerMetre;
        return new WalkTime(null, (ms + gaps) / 1000, mm / 1000.0);

        void Add(int arc, int part)
        {
            mm += part;
            ms += graph.LengthMm[arc >> 1] == 0 ? 0 : (double)paths.TimeMs[arc] * part / graph.LengthMm[arc >> 1];
        }
    }
}
