using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal.Sos;

/// <summary>
/// Answer to a call: saved, and where. <paramref name="Case"/> is absent while only a neighbour has it. A call it may be the same
/// as is not named: an id is what its caller cancels with.
/// </summary>
internal sealed record AlertSaved(string AlertId, bool IsNew, string SavedAt, CaseView? Case);

/// <summary>Body of a cancel; <paramref name="Reason"/> is <c>safe</c> (default) or <c>false-alarm</c>.</summary>
internal sealed record CancelRequest(string? Reason = null);

/// <summary>Body of a better place: a point, a pole code, or both.</summary>
internal sealed record LocationRequest(double? Lat = null, double? Lng = null, double? Accuracy = null, string? Source = null, string? PoleCode = null);

/// <summary>The call for help as JSON: what the caller may do. Never limited.</summary>
internal sealed class SosApi(PortalParts parts, ApiEnvelope envelope, JsonBodies bodies, Languages languages, DevicePass pass, SosReading reading, RaiseAnywhere raise, PortalCounters counters)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/emergency/alert", RaiseAsync);
        api.MapGet("/emergency/status/{id}", StatusAsync);
        api.MapPost("/emergency/{id}/cancel", CancelAsync);
        api.MapPost("/emergency/{id}/location", LocateAsync);
    }

    private async Task RaiseAsync(HttpContext http)
    {
        var (state, bytes) = await Bodies.ReadAsync(http, parts.Options.MaxBodyBytes).ConfigureAwait(false);
        using var json = state == BodyState.Read ? Bodies.JsonOf(bytes.Length == 0 ? "{}"u8.ToArray() : bytes) : null;
        if (json is null)
        {
            counters.Refused(state == BodyState.TooLarge ? "too-large" : "unreadable");
            await (state == BodyState.TooLarge
                ? envelope.ErrorAsync(http, StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", Say.ErrorSosTooLarge, null, parts.Options.EmergencyNumber)
                : envelope.ErrorAsync(http, StatusCodes.Status400BadRequest, "UNREADABLE", Say.ErrorSosUnreadable, null, parts.Options.EmergencyNumber)).ConfigureAwait(false);
            return;
        }
        var device = DevicePass.NameOf(http);
        var caller = device ?? http.Connection.RemoteIpAddress?.ToString() ?? "";
        var key = http.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        var command = reading.OfJson(json.RootElement, device, caller, key, languages.OfPage(http).Tag);
        command = command with { Id = command.Id ?? new SosId(pass.NewId()) };
        var (where, saved) = await raise.RunAsync(command).ConfigureAwait(false);
        counters.Raised("json", where);
        if (saved is null)
        {
            http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
            await envelope.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorSosNotSaved, null, parts.Options.EmergencyNumber).ConfigureAwait(false);
            return;
        }
        var id = saved.Case;
        http.Response.Headers.Location = "/api/v1/emergency/status/" + id;
        await envelope.OkAsync(
            http,
            new AlertSaved(id.ToString(), saved.IsNew, where == SavedWhere.Here ? "this-box" : "neighbour", CaseView.Of(parts.Node, id)),
            PortalJson.Default.AlertSaved,
            envelope.Now,
            saved.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private Task StatusAsync(HttpContext http) =>
        SosId.TryParse(http.Request.RouteValues["id"] as string, out var id) && CaseView.Of(parts.Node, id) is { } view
            ? envelope.OkAsync(http, view, PortalJson.Default.CaseView, envelope.Now)
            : envelope.ErrorAsync(http, StatusCodes.Status404NotFound, "UNKNOWN_ALERT", Say.ErrorUnknownCase, "alertId");

    private async Task CancelAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.CancelRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.Reason is not (null or "safe" or "false-alarm"))
        {
            await envelope.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.reason", "reason").ConfigureAwait(false);
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
            await envelope.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.lat", "lat, lng").ConfigureAwait(false);
            return;
        }
        var known = parts.Node.Picture.Snapshot.Sos.Find(id)?.Place ?? new Place(parts.Node.Self.Point, RaiseSos.HeardRadiusM, PlaceSource.Node);
        var outcome = await parts.Node.Locate.RunAsync(id, place ?? known, label, CancellationToken.None).ConfigureAwait(false);
        await AnswerAsync(http, id, outcome).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext http, SosId id, AnswerOutcome outcome) =>
        outcome is AnswerOutcome.Done or AnswerOutcome.AlreadySo && CaseView.Of(parts.Node, id) is { } view
            ? envelope.OkAsync(http, view, PortalJson.Default.CaseView, envelope.Now)
            : AnswerError(http, envelope, outcome);

    /// <summary>The error of an answer that was not taken.</summary>
    public static Task AnswerError(HttpContext http, ApiEnvelope envelope, AnswerOutcome outcome) => outcome switch
    {
        AnswerOutcome.Ended => envelope.ErrorAsync(http, StatusCodes.Status409Conflict, "ALERT_ENDED", Say.ErrorEnded),
        AnswerOutcome.NoClaim => envelope.ErrorAsync(http, StatusCodes.Status409Conflict, "NOT_ACCEPTED_BY_YOU", Say.ErrorNoClaim),
        AnswerOutcome.NotSaved => envelope.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        _ => envelope.ErrorAsync(http, StatusCodes.Status404NotFound, "UNKNOWN_ALERT", Say.ErrorUnknownCase, "alertId"),
    };
}
