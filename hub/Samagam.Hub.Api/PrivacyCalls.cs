using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.People;
using Samagam.Mesh.Privacy;
using Samagam.Web.Json;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api;

/// <summary>Body of erasing somebody who asked for it: an account or a call.</summary>
internal sealed record EraseJson(string? UserId = null, string? AlertId = null, bool EvenUnknown = false);

internal sealed record ErasedJson(string Subject, bool Already);

internal sealed record AuditEntryJson(string Box, uint Life, ulong Number, DateTimeOffset At, string Who, string Subject, string Act, string Door);

internal sealed record AuditJson(string Box, bool Whole, long Checked, ulong? BrokenAt, IReadOnlyList<AuditEntryJson> Entries);

/// <summary>Erasing for a person who asks the control room, and the looks of staff at every box as the hub holds them. Operators only, whoever else may read the board.</summary>
internal sealed class PrivacyCalls(BoardDoor door)
{
    private const int MaxEntries = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/privacy/erasures", EraseAsync);
        routes.MapMethods("/api/v1/audit", [HttpMethods.Get, HttpMethods.Head], AuditAsync);
    }

    private async Task EraseAsync(HttpContext http)
    {
        if (await OperatorAsync(http).ConfigureAwait(false) is not { } session)
        {
            return;
        }
        var words = BoardDoor.WordsFor(http);
        var body = await Body.ReadJsonAsync<EraseJson>(http.Request, BoardDoor.MaxFormBytes, http.RequestAborted).ConfigureAwait(false);
        if (body.Refused is { } refused)
        {
            await door.Envelope.FailAsync(http, refused).ConfigureAwait(false);
            return;
        }
        PersonId? person = body.Value switch
        {
            { UserId: { } user, AlertId: null } when PersonId.TryParse(user, out var id) => id,
            { UserId: null, AlertId: { } alert } when SosId.TryParse(alert, out var call) => PersonId.OfSubject(SealedDetails.PersonOf(call)),
            _ => null,
        };
        if (person is not { } who)
        {
            await door.Envelope.FailAsync(http, new Problem(400, Body.FieldCode, words[BoardWord.BadRequest], body.Value!.AlertId is null ? "$.userId" : "$.alertId")).ConfigureAwait(false);
            return;
        }
        var outcome = await door.Hub.Erase.RunAsync(who, ErasedBecause.AskedStaff, body.Value!.EvenUnknown, http.RequestAborted).ConfigureAwait(false);
        if (outcome is ErasureOutcome.Erased or ErasureOutcome.AlreadyErased)
        {
            door.Hub.Audit.Note("operator/" + session.Operator, who.Subject, AuditAct.Erased, "board");
        }
        await (outcome switch
        {
            ErasureOutcome.Erased or ErasureOutcome.AlreadyErased => door.Envelope.SendAsync(http, new ErasedJson(who.Subject, outcome == ErasureOutcome.AlreadyErased), door.Desk.Freshness()),
            ErasureOutcome.Unknown => door.Envelope.FailAsync(http, new Problem(404, "PERSON_UNKNOWN", words[BoardWord.NotFound])),
            ErasureOutcome.OpenCase => door.Envelope.FailAsync(http, new Problem(409, "OPEN_CASE", words[BoardWord.BadRequest])),
            _ => door.Envelope.FailAsync(http, new Problem(503, "STORE_REFUSED", words[BoardWord.NotSaved], Details: door.Hub.Desk.Log.Condition.Reason)),
        }).ConfigureAwait(false);
    }

    /// <summary>Of the box asked for by number, else the hub's own; newest first.</summary>
    private async Task AuditAsync(HttpContext http)
    {
        if (await OperatorAsync(http).ConfigureAwait(false) is not { } session)
        {
            return;
        }
        var asked = http.Request.Query["box"].ToString();
        var box = door.Hub.Self.Node;
        if (asked.Length > 0 && (!ushort.TryParse(asked.TrimStart('n'), out var number) || number == 0))
        {
            await door.Envelope.FailAsync(http, new Problem(400, "BAD_PARAMETER", BoardDoor.WordsFor(http)[BoardWord.BadRequest], "box", "1 to 65535")).ConfigureAwait(false);
            return;
        }
        else if (asked.Length > 0)
        {
            box = new NodeId(ushort.Parse(asked.TrimStart('n'), System.Globalization.CultureInfo.InvariantCulture));
        }
        var verdict = door.Hub.Audit.CheckOf(box);
        var lines = door.Hub.Audit.LinesOf(box).Take(MaxEntries)
            .Select(l => new AuditEntryJson(l.Box.ToString(), l.Epoch, l.Entry.Number, DateTimeOffset.FromUnixTimeMilliseconds(l.Entry.AtMs), l.Entry.Who, l.Entry.Subject, AuditWords.Of(l.Entry.Act), l.Entry.Door));
        door.Hub.Audit.Note("operator/" + session.Operator, "audit/" + box, AuditAct.ReadAudit, "board");
        await door.Envelope.SendAsync(http, new AuditJson(box.ToString(), verdict.IsWhole, verdict.Checked, verdict.BrokenAt?.Number, [.. lines]), door.Desk.Freshness()).ConfigureAwait(false);
    }

    /// <summary>Null when the answer has been written: no session, or a page elsewhere presses.</summary>
    private async Task<OperatorSession?> OperatorAsync(HttpContext http)
    {
        if (door.Operators.Who(http.Request) is { } session && !RequestOrigin.IsForeign(http.Request))
        {
            return session;
        }
        await door.NoSessionAsync(http).ConfigureAwait(false);
        return null;
    }
}
