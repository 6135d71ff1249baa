using Samagam.Core.Crowd;
using Samagam.Core.Orders;
using Samagam.Mesh.Picture;
using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Mesh.Routes;

/// <summary>From the facts held to what routes depend on. Pure: picture, moment and the conditions before give the next.</summary>
public static class MapConditions
{
    /// <summary>A density must move by this much to be worth a new set of weights.</summary>
    private const double WorthWeighing = 0.1;

    /// <summary>
    /// The conditions at <paramref name="nowMs"/>: the very object <paramref name="before"/> when nothing changed that routes
    /// would feel, else a new one with the next epoch.
    /// </summary>
    public static PathConditions Next(PathConditions before, MapSnapshot map, PictureSnapshot picture, long nowMs, CrowdOptions options)
    {
        var zones = new SortedDictionary<string, ZoneCondition>(StringComparer.Ordinal);
        var changed = false;
        foreach (var zone in map.Zones.Where(z => z.Kind == ZoneKind.Crowd))
        {
            var crowd = picture.Crowd.At(zone.Id, nowMs, options);
            var known = before.Zones.TryGetValue(zone.Id, out var was) ? was : (ZoneCondition?)null;
            if (crowd.Belief == 0 && known is null)
            {
                continue;
            }
            var next = ZoneCondition.After(known is { IsDangerous: true }, crowd.DensityPerM2);
            if (known is { } last && last.IsDangerous == next.IsDangerous && Math.Abs(last.DensityPerM2 - next.DensityPerM2) < WorthWeighing)
            {
                next = last;
            }
            changed |= known != next;
            zones.Add(zone.Id, next);
        }
        var orders = Orders(before, picture.Orders, nowMs);
        changed |= !orders.SequenceEqual(before.Orders) || zones.Count != before.Zones.Count;
        return changed
            ? new PathConditions { Epoch = before.Epoch + 1, Zones = zones, Orders = orders }
            : before;
    }

    // The same order is the same object from epoch to epoch, so that its paths are looked up once.
    private static List<PathOrder> Orders(PathConditions before, OrderBook book, long nowMs) =>
    [
        .. book.HoldingAt(nowMs).Select(o => Of(o)).Select(o => before.Orders.FirstOrDefault(known => SaysTheSame(known, o)) ?? o),
    ];

    /// <summary>An order as routes understand it.</summary>
    public static PathOrder Of(WayOrder order) => new(
        order.Effect switch
        {
            OrderEffect.Closed => PathOrderEffect.Closed,
            OrderEffect.OneWay => PathOrderEffect.OneWay,
            OrderEffect.Opened => PathOrderEffect.Opened,
            _ => PathOrderEffect.Flow,
        },
        order.Ways,
        [.. order.Area.Select(p => new Coordinate(p.LatitudeDeg, p.LongitudeDeg))],
        order.BearingDeg);

    /// <summary>The order people gave that routes know as <paramref name="order"/>, with its reason; null when it is over meanwhile. Of several that say the same, the one that gives a reason.</summary>
    public static WayOrder? GivenAs(PathOrder order, OrderBook book, long nowMs) =>
        book.HoldingAt(nowMs).Where(o => SaysTheSame(order, Of(o))).OrderBy(o => o.ReasonEn.Length + o.ReasonHi.Length > 0 ? 0 : 1).FirstOrDefault();

    private static bool SaysTheSame(PathOrder a, PathOrder b) =>
        a.Effect == b.Effect && a.BearingDeg.Equals(b.BearingDeg) && a.Ways.SequenceEqual(b.Ways) && a.Area.SequenceEqual(b.Area);
}
