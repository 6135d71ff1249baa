using Samagam.Core.Geo;
using Samagam.Core.Orders;

namespace Samagam.Mesh.Orders;

/// <summary>An order as it is given at a door; the same <paramref name="OrderId"/> again changes it.</summary>
/// <param name="Ways">OSM ways; with an area, only their part that touches it.</param>
/// <param name="Area">A ring of 3 to 200 points; alone, every path that touches it.</param>
/// <param name="ZoneId">In the place of an area: the ground of a crowd zone of the map.</param>
/// <param name="BearingDeg">For <c>one-way</c> and <c>flow</c>: degrees from north.</param>
/// <param name="From">Now when left out.</param>
public sealed record OrderRequest(
    Guid? OrderId = null, string? Effect = null, IReadOnlyList<long>? Ways = null, IReadOnlyList<OrderPoint>? Area = null, string? ZoneId = null,
    double? BearingDeg = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Reason = null, string? ReasonHi = null)
{
    /// <summary>The order, or the path of the first field that is wrong.</summary>
    /// <param name="by">Id of who gives it.</param>
    /// <param name="newId">For an order that names none.</param>
    /// <param name="nowMs">Best time known.</param>
    /// <param name="groundOf">The ring of a crowd zone; null for no such zone.</param>
    public (WayOrder? Order, string Wrong) Read(string by, Func<Guid> newId, long nowMs, Func<string, IReadOnlyList<GeoPoint>?> groundOf)
    {
        var effect = OrderWords.Read(Effect);
        var ground = ZoneId is null ? null : groundOf(ZoneId);
        var corners = (Area ?? []).Select(p => p?.Point).ToList();
        var wrong = effect == OrderEffect.Unspecified ? "$.effect"
            : Until is null ? "$.until"
            : corners.Contains(null) ? "$.area"
            : ZoneId is not null && (ground is null || corners.Count > 0) ? "$.zoneId"
            : OrderWords.HasBearing(effect) && BearingDeg is null ? "$.bearingDeg"
            : "";
        if (wrong.Length > 0)
        {
            return (null, wrong);
        }
        var order = new WayOrder
        {
            Id = OrderId ?? newId(),
            Effect = effect,
            Ways = Ways ?? [],
            Area = ground ?? [.. corners.Select(c => c!.Value)],
            BearingDeg = BearingDeg ?? 0,
            FromMs = From?.ToUnixTimeMilliseconds() ?? nowMs,
            UntilMs = Until!.Value.ToUnixTimeMilliseconds(),
            By = by,
            ReasonEn = Reason ?? "",
            ReasonHi = ReasonHi ?? "",
        };
        return order.IsValid ? (order, "") : (null, "$");
    }
}
