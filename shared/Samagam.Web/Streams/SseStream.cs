using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Samagam.Web.Streams;

/// <summary>What one stream is told.</summary>
public interface ISseFeed<in T>
{
    /// <summary>The whole state.</summary>
    IEnumerable<SseEvent> Whole();

    /// <summary>What a change means to this reader; nothing when it does not concern it.</summary>
    IEnumerable<SseEvent> Change(T item);

    /// <summary>False when the stream must end: the session has. Asked after each step.</summary>
    bool MayGoOn();
}

/// <summary>Carries one reader's events over HTTP: headers, the retry hint, events as they come, a heartbeat when none does.</summary>
public static class SseStream
{
    public const string LastEventIdHeader = "Last-Event-ID";

    /// <summary>For a reader that cannot send the header (first connect of a page that knows its place already).</summary>
    public const string LastEventIdQuery = "lastEventId";

    // A cursor may hold what a reader was told of each member of a group.
    private const int MaxIdChars = 2_048;

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

    /// <summary>Serves until the reader leaves, its feed or queue ends, or <paramref name="stop"/>. Returns normally however it ends.</summary>
    public static async Task ServeAsync<T>(HttpContext http, SseQueue<T> queue, ISseFeed<T> feed, SseOptions options, TimeProvider time, CancellationToken stop)
        where T : notnull
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stop);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        // Asks a proxy in between, should there be one, to pass each event on at once.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            // Only what a stream would look like.
            return;
        }
        var to = http.Response.BodyWriter;
        await using var beat = time.CreateTimer(_ => queue.Beat(), null, options.Heartbeat, options.Heartbeat);
        try
        {
            to.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)options.Retry.TotalMilliseconds}\n\n")));
            await to.FlushAsync(ended.Token).ConfigureAwait(false);
            SseNews<T> news;
            do
            {
                news = await queue.NextAsync(ended.Token).ConfigureAwait(false);
                foreach (var one in (news.Whole ? feed.Whole() : []).Concat(news.Items.SelectMany(feed.Change)))
                {
                    to.Write(one.Bytes.Span);
                }
                if (news.Beat)
                {
                    to.Write(": \n\n"u8);
                }
                if ((await to.FlushAsync(ended.Token).ConfigureAwait(false)).IsCompleted)
                {
                    return;
                }
            }
            while (!news.Ended && feed.MayGoOn());
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has gone, or the box is stopping.
            return;
        }
    }
}
