using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Web.Json;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api.Ways;

/// <summary>Crowd and orders for programs: the same paths and JSON as at a node. Read by whoever may read the board; said by operators.</summary>
internal sealed class WaysCalls(BoardDoor door)
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/v1/orders", Read, ShowOrdersAsync);
        routes.MapPost("/api/v1/orders", GiveAsync);
        routes.MapDelete("/api/v1/orders/{orderId:guid}", LiftAsync);
        routes.MapMethods("/api/v1/crowd", Read, http => door.Envelope.SendAsync(http, door.Ways.Zones(), Fresh()));
        routes.MapPost("/api/v1/crowd/reports", ReportAsync);
    }

    private Freshness Fresh() => door.Desk.Freshness();

    private Task ShowOrdersAsync(HttpContext http)
    {
        var isOperator = door.Operators.Who(http.Request) is not null;
        var now = door.Ways.NowMs;
        return door.Envelope.SendAsync(http, door.Ways.Orders().Select(o => OrderView.Of(o, now) with { By = isOperator ? o.By : null }).ToList(), Fresh());
    }

    private async Task GiveAsync(HttpContext http)
    {
        if (await BodyOfOperatorAsync<OrderRequest>(http).ConfigureAwait(false) is not ({ } session, { } request))
        {
            return;
        }
        var (order, wrong) = request.Read(session.Operator.Value, door.Ways.NewId, door.Ways.NowMs, door.Ways.GroundOf);
        if (order is null)
        {
            await WrongAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var outcome = await door.Ways.GiveAsync(order, http.RequestAborted).ConfigureAwait(false);
        await (outcome == OrderOutcome.Kept
            ? door.Envelope.SendAsync(http, OrderView.Of(order, door.Ways.NowMs) with { By = order.By, Paths = door.Ways.PathsUnder(order) }, Fresh(), status: StatusCodes.Status201Created)
            : RefuseAsync(http, outcome)).ConfigureAwait(false);
    }

    private async Task LiftAsync(HttpContext http)
    {
        if (door.Operators.Who(http.Request) is not { } session || RequestOrigin.IsForeign(http.Request))
        {
            await door.NoSessionAsync(http).ConfigureAwait(false);
            return;
        }
        var id = Guid.Parse((string)http.Request.RouteValues["orderId"]!, CultureInfo.InvariantCulture);
        var outcome = await door.Ways.LiftAsync(id, session, http.RequestAborted).ConfigureAwait(false);
        if (outcome == OrderOutcome.Kept)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await RefuseAsync(http, outcome).ConfigureAwait(false);
    }

    private async Task ReportAsync(HttpContext http)
    {
        if (await BodyOfOperatorAsync<CrowdRequest>(http).ConfigureAwait(false) is not ({ } session, { } request))
        {
            return;
        }
        if (request.Wrong() is { } wrong)
        {
            await WrongAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var words = BoardDoor.WordsFor(http);
        await (await door.Ways.ReportAsync(request, session, http.RequestAborted).ConfigureAwait(false) switch
        {
            CrowdOutcome.Kept => door.Envelope.SendAsync(http, new CrowdTaken("kept"), Fresh(), status: StatusCodes.Status201Created),
            CrowdOutcome.Unchanged => door.Envelope.SendAsync(http, new CrowdTaken("unchanged"), Fresh()),
            CrowdOutcome.NotTaken => door.Envelope.FailAsync(http, new Problem(422, "ZONE_UNKNOWN", words[BoardWord.ZoneUnknown], "$.zoneId")),
            CrowdOutcome.Invalid => WrongAsync(http, "$.zoneId"),
            _ => NotSavedAsync(http),
        }).ConfigureAwait(false);
    }

    /// <summary>Who asks and what; nulls when one is missing: then the answer has been written.</summary>
    private async Task<(OperatorSession? Session, T? Body)> BodyOfOperatorAsync<T>(HttpContext http)
        where T : class
    {
        if (door.Operators.Who(http.Request) is not { } session || RequestOrigin.IsForeign(http.Request))
        {
            await door.NoSessionAsync(http).ConfigureAwait(false);
            return default;
        }
        var body = await Body.ReadJsonAsync<T>(http.Request, Body.MaxBytes, http.RequestAborted).ConfigureAwait(false);
        if (body.Refused is { } refused)
        {
            await door.Envelope.FailAsync(http, refused).ConfigureAwait(false);
            return default;
        }
        return (session, body.Value);
    }

    private Task WrongAsync(HttpContext http, string field) =>
        door.Envelope.FailAsync(http, new Problem(400, Body.FieldCode, BoardDoor.WordsFor(http)[BoardWord.BadRequest], field));

    private Task RefuseAsync(HttpContext http, OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Invalid => WrongAsync(http, "$"),
        OrderOutcome.Unknown => door.Envelope.FailAsync(http, new Problem(404, "ORDER_UNKNOWN", BoardDoor.WordsFor(http)[BoardWord.OrderUnknown])),
        OrderOutcome.Lifted => door.Envelope.FailAsync(http, new Problem(409, "ORDER_LIFTED", BoardDoor.WordsFor(http)[BoardWord.OrderLifted])),
        OrderOutcome.TooMany => door.Envelope.FailAsync(http, new Problem(409, "TOO_MANY_ORDERS", BoardDoor.WordsFor(http)[BoardWord.TooManyOrders])),
        _ => NotSavedAsync(http),
    };

    private Task NotSavedAsync(HttpContext http) =>
        door.Envelope.FailAsync(http, new Problem(503, "NOT_SAVED", BoardDoor.WordsFor(http)[BoardWord.WaysNotSaved], Details: door.Hub.Desk.Log.Condition.Reason));
}
