using System.Runtime.CompilerServices;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Conditions;

/// <summary>What the accessible metric does where the map is silent.</summary>
public enum SilentMap : byte
{
    /// <summary>Allowed, a quarter dearer than what is known to be step-free; the route says so.</summary>
    Cautious,

    /// <summary>Not allowed.</summary>
    Refuse,
}

/// <summary>A map's arcs under the conditions of one moment.</summary>
/// <param name="TimeMs">Expected walking time of each arc, milliseconds, whatever the metric.</param>
/// <param name="DensityOf">Persons per square metre on each edge; 0 where nobody counts.</param>
/// <param name="ByMetric">Costs, by <see cref="WalkMetric"/>.</param>
internal sealed record WeighedPaths(int[] TimeMs, float[] DensityOf, ArcCosts[] ByMetric);

/// <summary>
/// Turns conditions into the cost of every arc, by metric. Pure: the same map and conditions give the same costs on every box.
/// </summary>
internal sealed class MetricWeights
{
    // Above the true time, so that trunk roads are taken only when they save a third.
    private const double Trunk = 1.5;

    // Some milliseconds of work: what it costs to share it is nothing beside.
    private const int EdgesAtOnce = 1 << 14;

    internal const double AgainstFlow = 1.5;
    internal const double SilentAboutSteps = 1.25;
    internal const double MostAmenityDiscount = 0.4;
    internal const double SlowestResponder = 0.5;
    internal const double FreeMetresPerSecond = 1000.0 / FootRules.WalkingMsPerMetre;

    private readonly WalkGraph _graph;
    private readonly string[] _zoneIds;
    private readonly byte[] _amenityShare;
    private readonly LineGround _lines;
    private readonly SilentMap _silent;
    private readonly OrderedPaths _paths;
    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<PathOrder, IReadOnlyList<int>> _edgesOf = [];

    /// <param name="graph">What is weighed.</param>
    /// <param name="crowdZones">As the graph numbers them.</param>
    /// <param name="ground">The open ground of the map.</param>
    /// <param name="amenityShare">How rich in amenities each edge is, 0 to 255.</param>
    /// <param name="silent">What to do where the map does not say.</param>
    public MetricWeights(WalkGraph graph, IReadOnlyList<Zone> crowdZones, GroundColumns ground, byte[] amenityShare, SilentMap silent)
    {
        (_graph, _amenityShare, _silent) = (graph, amenityShare, silent);
        _zoneIds = [.. crowdZones.Select(z => z.Id)];
        _lines = new LineGround(graph, ground, new ZoneBorders(crowdZones), amenityShare, silent);
        _paths = new OrderedPaths(graph);
    }

    public OrderedPaths Paths => _paths;

    public LineGround Lines => _lines;

    /// <summary>The edges an order means, looked up once.</summary>
    public IReadOnlyList<int> EdgesOf(PathOrder order) => _edgesOf.GetValue(order, _paths.Of);

    /// <param name="conditions">Of the moment.</param>
    /// <param name="parallel">Whether other processors may help; the result is the same.</param>
    public WeighedPaths Under(PathConditions conditions, bool parallel = false)
    {
        var arcs = _graph.EdgeCount * 2;
        var time = new int[arcs];
        var densities = new float[_graph.EdgeCount];
        var cost = new int[WalkMetrics.Count][];
        for (var m = 0; m < cost.Length; m++)
        {
            cost[m] = new int[arcs];
        }
        var zones = _zoneIds.Select(id => conditions.Zones.TryGetValue(id, out var zone) ? zone : (ZoneCondition?)null).ToArray();
        var ordered = Resolve(conditions.Orders);
        if (parallel && _graph.EdgeCount > EdgesAtOnce)
        {
            Parallel.For(0, (_graph.EdgeCount + EdgesAtOnce - 1) / EdgesAtOnce, part
                => Weigh(part * EdgesAtOnce, Math.Min((part + 1) * EdgesAtOnce, _graph.EdgeCount), zones, ordered, densities, time, cost));
        }
        else
        {
            Weigh(0, _graph.EdgeCount, zones, ordered, densities, time, cost);
        }
        var lines = new WeighedLines(_lines, zones, conditions.Orders);
        return new WeighedPaths(time, densities, [.. cost.Select((c, m) => new ArcCosts(_graph, c, new LineCosts(lines, (WalkMetric)m, [])))]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(int first, int end, ZoneCondition?[] zones, Dictionary<int, ArcOrders> ordered, float[] densities, int[] time, int[][] cost)
    {
        for (var edge = first; edge < end; edge++)
        {
            var (density, danger) = InZones(edge, zones);
            densities[edge] = (float)(density ?? 0);
            for (var arc = edge * 2; arc <= (edge * 2) + 1; arc++)
            {
                var state = ordered.TryGetValue(arc, out var said) ? said : ArcOrders.None;
                Weigh(arc, density, (danger & WalkGraph.FlagOf(arc)) != 0, state, time, cost);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(int arc, double? density, bool entersDanger, ArcOrders orders, int[] time, int[][] cost)
    {
        var edge = arc >> 1;
        var length = _graph.LengthMm[edge];
        var isGated = (_graph.Directions[edge] & WalkGraph.GatedFlag) != 0;
        var isLegal = isGated ? (orders & ArcOrders.Opened) != 0 : (_graph.Directions[edge] & WalkGraph.FlagOf(arc)) != 0;
        var isClosed = (orders & ArcOrders.Closed) != 0;
        var ms = Milliseconds(arc, density, CrowdSpeed.Least);
        time[arc] = Whole(ms);

        var isOpen = isLegal && !isClosed && (orders & ArcOrders.Against) == 0;
        var crowd = ms * Comfort(density) * (_graph.Kinds[edge] == PathKind.Trunk ? Trunk : 1) * ((orders & ArcOrders.Upstream) != 0 ? AgainstFlow : 1);
        Set(WalkMetric.Shortest, isOpen, length);
        Set(WalkMetric.Crowd, isOpen, crowd);
        Set(WalkMetric.Amenity, isOpen, crowd * (1 - (MostAmenityDiscount * _amenityShare[edge] / 255)));
        var steps = _graph.StepFree[edge];
        Set(WalkMetric.Accessible, isOpen && steps != StepFree.No && !(steps == StepFree.Unknown && _silent == SilentMap.Refuse),
            crowd * (steps == StepFree.Unknown ? SilentAboutSteps : 1));
        // Responders are let through gates and against one-way orders, but not over a bridge that is closed.
        var responder = Milliseconds(arc, density, SlowestResponder);
        cost[(int)WalkMetric.Emergency][arc] = (isLegal || isGated) && !isClosed ? Whole(responder) : ArcCosts.Blocked;

        void Set(WalkMetric metric, bool open, double value) =>
            cost[(int)metric][arc] = open ? Whole(value) + (entersDanger ? ArcCosts.DangerPenalty : 0) : ArcCosts.Blocked;
    }

    // Never as dear as the penalty, so that the two can be told apart.
    internal static int Whole(double value) => (int)Math.Min(Math.Ceiling(value), ArcCosts.DangerPenalty - 1);

    private double Milliseconds(int arc, double? density, double leastMetresPerSecond)
    {
        var edge = arc >> 1;
        var usual = (double)_graph.TimeMs[edge];
        var speed = density is { } crowd ? Math.Max(leastMetresPerSecond, CrowdSpeed.Weidmann(crowd)) : FreeMetresPerSecond;
        if (_graph.Kinds[edge] == PathKind.Steps)
        {
            var climbs = _graph.Climb[edge] * ((arc & 1) == 0 ? 1 : -1);
            var stairs = climbs switch
            {
                > 0 => CrowdSpeed.StairsUp,
                < 0 => CrowdSpeed.StairsDown,
                _ => 1000.0 / FootRules.StepsMsPerMetre,
            };
            return _graph.LengthMm[edge] / Math.Min(speed, stairs);
        }
        return usual * FreeMetresPerSecond / speed;
    }

    /// <summary>What being pressed costs above the time it takes, by bands of Fruin's levels of service.</summary>
    internal static double Comfort(double? density) => density switch
    {
        null or < 0.5 => 1,
        < 2 => 1.05,
        < 4 => 1.2,
        _ => 3,
    };

    // The densest of the zones an edge lies in, and in which directions walking it comes into danger.
    private (double? Density, int Danger) InZones(int edge, ZoneCondition?[] zones)
    {
        double? density = null;
        var danger = 0;
        for (var i = _graph.FirstZone[edge]; i < _graph.FirstZone[edge + 1]; i++)
        {
            var (zone, entered) = _graph.ZoneEntries[i];
            if (zones[zone] is { } condition)
            {
                density = Math.Max(density ?? 0, condition.DensityPerM2);
                danger |= condition.IsDangerous ? entered : 0;
            }
        }
        return (density, danger);
    }

    private Dictionary<int, ArcOrders> Resolve(IReadOnlyList<PathOrder> orders)
    {
        var ordered = new Dictionary<int, ArcOrders>();
        foreach (var order in orders)
        {
            foreach (var edge in EdgesOf(order))
            {
                for (var arc = edge * 2; arc <= (edge * 2) + 1; arc++)
                {
                    var said = order.Effect switch
                    {
                        PathOrderEffect.Closed => ArcOrders.Closed,
                        PathOrderEffect.Opened => ArcOrders.Opened,
                        PathOrderEffect.OneWay when !_paths.LeadsTowards(arc, order.BearingDeg) => ArcOrders.Against,
                        PathOrderEffect.Flow when !_paths.LeadsTowards(arc, order.BearingDeg) => ArcOrders.Upstream,
                        _ => ArcOrders.None,
                    };
                    ordered[arc] = ordered.GetValueOrDefault(arc) | said;
                }
            }
        }
        return ordered;
    }

    [Flags]
    private enum ArcOrders : byte
    {
        None = 0,
        Closed = 1,
        Opened = 2,
        Against = 4,
        Upstream = 8,
    }
}
