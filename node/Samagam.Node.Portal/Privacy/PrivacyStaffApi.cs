using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.People;
using Samagam.Mesh.Privacy;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Privacy;

/// <summary>What admins do for people who ask them, and the record of every look of staff. Both are recorded themselves.</summary>
internal sealed class PrivacyStaffApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced)
{
    private const string Door = "portal";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/privacy/erasures", paced.Before(EraseAsync))
            .Says(new("privacy.erase-for", "Erase a person, or the words of a call that has ended, for somebody who asked for it", Who.Admin) { Takes = typeof(StaffErasureRequest), Gives = typeof(StaffErasureView), Errors = ["PERSON_UNKNOWN", "OPEN_CASE", "NOT_SAVED"] });
        api.MapGet("/audit", paced.Before(AuditAsync))
            .Says(new("audit.list", "Looks of staff at what is personal at this box, newest first, and whether the chain holds", Who.Admin) { Gives = typeof(AuditView), Query = Paging.Parameters, Errors = ["NOT_SAVED"] });
    }

    private async Task EraseAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PrivacyJson.Default.StaffErasureRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        PersonId? person = request switch
        {
            { UserId: { } user, AlertId: null } when PersonId.TryParse(user, out var id) => id,
            { UserId: null, AlertId: { } alert } when SosId.TryParse(alert, out var call) => PersonId.OfSubject(SealedDetails.PersonOf(call)),
            _ => null,
        };
        if (person is not { } who)
        {
            var field = request.AlertId is null ? "$.userId" : "$.alertId";
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        var me = callers.Of(http).Staff!;
        var outcome = await parts.Node.Erase.RunAsync(who, ErasedBecause.AskedStaff, request.EvenUnknown, http.RequestAborted).ConfigureAwait(false);
        if (outcome is ErasureOutcome.Erased or ErasureOutcome.AlreadyErased)
        {
            parts.Node.Audit.Note("staff/" + me.Responder, who.Subject, AuditAct.Erased, Door);
        }
        await (outcome switch
        {
            ErasureOutcome.Erased or ErasureOutcome.AlreadyErased => reply.OkAsync(
                http, new StaffErasureView(who.Subject, outcome == ErasureOutcome.AlreadyErased, DateTimeOffset.FromUnixTimeMilliseconds(parts.Node.Desk.BestTime().WallMs)), PrivacyJson.Default.StaffErasureView),
            ErasureOutcome.Unknown => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "PERSON_UNKNOWN", Say.ErrorPersonUnknown),
            ErasureOutcome.OpenCase => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "OPEN_CASE", Say.ErrorOpenCase),
            _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        }).ConfigureAwait(false);
    }

    private async Task AuditAsync(HttpContext http)
    {
        var (question, wrong) = PageQuestion.Read(http.Request.Query);
        if (wrong is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong).ConfigureAwait(false);
            return;
        }
        AuditVerdict verdict;
        try
        {
            verdict = await parts.Node.Audit.CheckAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (Samagam.Mesh.Facts.StoreRefusedException)
        {
            await reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved).ConfigureAwait(false);
            return;
        }
        var lines = parts.Node.Audit.LinesOf(parts.Node.Self.Node);
        parts.Node.Audit.Note("staff/" + callers.Of(http).Staff!.Responder, "audit/" + parts.Node.Self.Node, AuditAct.ReadAudit, Door);
        var view = new AuditView(
            parts.Node.Self.Node.ToString(),
            new AuditCheckView(verdict.IsWhole, verdict.Checked, (long?)verdict.BrokenAt?.Number, verdict.BrokenAt?.Epoch, parts.Node.Audit.Counts.Lost),
            [.. question.Of(lines).Select(l => new AuditLineView(
                (long)l.Entry.Number, l.Epoch, DateTimeOffset.FromUnixTimeMilliseconds(l.Entry.AtMs), l.Entry.Who, l.Entry.Subject, AuditWords.Of(l.Entry.Act), l.Entry.Door))]);
        await reply.OkAsync(http, view, PrivacyJson.Default.AuditView, reply.Now, pagination: question.In(lines.Count)).ConfigureAwait(false);
    }
}
