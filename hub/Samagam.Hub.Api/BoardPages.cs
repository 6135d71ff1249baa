using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Pages;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Sos;
using Samagam.Web.Html;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api;

/// <summary>Pages and their plain forms.</summary>
internal sealed class BoardPages(BoardDoor door)
{
    private static readonly string[] Pages = ["ways", "warnings"];
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Read, http => Page.SendAsync(http, BoardPage.Of(door.ContextOf(http), door.Desk.View())));
        routes.MapMethods("/board", Read, http =>
        {
            var page = door.ContextOf(http);
            return BoardDoor.SendPartAsync(http, page, BoardPage.Content(page, door.Desk.View()));
        });
        routes.MapMethods("/cases/{id}", Read, http => CaseAsync(http, whole: true));
        routes.MapMethods("/cases/{id}/part", Read, http => CaseAsync(http, whole: false));
        routes.MapPost("/cases/{id}/resolve", ResolveAsync);
        routes.MapPost("/cases/{id}/details", DetailsAsync);
        routes.MapMethods("/enter", Read, http => Page.SendAsync(http, EnterPage.Of(door.ContextOf(http), NextOf(http.Request.Query["next"].ToString()))));
        routes.MapPost("/enter", EnterAsync);
        routes.MapPost("/leave", LeaveAsync);
    }

    private async Task CaseAsync(HttpContext http, bool whole)
    {
        if (!SosId.TryParse(http.Request.RouteValues["id"] as string, out var id) || door.Desk.Case(id) is not { } row)
        {
            await door.SayAsync(http, StatusCodes.Status404NotFound, BoardDoor.WordsFor(http)[BoardWord.CaseNotFound]).ConfigureAwait(false);
            return;
        }
        var page = door.ContextOf(http);
        var file = door.Desk.File(id);
        await (whole ? Page.SendAsync(http, CasePage.Of(page, row, file)) : BoardDoor.SendPartAsync(http, page, CasePage.Part(page, row, file))).ConfigureAwait(false);
    }

    private async Task ResolveAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, { } form, var id))
        {
            return;
        }
        if (!Enum.TryParse<SosEnding>(form["ending"], out var ending) || !Enum.IsDefined(ending) || ending == SosEnding.Unspecified)
        {
            await door.SayAsync(http, StatusCodes.Status400BadRequest, BoardDoor.WordsFor(http)[BoardWord.BadRequest]).ConfigureAwait(false);
            return;
        }
        switch (await door.EndAsync(id, session, ending, http.RequestAborted).ConfigureAwait(false))
        {
            case EndCaseOutcome.NotSaved:
                await door.SayAsync(http, StatusCodes.Status503ServiceUnavailable, BoardDoor.WordsFor(http)[BoardWord.NotSaved]).ConfigureAwait(false);
                break;
            case EndCaseOutcome.UnknownCase:
                await door.SayAsync(http, StatusCodes.Status404NotFound, BoardDoor.WordsFor(http)[BoardWord.CaseNotFound]).ConfigureAwait(false);
                break;
            default:
                SeeOther(http, "/cases/" + id);
                break;
        }
    }

    private async Task DetailsAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, _, var id))
        {
            return;
        }
        if (door.Desk.Case(id) is not { } row)
        {
            await door.SayAsync(http, StatusCodes.Status404NotFound, BoardDoor.WordsFor(http)[BoardWord.CaseNotFound]).ConfigureAwait(false);
            return;
        }
        var page = door.ContextOf(http);
        var details = CasePage.Details(page.Words, row.Call, door.Look(row, session));
        await Page.SendAsync(http, CasePage.Of(page, row, door.Desk.File(id), details: details)).ConfigureAwait(false);
    }

    /// <summary>Who pressed the form, or an answer that says no.</summary>
    private async ValueTask<(OperatorSession? Session, FormFields? Form, SosId Id)> PressedAsync(HttpContext http)
    {
        var words = BoardDoor.WordsFor(http);
        if (await FormFields.ReadAsync(http.Request, BoardDoor.MaxFormBytes, http.RequestAborted).ConfigureAwait(false) is not { } form)
        {
            await door.SayAsync(http, StatusCodes.Status413PayloadTooLarge, words[BoardWord.BadRequest]).ConfigureAwait(false);
            return default;
        }
        if (door.Operators.WhoPressed(http.Request, form) is not { } session)
        {
            await door.SayAsync(http, StatusCodes.Status403Forbidden, words[BoardWord.ActRefused]).ConfigureAwait(false);
            return default;
        }
        if (!SosId.TryParse(http.Request.RouteValues["id"] as string, out var id))
        {
            await door.SayAsync(http, StatusCodes.Status404NotFound, words[BoardWord.CaseNotFound]).ConfigureAwait(false);
            return default;
        }
        return (session, form, id);
    }

    private async Task EnterAsync(HttpContext http)
    {
        var page = door.ContextOf(http);
        if (await FormFields.ReadAsync(http.Request, BoardDoor.MaxFormBytes, http.RequestAborted).ConfigureAwait(false) is not { } form)
        {
            await door.SayAsync(http, StatusCodes.Status413PayloadTooLarge, page.Words[BoardWord.BadRequest]).ConfigureAwait(false);
            return;
        }
        var next = NextOf(form["next"]);
        if (RequestOrigin.IsForeign(http.Request))
        {
            await Page.SendAsync(http, EnterPage.Of(page, next, page.Words[BoardWord.ActRefused]), StatusCodes.Status403Forbidden).ConfigureAwait(false);
            return;
        }
        if (door.Operators.MustWait(http) is { Ticks: > 0 } wait)
        {
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Page.SendAsync(http, EnterPage.Of(page, next, page.Words[BoardWord.EnterTooOften]), StatusCodes.Status429TooManyRequests).ConfigureAwait(false);
            return;
        }
        if (await door.EnterAsync(http, form["voucher"]).ConfigureAwait(false) is EnterOutcome.Refused refused)
        {
            await Page.SendAsync(http, EnterPage.Of(page, next, page.Words[BoardWord.EnterRefused], refused.Reason), StatusCodes.Status403Forbidden).ConfigureAwait(false);
            return;
        }
        SeeOther(http, Pages.Contains(next) ? "/" + next : next.Length > 0 ? "/cases/" + next : "/");
    }

    private async Task LeaveAsync(HttpContext http)
    {
        if (await FormFields.ReadAsync(http.Request, BoardDoor.MaxFormBytes, http.RequestAborted).ConfigureAwait(false) is { } form
            && door.Operators.WhoPressed(http.Request, form) is not null)
        {
            OperatorDoor.Leave(http);
        }
        SeeOther(http, "/");
    }

    /// <summary>Only ever the id of a case, or one of our pages: a link elsewhere cannot be smuggled in.</summary>
    private static string NextOf(string text) => Pages.Contains(text) ? text : SosId.TryParse(text, out var id) ? id.ToString() : "";

    private static void SeeOther(HttpContext http, string to)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = to;
    }
}
