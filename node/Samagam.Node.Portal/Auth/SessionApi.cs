using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Auth;

/// <summary>A person's own sign-ins: listed, and ended everywhere.</summary>
internal sealed class SessionApi(PortalParts parts, ApiReply reply, Callers callers, AuthAnswers answers, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/auth/logout", paced.Before(LogoutAsync))
            .Says(new("auth.logout", "End this sign-in everywhere", Who.Pilgrim, Whose.Own) { Status = 204, Errors = ["UNKNOWN_SESSION", "NOT_SAVED"] });
        api.MapGet("/auth/sessions", paced.Before(ListAsync))
            .Says(new("auth.sessions", "Own sign-ins that are open", Who.Pilgrim, Whose.Own) { Gives = typeof(IReadOnlyList<SessionView>) });
        api.MapDelete("/auth/sessions/{sessionId}", paced.Before(EndAsync))
            .Says(new("auth.end-session", "End one of one's own sign-ins everywhere", Who.Pilgrim, Whose.Own) { Status = 204, Errors = ["UNKNOWN_SESSION", "NOT_SAVED"] });
        if (parts.Outbox is { } outbox)
        {
            api.MapGet("/auth/outbox", paced.Before(http => ShowAsync(http, outbox)))
                .Says(new("auth.outbox", "Codes sent on a bench, for everybody to read; not there at an event", Who.Everybody) { Gives = typeof(IReadOnlyList<OutboxView>) });
        }
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
                await answers.NotSavedAsync(http).ConfigureAwait(false);
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

    private Task ShowAsync(HttpContext http, OtpOutbox outbox) => reply.OkAsync(
        http, [.. outbox.Latest.Select(e => new OutboxView(e.At, e.To, e.Text))], AuthJson.Default.IReadOnlyListOutboxView);

    private Task UnknownSessionAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "UNKNOWN_SESSION", Say.ErrorUnknownSession, "sessionId");
}
