using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Orders;
using Samagam.Node.Orders;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Orders;

/// <summary>An order about paths. Times are ISO 8601.</summary>
/// <param name="Effect"><c>closed</c>, <c>one-way</c>, <c>opened</c>, <c>flow</c>.</param>
internal sealed record OrderView(
    string OrderId, string Effect, IReadOnlyList<long> Ways, IReadOnlyList<PointRequest> Area, double? BearingDeg, DateTimeOffset From, DateTimeOffset Until, bool InForce,
    string Reason, string ReasonHi);

/// <summary>Body of an order; the same <paramref name="OrderId"/> again changes it.</summary>
/// <param name="Ways">OSM ways; with an area, only their part that touches it.</param>
/// <param name="Area">A ring of 3 to 200 points; alone, every path that touches it.</param>
/// <param name="BearingDeg">For <c>one-way</c> and <c>flow</c>: degrees from north.</param>
/// <param name="From">Now when left out.</param>
internal sealed record OrderRequest(
    Guid? OrderId = null, string? Effect = null, IReadOnlyList<long>? Ways = null, IReadOnlyList<PointRequest>? Area = null, double? BearingDeg = null,
    DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Reason = null, string? ReasonHi = null);

/// <summary>Orders of the authority: read by everybody; given, changed and lifted by managers, operators and admins.</summary>
internal sealed class OrderApi(PortalParts parts, ApiReply reply, JsonBodies bodies, StaffDoor staff, PacedCalls paced)
{
    private static readonly string[] Authority = ["manager", "operator", "admin"];
    private static readonly (string Word, OrderEffect Effect)[] Effects =
        [("closed", OrderEffect.Closed), ("one-way", OrderEffect.OneWay), ("opened", OrderEffect.Opened), ("flow", OrderEffect.Flow)];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/orders", paced.Before(ShowAsync));
        api.MapPost("/orders", paced.Before(GiveAsync));
        api.MapDelete("/orders/{orderId:guid}", paced.Before(LiftAsync));
    }

    private long NowMs => parts.Node.Desk.BestTime().WallMs;

    private Task ShowAsync(HttpContext http) => reply.OkAsync(
        http,
        [.. parts.Node.Picture.Snapshot.Orders.All.Where(o => !o.Lifted && o.UntilMs > NowMs).OrderBy(o => o.FromMs).ThenBy(o => o.Id).Select(View)],
        PortalJson.Default.IReadOnlyListOrderView,
        reply.Now);

    private async Task GiveAsync(HttpContext http)
    {
        if (await AuthorityOf(http).ConfigureAwait(false) is not { } me || await bodies.ReadAsync(http, PortalJson.Default.OrderRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var effect = Array.Find(Effects, e => e.Word == request.Effect).Effect;
        var field = effect == OrderEffect.Unspecified ? "$.effect"
            : request.Until is null ? "$.until"
            : request.Area?.Any(p => p?.Point is null) == true ? "$.area"
            : effect is OrderEffect.OneWay or OrderEffect.Flow && request.BearingDeg is null ? "$.bearingDeg"
            : null;
        if (field is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        var order = new WayOrder
        {
            Id = request.OrderId ?? NewId(),
            Effect = effect,
            Ways = request.Ways ?? [],
            Area = [.. (request.Area ?? []).Select(p => p.Point!.Value)],
            BearingDeg = request.BearingDeg ?? 0,
            FromMs = request.From?.ToUnixTimeMilliseconds() ?? NowMs,
            UntilMs = request.Until!.Value.ToUnixTimeMilliseconds(),
            By = me.Responder.Value,
            ReasonEn = request.Reason ?? "",
            ReasonHi = request.ReasonHi ?? "",
        };
        var outcome = await parts.Node.Orders.RunAsync(order, http.RequestAborted).ConfigureAwait(false);
        await (outcome == OrderOutcome.Kept
            ? reply.OkAsync(http, View(order), PortalJson.Default.OrderView, reply.Now, StatusCodes.Status201Created)
            : RefuseAsync(http, outcome)).ConfigureAwait(false);
    }

    private async Task LiftAsync(HttpContext http)
    {
        if (await AuthorityOf(http).ConfigureAwait(false) is not { } me)
        {
            return;
        }
        var id = Guid.Parse((string)http.Request.RouteValues["orderId"]!, System.Globalization.CultureInfo.InvariantCulture);
        var outcome = await parts.Node.Orders.LiftAsync(id, me.Responder.Value, http.RequestAborted).ConfigureAwait(false);
        if (outcome == OrderOutcome.Kept)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await RefuseAsync(http, outcome).ConfigureAwait(false);
    }

    private Guid NewId()
    {
        Span<byte> luck = stackalloc byte[16];
        lock (parts.Luck)
        {
            parts.Luck.GetBytes(luck);
        }
        return new Guid(luck);
    }

    /// <summary>Null when the caller may not order: then the answer has been written.</summary>
    private async Task<StaffSession?> AuthorityOf(HttpContext http)
    {
        if (staff.SessionOf(http) is not { } me)
        {
            await reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", Say.ErrorNotSignedIn).ConfigureAwait(false);
            return null;
        }
        if (Authority.Contains(me.Role))
        {
            return me;
        }
        await reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "NOT_ALLOWED", Say.ErrorNotAllowed).ConfigureAwait(false);
        return null;
    }

    private Task RefuseAsync(HttpContext http, OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Invalid => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$", "$"),
        OrderOutcome.Unknown => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "ORDER_UNKNOWN", Say.ErrorOrderUnknown),
        OrderOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_ORDERS", Say.ErrorTooManyOrders),
        _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
    };

    private OrderView View(WayOrder order) => new(
        order.Id.ToString(),
        Array.Find(Effects, e => e.Effect == order.Effect).Word,
        order.Ways,
        [.. order.Area.Select(p => new PointRequest(p.LatitudeDeg, p.LongitudeDeg))],
        order.Effect is OrderEffect.OneWay or OrderEffect.Flow ? order.BearingDeg : null,
        DateTimeOffset.FromUnixTimeMilliseconds(order.FromMs),
        DateTimeOffset.FromUnixTimeMilliseconds(order.UntilMs),
        order.HoldsAt(NowMs),
        order.ReasonEn,
        order.ReasonHi);
}
