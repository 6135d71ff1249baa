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

    public PointToPoint PointToPoint { get; } = new(Graph, new GraphChords(Graph), Limits);

    public OneToMany OneToMany { get; } = new(Graph, Limits);
}

/// <summary>Answers the questions to a <see cref="MapView"/>: snaps, searches with pooled memory, assembles answers.</summary>
internal sealed class Walks(WalkGround ground, WeighedPaths paths)
{
    private readonly WalkGraph graph = ground.Graph;
    private readonly Snapping snapping = ground.Snapping;
    private readonly WalkLimits limits = ground.Limits;
    private readonly ScratchPool _pool = ground.Pool;

    public SnapPoint? NearestPath(Coordinate point) => snapping.Nearest(point);

    public RouteOutcome Route(Coordinate from, Coordinate to, ArcCosts metric)
        => snapping.TryPair(from, to, out var start, out var end) is { } reason
            ? new NoRoute(reason)
            : RouteOrFromMain(start, end, metric);

    public WalkTime[] Times(Coordinate from, IReadOnlyList<Coordinate> targets, bool reversed, ArcCosts metric)
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

    public NearestOutcome Nearest(Coordinate from, Predicate<Amenity> wanted, int k, double maxSeconds, ArcCosts metric)
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
        if (snapping.ToMain(nearest) is var start && start != nearest)
        {
            // What lies in the same small part is walked to within it, as a route would be.
            Collect(ground.Aside, nearest, entry => snapping.SharePart(nearest, ground.Aside.PlaceAt(entry)));
        }
        Collect(ground.Main, start, entry => !answer.ContainsKey(ground.Main.AmenityAt(entry)));
        return new AmenitiesNearby([.. answer.Values.OrderBy(a => a.Cost).Take(k).Select(a => a.Found).OrderBy(a => a.Seconds)]);

        void Collect(AmenityIndex index, SnapPoint place, Predicate<int> asked)
        {
            var scratch = _pool.Rent();
            var found = new NearestAmenities(graph, ground.OneToMany, index, limits).Find(
                scratch, place, metric, entry => wanted(ground.Amenities[index.AmenityAt(entry)]) && asked(entry), k, maxSeconds);
            foreach (var (cost, entry, arc) in found)
            {
                var time = Measure(scratch, place, index.PlaceAt(entry), arc);
                answer.Add(index.AmenityAt(entry), (cost, new NearbyAmenity(ground.Amenities[index.AmenityAt(entry)], time.Seconds, time.LengthMetres)));
            }
            _pool.Return(scratch);
        }
    }

    private static WalkTime TimeOf(RouteOutcome outcome) => outcome switch
    {
        RouteFound found => new WalkTime(null, found.DoorToDoorSeconds, found.LengthMetres),
        NoRoute none => WalkTime.None(none.Reason),
        _ => throw new InvalidOperationException("a route outcome is found or not found"),
    };

    // Within a small part, one-way paths may lead only the other way; a little further off there are paths that do lead there.
    private RouteOutcome RouteOrFromMain(SnapPoint start, SnapPoint end, ArcCosts metric)
    {
        var outcome = Route(start, end, metric);
        var (mainStart, mainEnd) = (snapping.ToMain(start), snapping.ToMain(end));
        return outcome is NoRoute { Reason: NoRouteReason.NotConnected } && (mainStart != start || mainEnd != end)
            ? Route(mainStart, mainEnd, metric)
            : outcome;
    }

    private RouteOutcome Route(SnapPoint start, SnapPoint end, ArcCosts metric)
    {
        var scratch = _pool.Rent();
        var arcs = new List<int>();
        var (ended, cost) = ground.PointToPoint.Find(scratch, start, end, metric, arcs);
        _pool.Return(scratch);
        return ended switch
        {
            SearchEnd.Found => Within(new RouteAssembly(graph, paths, metric).Make(arcs, start, end) with { EntersDanger = cost >= ArcCosts.DangerPenalty }),
            SearchEnd.Exhausted => new NoRoute(NoRouteReason.NotConnected),
            _ => new NoRoute(NoRouteReason.LimitReached),
        };
    }

    private void TimesTogether(SnapPoint start, List<(SnapPoint Place, int Target)> together, bool reversed, ArcCosts metric, WalkTime[] times)
    {
        if (together.Count == 0)
        {
            return;
        }
        var places = together.Select(t => t.Place).ToArray();
        var costs = new int[places.Length];
        var lastArc = new int[places.Length];
        var scratch = _pool.Rent();
        var ended = ground.OneToMany.Find(scratch, start, places, reversed, metric, costs, lastArc);
        for (var i = 0; i < places.Length; i++)
        {
            times[together[i].Target] = costs[i] < int.MaxValue
                ? Within(Measure(scratch, start, places[i], lastArc[i], reversed))
                : WalkTime.None(ended == SearchEnd.LimitReached ? NoRouteReason.LimitReached : NoRouteReason.NotConnected);
        }
        _pool.Return(scratch);
    }

    private RouteOutcome Within(RouteFound found) => found.LengthMetres <= limits.MaxWalkMetres ? found : new NoRoute(NoRouteReason.LimitReached);

    private WalkTime Within(WalkTime time) => time.LengthMetres <= limits.MaxWalkMetres ? time : WalkTime.None(NoRouteReason.LimitReached);

    // Costs are not times: they carry penalties. People are told true times, so the walk is followed back and measured.
    private WalkTime Measure(SearchScratch scratch, SnapPoint start, SnapPoint place, int lastArc, bool reversed = false)
    {
        var flip = reversed ? 1 : 0;
        var arcs = new List<int>();
        if (lastArc >= 0)
        {
            arcs.Add(lastArc);
            scratch.TraceBack(graph.ComesFrom(lastArc), graph, arcs);
            arcs.Reverse();
        }
        long mm = 0;
        double ms = 0;
        if (arcs.Count == 0)
        {
            Add((start.Edge * 2) + (place.OffsetMm >= start.OffsetMm ? 0 : 1), Math.Abs(place.OffsetMm - start.OffsetMm));
        }
        for (var i = 0; i < arcs.Count; i++)
        {
            var edge = arcs[i] >> 1;
            var forward = (arcs[i] & 1) == 0;
            var length = graph.LengthMm[edge];
            Add(arcs[i], i == 0 ? (forward ? length - start.OffsetMm : start.OffsetMm)
                : i == arcs.Count - 1 ? (forward ? place.OffsetMm : length - place.OffsetMm)
                : length);
        }
        var gaps = (start.GapMetres + place.GapMetres) * FootRules.WalkingMsPerMetre;
        return new WalkTime(null, (ms + gaps) / 1000, mm / 1000.0);

        void Add(int arc, int part)
        {
            mm += part;
            ms += graph.LengthMm[arc >> 1] == 0 ? 0 : (double)paths.TimeMs[arc ^ flip] * part / graph.LengthMm[arc >> 1];
        }
    }
}
