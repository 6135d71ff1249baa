using System.Runtime.InteropServices;
using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Answers the questions to a <see cref="MapView"/>: snaps, searches with pooled memory, assembles answers.</summary>
internal sealed partial class Walks(WalkGround ground, WeighedPaths paths)
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
        var chosen = new List<(int[] Arcs, int Cost)>();
        var choice = ground.Choices.Rent();
        using (var finder = metric.Finder.Vias(walk.Start, walk.End, metric.Costs))
        {
            choice.Choose(finder, walk, metric.Costs, limits.Alternatives, others, chosen);
        }
        ground.Choices.Return(choice);
        var alternatives = new List<RouteFound>(chosen.Count);
        foreach (var (over, cost) in chosen)
        {
            if (Made(walk.Whole(over), cost + walk.LineCost, start, end, metric) is RouteFound other)
            {
                alternatives.Add(other);
            }
        }
        return new RouteChoice(best, alternatives);
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
            SearchEnd.Found => Made(CollectionsMarshal.AsSpan(arcs), cost, start, end, metric),
            SearchEnd.Exhausted => new NoRoute(NoRouteReason.NotConnected),
            _ => new NoRoute(NoRouteReason.LimitReached),
        };
    }

    private RouteOutcome Made(ReadOnlySpan<int> arcs, int cost, SnapPoint start, SnapPoint end, MetricInUse metric)
    {
        var draft = ground.Drafts.Rent();
        var made = new RouteAssembly(ground, paths, metric.Costs, draft).Make(arcs, start, end, cost);
        ground.Drafts.Return(draft);
        return Within(made);
    }

    private RouteOutcome Within(RouteFound found) => found.LengthMetres <= limits.MaxWalkMetres ? found : new NoRoute(NoRouteReason.LimitReached);
}
