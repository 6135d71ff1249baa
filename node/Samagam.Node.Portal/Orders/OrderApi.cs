using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Mesh.Orders;
using Samagam.Mesh.Routes;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Zones;

namespace Samagam.Node.Portal.Orders;

/// <summary>Orders of the authority: read by everybody; given, changed and lifted by managers, operators and admins.</summary>
internal sealed class OrderApi(PortalParts parts, ApiReply reply, JsonBodies bodies, StaffDoor staff, PacedCalls paced)
{
    private static readonly string[] Authority = ["manager", "operator", "admin"];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/orders", paced.Before(ShowAsync)).Says(new("orders.list", "Orders of the authority about paths", Who.Everybody) { Gives = typeof(IReadOnlyList<OrderView>) });
        api.MapPost("/orders", paced.Before(GiveAsync))
            .Says(new("orders.give", "Close, open or turn paths", Who.Authority) { Takes = typeof(OrderRequest), Gives = typeof(OrderView), Status = 201, Errors = ["TOO_MANY_ORDERS", "ORDER_LIFTED"] });
        api.MapDelete("/orders/{orderId:guid}", paced.Before(LiftAsync)).Says(new("orders.lift", "Lift an order", Who.Authority) { Status = 204, Errors = ["ORDER_UNKNOWN"] });
    }

    private long NowMs => parts.Node.Desk.BestTime().WallMs;

    private Task ShowAsync(HttpContext http) => reply.OkAsync(
        http,
        [.. OrderView.Standing(parts.Node.Picture.Snapshot.Orders, NowMs).Select(o => OrderView.Of(o, NowMs))],
        PortalJson.Default.IReadOnlyListOrderView,
        reply.Now);

    private async Task GiveAsync(HttpContext http)
    {
        if (await AuthorityOf(http).ConfigureAwait(false) is not { } me || await bodies.ReadAsync(http, PortalJson.Default.OrderRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var (order, field) = request.Read(me.Responder.Value, NewId, NowMs, GroundOf);
        if (order is null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.Orders.RunAsync(order, http.RequestAborted).ConfigureAwait(false);
        await (outcome == OrderOutcome.Kept
            ? reply.OkAsync(http, OrderView.Of(order, NowMs) with { Paths = parts.Node.Map.View?.Map.CountUnder(MapConditions.Of(order)) }, PortalJson.Default.OrderView, reply.Now, StatusCodes.Status201Created)
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
        OrderOutcome.Lifted => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "ORDER_LIFTED", Say.ErrorOrderLifted),
        OrderOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_ORDERS", Say.ErrorTooManyOrders),
        _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
    };

    private IReadOnlyList<GeoPoint>? GroundOf(string zone) =>
        parts.Node.Map.View?.Map.Zones.FirstOrDefault(z => z.Kind == ZoneKind.Crowd && z.Id == zone) is { } found ? OrderGround.Of(found) : null;
}
