using Samagam.Core.Content;
using Samagam.Core.Geo;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;

namespace Samagam.Node.Portal.Content;

/// <summary>How long a plan is.</summary>
/// <param name="IsWalked">Every way of it was measured on the map; else all are straight lines.</param>
internal readonly record struct PlanLength(double Metres, bool IsWalked);

/// <summary>
/// Walks of itineraries. A plan's length is that of the map on a quiet day, reckoned once per map and pack, so that it does not change with every crowd;
/// the legs of one plan are told as they are now.
/// </summary>
internal sealed class PlanWalks(PortalParts parts)
{
    private readonly Lock _gate = new();
    private volatile Kept? _kept;

    public static WalkMetric MetricOf(Itinerary plan) => plan.PilgrimType.NeedsStepFree() ? WalkMetric.Accessible : WalkMetric.Crowd;

    public PlanLength LengthOf(Itinerary plan, ContentPack pack)
    {
        if (parts.Node.Map.View?.Map is not { } map)
        {
            return new PlanLength(pack.StraightMetres(plan), IsWalked: false);
        }
        var kept = _kept;
        if (kept is null || !ReferenceEquals(kept.Map, map) || !ReferenceEquals(kept.Pack, pack))
        {
            lock (_gate)
            {
                kept = _kept;
                if (kept is null || !ReferenceEquals(kept.Map, map) || !ReferenceEquals(kept.Pack, pack))
                {
                    _kept = kept = new Kept(map, pack, new(() => pack.Itineraries.ToDictionary(i => i.Id, i => Measure(i, pack, map.Usual), StringComparer.Ordinal)));
                }
            }
        }
        return kept.Lengths.Value[plan.Id];
    }

    /// <summary>The legs as the map is now; one fewer than the stops.</summary>
    public LegView[] LegsOf(Itinerary plan, ContentPack pack)
    {
        var (stops, wanted, view) = (pack.StopsOf(plan), MetricOf(plan), parts.Node.Map.View);
        var legs = new LegView[stops.Count - 1];
        for (var i = 0; i < legs.Length; i++)
        {
            var (from, to) = (stops[i], stops[i + 1]);
            var (walk, metric) = view is null ? (null, wanted) : Walk(view, from.Point, to.Point, wanted);
            legs[i] = new LegView(
                from.Id,
                to.Id,
                walk is { } w ? (int)Math.Round(w.LengthMetres) : null,
                walk is { } t ? (int)Math.Round(t.Seconds) : null,
                (int)Math.Round(from.Point.DistanceM(to.Point)),
                metric.Word(),
                wanted == WalkMetric.Accessible && metric != wanted ? true : null,
                $"/route?from={PoiPlace.Text(from.Id)}&to={PoiPlace.Text(to.Id)}&profile={metric.Word()}");
        }
        return legs;
    }

    private static PlanLength Measure(Itinerary plan, ContentPack pack, MapView view)
    {
        var stops = pack.StopsOf(plan);
        var metres = 0.0;
        for (var i = 1; i < stops.Count; i++)
        {
            if (Walk(view, stops[i - 1].Point, stops[i].Point, MetricOf(plan)).Walk is not { } walk)
            {
                return new PlanLength(pack.StraightMetres(plan), IsWalked: false);
            }
            metres += walk.LengthMetres;
        }
        return new PlanLength(metres, IsWalked: true);
    }

    // Who needs a way without steps is told of one with steps rather than of none; the leg says which it is.
    private static (WalkTime? Walk, WalkMetric Metric) Walk(MapView view, GeoPoint from, GeoPoint to, WalkMetric wanted)
    {
        var (start, end) = (RouteView.Of(from), RouteView.Of(to));
        foreach (var metric in wanted == WalkMetric.Accessible ? (WalkMetric[])[wanted, WalkMetric.Crowd] : [wanted])
        {
            if (view.WalkTimes(start, [end], metric)[0] is { IsFound: true } walk)
            {
                return (walk, metric);
            }
        }
        return (null, wanted);
    }

    private sealed record Kept(MapSnapshot Map, ContentPack Pack, Lazy<Dictionary<string, PlanLength>> Lengths);
}
