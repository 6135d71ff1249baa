using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.Privacy;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Privacy;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Privacy;

/// <summary>A person's rights over what is theirs: to be told, to say yes and take it back, to have a copy, to be forgotten (DPDP Act 2023, sections 5, 6, 11, 12).</summary>
internal sealed class PrivacyApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Languages languages, Callers callers, PrivacyNotice notices, PacedCalls paced)
{
    /// <summary>What must be sent to be erased, in each language.</summary>
    public static readonly string[] ConfirmWords = ["erase", "मिटाएँ"];

    private const string Format = "samagam-my-data/1";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/notice", paced.Before(NoticeAsync))
            .Says(new("privacy.notice", "What is kept, why, how long, what rights there are and whom to ask, in the reader's language", Who.Everybody) { Gives = typeof(NoticeView) });
        api.MapGet("/privacy/consents", paced.Before(ConsentsAsync))
            .Says(new("privacy.consents", "What one said yes to", Who.Pilgrim, Whose.Own) { Gives = typeof(IReadOnlyList<ConsentView>) });
        api.MapPut("/privacy/consents/{purpose}", paced.Before(SayAsync))
            .Says(new("privacy.consent", "Give or take back a consent; it counts at once", Who.Pilgrim, Whose.Own) { Takes = typeof(ConsentRequest), Gives = typeof(ConsentView), Errors = ["PURPOSE_UNKNOWN", "GUARDIAN_REQUIRED", "NOT_FOR_MINORS", "ERASE_INSTEAD", "ACCOUNT_ERASED", "NOT_SAVED"] });
        api.MapGet("/privacy/my-data", paced.Before(MyDataAsync))
            .Says(new("privacy.my-data", "Everything held of oneself, opened, as a file to take along", Who.Pilgrim, Whose.Own) { GivesType = "application/json" });
        api.MapPost("/privacy/erasure", paced.Before(EraseAsync))
            .Says(new("privacy.erase", "Erase oneself at every box, for good", Who.Pilgrim, Whose.Own) { Takes = typeof(ErasureRequest), Gives = typeof(ErasureView), Errors = ["CONFIRM_REQUIRED", "NOT_SAVED"] });
    }

    private Task NoticeAsync(HttpContext http)
    {
        var notice = notices.OfApi(http);
        http.Response.Headers.ContentLanguage = notice.Language;
        return EntityTags.IsKnown(http, $"\"notice-{notice.Version}-{notice.Language}\"") ? Task.CompletedTask : reply.OkAsync(http, notice, PrivacyJson.Default.NoticeView);
    }

    private Task ConsentsAsync(HttpContext http) => reply.OkAsync(http, Views(http), PrivacyJson.Default.IReadOnlyListConsentView, reply.Now);

    private async Task SayAsync(HttpContext http)
    {
        if (!Purposes.TryParse(http.Request.RouteValues["purpose"] as string, out var purpose))
        {
            await reply.ErrorAsync(http, StatusCodes.Status404NotFound, "PURPOSE_UNKNOWN", Say.ErrorPurpose, "purpose").ConfigureAwait(false);
            return;
        }
        if (await bodies.ReadAsync(http, PrivacyJson.Default.ConsentRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var wrong = request.Given is null ? "$.given" : request.NoticeVersion is { Length: 0 or > Consent.MaxVersionChars } ? "$.noticeVersion" : null;
        if (wrong is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong).ConfigureAwait(false);
            return;
        }
        var me = callers.Of(http).Person!.Person;
        var said = new Consent(purpose, request.Given!.Value, request.NoticeVersion ?? notices.Version, notices.OfApi(http).Language, request.ByGuardian);
        var outcome = await parts.Node.SayConsent.RunAsync(me, said, http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            ConsentOutcome.Said or ConsentOutcome.Unchanged => reply.OkAsync(http, Views(http).First(v => v.Purpose == purpose.Word()), PrivacyJson.Default.ConsentView, reply.Now),
            ConsentOutcome.GuardianNeeded => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "GUARDIAN_REQUIRED", Say.ErrorGuardian, "$.byGuardian"),
            ConsentOutcome.NotForMinors => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "NOT_FOR_MINORS", Say.ErrorNotForMinors),
            ConsentOutcome.IsErasure => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "ERASE_INSTEAD", Say.ErrorConsentIsErasure),
            ConsentOutcome.Erased => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "ACCOUNT_ERASED", Say.ErrorAccountErased),
            _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        }).ConfigureAwait(false);
    }

    private Task MyDataAsync(HttpContext http)
    {
        var me = callers.Of(http).Person!.Person;
        var held = parts.Node.Export.Of(me);
        var file = new MyDataView(
            Format,
            Now,
            parts.Node.Self.Node.ToString(),
            me.ToString(),
            Views(http),
            [.. held.Items.Select(i => new HeldView(i.What, i.Kind, i.Subject, DateTimeOffset.FromUnixTimeMilliseconds(i.AtMs), i.Box.ToString(), i.BoxName.Length > 0 ? i.BoxName : null, i.Says))],
            held.IsCut,
            ["Held as far as this box has heard. A history of places lies at each box that was passed; ask there.", "Calls for help are not held under the account: they need none."]);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"samagam-{me}.json\"";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(Envelope.Text(file, PrivacyJson.Default.MyDataView), http.RequestAborted);
    }

    private async Task EraseAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PrivacyJson.Default.ErasureRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var w = languages.OfApi(http);
        if (!ConfirmWords.Contains(request.Confirm?.Trim().Normalize(), StringComparer.OrdinalIgnoreCase))
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "CONFIRM_REQUIRED", Say.ErrorConfirm, "$.confirm", ConfirmWords[w.Tag == "hi" ? 1 : 0]).ConfigureAwait(false);
            return;
        }
        var me = callers.Of(http).Person!.Person;
        var (calls, open) = await EraseCallAsync(http).ConfigureAwait(false);
        if (await parts.Node.Erase.RunAsync(me, ErasedBecause.OwnWish, evenUnknown: true, CancellationToken.None).ConfigureAwait(false) == ErasureOutcome.StoreFailed)
        {
            await reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved).ConfigureAwait(false);
            return;
        }
        string[] what = [w[Say.ErasedHere], w[Say.ErasedElsewhere], w[Say.ErasedLeft], .. open ? new[] { w[Say.ErasedOpenCase] } : []];
        await reply.OkAsync(http, new ErasureView(me.ToString(), Now, SessionsEnded: true, calls, what), PrivacyJson.Default.ErasureView, reply.Now).ConfigureAwait(false);
    }

    /// <summary>The last call of this very phone goes along, unless help is on its way.</summary>
    private async Task<(IReadOnlyList<string> Calls, bool Open)> EraseCallAsync(HttpContext http)
    {
        try
        {
            if (DevicePass.NameOf(http) is not { } pass || await parts.Node.Raise.LastCaseAsync(pass, CancellationToken.None).ConfigureAwait(false) is not { } call)
            {
                return ([], false);
            }
            var outcome = await parts.Node.Erase.RunAsync(call, ErasedBecause.OwnWish, CancellationToken.None).ConfigureAwait(false);
            return (outcome == ErasureOutcome.Erased ? [call.ToString()] : [], outcome == ErasureOutcome.OpenCase);
        }
        catch (Samagam.Mesh.Facts.StoreRefusedException)
        {
            // The erasure that follows says so.
            return ([], false);
        }
    }

    private IReadOnlyList<ConsentView> Views(HttpContext http)
    {
        var notice = notices.OfApi(http);
        return [.. parts.Node.Consents.Of(callers.Of(http).Person!.Person).Select(c => new ConsentView(
            c.Purpose.Word(),
            notice.Purposes[c.Purpose.Word()],
            c.Allows,
            c.Purpose == Purpose.Account,
            c.Said?.NoticeVersion,
            c.Said?.Language,
            c.Said?.ByGuardian ?? false,
            c.SaidMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null,
            c.Box?.ToString()))];
    }

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(parts.Node.Desk.BestTime().WallMs);
}
