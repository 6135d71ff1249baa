using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Warnings;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Warnings;
using Samagam.Web.Json;
using Samagam.Web.Requests;
using Samagam.Wire.Warnings;

namespace Samagam.Hub.Api.Warnings;

/// <summary>Warnings for programs: the same paths and JSON as at a node. Read by whoever may read the board; said by operators.</summary>
internal sealed class WarningsCalls(BoardDoor door)
{
    private const string Root = "/api/v1/warnings";
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] XmlTypes = [CapXml.ContentType, "application/xml", "text/xml"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Root, Read, ShowAllAsync);
        routes.MapMethods(Root + "/feed", Read, FeedAsync);
        routes.MapMethods(Root + "/{warningId:length(32)}", Read, ShowAsync);
        routes.MapMethods(Root + "/{warningId:length(32)}.cap", Read, CapAsync);
        routes.MapPost(Root, IssueAsync);
        routes.MapPost(Root + "/{warningId:length(32)}/cancel", CancelAsync);
    }

    private WarningsDesk Desk => door.Warnings;

    private Task ShowAllAsync(HttpContext http) => door.Envelope.SendAsync(http, Desk.Book.Standing(Desk.NowMs).Select(m => ViewOf(http, m)).ToList(), door.Desk.Freshness());

    private Task FeedAsync(HttpContext http) => Answer.SendAsync(
        http, StatusCodes.Status200OK, WarningFeed.ContentType + "; charset=utf-8",
        WarningFeed.Write([.. Desk.Book.InForce(Desk.NowMs).Where(m => m.Status == WarningStatus.Actual)], Desk.NowMs, "Samagam", $"{http.Request.Scheme}://{http.Request.Host.Value}/api/v1", "en"));

    private Task ShowAsync(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains(CapXml.ContentType, StringComparison.OrdinalIgnoreCase) ? CapAsync(http)
        : Find(http) is { } message ? door.Envelope.SendAsync(http, ViewOf(http, message), door.Desk.Freshness())
        : UnknownAsync(http);

    private Task CapAsync(HttpContext http) => Find(http) is { } message
        ? Answer.SendAsync(http, StatusCodes.Status200OK, CapXml.ContentType + "; charset=utf-8", CapWriter.Write(message))
        : UnknownAsync(http);

    private async Task IssueAsync(HttpContext http)
    {
        if (OperatorOf(http) is not { } session)
        {
            await door.NoSessionAsync(http).ConfigureAwait(false);
            return;
        }
        var (message, refused) = await ReadAsync(http, session).ConfigureAwait(false);
        if (message is null)
        {
            await door.Envelope.FailAsync(http, refused!.Value).ConfigureAwait(false);
            return;
        }
        var outcome = await Desk.IssueAsync(message, http.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(http, message.Id, outcome, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task CancelAsync(HttpContext http)
    {
        if (OperatorOf(http) is not { } session)
        {
            await door.NoSessionAsync(http).ConfigureAwait(false);
            return;
        }
        var body = await Body.ReadJsonAsync<WarningEnd>(http.Request, Body.MaxBytes, http.RequestAborted).ConfigureAwait(false);
        if (body.Refused is { } refused)
        {
            await door.Envelope.FailAsync(http, refused).ConfigureAwait(false);
            return;
        }
        if (!WarningId.TryParse(http.Request.RouteValues["warningId"] as string, out var id))
        {
            await UnknownAsync(http).ConfigureAwait(false);
            return;
        }
        var outcome = await Desk.CancelAsync(id, body.Value!.Identifier ?? Desk.NewIdentifier(), session, body.Value.Reason ?? "", http.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(http, id, outcome, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private async ValueTask<(WarningMessage? Message, Problem? Refused)> ReadAsync(HttpContext http, OperatorSession session)
    {
        var words = BoardDoor.WordsFor(http);
        var type = http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (XmlTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            var document = await Body.ReadAsync(http.Request, Desk.Options.MaxCapBytes, http.RequestAborted).ConfigureAwait(false);
            var cap = document.State == BodyState.TooLarge ? new CapOutcome(null, CapRefusal.TooLarge, "") : CapReader.Read(document.Bytes, Desk.Options.MaxCapBytes, session.Operator.Value);
            return cap.Message is { } read ? (read, null) : (null, cap.Refusal switch
            {
                CapRefusal.TooLarge => new Problem(413, Body.TooLargeCode, words[BoardWord.BadRequest]),
                CapRefusal.NotXml or CapRefusal.NotCap or CapRefusal.Value => new Problem(400, "CAP_INVALID", words[BoardWord.BadRequest], "$", cap.Detail),
                _ => new Problem(422, "CAP_NOT_TAKEN", words[BoardWord.BadRequest], "$", cap.Detail),
            });
        }
        var body = await Body.ReadJsonAsync<WarningRequest>(http.Request, Body.MaxBytes, http.RequestAborted).ConfigureAwait(false);
        if (body.Refused is { } refused)
        {
            return (null, refused);
        }
        var (message, wrong) = body.Value!.Read(session.Operator.Value, Desk.NewIdentifier, Desk.NowMs, Desk.Options, Desk.Book, Desk.ZoneOf);
        return (message, message is null ? new Problem(400, Body.FieldCode, words[BoardWord.BadRequest], wrong) : null);
    }

    private Task AnswerAsync(HttpContext http, WarningId id, WarningOutcome outcome, int status)
    {
        var words = BoardDoor.WordsFor(http);
        return outcome switch
        {
            WarningOutcome.Kept or WarningOutcome.Known when Desk.Book.Find(id) is { } message =>
                door.Envelope.SendAsync(http, ViewOf(http, message), door.Desk.Freshness(), status: outcome == WarningOutcome.Kept ? status : StatusCodes.Status200OK),
            WarningOutcome.Expired => Fail(422, "WARNING_EXPIRED", BoardWord.WarningExpired),
            WarningOutcome.Ended => Fail(409, "WARNING_ENDED", BoardWord.WarningEndedBefore),
            WarningOutcome.TooLong => Fail(422, "WARNING_TOO_LONG", BoardWord.WarningTooLong),
            WarningOutcome.TooMany => Fail(409, "TOO_MANY_WARNINGS", BoardWord.TooManyWarnings),
            WarningOutcome.StoreFailed => Fail(503, "NOT_SAVED", BoardWord.WaysNotSaved),
            WarningOutcome.Invalid => Fail(400, Body.FieldCode, BoardWord.BadRequest),
            _ => UnknownAsync(http),
        };

        Task Fail(int code, string name, BoardWord word) => door.Envelope.FailAsync(http, new Problem(code, name, words[word]));
    }

    private WarningView ViewOf(HttpContext http, WarningMessage message) =>
        WarningView.Of(message, Desk.Book, Desk.NowMs, BoardDoor.WordsFor(http).Language) with { By = door.Operators.Who(http.Request) is null ? null : message.By };

    private OperatorSession? OperatorOf(HttpContext http) => RequestOrigin.IsForeign(http.Request) ? null : door.Operators.Who(http.Request);

    private WarningMessage? Find(HttpContext http) => WarningId.TryParse(http.Request.RouteValues["warningId"] as string, out var id) ? Desk.Book.Find(id) : null;

    private Task UnknownAsync(HttpContext http) => door.Envelope.FailAsync(http, new Problem(404, "WARNING_UNKNOWN", BoardDoor.WordsFor(http)[BoardWord.WarningUnknown]));
}
