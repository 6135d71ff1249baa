using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Node.Notices;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Notices;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>What the stream of one person is woken by.</summary>
internal enum NoticeNews : byte
{
    Said,
}

/// <summary>Wakes the streams of a person when something is said to them, here or, when it arrives, elsewhere. Bounded by the seats.</summary>
internal sealed class NoticeBells
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PersonId, List<SseQueue<NoticeNews>>> _open = [];

    public NoticeBells(PortalParts parts) => parts.Node.Picture.OnChanged((_, facts) => Ring(facts));

    public SseQueue<NoticeNews> Open(PersonId person)
    {
        var queue = new SseQueue<NoticeNews>(capacity: 1);
        queue.RingAll();
        lock (_gate)
        {
            if (!_open.TryGetValue(person, out var queues))
            {
                _open[person] = queues = [];
            }
            queues.Add(queue);
        }
        return queue;
    }

    public void Close(PersonId person, SseQueue<NoticeNews> queue)
    {
        lock (_gate)
        {
            _open[person].Remove(queue);
            if (_open[person].Count == 0)
            {
                _open.Remove(person);
            }
        }
    }

    private void Ring(IReadOnlyList<Fact> facts)
    {
        lock (_gate)
        {
            foreach (var fact in _open.Count == 0 ? [] : facts.Where(f => f.Kind == FactKinds.NoticeSaid.Name))
            {
                if (PersonId.OfSubject(fact.Subject) is { } person && _open.TryGetValue(person, out var queues))
                {
                    queues.ForEach(q => q.TryRing(NoticeNews.Said));
                }
            }
        }
    }
}

/// <summary>
/// Unread notices of one person, each once, oldest first. The cursor names the last ones told, so the reader goes on at any box; of a notice that comes to
/// a box later than twenty younger ones, only the list tells.
/// </summary>
internal sealed class NoticeEvents(PortalParts parts, PersonId person, Func<bool> signedIn, string? cursor) : ISseFeed<NoticeNews>
{
    private const string Mark = "n1.";
    private readonly HashSet<long> _told = [.. CursorNames.Read(Mark, cursor)];
    private bool _resuming = true;

    public IEnumerable<SseEvent> Whole() => News();

    public IEnumerable<SseEvent> Change(NoticeNews item) => News();

    public bool MayGoOn() => signedIn();

    private IEnumerable<SseEvent> News()
    {
        var (rows, language) = (parts.Node.NoticeRows.All(person), parts.Node.NoticeRows.Wishes(person).Language);
        if (_resuming && _told.Count >= CursorNames.Most && rows.Where(r => _told.Contains(Name(r))).Select(r => r.SaidMs).DefaultIfEmpty().Min() is var oldest)
        {
            _told.UnionWith(rows.Where(r => r.SaidMs < oldest).Select(Name));
        }
        _resuming = false;
        foreach (var row in rows.Reverse().Where(r => !r.IsRead && !_told.Contains(Name(r))))
        {
            if (NoticeView.Of(row, parts.Node.Templates, language) is { } view)
            {
                _told.Add(Name(row));
                var last = CursorNames.Write(Mark, rows.Select(Name).Where(_told.Contains));
                yield return new SseEvent(last, "notice", Envelope.Text(view, NoticesJson.Default.NoticeView));
            }
        }
    }

    private static long Name(NoticeRow row) => CursorNames.Of(row.Id.Value, CursorNames.Bits);
}

/// <summary>The stream <c>?notices=all</c>, for a person who is signed in.</summary>
internal sealed class NoticeStreams(PortalParts parts, ApiReply reply, Callers callers, NoticeBells bells, StreamSeats seats, PortalCounters counters, IHostApplicationLifetime lifetime)
{
    public static bool IsAsked(HttpContext http) => http.Request.Query.ContainsKey("notices");

    public async Task OpenAsync(HttpContext http, SseOptions options)
    {
        if (callers.Of(http).Person is not { } session)
        {
            await reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", Say.ErrorNotSignedIn).ConfigureAwait(false);
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
        var queue = bells.Open(session.Person);
        try
        {
            var feed = new NoticeEvents(parts, session.Person, () => session.Expires > parts.Time.GetUtcNow(), SseStream.LastEventId(http.Request));
            await SseStream.ServeAsync(http, queue, feed, options, parts.Time, lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        finally
        {
            bells.Close(session.Person, queue);
            seats.Leave(address);
        }
    }
}
