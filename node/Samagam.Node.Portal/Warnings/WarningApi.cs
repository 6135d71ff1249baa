using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Core.Warnings;
using Samagam.Mesh.Warnings;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Requests;
using Samagam.Wire.Warnings;

namespace Samagam.Node.Portal.Warnings;

/// <summary>Warnings to the public: read by everybody, let out and ended by the authority, as JSON or as CAP 1.2.</summary>
internal sealed class WarningApi(PortalParts parts, WarningDesk desk, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced, PortalCounters counters)
{
    private const string Warnings = "/warnings";
    private static readonly string[] XmlTypes = [CapXml.ContentType, "application/xml", "text/xml"];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Warnings, paced.Before(ShowAllAsync)).Says(new("warnings.list", "Warnings in force, the worst first, in the reader's language", Who.Everybody)
        {
            Gives = typeof(IReadOnlyList<WarningView>),
            Query = [new("near", "string", "Only those that concern a place, as lat,lng", Example: "23.1850,75.7670")],
        });
        api.MapGet(Warnings + "/feed", paced.Before(FeedAsync)).Says(new("warnings.feed", "Warnings in force as an Atom feed of CAP 1.2", Who.Everybody) { GivesType = WarningFeed.ContentType });
        api.MapGet(Warnings + "/{warningId:length(32)}", paced.Before(ShowAsync))
            .Says(new("warnings.read", "One warning, also when it has ended; as CAP 1.2 where the reader accepts application/cap+xml", Who.Everybody) { Gives = typeof(WarningView), Errors = ["WARNING_UNKNOWN"] });
        api.MapGet(Warnings + "/{warningId:length(32)}.cap", paced.Before(CapAsync))
            .Says(new("warnings.cap", "One warning as CAP 1.2", Who.Everybody) { GivesType = CapXml.ContentType, Errors = ["WARNING_UNKNOWN"] });
        api.MapPost(Warnings, paced.Before(IssueAsync)).Says(new("warnings.issue", "Let out a warning, as JSON or as a CAP 1.2 document", Who.Authority)
        {
            Takes = typeof(WarningRequest),
            Gives = typeof(WarningView),
            Status = 201,
            Errors = ["CAP_INVALID", "CAP_NOT_TAKEN", "WARNING_EXPIRED", "WARNING_ENDED", "WARNING_TOO_LONG", "TOO_MANY_WARNINGS", "NOT_SAVED"],
        });
        api.MapPost(Warnings + "/{warningId:length(32)}/cancel", paced.Before(CancelAsync))
            .Says(new("warnings.cancel", "End a warning before its time, for good", Who.Authority) { Takes = typeof(WarningEnd), Gives = typeof(WarningView), Errors = ["WARNING_UNKNOWN", "NOT_SAVED"] });
    }

    private Task ShowAllAsync(HttpContext http)
    {
        var asked = http.Request.Query["near"].ToString();
        var near = PlaceOf(asked);
        if (asked.Length > 0 && near is null)
        {
            return reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "near", "near");
        }
        var tongue = ReaderTongue.Of(http, "en");
        var found = near is { } place ? desk.Near([place]) : desk.InForce();
        return reply.OkAsync(http, [.. found.Select(m => desk.ViewOf(m, tongue))], WarningsJson.Default.IReadOnlyListWarningView, reply.Now);
    }

    private Task FeedAsync(HttpContext http)
    {
        var root = $"{http.Request.Scheme}://{http.Request.Host.Value}{PortalRegistration.ApiRoot}";
        var feed = WarningFeed.Write(desk.InForce(), desk.NowMs, parts.Node.Self.Name, root, ReaderTongue.Of(http, "en").Otherwise);
        return Answer.SendAsync(http, StatusCodes.Status200OK, WarningFeed.ContentType + "; charset=utf-8", feed);
    }

    private Task ShowAsync(HttpContext http)
    {
        if (http.Request.Headers.Accept.ToString().Contains(CapXml.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return CapAsync(http);
        }
        http.Response.Headers.Append("Vary", "Accept");
        return Find(http) is { } message
            ? reply.OkAsync(http, desk.ViewOf(message, ReaderTongue.Of(http, "en")), WarningsJson.Default.WarningView, reply.Now)
            : UnknownAsync(http);
    }

    private Task CapAsync(HttpContext http) => Find(http) is { } message
        ? Answer.SendAsync(http, StatusCodes.Status200OK, CapXml.ContentType + "; charset=utf-8", CapWriter.Write(message))
        : UnknownAsync(http);

    private async Task IssueAsync(HttpContext http)
    {
        // The wall has let in nobody else.
        var by = callers.Of(http).Staff!.Responder.Value;
        if (await MessageOfAsync(http, by).ConfigureAwait(false) is { } message)
        {
            var outcome = await desk.Issue.RunAsync(message, http.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(http, message.Id, outcome, StatusCodes.Status201Created).ConfigureAwait(false);
        }
    }

    private async Task CancelAsync(HttpContext http)
    {
        var by = callers.Of(http).Staff!.Responder.Value;
        if (await bodies.ReadAsync(http, WarningsJson.Default.WarningEnd).ConfigureAwait(false) is not { } end)
        {
            return;
        }
        if (end.Identifier is not null && !WarningText.IsName(end.Identifier))
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.identifier", "$.identifier").ConfigureAwait(false);
            return;
        }
        if (WarningText.Clean(end.Reason).Length > WarningText.MaxShort)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.reason", "$.reason").ConfigureAwait(false);
            return;
        }
        if (!TryId(http, out var id))
        {
            await UnknownAsync(http).ConfigureAwait(false);
            return;
        }
        var (outcome, _) = await parts.Node.CancelWarning.RunAsync(id, end.Identifier ?? desk.NewIdentifier(), by, end.Reason ?? "", http.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(http, id, outcome, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    /// <summary>Null when it was refused: then the answer has been written.</summary>
    private async Task<WarningMessage?> MessageOfAsync(HttpContext http, string by)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (!XmlTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            if (await bodies.ReadAsync(http, WarningsJson.Default.WarningRequest).ConfigureAwait(false) is not { } request)
            {
                return null;
            }
            var (message, field) = request.Read(by, desk.NewIdentifier, desk.NowMs, desk.Issue.Options, desk.Book, desk.ZoneOf);
            if (message is null)
            {
                await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            }
            return message;
        }
        var body = await Body.ReadAsync(http.Request, desk.Issue.Options.MaxCapBytes, http.RequestAborted).ConfigureAwait(false);
        var cap = body.State == BodyState.TooLarge
            ? new CapOutcome(null, CapRefusal.TooLarge, "")
            : CapReader.Read(body.Bytes, desk.Issue.Options.MaxCapBytes, by);
        if (cap.Message is { } read)
        {
            return read;
        }
        counters.Refused("cap");
        await (cap.Refusal switch
        {
            CapRefusal.TooLarge => reply.ErrorAsync(http, StatusCodes.Status413PayloadTooLarge, Body.TooLargeCode, Say.ErrorTooLarge, null, desk.Issue.Options.MaxCapBytes / 1024),
            CapRefusal.NotXml or CapRefusal.NotCap or CapRefusal.Value => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "CAP_INVALID", Say.ErrorCap, "$", cap.Detail),
            _ => reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, "CAP_NOT_TAKEN", Say.ErrorCap, "$", cap.Detail),
        }).ConfigureAwait(false);
        return null;
    }

    private Task AnswerAsync(HttpContext http, WarningId id, WarningOutcome outcome, int status) => outcome switch
    {
        WarningOutcome.Kept => OkAsync(http, id, status),
        // Said before: the retry of one who did not hear the answer.
        WarningOutcome.Known => OkAsync(http, id, StatusCodes.Status200OK),
        WarningOutcome.Expired => reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, "WARNING_EXPIRED", Say.ErrorWarningExpired, "$.expires"),
        WarningOutcome.Ended => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "WARNING_ENDED", Say.ErrorWarningEnded),
        WarningOutcome.TooLong => reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, "WARNING_TOO_LONG", Say.ErrorWarningTooLong),
        WarningOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_WARNINGS", Say.ErrorTooManyWarnings),
        WarningOutcome.Unknown => UnknownAsync(http),
        WarningOutcome.StoreFailed => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        _ => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$", "$"),
    };

    private Task OkAsync(HttpContext http, WarningId id, int status)
    {
        // A cancel that came as CAP answers with itself.
        var message = desk.Book.Find(id);
        return message is null ? UnknownAsync(http) : reply.OkAsync(http, desk.ViewOf(message, ReaderTongue.Of(http, "en")), WarningsJson.Default.WarningView, reply.Now, status);
    }

    private Task UnknownAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "WARNING_UNKNOWN", Say.ErrorWarningUnknown);

    private WarningMessage? Find(HttpContext http) => TryId(http, out var id) ? desk.Book.Find(id) : null;

    private static bool TryId(HttpContext http, out WarningId id) => WarningId.TryParse(http.Request.RouteValues["warningId"] as string, out id);

    private static GeoPoint? PlaceOf(string text) =>
        text.Split(',') is [var lat, var lng]
        && double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && double.TryParse(lng, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
        && new GeoPoint(latitude, longitude) is { IsValid: true } place ? place : null;
}
