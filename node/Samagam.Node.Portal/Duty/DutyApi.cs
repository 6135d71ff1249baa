using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal.Duty;

/// <summary>Body of entering; the code is an admin's, from an authenticator app.</summary>
internal sealed record EnterRequest(string? Voucher = null, string? Code = null);

/// <summary>A bearer token for the staff part of the API.</summary>
internal sealed record Entered(string Token, DateTimeOffset ExpiresAt, DutyView Duty);

/// <summary>Body of going on or off duty; place and skills are optional.</summary>
internal sealed record DutyRequest(bool? OnDuty = null, IReadOnlyList<string>? Skills = null, PointRequest? Location = null);

/// <summary>A point as the API takes it.</summary>
internal sealed record PointRequest(double? Lat = null, double? Lng = null)
{
    /// <summary>Null when it is no place on the earth.</summary>
    public GeoPoint? Point => Lat is { } lat && Lng is { } lng && new GeoPoint(lat, lng) is { IsValid: true } point ? point : null;
}

/// <summary>Body of an acceptance.</summary>
internal sealed record AcknowledgeRequest(int? EtaSeconds = null);

internal sealed record DeclineRequest(string? Reason = null);

/// <summary>Body of a resolve: <c>helped</c> (default), <c>taken-to-hospital</c>, <c>nobody-found</c>, <c>false-alarm</c>, <c>exercise</c>.</summary>
internal sealed record ResolveRequest(string? Ending = null);

internal sealed record HandOverRequest(string? Note = null);

/// <summary>Body of calls that need none.</summary>
internal sealed record EmptyRequest;

/// <summary>A case as the responder sees it after an answer; absent when it is not theirs any more.</summary>
internal sealed record AnswerTaken(string AlertId, string Status, OfferView? Case);

/// <summary>The responder's side of the API. Answers to a case are never limited.</summary>
internal sealed class DutyApi(
    PortalParts parts, ApiReply reply, JsonBodies bodies, StaffDoor staff, StaffEntry entry, ResponderCases cases, ResponderAnswers answers, PacedCalls paced, ILogger<DutyApi> logger)
{
    private const int DefaultEtaSeconds = 600;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/duty/enter", paced.BeforeEntry(EnterAsync))
            .Says(new("duty.enter", "Exchange a staff voucher for a token", Who.Everybody) { Takes = typeof(EnterRequest), Gives = typeof(Entered), Errors = ["INVALID_VOUCHER", "TOTP_REQUIRED", "INVALID_TOTP", "TOO_MANY_REQUESTS", "NOT_SAVED"] });
        api.MapGet("/duty", paced.Before(http => AsStaffAsync(http, me => ShowAsync(http, me))))
            .Says(new("duty.show", "Own duty", Who.Staff, Whose.Own) { Gives = typeof(DutyView) });
        api.MapPost("/duty", paced.Before(http => AsStaffAsync(http, me => SetAsync(http, me))))
            .Says(new("duty.set", "Go on or off duty", Who.Staff, Whose.Own) { Takes = typeof(DutyRequest), Gives = typeof(DutyView) });
        api.MapGet("/duty/open-cases", paced.Before(http => AsStaffAsync(http, me => ListAsync(http, me))))
            .Says(new("duty.cases", "Open calls offered to the responder", Who.Staff, Whose.Own) { Gives = typeof(IReadOnlyList<OfferView>) });
        api.MapPut("/emergency/acknowledge/{id}", http => AnswerAsync(http, PortalJson.Default.AcknowledgeRequest, AcceptAsync))
            .Says(Answer("acknowledge", "Accept a call, with a promise of minutes", typeof(AcknowledgeRequest)));
        api.MapPost("/emergency/{id}/received", http => AnswerAsync(http, PortalJson.Default.EmptyRequest, async (id, me, _) => await answers.ReceiveAsync(id, me).ConfigureAwait(false)))
            .Says(Answer("receive", "Say that the offer is on the phone", typeof(EmptyRequest)));
        api.MapPost("/emergency/{id}/decline", http => AnswerAsync(http, PortalJson.Default.DeclineRequest, async (id, me, r) => await answers.DeclineAsync(id, me, r.Reason).ConfigureAwait(false)))
            .Says(Answer("decline", "Decline an offer", typeof(DeclineRequest)));
        api.MapPost("/emergency/{id}/arrive", http => AnswerAsync(http, PortalJson.Default.EmptyRequest, async (id, me, _) => await answers.ArriveAsync(id, me).ConfigureAwait(false)))
            .Says(Answer("arrive", "Say that the responder is there", typeof(EmptyRequest)));
        api.MapPost("/emergency/{id}/resolve", http => AnswerAsync(http, PortalJson.Default.ResolveRequest, ResolveAsync))
            .Says(Answer("resolve", "Close a call with how it ended", typeof(ResolveRequest)));
        api.MapPost("/emergency/{id}/hand-over", http => AnswerAsync(http, PortalJson.Default.HandOverRequest, async (id, me, r) => await answers.HandOverAsync(id, me, r.Note).ConfigureAwait(false)))
            .Says(Answer("hand-over", "Give a call back to be taken by another", typeof(HandOverRequest)));
    }

    private static ApiCall Answer(string verb, string summary, Type takes) =>
        new("emergency." + verb, summary, Who.Staff, Whose.Known) { Takes = takes, Gives = typeof(AnswerTaken), Errors = ["UNKNOWN_ALERT", "ALERT_ENDED", "NOT_ACCEPTED_BY_YOU", "NOT_SAVED"] };

    private async Task EnterAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.EnterRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var outcome = await entry.EnterAsync(request.Voucher ?? "", request.Code, http.RequestAborted).ConfigureAwait(false);
        if (outcome is EntryOutcome.Entered (var token, var session))
        {
            DutyLog.Entered(logger, session.Responder.Value);
            await reply.OkAsync(http, new Entered(token, session.Expires, DutyView.Of(parts.Node, session)), PortalJson.Default.Entered, status: StatusCodes.Status201Created).ConfigureAwait(false);
            return;
        }
        DutyLog.EntryRefused(logger);
        await (outcome switch
        {
            EntryOutcome.CodeNeeded => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "TOTP_REQUIRED", Say.ErrorTotpNeeded, "code"),
            EntryOutcome.BadCode => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "INVALID_TOTP", Say.ErrorTotp, "code"),
            EntryOutcome.Wait wait => reply.WaitAsync(http, wait.Seconds),
            EntryOutcome.NotSaved => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
            _ => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "INVALID_VOUCHER", Say.ErrorVoucher, "voucher"),
        }).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext http, StaffSession me) =>
        reply.OkAsync(http, DutyView.Of(parts.Node, me), PortalJson.Default.DutyView, reply.Now);

    private Task ListAsync(HttpContext http, StaffSession me) =>
        reply.OkAsync(http, cases.Of(me, null), PortalJson.Default.IReadOnlyListOfferView, reply.Now);

    private async Task SetAsync(HttpContext http, StaffSession me)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.DutyRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var field = request.OnDuty is null ? "$.onDuty" : request.Location is { Point: null } ? "$.location" : null;
        if (field is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        if (!await answers.SetDutyAsync(me, request.OnDuty!.Value, request.Skills, request.Location?.Point).ConfigureAwait(false))
        {
            await SosApi.AnswerError(http, reply, AnswerOutcome.NotSaved).ConfigureAwait(false);
            return;
        }
        await ShowAsync(http, me).ConfigureAwait(false);
    }

    private async Task<AnswerOutcome?> AcceptAsync(SosId id, StaffSession me, AcknowledgeRequest request) =>
        request.EtaSeconds is < 0 or > SosAccepted.MaxEtaSeconds ? null : await answers.AcceptAsync(id, me, request.EtaSeconds ?? DefaultEtaSeconds).ConfigureAwait(false);

    private async Task<AnswerOutcome?> ResolveAsync(SosId id, StaffSession me, ResolveRequest request) =>
        ResponderAnswers.EndingOf(request.Ending ?? "helped") is { } ending ? await answers.ResolveAsync(id, me, ending).ConfigureAwait(false) : null;

    /// <param name="act">Null when a field of the body has no valid value.</param>
    private Task AnswerAsync<T>(HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Func<SosId, StaffSession, T, Task<AnswerOutcome?>> act) where T : class =>
        AsStaffAsync(http, async me =>
        {
            if (await bodies.ReadAsync(http, type).ConfigureAwait(false) is not { } request)
            {
                return;
            }
            _ = SosId.TryParse(http.Request.RouteValues["id"] as string, out var id);
            switch (await act(id, me, request).ConfigureAwait(false))
            {
                case null:
                    var field = type.Properties[0].Name;
                    await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$." + field, field).ConfigureAwait(false);
                    break;
                case AnswerOutcome.Done or AnswerOutcome.AlreadySo:
                    var sos = parts.Node.Picture.Snapshot.Sos.Find(id);
                    await reply.OkAsync(
                        http,
                        new AnswerTaken(id.ToString(), CaseView.WordOf(sos?.Status ?? SosStatus.Pending), sos is null ? null : cases.Of(sos, me, null)),
                        PortalJson.Default.AnswerTaken,
                        reply.Now).ConfigureAwait(false);
                    break;
                case { } refused:
                    await SosApi.AnswerError(http, reply, refused).ConfigureAwait(false);
                    break;
            }
        });

    private Task AsStaffAsync(HttpContext http, Func<StaffSession, Task> act) => staff.SessionOf(http) is { } me
        ? act(me)
        : reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", Say.ErrorNotSignedIn);
}
