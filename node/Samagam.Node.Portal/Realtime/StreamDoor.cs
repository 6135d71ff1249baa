using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Requests;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// <c>GET /api/v1/stream</c>: server-sent events. With <c>?sos={id}</c> the steps of a call, for whoever knows its id; without, the
/// offers of the responder who is signed in. With <c>?group={id}</c> who is in a group and where they are, with <c>?route={id}</c> or <c>?crowd=all</c> what
/// <see cref="MapStreams"/> tells of the map, with <c>?warnings=all</c> what <see cref="WarningStreams"/> tells, with <c>?notices=all</c> what <see cref="NoticeStreams"/> tells.
/// Those of calls and offers begin with the whole state, whatever cursor the client brings: a cursor of another box or of an earlier start means nothing there. <c>view=page</c> adds
/// markup for our own pages.
/// </summary>
internal sealed class StreamDoor(
    PortalParts parts, ApiReply reply, Languages languages, StaffDoor staff, Doorbells doorbells, ResponderCases cases, PacedCalls paced, MapStreams map, WarningStreams warnings,
    NoticeStreams notices, GroupStreams groups, StreamSeats seats, Callers callers, PortalCounters counters, IHostApplicationLifetime lifetime)
{
    private readonly SseOptions _options = new() { Heartbeat = TimeSpan.FromSeconds(parts.Options.HeartbeatSeconds), Retry = TimeSpan.FromSeconds(1) };

    public void Map(IEndpointRouteBuilder api) => api.MapGet("/stream", paced.Before(OpenAsync))
        .Says(new("stream.open", "Server-sent events of a call, of own offers, of routes and crowd, of warnings, or of own notices", Who.Everybody, Whose.Known)
        {
            GivesType = "text/event-stream",
            Query =
            [
                new("sos", "string", "Id of a call"), new("route", "string", "Id of a route"), new("crowd", "string", "Of every zone", Example: "all") { Words = ["all"] },
                new("warnings", "string", "Every warning") { Words = ["all"] }, new("notices", "string", "Own notices") { Words = ["all"] }, new("group", "string", "Id of a group one is in"),
            ],
            Errors = ["TOO_MANY_STREAMS", "NOT_SIGNED_IN", "GROUP_UNKNOWN"],
        });

    private async Task OpenAsync(HttpContext http)
    {
        if (NoticeStreams.IsAsked(http))
        {
            await notices.OpenAsync(http, _options).ConfigureAwait(false);
            return;
        }
        if (WarningStreams.IsAsked(http))
        {
            await warnings.OpenAsync(http, _options).ConfigureAwait(false);
            return;
        }
        if (MapStreams.IsAsked(http))
        {
            await map.OpenAsync(http, _options).ConfigureAwait(false);
            return;
        }
        if (http.Request.Query.TryGetValue("group", out var group))
        {
            await GroupAsync(http, group.ToString()).ConfigureAwait(false);
            return;
        }
        var forPage = http.Request.Query["view"] == "page";
        var w = languages.OfApi(http);
        var session = staff.SessionOf(http);
        SosId? call = null;
        if (http.Request.Query.TryGetValue("sos", out var asked))
        {
            if (!SosId.TryParse(asked, out var id))
            {
                await reply.ErrorAsync(http, ApiError.InvalidField, "sos", "sos").ConfigureAwait(false);
                return;
            }
            call = id;
        }
        else if (session is null)
        {
            await reply.ErrorAsync(http, ApiError.NotSignedIn).ConfigureAwait(false);
            return;
        }
        if (doorbells.Open(PacedCalls.AddressOf(http), call, call is null ? session!.Responder : null) is not { } stream)
        {
            await FullAsync(http).ConfigureAwait(false);
            return;
        }
        try
        {
            ISseFeed<SosId> feed = call is { } sos
                ? new CallerFeed(parts.Node, sos, forPage ? w : null)
                : new ResponderFeed(parts.Node, cases, session!, () => staff.SessionOf(http) is not null, forPage ? w : null, w);
            await SseStream.ServeAsync(http, stream.Queue, feed, _options, parts.Time, lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        finally
        {
            doorbells.Close(stream);
        }
    }

    /// <summary>Who is in a group and where, for a member; what the client was told before is not told again, at whichever box.</summary>
    private async Task GroupAsync(HttpContext http, string asked)
    {
        if (callers.Of(http).Person is not { } session)
        {
            await reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", Say.ErrorNotSignedIn).ConfigureAwait(false);
            return;
        }
        if (!GroupId.TryParse(asked, out var id) || parts.Node.Groups.Find(id)?.Find(session.Person) is null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status404NotFound, "GROUP_UNKNOWN", Say.ErrorGroupUnknown).ConfigureAwait(false);
            return;
        }
        var address = PacedCalls.AddressOf(http);
        if (!seats.TryTake(address))
        {
            await FullAsync(http).ConfigureAwait(false);
            return;
        }
        try
        {
            if (groups.Open(id, session.Person, SseStream.LastEventId(http.Request)) is not { } open)
            {
                await FullAsync(http).ConfigureAwait(false);
                return;
            }
            using (open.Open)
            {
                await SseStream.ServeAsync(http, open.Queue, open.Feed, _options, parts.Time, lifetime.ApplicationStopping).ConfigureAwait(false);
            }
        }
        finally
        {
            seats.Leave(address);
        }
    }

    private Task FullAsync(HttpContext http)
    {
        counters.Refused("streams");
        http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
        return reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "TOO_MANY_STREAMS", Say.ErrorFull);
    }
}
