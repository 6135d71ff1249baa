using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Orders;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Pages;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Web.Html;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api.Ways;

/// <summary>Crowd and paths as pages: what is, live; and plain forms of their own, so that no page reloads under somebody who writes.</summary>
internal sealed class WaysPages(BoardDoor door)
{
    private const string Home = "/ways";
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Home, Read, http => Page.SendAsync(http, WaysPage.Of(door.ContextOf(http), door.Ways)));
        routes.MapMethods(Home + "/part", Read, http =>
        {
            var page = door.ContextOf(http);
            return BoardDoor.SendPartAsync(http, page, WaysPage.Content(page, door.Ways));
        });
        routes.MapMethods(Home + "/report", Read, ShowReportAsync);
        routes.MapPost(Home + "/report", ReportAsync);
        routes.MapMethods(Home + "/order", Read, ShowOrderAsync);
        routes.MapPost(Home + "/order", GiveAsync);
        routes.MapMethods(Home + "/orders/{orderId:guid}/lift", Read, ShowLiftAsync);
        routes.MapPost(Home + "/orders/{orderId:guid}/lift", LiftAsync);
    }

    private Task ShowReportAsync(HttpContext http)
    {
        var page = door.ContextOf(http);
        return page.Operator is null ? EnterFirst(http) : Page.SendAsync(http, ReportPage.Of(page, door.Ways.Zones(), http.Request.Query["zone"].ToString()));
    }

    private async Task ReportAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, { } form))
        {
            return;
        }
        var page = door.ContextOf(http);
        var request = new CrowdRequest(form["zone"], int.TryParse(form["level"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null);
        if (request.Wrong() is not null)
        {
            await Page.SendAsync(http, ReportPage.Of(page, door.Ways.Zones(), form["zone"], page.Words[BoardWord.BadRequest]), StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }
        switch (await door.Ways.ReportAsync(request, session, http.RequestAborted).ConfigureAwait(false))
        {
            case CrowdOutcome.Kept or CrowdOutcome.Unchanged:
                SeeOther(http, Home);
                break;
            case CrowdOutcome.StoreFailed:
                await door.SayAsync(http, StatusCodes.Status503ServiceUnavailable, page.Words[BoardWord.WaysNotSaved]).ConfigureAwait(false);
                break;
            default:
                await Page.SendAsync(http, ReportPage.Of(page, door.Ways.Zones(), "", page.Words[BoardWord.ZoneUnknown]), StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
                break;
        }
    }

    private Task ShowOrderAsync(HttpContext http)
    {
        var page = door.ContextOf(http);
        return page.Operator is null
            ? EnterFirst(http)
            : Page.SendAsync(http, OrderPage.Of(page, door.Ways, OrderForm.Fresh(door.Ways.NewId(), http.Request.Query["zone"].ToString(), page.LocalNow)));
    }

    private async Task GiveAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, { } fields))
        {
            return;
        }
        var page = door.ContextOf(http);
        var form = OrderForm.Of(fields);
        var (request, wrong) = form.Read(page.Options.LocalOffset);
        if (request is null)
        {
            await AgainAsync(page.Words[wrong!.Value]).ConfigureAwait(false);
            return;
        }
        var (order, field) = request.Read(session.Operator.Value, door.Ways.NewId, door.Ways.NowMs, door.Ways.GroundOf);
        if (order is null)
        {
            await AgainAsync(page.Words[field switch { "$.zoneId" => BoardWord.Zone, "$.reason" or "$.reasonHi" => BoardWord.Why, _ => BoardWord.ValidUntil }]).ConfigureAwait(false);
            return;
        }
        if (door.Ways.PathsUnder(order) == 0)
        {
            // Programs are told the number; a person in a hurry believes the way is closed.
            await AgainAsync(page.Words[BoardWord.TouchesNoPath]).ConfigureAwait(false);
            return;
        }
        switch (await door.Ways.GiveAsync(order, http.RequestAborted).ConfigureAwait(false))
        {
            case OrderOutcome.Kept:
                SeeOther(http, $"{Home}#o-{order.Id}");
                break;
            case OrderOutcome.Lifted:
                await door.SayAsync(http, StatusCodes.Status409Conflict, page.Words[BoardWord.OrderLifted]).ConfigureAwait(false);
                break;
            case OrderOutcome.TooMany:
                await door.SayAsync(http, StatusCodes.Status409Conflict, page.Words[BoardWord.TooManyOrders]).ConfigureAwait(false);
                break;
            case OrderOutcome.StoreFailed:
                await door.SayAsync(http, StatusCodes.Status503ServiceUnavailable, page.Words[BoardWord.WaysNotSaved]).ConfigureAwait(false);
                break;
            default:
                await AgainAsync(page.Words[BoardWord.BadRequest]).ConfigureAwait(false);
                break;
        }

        Task AgainAsync(string what) =>
            Page.SendAsync(http, OrderPage.Of(page, door.Ways, form, $"{page.Words[BoardWord.OrderNotGiven]} {what}"), StatusCodes.Status400BadRequest);
    }

    private Task ShowLiftAsync(HttpContext http)
    {
        var page = door.ContextOf(http);
        return page.Operator is null ? EnterFirst(http)
            : OrderOf(http) is { } order ? Page.SendAsync(http, LiftPage.Of(page, door.Ways, order))
            : door.SayAsync(http, StatusCodes.Status404NotFound, page.Words[BoardWord.OrderUnknown]);
    }

    private async Task LiftAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, _))
        {
            return;
        }
        var id = Guid.Parse((string)http.Request.RouteValues["orderId"]!, CultureInfo.InvariantCulture);
        switch (await door.Ways.LiftAsync(id, session, http.RequestAborted).ConfigureAwait(false))
        {
            case OrderOutcome.Kept:
                SeeOther(http, Home);
                break;
            case OrderOutcome.StoreFailed:
                await door.SayAsync(http, StatusCodes.Status503ServiceUnavailable, BoardDoor.WordsFor(http)[BoardWord.WaysNotSaved]).ConfigureAwait(false);
                break;
            default:
                await door.SayAsync(http, StatusCodes.Status404NotFound, BoardDoor.WordsFor(http)[BoardWord.OrderUnknown]).ConfigureAwait(false);
                break;
        }
    }

    private WayOrder? OrderOf(HttpContext http) => door.Ways.Order(Guid.Parse((string)http.Request.RouteValues["orderId"]!, CultureInfo.InvariantCulture));

    /// <summary>Who pressed the form, or an answer that says no.</summary>
    private async ValueTask<(OperatorSession? Session, FormFields? Form)> PressedAsync(HttpContext http)
    {
        if (await FormFields.ReadAsync(http.Request, BoardDoor.MaxFormBytes, http.RequestAborted).ConfigureAwait(false) is not { } form)
        {
            await door.SayAsync(http, StatusCodes.Status413PayloadTooLarge, BoardDoor.WordsFor(http)[BoardWord.BadRequest]).ConfigureAwait(false);
            return default;
        }
        if (door.Operators.WhoPressed(http.Request, form) is not { } session)
        {
            await door.SayAsync(http, StatusCodes.Status403Forbidden, BoardDoor.WordsFor(http)[BoardWord.ActRefused]).ConfigureAwait(false);
            return default;
        }
        return (session, form);
    }

    private static Task EnterFirst(HttpContext http)
    {
        SeeOther(http, "/enter?next=ways");
        return Task.CompletedTask;
    }

    private static void SeeOther(HttpContext http, string to)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = to;
    }
}
