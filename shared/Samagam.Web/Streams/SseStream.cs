using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Samagam.Web.Streams;

/// <summary>Carries one reader's events over HTTP: headers, the retry hint, events as they come, a heartbeat when none does.</summary>
public static class SseStream
{
    public const string LastEventIdHeader = "Last-Event-ID";

    /// <summary>For a reader that cannot send the header (first connect of a page that knows its place already).</summary>
    public const string LastEventIdQuery = "lastEventId";

    private const int MaxIdChars = 128;
    private static readonly byte[] Beat = ": \n\n"u8.ToArray();

    /// <summary>What the reader had last, or null; an overlong one is none.</summary>
    public static string? LastEventId(HttpRequest request)
    {
        var id = request.Headers[LastEventIdHeader].ToString();
        if (id.Length == 0)
        {
            id = request.Query[LastEventIdQuery].ToString();
        }
        return id.Length is > 0 and <= MaxIdChars ? id : null;
    }

    /// <summary>
    /// Serves until the reader leaves, its events complete, or <paramref name="stop"/>. <paramref name="first"/> goes out before the queue.
    /// Returns normally however the reader ends.
    /// </summary>
    public static async Task ServeAsync(
        HttpContext http,
        IEnumerable<SseEvent> first,
        ChannelReader<SseEvent> events,
        SseOptions options,
        TimeProvider time,
        CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stop);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var to = http.Response.Body;
        try
        {
            var retry = string.Create(CultureInfo.InvariantCulture, $"retry: {(long)options.Retry.TotalMilliseconds}\n\n");
            await to.WriteAsync(Encoding.ASCII.GetBytes(retry), ended.Token).ConfigureAwait(false);
            foreach (var one in first)
            {
                await to.WriteAsync(one.Bytes, ended.Token).ConfigureAwait(false);
            }
            await to.FlushAsync(ended.Token).ConfigureAwait(false);
            await PumpAsync(to, events, options, time, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
        catch (IOException)
        {
            // The reader's connection broke while we wrote: the ordinary end of a phone's stream.
            return;
        }
    }

    private static async Task PumpAsync(Stream to, ChannelReader<SseEvent> events, SseOptions options, TimeProvider time, CancellationToken stop)
    {
        using var beats = new PeriodicTimer(options.Heartbeat, time);
        var beat = beats.WaitForNextTickAsync(stop).AsTask();
        var more = events.WaitToReadAsync(stop).AsTask();
        while (true)
        {
            await Task.WhenAny(beat, more).ConfigureAwait(false);
            if (more.IsCompleted)
            {
                if (!await more.ConfigureAwait(false))
                {
                    return;
                }
                while (events.TryRead(out var next))
                {
                    await to.WriteAsync(next.Bytes, stop).ConfigureAwait(false);
                }
                more = events.WaitToReadAsync(stop).AsTask();
            }
            if (beat.IsCompleted)
            {
                await beat.ConfigureAwait(false);
                await to.WriteAsync(Beat, stop).ConfigureAwait(false);
                beat = beats.WaitForNextTickAsync(stop).AsTask();
            }
            await to.FlushAsync(stop).ConfigureAwait(false);
        }
    }
}
