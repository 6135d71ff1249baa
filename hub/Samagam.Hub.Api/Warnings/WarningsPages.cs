using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Warnings;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Pages;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Warnings;
using Samagam.Web.Html;
using Samagam.Web.Requests;
using Samagam.Wire.Warnings;

namespace Samagam.Hub.Api.Warnings;

/// <summary>Where an operator sees what stands, composes a warning, looks at it as people will, lets it out and ends it. Plain forms.</summary>
internal sealed class WarningsPages(BoardDoor door)
{
    public const string Home = "/warnings";

    /// <summary>Longest form: texts in seven languages, each letter of an Indian script nine characters on the wire.</summary>
    private const int MaxFormBytes = 128 * 1024;

    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    private WarningsDesk Desk => door.Warnings;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Home, Read, http => Page.SendAsync(http, WarningsPage.Of(door.ContextOf(http), Desk)));
        routes.MapMethods(Home + "/part", Read, http =>
        {
            var page = door.ContextOf(http);
            return BoardDoor.SendPartAsync(http, page, WarningsPage.Content(page, Desk));
        });
        routes.MapMethods(Home + "/new", Read, ShowFormAsync);
        routes.MapPost(Home + "/new", ComposeAsync);
        routes.MapMethods(Home + "/{warningId:length(32)}/end", Read, ShowEndAsync);
        routes.MapPost(Home + "/{warningId:length(32)}/end", EndAsync);
    }

    private Task ShowFormAsync(HttpContext http)
    {
        var page = door.ContextOf(http);
        if (page.Operator is null)
        {
            return EnterFirst(http);
        }
        var form = WarningForm.Fresh(Desk.NewIdentifier(), page.LocalNow);
        if (WarningId.TryParse(http.Request.Query["updates"], out var id) && Desk.Book.Find(id) is { } known)
        {
            form = form with { Updates = id.ToString(), Texts = [.. form.Texts.Select(t => Before(known, t))] };
        }
        return Page.SendAsync(http, WarnPage.Of(page, Desk, form));
    }

    /// <summary>One form for three steps: look, change again, let out.</summary>
    private async Task ComposeAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, { } fields))
        {
            return;
        }
        var page = door.ContextOf(http);
        var form = WarningForm.Of(fields);
        if (fields["step"] == "edit")
        {
            await Page.SendAsync(http, WarnPage.Of(page, Desk, form)).ConfigureAwait(false);
            return;
        }
        var (request, wrong) = form.Read(page.Options.LocalOffset);
        if (request is null)
        {
            await AgainAsync(page.Words[wrong!.Value]).ConfigureAwait(false);
            return;
        }
        var (message, field) = request.Read(session.Operator.Value, Desk.NewIdentifier, Desk.NowMs, Desk.Options, Desk.Book, Desk.ZoneOf);
        if (message is null || message.ExpiresMs <= Desk.NowMs)
        {
            await AgainAsync(page.Words[field is "$" or "" ? BoardWord.ValidUntil : BoardWord.BadRequest]).ConfigureAwait(false);
            return;
        }
        if (WarningCodec.Serialise(message).Length > WarningCodec.MaxBodyBytes)
        {
            await AgainAsync(page.Words[BoardWord.WarningTooLong]).ConfigureAwait(false);
            return;
        }
        if (fields["step"] != "issue")
        {
            await Page.SendAsync(http, WarnPreview.Of(page, form, message)).ConfigureAwait(false);
            return;
        }
        switch (await Desk.IssueAsync(message, http.RequestAborted).ConfigureAwait(false))
        {
            case WarningOutcome.Kept or WarningOutcome.Known:
                SeeOther(http, $"{Home}#w-{message.Id}");
                break;
            case WarningOutcome.Ended:
                await door.SayAsync(http, StatusCodes.Status409Conflict, page.Words[BoardWord.WarningEndedBefore]).ConfigureAwait(false);
                break;
            case WarningOutcome.TooMany:
                await door.SayAsync(http, StatusCodes.Status409Conflict, page.Words[BoardWord.TooManyWarnings]).ConfigureAwait(false);
                break;
            case WarningOutcome.StoreFailed:
                await door.SayAsync(http, StatusCodes.Status503ServiceUnavailable, page.Words[BoardWord.WaysNotSaved]).ConfigureAwait(false);
                break;
            default:
                await AgainAsync(page.Words[BoardWord.BadRequest]).ConfigureAwait(false);
                break;
        }

        Task AgainAsync(string what) => Page.SendAsync(http, WarnPage.Of(page, Desk, form, $"{page.Words[BoardWord.WarningNotIssued]} {what}"), StatusCodes.Status400BadRequest);
    }

    private Task ShowEndAsync(HttpContext http)
    {
        var page = door.ContextOf(http);
        return page.Operator is null ? EnterFirst(http)
            : Find(http) is { } message ? Page.SendAsync(http, EndWarningPage.Of(page, Desk, message))
            : door.SayAsync(http, StatusCodes.Status404NotFound, page.Words[BoardWord.WarningUnknown]);
    }

    private async Task EndAsync(HttpContext http)
    {
        if (await PressedAsync(http).ConfigureAwait(false) is not ({ } session, { } form))
        {
            return;
        }
        var words = BoardDoor.WordsFor(http);
        if (Find(http) is not { } message)
        {
            await door.SayAsync(http, StatusCodes.Status404NotFound, words[BoardWord.WarningUnknown]).ConfigureAwait(false);
            return;
        }
        var identifier = WarningText.IsName(form["identifier"]) ? form["identifier"] : Desk.NewIdentifier();
        var reason = form["reason"] is { Length: <= WarningText.MaxShort } said ? said : form["reason"][..WarningText.MaxShort];
        switch (await Desk.CancelAsync(message.Id, identifier, session, reason, http.RequestAborted).ConfigureAwait(false))
        {
            case WarningOutcome.Kept or WarningOutcome.Known:
                SeeOther(http, Home);
                break;
            case WarningOutcome.StoreFailed:
                await door.SayAsync(http, StatusCodes.Status503ServiceUnavailable, words[BoardWord.WaysNotSaved]).ConfigureAwait(false);
                break;
            default:
                await door.SayAsync(http, StatusCodes.Status400BadRequest, words[BoardWord.BadRequest]).ConfigureAwait(false);
                break;
        }
    }

    private static WarningFormText Before(WarningMessage known, WarningFormText empty) =>
        known.Infos.FirstOrDefault(i => i.Language.Split('-')[0] == empty.Language) is { } info
            ? empty with { Event = info.Event, Headline = info.Headline, Description = info.Description, Instruction = info.Instruction }
            : empty;

    private WarningMessage? Find(HttpContext http) =>
        WarningId.TryParse(http.Request.RouteValues["warningId"] as string, out var id) && Desk.Book.Find(id) is { Type: not WarningMsgType.Cancel } message ? message : null;

    /// <summary>Who pressed the form, or an answer that says no.</summary>
    private async ValueTask<(OperatorSession? Session, FormFields? Form)> PressedAsync(HttpContext http)
    {
        if (await FormFields.ReadAsync(http.Request, MaxFormBytes, http.RequestAborted).ConfigureAwait(false) is not { } form)
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
        SeeOther(http, "/enter?next=warnings");
        return Task.CompletedTask;
    }

    private static void SeeOther(HttpContext http, string to)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = to;
    }
}
