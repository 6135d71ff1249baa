using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Mesh.Orders;
using Samagam.Mesh.Routes;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
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
            .Says(new("orders.give", "Close, open or turn paths", Who.Authority) { Takes = typeof(OrderRequest), Gives = typeof(OrderView), Status = 201, Errors = ["TOO_MANY_ORDERS", "ORDER_LIFTED", "NOT_SAVED"], Example = Example(NowMs) });
        api.MapDelete("/orders/{orderId:guid}", paced.Before(LiftAsync)).Says(new("orders.lift", "Lift an order", Who.Authority) { Status = 204, Errors = ["ORDER_UNKNOWN", "NOT_SAVED"] });
    }

    private long NowMs => parts.Node.Desk.BestTime().WallMs;

    private Task ShowAsync(HttpContext http) => reply.OkAsync(
        http,
        [.. OrderView.Standing(parts.Node.Picture.Snapshot.Orders, NowMs).Select(o => OrderView.Of(o, NowMs))],
        PortalJson.Default.IReadOnlyListOrderView,
        reply.Now);

    /// <summary>An order that this box would take today: until when it holds has to be ahead.</summary>
    private static string Example(long nowMs) =>
        "{\"effect\":\"closed\",\"area\":[{\"lat\":23.1851,\"lng\":75.7669},{\"lat\":23.1851,\"lng\":75.7671},{\"lat\":23.1853,\"lng\":75.7671}],\"until\":\""
        + DateTimeOffset.FromUnixTimeMilliseconds(nowMs).AddDays(1).ToString("yyyy-MM-dd'T'00:00:00+00:00", System.Globalization.CultureInfo.InvariantCulture)
        + "\",\"reason\":\"crush ahead\",\"reasonHi\":\"आगे भीड़ है\"}";

    private async Task GiveAsync(HttpContext http)
    {
        if (await AuthorityOf(http).ConfigureAwait(false) is not { } me || await bodies.ReadAsync(http, PortalJson.Default.OrderRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var (order, field) = request.Read(me.Responder.Value, NewId, NowMs, GroundOf);
        if (order is null)
        {
            await reply.ErrorAsync(http, ApiError.InvalidField, field, field).ConfigureAwait(false);
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
            await reply.ErrorAsync(http, ApiError.NotSignedIn).ConfigureAwait(false);
            return null;
        }
        if (Authority.Contains(me.Role))
        {
            return me;
        }
        await reply.ErrorAsync(http, ApiError.NotAllowed).ConfigureAwait(false);
        return null;
    }

    private Task RefuseAsync(HttpContext http, OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Invalid => reply.ErrorAsync(http, ApiError.InvalidField, "$", "$"),
        OrderOutcome.Unknown => reply.ErrorAsync(http, ApiError.OrderUnknown),
        OrderOutcome.Lifted => reply.ErrorAsync(http, ApiError.OrderLifted),
        OrderOutcome.TooMany => reply.ErrorAsync(http, ApiError.TooManyOrders),
        _ => reply.ErrorAsync(http, ApiError.NotSaved),
    };

    private IReadOnlyList<GeoPoint>? GroundOf(string zone) =>
        parts.Node.Map.View?.Map.Zones.FirstOrDefault(z => z.Kind == ZoneKind.Crowd && z.Id == zone) is { } found ? OrderGround.Of(found) : null;
}
