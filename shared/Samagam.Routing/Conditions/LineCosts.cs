using System.Collections.Concurrent;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Conditions;

/// <summary>A straight line across open ground, in walking direction.</summary>
/// <param name="Area">The number of the area.</param>
internal readonly record struct GroundLine(int Area, GridPoint From, GridPoint To)
{
    public GroundLine Back => new(Area, To, From);

    /// <summary>Whole millimetres rounded up, as the edges of the graph have them.</summary>
    public int LengthMm => (int)Math.Ceiling(From.Place.DistanceMetres(To.Place) * 1000);
}

/// <summary>What is true of the ground of a map whatever the moment.</summary>
internal sealed class LineGround
{
    private readonly ZoneBorders _borders;
    private readonly StepFree[] _stepFree;
    private readonly double[] _amenityShare;

    public LineGround(WalkGraph graph, GroundColumns columns, ZoneBorders borders, byte[] amenityShare, SilentMap silent)
    {
        (Columns, _borders, Silent) = (columns, borders, silent);
        _stepFree = new StepFree[columns.Count];
        _amenityShare = new double[columns.Count];
        Bounds = new MapBounds[columns.Count];
        var numbers = new Dictionary<long, int>();
        for (var area = 0; area < columns.Count; area++)
        {
            numbers.TryAdd(columns.OsmId[area], area);
            var (first, end) = (columns.FirstPoint[columns.FirstRing[area]], columns.FirstPoint[columns.FirstRing[area + 1]]);
            var (lats, lons) = (columns.PointLatE7[first..end], columns.PointLonE7[first..end]);
            Bounds[area] = new MapBounds(Coordinate.FromE7(lats.Min(), lons.Min()), Coordinate.FromE7(lats.Max(), lons.Max()));
        }
        // A line is as rich in amenities as the area's own edges are on the whole.
        var counts = new int[columns.Count];
        for (var e = 0; e < graph.EdgeCount; e++)
        {
            if (graph.Kinds[e] is PathKind.AreaCrossing or PathKind.AreaRim && numbers.TryGetValue(graph.WayId[e], out var area))
            {
                _amenityShare[area] += amenityShare[e];
                counts[area]++;
                _stepFree[area] = graph.StepFree[e];
            }
        }
        for (var area = 0; area < columns.Count; area++)
        {
            _amenityShare[area] /= Math.Max(1, counts[area]);
        }
    }

    public GroundColumns Columns { get; }

    public SilentMap Silent { get; }

    /// <summary>By area.</summary>
    public MapBounds[] Bounds { get; }

    public StepFree StepFreeOf(int area) => _stepFree[area];

    /// <summary>0 to 1.</summary>
    public double AmenityShareOf(int area) => _amenityShare[area] / 255;

    /// <summary>A line cut at the borders of crowd zones.</summary>
    public IEnumerable<(IReadOnlyList<GridPoint> Piece, bool IsLast)> Cut(GroundLine line) => _borders.Cut([line.From, line.To]);

    public void AddZonesOf(IReadOnlyList<GridPoint> piece, GrowList<ZoneEntry> zones) => _borders.AddZonesOf(piece, zones);
}

/// <summary>The ground of a map under the conditions of one moment.</summary>
internal sealed class WeighedLines(LineGround ground, ZoneCondition?[] zones, IReadOnlyList<PathOrder> orders)
{
    private readonly ConcurrentDictionary<int, PathOrder[]> _ordersOn = [];

    public LineGround Ground => ground;

    /// <summary>The conditions of a zone by its number; null as usual.</summary>
    public ZoneCondition? ConditionOf(int zone) => zones[zone];

    /// <summary>Whether any zone is not as usual.</summary>
    public bool IsCounted { get; } = Array.Exists(zones, z => z is not null);

    /// <summary>The orders that may concern an area.</summary>
    public PathOrder[] OrdersOn(int area) => orders.Count == 0 ? [] : _ordersOn.GetOrAdd(area, static (area, self) => self.Concerning(area), this);

    private PathOrder[] Concerning(int area) => [.. orders.Where(o =>
        o.Ways.Count > 0 ? o.Ways.Contains(ground.Columns.OsmId[area]) : o.Area.Count >= 3 && BoundsOf(o.Area).Touches(ground.Bounds[area]))];

    private static MapBounds BoundsOf(IReadOnlyList<Coordinate> ring) => new(
        new(ring.Min(p => p.LatitudeDeg), ring.Min(p => p.LongitudeDeg)), new(ring.Max(p => p.LatitudeDeg), ring.Max(p => p.LongitudeDeg)));
}

/// <summary>
/// What a straight line across open ground costs under one metric at one epoch: the same as an edge of the area along the same line
/// would, with crowd, danger, orders and what the walker avoids.
/// </summary>
/// <param name="lines">The moment.</param>
/// <param name="metric">What "best" means.</param>
/// <param name="avoided">Rings no line may touch.</param>
internal sealed class LineCosts(WeighedLines lines, WalkMetric metric, IReadOnlyList<IReadOnlyList<Coordinate>> avoided)
{
    public LineCosts Without(IReadOnlyList<IReadOnlyList<Coordinate>> rings) => new(lines, metric, [.. avoided, .. rings]);

    /// <summary>A line's cost, or <see cref="ArcCosts.Blocked"/>.</summary>
    public int Of(GroundLine line) => Weigh(line, out _, out _);

    /// <summary>A line's cost, expected time and greatest density.</summary>
    /// <param name="line">In walking direction.</param>
    /// <param name="milliseconds">Whatever the metric.</param>
    /// <param name="density">Persons per square metre; 0 where nobody counts.</param>
    public int Weigh(GroundLine line, out double milliseconds, out double density)
    {
        (milliseconds, density) = (0, 0);
        if (line.From == line.To)
        {
            return 0;
        }
        var orders = lines.OrdersOn(line.Area);
        if (avoided.Any(ring => OrderedPaths.Touches(ring, line.From.Place, line.To.Place)))
        {
            return ArcCosts.Blocked;
        }
        if (!lines.IsCounted && orders.Length == 0)
        {
            var mm = line.LengthMm;
            milliseconds = MsOf(mm);
            return Cost(line.Area, mm, null, entersDanger: false, isUpstream: false, isOpen: true, isClosed: false);
        }
        long total = 0;
        var entries = new GrowList<ZoneEntry>(4);
        foreach (var (piece, _) in lines.Ground.Cut(line))
        {
            var part = new GroundLine(line.Area, piece[0], piece[^1]);
            entries.Clear();
            lines.Ground.AddZonesOf(piece, entries);
            var (crowd, entersDanger) = In(entries.Span);
            density = Math.Max(density, crowd ?? 0);
            milliseconds += MsOf(part.LengthMm) * Slowness(crowd, CrowdSpeed.Least);
            var (isClosed, isAgainst, isUpstream) = Ordered(orders, part);
            var cost = Cost(line.Area, part.LengthMm, crowd, entersDanger, isUpstream, !isClosed && !isAgainst, isClosed);
            if (cost == ArcCosts.Blocked)
            {
                return ArcCosts.Blocked;
            }
            total += cost;
        }
        return (int)Math.Min(total, (ArcCosts.DangerPenalty * 10L) - 1);
    }

    private static int MsOf(int mm) => (int)Math.Ceiling((double)mm * FootRules.WalkingMsPerMetre / 1000);

    private static double Slowness(double? crowd, double leastMetresPerSecond)
        => crowd is { } density ? MetricWeights.FreeMetresPerSecond / Math.Max(leastMetresPerSecond, CrowdSpeed.Weidmann(density)) : 1;

    private int Cost(int area, int mm, double? density, bool entersDanger, bool isUpstream, bool isOpen, bool isClosed)
    {
        if (metric == WalkMetric.Emergency)
        {
            // Responders go against one-way orders, but not over ground that is closed.
            return isClosed ? ArcCosts.Blocked : MetricWeights.Whole(MsOf(mm) * Slowness(density, MetricWeights.SlowestResponder));
        }
        var steps = lines.Ground.StepFreeOf(area);
        if (!isOpen || (metric == WalkMetric.Accessible && (steps == StepFree.No || (steps == StepFree.Unknown && lines.Ground.Silent == SilentMap.Refuse))))
        {
            return ArcCosts.Blocked;
        }
        var crowd = MsOf(mm) * Slowness(density, CrowdSpeed.Least) * MetricWeights.Comfort(density) * (isUpstream ? MetricWeights.AgainstFlow : 1);
        return (entersDanger ? ArcCosts.DangerPenalty : 0) + metric switch
        {
            WalkMetric.Shortest => mm,
            WalkMetric.Amenity => MetricWeights.Whole(crowd * (1 - (MetricWeights.MostAmenityDiscount * lines.Ground.AmenityShareOf(area)))),
            WalkMetric.Accessible => MetricWeights.Whole(crowd * (steps == StepFree.Unknown ? MetricWeights.SilentAboutSteps : 1)),
            _ => MetricWeights.Whole(crowd),
        };
    }

    private (double? Density, bool EntersDanger) In(ReadOnlySpan<ZoneEntry> entries)
    {
        double? density = null;
        var danger = false;
        foreach (var (zone, entered) in entries)
        {
            if (lines.ConditionOf(zone) is { } condition)
            {
                density = Math.Max(density ?? 0, condition.DensityPerM2);
                danger |= condition.IsDangerous && (entered & WalkGraph.ForwardFlag) != 0;
            }
        }
        return (density, danger);
    }

    private static (bool IsClosed, bool IsAgainst, bool IsUpstream) Ordered(PathOrder[] orders, GroundLine part)
    {
        var (isClosed, isAgainst, isUpstream) = (false, false, false);
        foreach (var order in orders)
        {
            if (order.Area.Count > 0 && !OrderedPaths.Touches(order.Area, part.From.Place, part.To.Place))
            {
                continue;
            }
            var isWith = OrderedPaths.LeadsTowards(part.From.Place, part.To.Place, order.BearingDeg);
            isClosed |= order.Effect == PathOrderEffect.Closed;
            isAgainst |= order.Effect == PathOrderEffect.OneWay && !isWith;
            isUpstream |= order.Effect == PathOrderEffect.Flow && !isWith;
        }
        return (isClosed, isAgainst, isUpstream);
    }
}
