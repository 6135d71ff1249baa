using System.Text;
using System.Text.Json.Serialization;
using Samagam.Core.Geo;
using Samagam.Core.Orders;

namespace Samagam.Mesh.Orders;

/// <summary>An order as it is given at a door; the same <paramref name="OrderId"/> again changes it.</summary>
/// <param name="Ways">OSM ways; with an area, only their part that touches it.</param>
/// <param name="Area">A ring of 3 to 200 points; alone, every path that touches it.</param>
/// <param name="ZoneId">In the place of an area: the ground of a crowd zone of the map.</param>
/// <param name="BearingDeg">For <c>one-way</c> and <c>flow</c>: degrees from north.</param>
/// <param name="From">Now when left out. With its offset: a closure must not shift with the zone some box's system is set to.</param>
/// <param name="Until">Ahead of now, at most <see cref="MaxEndsAheadMs"/>; with its offset.</param>
/// <param name="Reason">For people, in English: at most <see cref="WayOrder.MaxTextLength"/> characters, none of which controls a screen.</param>
/// <param name="ReasonHi">The same in Hindi.</param>
public sealed record OrderRequest(
    Guid? OrderId = null, string? Effect = null, IReadOnlyList<long>? Ways = null, IReadOnlyList<OrderPoint>? Area = null, string? ZoneId = null,
    double? BearingDeg = null,
    [property: JsonConverter(typeof(OffsetTimeConverter))] DateTimeOffset? From = null, [property: JsonConverter(typeof(OffsetTimeConverter))] DateTimeOffset? Until = null,
    string? Reason = null, string? ReasonHi = null)
{
    /// <summary>How far ahead an order may end. Further off is a slip of the pen, and would stand where nobody looks for it.</summary>
    public const long MaxEndsAheadMs = 400L * 24 * 3600 * 1000;

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
            : Until is null || Until.Value.ToUnixTimeMilliseconds() - nowMs is <= 0 or > MaxEndsAheadMs || Until <= From ? "$.until"
            : !IsText(Reason) ? "$.reason"
            : !IsText(ReasonHi) ? "$.reasonHi"
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

    // Every screen and page of the event shows it: nothing that controls one, or turns the order of its letters. Joiners stay, Hindi needs them.
    private static bool IsText(string? text) =>
        text is null || (text.Length <= WayOrder.MaxTextLength && text.EnumerateRunes().All(r => !Rune.IsControl(r) && r != Rune.ReplacementChar && r.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))));
}
