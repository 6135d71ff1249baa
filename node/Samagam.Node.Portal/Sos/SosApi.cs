using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal.Sos;

/// <summary>
/// Answer to a call: saved, and where. <paramref name="Case"/> is absent while only a neighbour has it. A call it may be the same
/// as is not named: an id is what its caller cancels with.
/// </summary>
/// <param name="Warning">When the call was taken without all that came with it.</param>
internal sealed record AlertSaved(string AlertId, bool IsNew, string SavedAt, CaseView? Case, AlertWarning? Warning);

/// <summary><c>DETAILS_CUT</c>: only a part could be read; <c>DETAILS_UNREADABLE</c>: nothing of it.</summary>
internal sealed record AlertWarning(string Code, string Message);

/// <summary>Body of a cancel; <paramref name="Reason"/> is <c>safe</c> (default) or <c>false-alarm</c>.</summary>
internal sealed record CancelRequest(string? Reason = null);

/// <summary>Body of a better place: a point, a pole code, or both.</summary>
internal sealed record LocationRequest(double? Lat = null, double? Lng = null, double? Accuracy = null, string? Source = null, string? PoleCode = null);

/// <summary>The call for help as JSON: what the caller may do. Never refused: what cannot be read of it is left out, and said.</summary>
internal sealed class SosApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Languages languages, PressReader presses, SosReading reading, RaiseAnywhere raise, PortalCounters counters)
{
    /// <summary>POST by the contract; a client that mistook the verb is helped all the same.</summary>
    private static readonly string[] Pressing = [HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapMethods("/emergency/alert", Pressing, RaiseAsync)
            .Says(new("emergency.raise", "Call for help; never refused, whoever calls", Who.Everybody) 
            {
                Takes = typeof(SosPress), TakesAnything = true, Gives = typeof(AlertSaved), Status = 201, AlsoStatus = [200], Errors = ["NOT_SAVED"],
                Example = """{"alertId":"0b4f6a52-7c1d-4e0f-9a63-2f1f7f1f0c11","emergencyType":"medical","people":1,"location":{"lat":23.1856,"lng":75.7678,"accuracy":20},"note":"cannot walk"}""",
            });
        api.MapMethods("/emergency/alert", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Delete], HowToAsync)
            .Says(new("emergency.how", "Says how to call for help", Who.Everybody) { Status = 405 });
        api.MapGet("/emergency/status/{id}", StatusAsync).Says(new("emergency.status", "What became of a call", Who.Everybody, Whose.Known) { Gives = typeof(CaseView), Errors = ["UNKNOWN_ALERT"] });
        api.MapPost("/emergency/{id}/cancel", CancelAsync)
            .Says(new("emergency.cancel", "Help is no longer needed", Who.Everybody, Whose.Known) { Takes = typeof(CancelRequest), Gives = typeof(CaseView), Errors = ["UNKNOWN_ALERT", "ALERT_ENDED", "NOT_SAVED"], Example = """{"reason":"safe"}""" });
        api.MapPost("/emergency/{id}/location", LocateAsync)
            .Says(new("emergency.locate", "A better place of a call", Who.Everybody, Whose.Known) { Takes = typeof(LocationRequest), Gives = typeof(CaseView), Errors = ["UNKNOWN_ALERT", "ALERT_ENDED", "NOT_SAVED"], Example = """{"lat":23.1857,"lng":75.7679,"accuracy":10}""" });
    }

    private async Task RaiseAsync(HttpContext http)
    {
        var press = await presses.ReadAsync(http, SosDoor.Json, DevicePass.NameOf(http), languages.OfPage(http).Tag).ConfigureAwait(false);
        var (where, saved) = await raise.RunAsync(press.Command, PacedCalls.AddressOf(http)).ConfigureAwait(false);
        counters.Raised(SosDoor.Json, where);
        if (saved is null)
        {
            http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
            await reply.ErrorAsync(http, ApiError.NotSaved.Saying(Say.ErrorSosNotSaved), null, parts.Options.EmergencyNumber).ConfigureAwait(false);
            return;
        }
        var id = saved.Case;
        http.Response.Headers.Location = "/api/v1/emergency/status/" + id;
        await reply.OkAsync(
            http,
            new AlertSaved(id.ToString(), saved.IsNew, where == SavedWhere.Here ? "this-box" : "neighbour", CaseView.Of(parts.Node, id), WarningOf(http, press.Understood)),
            PortalJson.Default.AlertSaved,
            reply.Now,
            saved.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private AlertWarning? WarningOf(HttpContext http, Understood understood) => understood switch
    {
        Understood.All => null,
        Understood.Part => new AlertWarning("DETAILS_CUT", languages.OfApi(http).With(Say.DetailsCut, parts.Options.EmergencyNumber)),
        _ => new AlertWarning("DETAILS_UNREADABLE", languages.OfApi(http).With(Say.DetailsUnreadable, parts.Options.EmergencyNumber)),
    };

    /// <summary>Reading is not calling: whatever follows links (previews, scanners) must not raise a call.</summary>
    private Task HowToAsync(HttpContext http)
    {
        http.Response.Headers.Allow = string.Join(", ", Pressing);
        return reply.ErrorAsync(http, ApiError.MethodNotAllowed.Saying(Say.ErrorSosMethod), null, parts.Options.EmergencyNumber);
    }

    private Task StatusAsync(HttpContext http) =>
        SosId.TryParse(http.Request.RouteValues["id"] as string, out var id) && CaseView.Of(parts.Node, id) is { } view
            ? reply.OkAsync(http, view, PortalJson.Default.CaseView, reply.Now)
            : reply.ErrorAsync(http, ApiError.UnknownAlert, "alertId");

    private async Task CancelAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.CancelRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.Reason is not (null or "safe" or "false-alarm"))
        {
            await reply.ErrorAsync(http, ApiError.InvalidField, "$.reason", "reason").ConfigureAwait(false);
            return;
        }
        _ = SosId.TryParse(http.Request.RouteValues["id"] as string, out var id);
        var outcome = await parts.Node.Resolve.ByCallerAsync(id, request.Reason == "false-alarm", CancellationToken.None).ConfigureAwait(false);
        await AnswerAsync(http, id, outcome).ConfigureAwait(false);
    }

    private async Task LocateAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.LocationRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        _ = SosId.TryParse(http.Request.RouteValues["id"] as string, out var id);
        var source = request.Source is "map" or "map-tap" ? PlaceSource.MapTap : PlaceSource.Gps;
        var place = reading.PlaceOf(request.Lat, request.Lng, request.Accuracy, source);
        var label = CleanText.Of(request.PoleCode, SosReading.MaxLabel);
        if (place is null && (label.Length == 0 || request.Lat is not null || request.Lng is not null))
        {
            await reply.ErrorAsync(http, ApiError.InvalidField, "$.lat", "lat, lng").ConfigureAwait(false);
            return;
        }
        var known = parts.Node.Picture.Snapshot.Sos.Find(id)?.Place ?? new Place(parts.Node.Self.Point, RaiseSos.HeardRadiusM, PlaceSource.Node);
        var outcome = await parts.Node.Locate.RunAsync(id, place ?? known, label, CancellationToken.None).ConfigureAwait(false);
        await AnswerAsync(http, id, outcome).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext http, SosId id, AnswerOutcome outcome) =>
        outcome is AnswerOutcome.Done or AnswerOutcome.AlreadySo && CaseView.Of(parts.Node, id) is { } view
            ? reply.OkAsync(http, view, PortalJson.Default.CaseView, reply.Now)
            : AnswerError(http, reply, outcome);

    /// <summary>The error of an answer that was not taken.</summary>
    public static Task AnswerError(HttpContext http, ApiReply reply, AnswerOutcome outcome) => outcome switch
    {
        AnswerOutcome.Ended => reply.ErrorAsync(http, ApiError.AlertEnded),
        AnswerOutcome.NoClaim => reply.ErrorAsync(http, ApiError.NotAcceptedByYou),
        AnswerOutcome.NotSaved => reply.ErrorAsync(http, ApiError.NotSaved),
        _ => reply.ErrorAsync(http, ApiError.UnknownAlert, "alertId"),
    };
}
