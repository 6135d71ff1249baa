using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// <c>GET /api/v1/stream</c>: server-sent events. With <c>?sos={id}</c> the steps of a call, for whoever knows its id; without, the
/// offers of the responder who is signed in. Begins with the whole state, whatever cursor the client brings: a cursor of another
/// box or of an earlier start means nothing here. <c>view=page</c> adds markup for our own pages.
/// </summary>
internal sealed class StreamDoor(
    PortalParts parts, ApiEnvelope envelope, Languages languages, StaffDoor staff, Doorbells doorbells, ResponderCases cases, PacedCalls paced, PortalCounters counters, IHostApplicationLifetime lifetime)
{
    private const int RetryMs = 1_000;

    public void Map(IEndpointRouteBuilder api) => api.MapGet("/stream", paced.Before(OpenAsync));

    private async Task OpenAsync(HttpContext http)
    {
        var forPage = http.Request.Query["view"] == "page";
        var w = languages.OfApi(http);
        var session = staff.SessionOf(http);
        SosId? call = null;
        if (http.Request.Query.TryGetValue("sos", out var asked))
        {
            if (!SosId.TryParse(asked, out var id))
            {
                await envelope.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "sos", "sos").ConfigureAwait(false);
                return;
            }
            call = id;
        }
        else if (session is null)
        {
            await envelope.ErrorAsync(http, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", Say.ErrorNotSignedIn).ConfigureAwait(false);
            return;
        }
        if (doorbells.Open(PacedCalls.AddressOf(http), call, call is null ? session!.Responder : null) is not { } stream)
        {
            counters.Refused("streams");
            http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
            await envelope.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "TOO_MANY_STREAMS", Say.ErrorFull).ConfigureAwait(false);
            return;
        }
        try
        {
            IFeed feed = call is { } sos
                ? new CallerFeed(parts.Node, sos, forPage ? w : null)
                : new ResponderFeed(parts.Node, cases, session!, () => staff.SessionOf(http) is not null, forPage ? w : null, w);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
            await RunAsync(http, stream, feed, ended.Token).ConfigureAwait(false);
        }
        finally
        {
            doorbells.Close(stream);
        }
    }

    private async Task RunAsync(HttpContext http, OpenStream stream, IFeed feed, CancellationToken ended)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        // Asks a proxy in between, should there be one, to pass each event on at once.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = http.Response.BodyWriter;
        await using var beat = parts.Time.CreateTimer(_ => stream.Queue.Beat(), null, Every, Every);
        try
        {
            writer.WriteRetry(RetryMs);
            feed.WriteSnapshot(writer, Cursor());
            await writer.FlushAsync(ended).ConfigureAwait(false);
            while (feed.MayGoOn())
            {
                var news = await stream.Queue.NextAsync(ended).ConfigureAwait(false);
                if (news.Resync)
                {
                    counters.Resynced();
                    feed.WriteSnapshot(writer, Cursor());
                }
                foreach (var id in news.Cases)
                {
                    feed.WriteChange(writer, Cursor(), id);
                }
                if (news.Beat)
                {
                    writer.WriteBeat();
                }
                if ((await writer.FlushAsync(ended).ConfigureAwait(false)).IsCompleted)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The phone has gone, or the box is stopping.
            return;
        }
    }

    private TimeSpan Every => TimeSpan.FromSeconds(parts.Options.HeartbeatSeconds);

    private string Cursor() =>
        string.Create(CultureInfo.InvariantCulture, $"{parts.Node.Self.Node}.{parts.Node.Desk.Epoch}-{parts.Node.Picture.Snapshot.Version}");
}
