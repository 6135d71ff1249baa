using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Search;

namespace Samagam.Routing;

/// <summary>
/// A map under the conditions of one moment. Never changes: a reader keeps one view for one answer, and a new moment is a
/// new view put in its place by one reference.
/// </summary>
public sealed class MapView
{
    private readonly Walks _walks;
    private readonly WalkGround _ground;
    private readonly ArcCosts[] _costs;

    internal MapView(MapSnapshot map, PathConditions conditions, WalkGround ground, WeighedPaths paths)
    {
        (Map, Conditions, _ground, _costs) = (map, conditions, ground, paths.ByMetric);
        _walks = new Walks(ground, paths);
    }

    public MapSnapshot Map { get; }

    public PathConditions Conditions { get; }

    /// <summary>The best walk from one place to another.</summary>
    public RouteOutcome Route(Coordinate from, Coordinate to, WalkMetric metric = WalkMetric.Shortest)
        => _walks.Route(from, to, _costs[(int)metric]);

    /// <summary>The best walk through places in turn, round what the walker wants to avoid.</summary>
    /// <param name="stops">Start, places in between, end: 2 to <see cref="WalkLimits.MaxStops"/>.</param>
    /// <param name="avoid">Rings of at least three points no path of the walk may touch; at most <see cref="WalkLimits.MaxAvoided"/>.</param>
    public RouteOutcome Route(IReadOnlyList<Coordinate> stops, WalkMetric metric, IReadOnlyList<IReadOnlyList<Coordinate>> avoid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stops.Count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stops.Count, _ground.Limits.MaxStops);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(avoid.Count, _ground.Limits.MaxAvoided);
        var costs = avoid.Count == 0 ? _costs[(int)metric] : _costs[(int)metric].Without(avoid.SelectMany(_ground.Paths.Touching));
        RouteFound? whole = null;
        for (var i = 1; i < stops.Count; i++)
        {
            var outcome = _walks.Route(stops[i - 1], stops[i], costs);
            if (outcome is not RouteFound part)
            {
                return outcome;
            }
            whole = whole?.Then(part) ?? part;
        }
        return whole!;
    }

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
            if (i > 0 && costs.Endangers(route.Arcs[i]) && !route.EntersDanger)
            {
                state = RouteState.Dangerous;
            }
        }
        return state;
    }

    /// <summary>
    /// Walking times from one place to each target by the best walks under a metric, in the order of the targets. At most
    /// <see cref="WalkLimits.MaxTargets"/> targets.
    /// </summary>
    public WalkTime[] WalkTimes(Coordinate from, IReadOnlyList<Coordinate> targets, WalkMetric metric = WalkMetric.Crowd)
        => _walks.Times(from, targets, reversed: false, _costs[(int)metric]);

    /// <summary>Walking times from each source to one place: who could be there first.</summary>
    public WalkTime[] WalkTimesTo(Coordinate to, IReadOnlyList<Coordinate> sources, WalkMetric metric = WalkMetric.Crowd)
        => _walks.Times(to, sources, reversed: true, _costs[(int)metric]);

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
        => _walks.Nearest(from, a => a.Type == type && (wanted is null || wanted(a)), k, maxSeconds, _costs[(int)metric]);

    /// <summary>The nearest place on any path and the straight distance to it, or null beyond the snap limit.</summary>
    public (Coordinate On, double GapMetres)? NearestPath(Coordinate point)
        => point.IsValid && _walks.NearestPath(point) is { } snap ? (snap.On, snap.GapMetres) : null;
}
