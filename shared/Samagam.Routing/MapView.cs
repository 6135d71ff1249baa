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
    private readonly ArcCosts[] _costs;

    internal MapView(MapSnapshot map, PathConditions conditions, WalkGround ground, WeighedPaths paths)
    {
        (Map, Conditions, _costs) = (map, conditions, paths.ByMetric);
        _walks = new Walks(ground, paths);
    }

    public MapSnapshot Map { get; }

    public PathConditions Conditions { get; }

    /// <summary>The best walk from one place to another.</summary>
    public RouteOutcome Route(Coordinate from, Coordinate to, WalkMetric metric = WalkMetric.Shortest)
        => _walks.Route(from, to, _costs[(int)metric]);

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
