using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Samagam.Core.Facts;
using Samagam.Core.Warnings;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Warnings;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>What a stream of warnings is woken by; what it means the stream works out itself.</summary>
internal enum WarningNews : byte
{
    Changed,
}

/// <summary>Wakes the streams of warnings: when a message arrives, and when one begins or ends by its own time.</summary>
internal sealed class WarningBells : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly HashSet<SseQueue<WarningNews>> _open = [];
    private readonly WarningDesk _desk;
    private readonly ITimer _clock;

    public WarningBells(PortalParts parts, WarningDesk desk)
    {
        _desk = desk;
        _clock = parts.Time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        parts.Node.Picture.OnChanged((_, facts) =>
        {
            if (facts.Any(f => f.Kind == FactKinds.WarningIssued.Name))
            {
                Ring();
            }
        });
        Ring();
    }

    /// <summary>A queue that is rung at once.</summary>
    public SseQueue<WarningNews> Open()
    {
        var queue = new SseQueue<WarningNews>(capacity: 1);
        queue.RingAll();
        lock (_gate)
        {
            _open.Add(queue);
        }
        return queue;
    }

    public void Close(SseQueue<WarningNews> queue)
    {
        lock (_gate)
        {
            _open.Remove(queue);
        }
    }

    public void Dispose() => _clock.Dispose();

    private void Ring()
    {
        var now = _desk.NowMs;
        lock (_gate)
        {
            foreach (var queue in _open)
            {
                // A stream that has not looked yet will see this when it does.
                queue.TryRing(WarningNews.Changed);
            }
            // The clock may be set meanwhile: it is looked at now and then, however far the next moment is.
            var wait = _desk.Book.NextChangeMs(now) is { } next ? TimeSpan.FromMilliseconds(next - now) : Longest;
            _clock.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>What one reader is told: each warning that comes into force, once, and once that it is over.</summary>
internal sealed class WarningEvents(WarningDesk desk, ReaderTongue tongue, string? cursor) : ISseFeed<WarningNews>
{
    private readonly WarningTold _told = WarningTold.Of(cursor);

    public IEnumerable<SseEvent> Whole() => News();

    public IEnumerable<SseEvent> Change(WarningNews item) => News();

    public bool MayGoOn() => true;

    private IEnumerable<SseEvent> News()
    {
        var (book, now) = (desk.Book, desk.NowMs);
        foreach (var message in book.InForce(now).Where(m => m.Status == WarningStatus.Actual && !_told.Has(m.Id)))
        {
            _told.Stands(message.Id);
            yield return Event(message, book, now, "stands");
        }
        foreach (var message in book.All.Where(m => _told.Believes(m.Id) && book.StateOf(m, now) is not (WarningState.InForce or WarningState.Announced)))
        {
            _told.Ended(message.Id);
            yield return Event(message, book, now, "over");
        }
    }

    private SseEvent Event(WarningMessage message, WarningBook book, long now, string word) =>
        new(_told.Cursor(book, now), "public-warning", Envelope.Text(desk.ViewOf(message, tongue), WarningsJson.Default.WarningView), $"{message.Id}.{word}");
}

/// <summary>The stream <c>?warnings=all</c>, for anybody. Its cursor holds what the reader was told, so it goes on at any other box.</summary>
internal sealed class WarningStreams(PortalParts parts, ApiReply reply, WarningDesk desk, WarningBells bells, StreamSeats seats, PortalCounters counters, IHostApplicationLifetime lifetime)
{
    public static bool IsAsked(HttpContext http) => http.Request.Query.ContainsKey("warnings");

    public async Task OpenAsync(HttpContext http, SseOptions options)
    {
        if (http.Request.Query["warnings"] != "all")
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "warnings", "warnings").ConfigureAwait(false);
            return;
        }
        var address = PacedCalls.AddressOf(http);
        if (!seats.TryTake(address))
        {
            counters.Refused("streams");
            http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
            await reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "TOO_MANY_STREAMS", Say.ErrorFull).ConfigureAwait(false);
            return;
        }
        var queue = bells.Open();
        try
        {
            var feed = new WarningEvents(desk, ReaderTongue.Of(http, "en"), SseStream.LastEventId(http.Request));
            await SseStream.ServeAsync(http, queue, feed, options, parts.Time, lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        finally
        {
            bells.Close(queue);
            seats.Leave(address);
        }
    }
}
