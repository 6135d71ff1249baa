using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Auth;

/// <summary>Taking people in, and the sign-ins of a person.</summary>
internal sealed class AuthApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, DevicePass passes, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/auth/register", paced.BeforeEntry(RegisterAsync))
            .Says(new("auth.register", "Make an account; without a phone number it is a device pass", Who.Everybody) { Takes = typeof(RegisterRequest), Gives = typeof(SignedIn), Status = 201, Errors = ["NOT_SAVED"] });
        api.MapPost("/auth/refresh", paced.BeforeEntry(RefreshAsync))
            .Says(new("auth.refresh", "Exchange a refresh token for the next pair; each is good for one exchange", Who.Everybody, Whose.Known) { Takes = typeof(RefreshRequest), Gives = typeof(SignedIn), Errors = ["INVALID_TOKEN", "SESSION_ENDED", "TOKEN_REUSED", "NOT_SAVED"] });
        api.MapPost("/auth/logout", paced.Before(LogoutAsync))
            .Says(new("auth.logout", "End this sign-in everywhere", Who.Pilgrim, Whose.Own) { Status = 204, Errors = ["NOT_SAVED"] });
        api.MapGet("/auth/sessions", paced.Before(ListAsync))
            .Says(new("auth.sessions", "Own sign-ins that are open", Who.Pilgrim, Whose.Own) { Gives = typeof(IReadOnlyList<SessionView>) });
        api.MapDelete("/auth/sessions/{sessionId}", paced.Before(EndAsync))
            .Says(new("auth.end-session", "End one of one's own sign-ins everywhere", Who.Pilgrim, Whose.Own) { Status = 204, Errors = ["UNKNOWN_SESSION", "NOT_SAVED"] });
    }

    private async Task RegisterAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AuthJson.Default.RegisterRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.Wrong() is { } field)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        var person = new PersonId(passes.NewId());
        var signIn = NewSignIn(request.DeviceName);
        var outcome = await parts.Node.People.Register.RunAsync(new RegisterCommand(person, signIn, request.Type, request.LanguagePreference ?? ""), http.RequestAborted).ConfigureAwait(false);
        await (outcome == RegisterOutcome.Registered
            ? SendAsync(http, person, signIn.Family, 0, signIn.TokenId, verified: false, StatusCodes.Status201Created)
            : NotSavedAsync(http)).ConfigureAwait(false);
    }

    private async Task RefreshAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AuthJson.Default.RefreshRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (parts.People?.Refreshable(request.RefreshToken ?? "") is not { } token)
        {
            await reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "INVALID_TOKEN", Say.ErrorToken, "$.refreshToken").ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.People.Turn
            .RunAsync(new PersonId(token.Person), token.Family, token.Turn, PersonGate.IdOf(token), NewTokenId(), http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            TurnOutcome.Turned t => SendAsync(http, t.Person, t.Family, t.Turn, t.TokenId, parts.Node.People.AccountOf(t.Person)?.Verified ?? false, StatusCodes.Status200OK),
            TurnOutcome.Reused => reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "TOKEN_REUSED", Say.ErrorTokenReused),
            TurnOutcome.Ended => reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "SESSION_ENDED", Say.ErrorSessionEnded),
            _ => NotSavedAsync(http),
        }).ConfigureAwait(false);
    }

    private Task LogoutAsync(HttpContext http)
    {
        var me = callers.Of(http).Person!;
        return EndAsync(http, me.Person, me.Family, own: true);
    }

    private Task EndAsync(HttpContext http)
    {
        var me = callers.Of(http).Person!;
        return Guid.TryParseExact(http.Request.RouteValues["sessionId"] as string, "D", out var family)
            ? EndAsync(http, me.Person, family, family == me.Family)
            : UnknownSessionAsync(http);
    }

    private async Task EndAsync(HttpContext http, PersonId person, Guid family, bool own)
    {
        switch (await parts.Node.People.End.RunAsync(person, family, own, http.RequestAborted).ConfigureAwait(false))
        {
            case EndOutcome.Ended:
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case EndOutcome.NotFound:
                await UnknownSessionAsync(http).ConfigureAwait(false);
                break;
            default:
                await NotSavedAsync(http).ConfigureAwait(false);
                break;
        }
    }

    private Task ListAsync(HttpContext http)
    {
        var me = callers.Of(http).Person!;
        IReadOnlyList<SessionView> views =
        [
            .. parts.Node.People.End.ListOf(me.Person).Select(s => new SessionView(
                s.Family.ToString("D"),
                s.DeviceName.Length > 0 ? s.DeviceName : null,
                s.StartedMs is { } started ? DateTimeOffset.FromUnixTimeMilliseconds(started) : null,
                DateTimeOffset.FromUnixTimeMilliseconds(s.LastMs),
                s.LastAt.ToString(),
                DateTimeOffset.FromUnixTimeMilliseconds(s.ExpiresMs),
                s.Family == me.Family)),
        ];
        return reply.OkAsync(http, views, AuthJson.Default.IReadOnlyListSessionView, reply.Now);
    }

    private Task SendAsync(HttpContext http, PersonId person, Guid family, uint turn, ulong tokenId, bool verified, int status)
    {
        if (parts.People is not { } gate)
        {
            return NotSavedAsync(http);
        }
        var pair = gate.Issue(person, family, turn, tokenId);
        return reply.OkAsync(
            http,
            new SignedIn(person.ToString(), family.ToString("D"), "Bearer", pair.Access, pair.AccessExpires, pair.Refresh, pair.RefreshExpires, verified),
            AuthJson.Default.SignedIn,
            status: status);
    }

    private NewSignIn NewSignIn(string? deviceName) => new(passes.NewId(), NewTokenId(), CleanText.Of(deviceName, parts.Node.People.Options.MaxDeviceName));

    private ulong NewTokenId()
    {
        Span<byte> id = stackalloc byte[sizeof(ulong)];
        parts.Luck.GetBytes(id);
        return BitConverter.ToUInt64(id);
    }

    private Task UnknownSessionAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "UNKNOWN_SESSION", Say.ErrorUnknownSession, "sessionId");

    private Task NotSavedAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved);
}
