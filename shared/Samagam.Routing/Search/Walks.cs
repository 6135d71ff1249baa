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
    public required OpenGround OpenGround { get; init; }

    public required LineGround Lines { get; init; }

    public Spares<SearchScratch> Searches { get; } = new(() => new SearchScratch(Graph.VertexCount), Limits.MaxIdleScratch);

    public Spares<AlternativeChoice> Choices { get; } = new(() => new AlternativeChoice(Graph), Limits.MaxIdleScratch);

    public Spares<Reach> Reaches { get; } = new(() => new Reach(Graph, Limits), Limits.MaxIdleScratch);

    public Spares<WalkDraft> Drafts { get; } = new(() => new WalkDraft(), Limits.MaxIdleScratch);

    public Exits Exits => field ??= new Exits(Graph, OpenGround);

    public WalkPieces Pieces => field ??= new WalkPieces(Graph, Exits);

    public OneToMany OneToMany => field ??= new OneToMany(Graph, Exits, Limits);

    /// <summary>The finder that needs no preparation.</summary>
    public IPathFinder Plain => field ??= new AStarFinder(Graph, Exits, OneToMany, Searches, Limits);
}

/// <summary>The costs of a metric, and who finds ways by them.</summary>
/// <param name="Pinned">Finds the nearest of a type at once; null where there is no preparation.</param>
internal readonly record struct MetricInUse(ArcCosts Costs, IPathFinder Finder, PinnedAmenities? Pinned = null);

/// <summary>The cheapest wanted entries of an index, cheapest first, at most <paramref name="k"/>, none dearer than <paramref name="maxCost"/>.</summary>
internal delegate List<(int Cost, int Entry)> NearestFinder(AmenityIndex index, SnapPoint from, ArcCosts costs, Predicate<int> wanted, int k, int maxCost);

/// <summary>What other walks are looked for beside the best.</summary>
/// <param name="Most">How many.</param>
internal readonly record struct OtherWays(int Most)
{
    /// <summary>What they cost at most as a whole, as times the best.</summary>
    public double MaxStretch { get; init; } = double.PositiveInfinity;

    /// <summary>Whether they are looked for at all beside this best; always when null.</summary>
    public Predicate<RouteFound>? IsWanted { get; init; }
}

/// <summary>Answers the questions to a <see cref="MapView"/>: snaps, searches with pooled memory, assembles answers.</summary>
internal sealed class Walks(WalkGround ground, WeighedPaths paths)
{
    private readonly WalkGraph graph = ground.Graph;
    private readonly Snapping snapping = ground.Snapping;
    private readonly WalkLimits limits = ground.Limits;

    public int TimeOf(int arc) => paths.TimeMs[arc];

    public SnapPoint? NearestPath(Coordinate point) => snapping.Nearest(point);

    public RouteOutcome Route(IReadOnlyList<Coordinate> stops, MetricInUse metric)
    {
        RouteFound? whole = null;
        for (var i = 1; i < stops.Count; i++)
        {
            var outcome = Route(stops[i - 1], stops[i], metric);
            if (PassedBy(outcome, i, stops.Count - 1) is { } via)
            {
                return new NoRoute(NoRouteReason.ViaFarFromPaths) { Stop = via };
            }
            if (outcome is not RouteFound part)
            {
                return outcome;
            }
            whole = whole?.Then(part) ?? part;
        }
        return whole ?? throw new ArgumentException("a walk has two ends", nameof(stops));
    }

    // Which place in between a leg would pass at a distance; the legs before and after it may pass it on different paths.
    private int? PassedBy(RouteOutcome leg, int number, int last) => leg switch
    {
        NoRoute { Reason: NoRouteReason.StartFarFromPaths } when number > 1 => number - 1,
        NoRoute { Reason: NoRouteReason.EndFarFromPaths } when number < last => number,
        RouteFound found when number > 1 && found.StartGapMetres > limits.MaxViaGapMetres => number - 1,
        RouteFound found when number < last && found.EndGapMetres > limits.MaxViaGapMetres => number,
        _ => null,
    };

    public RouteOutcome Route(Coordinate from, Coordinate to, MetricInUse metric)
        => snapping.TryPair(from, to, out var start, out var end) is { } reason
            ? new NoRoute(reason)
            : RouteOrFromMain(start, end, metric);

    /// <summary>The best walk, and others that keep <see cref="AlternativeRules"/>.</summary>
    public RouteChoice Choice(Coordinate from, Coordinate to, in OtherWays others, MetricInUse metric)
    {
        if (snapping.TryPair(from, to, out var start, out var end) is { } reason)
        {
            return new RouteChoice(new NoRoute(reason), []);
        }
        var choice = Choice(start, end, others, metric);
        var (mainStart, mainEnd) = (snapping.ToMain(start), snapping.ToMain(end));
        return choice.Best is NoRoute { Reason: NoRouteReason.NotConnected } && (mainStart != start || mainEnd != end)
            ? Choice(mainStart, mainEnd, others, metric)
            : choice;
    }

    private RouteChoice Choice(SnapPoint start, SnapPoint end, in OtherWays others, MetricInUse metric)
    {
        var arcs = new List<int>();
        var best = Route(start, end, metric, arcs);
        if (best is not RouteFound found || others.Most == 0 || others.IsWanted?.Invoke(found) == false)
        {
            return new RouteChoice(best, []);
        }
        var inner = InnerWalk.Of(ground, arcs, start, end, metric.Costs);
        if (inner is not { } walk)
        {
            return new RouteChoice(best, []);
        }
        var chosen = new List<(int[] Arcs, int Cost)>(others.Most);
        var choice = ground.Choices.Rent();
        using (var finder = metric.Finder.Vias(walk.Start, walk.End, metric.Costs))
        {
            choice.Choose(finder, walk, metric.Costs, limits.Alternatives, others, chosen);
        }
        ground.Choices.Return(choice);
        return new RouteChoice(best, [.. chosen.Select(c => Made(walk.Whole(c.Arcs), c.Cost + walk.LineCost, start, end, metric)).OfType<RouteFound>()]);
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
        var (scratch, reach) = (ground.Searches.Rent(), ground.Reaches.Rent());
        // Responders are never slower than their slowest: their costs are their times.
        var outcome = reach.Find(scratch, snapping.ToMain(nearest), costs, metric == WalkMetric.Emergency ? costs.AsTimes : paths.TimeMs, seconds);
        ground.Reaches.Return(reach);
        ground.Searches.Return(scratch);
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
        var scratch = ground.Searches.Rent();
        var found = new NearestAmenities(graph, ground.OneToMany, ground.Exits, index, limits).Find(scratch, from, costs, wanted, k, maxCost);
        ground.Searches.Return(scratch);
        return found;
    }

    private static WalkTime TimeOf(RouteOutcome outcome) => outcome switch
    {
        RouteFound found => new WalkTime(null, found.DoorToDoorSeconds, found.DoorToDoorMetres),
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

    private RouteOutcome Made(IReadOnlyList<int> arcs, int cost, SnapPoint start, SnapPoint end, MetricInUse metric)
    {
        var draft = ground.Drafts.Rent();
        var made = new RouteAssembly(ground, paths, metric.Costs, draft).Make(arcs, start, end, cost);
        ground.Drafts.Return(draft);
        return Within(made);
    }

    private RouteOutcome Within(RouteFound found) => found.LengthMetres <= limits.MaxWalkMetres ? found : new NoRoute(NoRouteReason.LimitReached);

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
        ground.Pieces.Of(arcs, start, end, costs, draft.Pieces);
        foreach (var piece in draft.Pieces)
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
