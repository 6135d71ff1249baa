using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Node.People;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.People;

/// <summary>
/// What people say of themselves: profile, preferences, pins. A reading has an <c>ETag</c>; a writer who sends it back in <c>If-Match</c> never writes over
/// what they have not seen (409 with what stands now in <c>details</c>). Without it the newest word stands.
/// </summary>
internal sealed class PeopleApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced, OncePosts once, DevicePass passes)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/users/profile", paced.Before(ShowAsync))
            .Says(new("users.profile", "Own profile, with what was also said at other boxes at the same time", Who.Pilgrim, Whose.Own) { Gives = typeof(ProfileView) });
        api.MapPut("/users/profile", paced.Before(TypeAsync))
            .Says(new("users.save-profile", "Type one's profile; it takes the place of the one before", Who.Pilgrim, Whose.Own) { Takes = typeof(ProfileRequest), Gives = typeof(ProfileView), Errors = ["PROFILE_CHANGED", "ACCOUNT_ERASED", "NOT_SAVED"] });
        api.MapGet("/users/preferences", paced.Before(PreferencesAsync))
            .Says(new("users.preferences", "How one wants to be served", Who.Pilgrim, Whose.Own) { Gives = typeof(PreferencesShape) });
        api.MapPut("/users/preferences", paced.Before(PreferAsync))
            .Says(new("users.save-preferences", "Say how one wants to be served; what is left out is off", Who.Pilgrim, Whose.Own) { Takes = typeof(PreferencesShape), Gives = typeof(PreferencesShape), Errors = ["PREFERENCES_CHANGED", "ACCOUNT_ERASED", "NOT_SAVED"] });
        api.MapGet("/users/pins", paced.Before(PinsAsync))
            .Says(new("users.pins", "Own pins, newest first", Who.Pilgrim, Whose.Own) { Gives = typeof(PinView[]), Query = Paging.Parameters });
        api.MapPost("/users/pins", paced.Before(once.Before(KeepAsync)))
            .Says(new("users.keep-pin", "Keep a place; the same pinId or Idempotency-Key again is the same pin", Who.Pilgrim, Whose.Own) { Takes = typeof(PinRequest), Gives = typeof(PinView), Status = 201, Errors = ["PIN_EXISTS", "PIN_REMOVED", "TOO_MANY_PINS", "ACCOUNT_ERASED", "REQUEST_RUNNING", "KEY_REUSED", "NOT_SAVED"] });
        api.MapDelete("/users/pins/{pinId}", paced.Before(RemoveAsync))
            .Says(new("users.remove-pin", "Remove a pin, everywhere and for good", Who.Pilgrim, Whose.Own) { Status = 204, Errors = ["PIN_UNKNOWN", "NOT_SAVED"] });
    }

    private Task ShowAsync(HttpContext http)
    {
        var me = callers.Of(http).Person!.Person;
        var read = parts.Node.Profiles.ProfileOf(me);
        return EntityTags.IsKnown(http, Quote(read.Tag)) ? Task.CompletedTask : reply.OkAsync(http, View(me, read), PeopleJson.Default.ProfileView, reply.Now);
    }

    private async Task TypeAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PeopleJson.Default.ProfileRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var (profile, wrong) = request.Read(parts.Node.Limits.People);
        if (wrong is not null)
        {
            await InvalidAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var me = callers.Of(http).Person!.Person;
        var outcome = await parts.Node.SaveProfile.RunAsync(me, profile, Seen(http), http.RequestAborted).ConfigureAwait(false);
        var read = parts.Node.Profiles.ProfileOf(me);
        http.Response.Headers.ETag = Quote(read.Tag);
        await (outcome switch
        {
            SaveOutcome.Saved or SaveOutcome.Unchanged => reply.OkAsync(http, View(me, read), PeopleJson.Default.ProfileView, reply.Now),
            SaveOutcome.Changed => reply.ConflictAsync(http, "PROFILE_CHANGED", Say.ErrorProfileChanged, Envelope.Text(View(me, read), PeopleJson.Default.ProfileView)),
            SaveOutcome.Invalid => InvalidAsync(http, "$"),
            _ => FailAsync(http, outcome),
        }).ConfigureAwait(false);
    }

    private Task PreferencesAsync(HttpContext http)
    {
        var (said, tag) = parts.Node.Profiles.PreferencesOf(callers.Of(http).Person!.Person);
        return EntityTags.IsKnown(http, Quote(tag)) ? Task.CompletedTask : reply.OkAsync(http, PreferencesShape.Of(said), PeopleJson.Default.PreferencesShape, reply.Now);
    }

    private async Task PreferAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PeopleJson.Default.PreferencesShape).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var me = callers.Of(http).Person!.Person;
        var outcome = await parts.Node.SavePreferences.RunAsync(me, request.Preferences, Seen(http), http.RequestAborted).ConfigureAwait(false);
        var (now, tag) = parts.Node.Profiles.PreferencesOf(me);
        http.Response.Headers.ETag = Quote(tag);
        await (outcome switch
        {
            SaveOutcome.Saved or SaveOutcome.Unchanged => reply.OkAsync(http, PreferencesShape.Of(now), PeopleJson.Default.PreferencesShape, reply.Now),
            SaveOutcome.Changed => reply.ConflictAsync(http, "PREFERENCES_CHANGED", Say.ErrorProfileChanged, Envelope.Text(PreferencesShape.Of(now), PeopleJson.Default.PreferencesShape)),
            _ => FailAsync(http, outcome),
        }).ConfigureAwait(false);
    }

    private Task PinsAsync(HttpContext http)
    {
        var (question, wrong) = PageQuestion.Read(http.Request.Query);
        if (wrong is not null)
        {
            return InvalidAsync(http, wrong);
        }
        var pins = parts.Node.Profiles.PinsOf(callers.Of(http).Person!.Person);
        return reply.OkAsync(http, [.. question.Of(pins).Select(PinView.Of)], PeopleJson.Default.PinViewArray, reply.Now, pagination: question.In(pins.Count));
    }

    private async Task KeepAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PeopleJson.Default.PinRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var id = new PinId(OncePosts.IdOf(http) ?? passes.NewId());
        if (request.PinId is not null && !PinId.TryParse(request.PinId, out id))
        {
            await InvalidAsync(http, "$.pinId").ConfigureAwait(false);
            return;
        }
        var (pin, wrong) = request.Read(parts.Node.Limits.People);
        if (pin is null || wrong is not null)
        {
            await InvalidAsync(http, wrong ?? "$").ConfigureAwait(false);
            return;
        }
        var me = callers.Of(http).Person!.Person;
        var outcome = await parts.Node.KeepPin.RunAsync(me, id, pin, http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            SaveOutcome.Saved => SendPinAsync(http, me, id, StatusCodes.Status201Created),
            SaveOutcome.Unchanged => SendPinAsync(http, me, id, StatusCodes.Status200OK),
            SaveOutcome.Changed => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "PIN_EXISTS", Say.ErrorPinExists, "$.pinId"),
            SaveOutcome.Removed => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "PIN_REMOVED", Say.ErrorPinRemoved, "$.pinId"),
            SaveOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_PINS", Say.ErrorTooManyPins, null, parts.Node.Limits.People.MaxPins),
            SaveOutcome.Invalid => InvalidAsync(http, "$"),
            _ => FailAsync(http, outcome),
        }).ConfigureAwait(false);
    }

    private async Task RemoveAsync(HttpContext http)
    {
        var outcome = PinId.TryParse(http.Request.RouteValues["pinId"] as string, out var id)
            ? await parts.Node.RemovePin.RunAsync(callers.Of(http).Person!.Person, id, http.RequestAborted).ConfigureAwait(false)
            : RemoveOutcome.Unknown;
        if (outcome == RemoveOutcome.Removed)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await (outcome == RemoveOutcome.Unknown
            ? reply.ErrorAsync(http, StatusCodes.Status404NotFound, "PIN_UNKNOWN", Say.ErrorPinUnknown)
            : FailAsync(http, SaveOutcome.StoreFailed)).ConfigureAwait(false);
    }

    private Task SendPinAsync(HttpContext http, PersonId me, PinId id, int status) =>
        parts.Node.Profiles.PinOf(Mesh.Facts.FactLookup.Of(parts.Node.Desk.Log), me, id) is { } read
            ? reply.OkAsync(http, PinView.Of(read), PeopleJson.Default.PinView, reply.Now, status)
            // Removed by another call in between.
            : reply.ErrorAsync(http, StatusCodes.Status409Conflict, "PIN_REMOVED", Say.ErrorPinRemoved, "$.pinId");

    private ProfileView View(PersonId me, ProfileReading read)
    {
        var boxes = parts.Node.Picture.Snapshot.Boxes;
        var account = parts.Node.People.AccountOf(me);
        var phone = account is { Phone.IsEmpty: false } && parts.Node.Vault.Open(parts.Node.Desk.Log.BySubject, me.Subject, account.Phone.Span) is { } number ? Encoding.UTF8.GetString(number) : null;
        return new(me.ToString(), phone, account?.Verified ?? false, ProfileWords.Of(read.Standing, boxes), [.. read.AlsoSaid.Select(also => ProfileWords.Of(also, boxes))]);
    }

    private Task InvalidAsync(HttpContext http, string field) => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field);

    private Task FailAsync(HttpContext http, SaveOutcome outcome) => outcome == SaveOutcome.Erased
        ? reply.ErrorAsync(http, StatusCodes.Status404NotFound, "ACCOUNT_ERASED", Say.ErrorAccountErased)
        : reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved);

    private static string Quote(string tag) => $"\"{tag}\"";

    /// <summary>The tag a writer saw; null when they write over whatever stands. One that is not ours in form matches nothing (RFC 9110 §13.1.1).</summary>
    private static string? Seen(HttpContext http) => http.Request.Headers.IfMatch.ToString().Trim() is { Length: > 0 } tag && tag != "*" ? tag.Trim('"') : null;
}
