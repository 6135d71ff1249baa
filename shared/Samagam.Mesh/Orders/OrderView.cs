using Samagam.Core.Geo;
using Samagam.Core.Orders;

namespace Samagam.Mesh.Orders;

/// <summary>A corner of an area, as people and programs write it: WGS 84, degrees.</summary>
public sealed record OrderPoint(double? Lat = null, double? Lng = null)
{
    /// <summary>Null when it is no place on the earth.</summary>
    internal GeoPoint? Point => Lat is { } lat && Lng is { } lng && new GeoPoint(lat, lng) is { IsValid: true } point ? point : null;
}

/// <summary>An order about paths as every door shows it. Times are ISO 8601.</summary>
/// <param name="Effect"><c>closed</c>, <c>one-way</c>, <c>opened</c>, <c>flow</c>.</param>
/// <param name="BearingDeg">For one-ways and flows.</param>
/// <param name="InForce">It holds now.</param>
/// <param name="By">Id of who gave it; told to operators only.</param>
/// <param name="Paths">How many pieces of paths it touches on the map of the box that took it: whoever gave it sees whether it comes to anything.</param>
public sealed record OrderView(
    string OrderId, string Effect, IReadOnlyList<long> Ways, IReadOnlyList<OrderPoint> Area, double? BearingDeg, DateTimeOffset From, DateTimeOffset Until, bool InForce,
    string Reason, string ReasonHi, string? By = null, int? Paths = null)
{
    public static OrderView Of(WayOrder order, long nowMs) => new(
        order.Id.ToString(),
        OrderWords.Of(order.Effect),
        order.Ways,
        [.. order.Area.Select(p => new OrderPoint(p.LatitudeDeg, p.LongitudeDeg))],
        OrderWords.HasBearing(order.Effect) ? order.BearingDeg : null,
        DateTimeOffset.FromUnixTimeMilliseconds(order.FromMs),
        DateTimeOffset.FromUnixTimeMilliseconds(order.UntilMs),
        order.HoldsAt(nowMs),
        order.ReasonEn,
        order.ReasonHi);

    /// <summary>Orders neither lifted nor over, those that begin first in front.</summary>
    public static IEnumerable<WayOrder> Standing(OrderBook book, long nowMs) =>
        book.All.Where(o => !o.Lifted && o.UntilMs > nowMs).OrderBy(o => o.FromMs).ThenBy(o => o.Id);
}

/// <summary>The words of the API for what an order does.</summary>
public static class OrderWords
{
    private static readonly (string Word, OrderEffect Effect)[] Words =
        [("closed", OrderEffect.Closed), ("one-way", OrderEffect.OneWay), ("opened", OrderEffect.Opened), ("flow", OrderEffect.Flow)];

    /// <summary><see cref="OrderEffect.Unspecified"/> for no word of ours.</summary>
    public static OrderEffect Read(string? word) => Array.Find(Words, e => e.Word == word).Effect;

    public static string Of(OrderEffect effect) => Array.Find(Words, e => e.Effect == effect).Word ?? "";

    /// <summary>Whether a direction belongs to it.</summary>
    public static bool HasBearing(OrderEffect effect) => effect is OrderEffect.OneWay or OrderEffect.Flow;
}
