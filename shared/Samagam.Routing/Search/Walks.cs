using Samagam.Routing.Amenities;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>Answers the questions of a <see cref="MapSnapshot"/>: snaps, searches with pooled memory, assembles answers.</summary>
/// <param name="main">Every amenity, on the main parts.</param>
/// <param name="aside">Those whose nearest path is of a small part, there.</param>
internal sealed class Walks(
    WalkGraph graph, Snapping snapping, AmenityIndex main, AmenityIndex aside, IReadOnlyList<Amenity> amenities, WalkLimits limits)
{
    private readonly ScratchPool _pool = new(graph.VertexCount, limits.MaxIdleScratch);
    private readonly PointToPoint _pointToPoint = new(graph, new GraphChords(graph), limits);
    private readonly OneToMany _oneToMany = new(graph, limits);

    public SnapPoint? NearestPath(Coordinate point) => snapping.Nearest(point);

    public RouteOutcome Route(Coordinate from, Coordinate to, WalkMetric metric)
        => snapping.TryPair(from, to, out var start, out var end) is { } reason
            ? new NoRoute(reason)
            : RouteOrFromMain(start, end, metric);

    public WalkTime[] Times(Coordinate from, IReadOnlyList<Coordinate> targets, bool reversed)
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
                    ? RouteOrFromMain(place, nearest, WalkMetric.Quickest)
                    : RouteOrFromMain(nearest, place, WalkMetric.Quickest));
            }
            else
            {
                together.Add((snapping.ToMain(place), t));
            }
        }
        TimesTogether(start, together, reversed, times);
        return times;
    }

    public NearestOutcome Nearest(Coordinate from, Predicate<Amenity> wanted, int k, double maxSeconds)
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
            Collect(aside, nearest, entry => snapping.SharePart(nearest, aside.PlaceAt(entry)));
        }
        Collect(main, start, entry => !answer.ContainsKey(main.AmenityAt(entry)));
        return new AmenitiesNearby([.. answer.Values.OrderBy(a => a.Cost).Take(k).Select(a => a.Found).OrderBy(a => a.Seconds)]);

        void Collect(AmenityIndex index, SnapPoint place, Predicate<int> asked)
        {
            var scratch = _pool.Rent();
            var found = new NearestAmenities(graph, _oneToMany, index, limits).Find(
                scratch, place, entry => wanted(amenities[index.AmenityAt(entry)]) && asked(entry), k, maxSeconds);
            foreach (var (cost, entry, arc) in found)
            {
                var time = Measure(scratch, place, index.PlaceAt(entry), arc);
                answer.Add(index.AmenityAt(entry), (cost, new NearbyAmenity(amenities[index.AmenityAt(entry)], time.Seconds, time.LengthMetres)));
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
    private RouteOutcome RouteOrFromMain(SnapPoint start, SnapPoint end, WalkMetric metric)
    {
        var outcome = Route(start, end, metric);
        var (mainStart, mainEnd) = (snapping.ToMain(start), snapping.ToMain(end));
        return outcome is NoRoute { Reason: NoRouteReason.NotConnected } && (mainStart != start || mainEnd != end)
            ? Route(mainStart, mainEnd, metric)
            : outcome;
    }

    private RouteOutcome Route(SnapPoint start, SnapPoint end, WalkMetric metric)
    {
        var scratch = _pool.Rent();
        var arcs = new List<int>();
        var ended = _pointToPoint.Find(scratch, start, end, metric, arcs);
        _pool.Return(scratch);
        return ended switch
        {
            SearchEnd.Found => new RouteAssembly(graph).Make(arcs, start, end),
            SearchEnd.Exhausted => new NoRoute(NoRouteReason.NotConnected),
            _ => new NoRoute(NoRouteReason.LimitReached),
        };
    }

    private void TimesTogether(SnapPoint start, List<(SnapPoint Place, int Target)> together, bool reversed, WalkTime[] times)
    {
        if (together.Count == 0)
        {
            return;
        }
        var places = together.Select(t => t.Place).ToArray();
        var costs = new int[places.Length];
        var lastArc = new int[places.Length];
        var scratch = _pool.Rent();
        var ended = _oneToMany.Find(scratch, start, places, reversed, WalkMetric.Quickest, costs, lastArc);
        for (var i = 0; i < places.Length; i++)
        {
            times[together[i].Target] = costs[i] < int.MaxValue
                ? Measure(scratch, start, places[i], lastArc[i])
                : WalkTime.None(ended == SearchEnd.LimitReached ? NoRouteReason.LimitReached : NoRouteReason.NotConnected);
        }
        _pool.Return(scratch);
    }

    // Costs carry the trunk penalty; people are told true times, so the walk is followed back and measured.
    private WalkTime Measure(SearchScratch scratch, SnapPoint start, SnapPoint place, int lastArc)
    {
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
            Add(start.Edge, Math.Abs(place.OffsetMm - start.OffsetMm));
        }
        for (var i = 0; i < arcs.Count; i++)
        {
            var edge = arcs[i] >> 1;
            var forward = (arcs[i] & 1) == 0;
            var length = graph.LengthMm[edge];
            Add(edge, i == 0 ? (forward ? length - start.OffsetMm : start.OffsetMm)
                : i == arcs.Count - 1 ? (forward ? place.OffsetMm : length - place.OffsetMm)
                : length);
        }
        var gaps = (start.GapMetres + place.GapMetres) * FootRules.WalkingMsPerMetre;
        return new WalkTime(null, (ms + gaps) / 1000, mm / 1000.0);

        void Add(int edge, int part)
        {
            mm += part;
            ms += graph.LengthMm[edge] == 0 ? 0 : (double)graph.TimeMs[edge] * part / graph.LengthMm[edge];
        }
    }
}
