using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Mesh.Facts;
using Samagam.Wire.Notices;

namespace Samagam.Node.Notices;

/// <summary>
/// Delivers what this box has taken: each way at its time, again after growing waits, at least once across restarts (what is due is noted with the notice
/// in one transaction and struck off with the word that it is done).
/// </summary>
/// <param name="phoneOf">The proved number of a person; empty for none.</param>
public sealed class NoticePump(
    FactDesk desk, NoticeRows rows, SendNotice send, NoticeTemplates templates, NoticeOptions options, IReadOnlyList<INoticeChannel> channels, Func<PersonId, string> phoneOf, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _due = new(StringComparer.Ordinal);
    private readonly System.Threading.Channels.Channel<bool> _bell = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notices with something left to deliver.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    /// <summary>Reads back what was not done at the last stop, and listens for more. Once, before <see cref="StepAsync"/>.</summary>
    public async ValueTask RememberAsync(CancellationToken cancellation)
    {
        send.OnDue(Put);
        foreach (var (subject, at) in await desk.WriteAsync(Lane.Shared, scope => scope.Rows.ListLocal(SendNotice.Pending), cancellation).ConfigureAwait(false))
        {
            Put(subject, long.Parse(Encoding.ASCII.GetString(at), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Works what is due, at most <see cref="NoticeOptions.AtOnce"/> side by side. The wait until there may be more.</summary>
    public async ValueTask<TimeSpan> StepAsync(CancellationToken cancellation)
    {
        var now = desk.BestTime().WallMs;
        List<string> ready;
        lock (_gate)
        {
            ready = [.. _due.Where(d => d.Value <= now).OrderBy(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Take(options.AtOnce).Select(d => d.Key)];
        }
        await Task.WhenAll(ready.Select(subject => DeliverAsync(subject, now, cancellation))).ConfigureAwait(false);
        lock (_gate)
        {
            return _due.Count == 0 ? Longest : TimeSpan.FromMilliseconds(Math.Clamp(_due.Values.Min() - now, 0, (long)Longest.TotalMilliseconds));
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var wait = await StepAsync(stop).ConfigureAwait(false);
                if (wait > TimeSpan.Zero)
                {
                    await using var clock = time.CreateTimer(_ => _bell.Writer.TryWrite(true), null, wait, Timeout.InfiniteTimeSpan);
                    await _bell.Reader.ReadAsync(stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task DeliverAsync(string subject, long now, CancellationToken cancellation)
    {
        if (PersonId.OfSubject(subject) is not { } person || !NoticeId.TryParse(subject[(subject.LastIndexOf('/') + 1)..], out var id)
            || rows.Find(person, id) is not { } notice || notice.Leader != desk.Self)
        {
            // Erased, or another box said it first and delivers it.
            await DoneAsync(subject, person: null, [], [], cancellation).ConfigureAwait(false);
            return;
        }
        var news = new List<NoticeDelivery>();
        var gone = new List<PushAddress>();
        foreach (var delivery in notice.Deliveries.Where(d => d.Progress == NoticeProgress.Queued))
        {
            var (after, ended) = notice.IsRead ? (delivery with { Progress = NoticeProgress.Failed, AtMs = now, Reason = "read" }, [])
                : delivery.AtMs > now ? (delivery, [])
                : await TryAsync(person, notice, delivery, now, cancellation).ConfigureAwait(false);
            news.Add(after);
            gone.AddRange(ended);
        }
        await DoneAsync(subject, person, news, gone, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<(NoticeDelivery After, IReadOnlyList<PushAddress> Gone)> TryAsync(PersonId person, NoticeRow notice, NoticeDelivery delivery, long now, CancellationToken cancellation)
    {
        var wishes = rows.Wishes(person);
        if (!wishes.Wants(notice.Category, delivery.Channel))
        {
            return (Failed("not-wanted"), []);
        }
        if (wishes.NotBeforeMs(notice.Category, now, options.OffsetMinutes) is var from && from > now)
        {
            // Put off until now by a failed try, or the person has said other hours since.
            return (delivery with { AtMs = from }, []);
        }
        if (notice.Words is not { } words || templates.Render(words, wishes.Language) is not var (title, text))
        {
            return (Failed("not-readable"), []);
        }
        if (channels.FirstOrDefault(c => c.Way == delivery.Channel) is not { } channel)
        {
            return (Failed("no-channel"), []);
        }
        var answer = await channel.SendAsync(
            new NoticeOut(notice.Id, person, notice.Category, wishes.Language, title, text, phoneOf(person), wishes.Email, rows.Browsers(person)), cancellation).ConfigureAwait(false);
        var tries = delivery.Attempts + 1;
        var after = answer.End switch
        {
            ChannelEnd.Sent => delivery with { Progress = NoticeProgress.Sent, AtMs = now },
            ChannelEnd.Delivered => delivery with { Progress = NoticeProgress.Delivered, AtMs = now },
            ChannelEnd.NoAddress => Failed("no-address"),
            ChannelEnd.Refused => Failed(answer.Reason),
            _ when tries >= options.MaxAttempts => Failed(answer.Reason) with { Attempts = tries },
            _ => delivery with { Attempts = tries, AtMs = now + Math.Max(NoticeBackoff.WaitMs(tries, notice.Id, options), (long)(answer.RetryAfter?.TotalMilliseconds ?? 0)), Reason = Cut(answer.Reason) },
        };
        return (after, answer.Gone ?? []);

        NoticeDelivery Failed(string why) => delivery with { Progress = NoticeProgress.Failed, AtMs = now, Reason = Cut(why) };
    }

    private static string Cut(string reason) => reason.Length <= NoticeDelivery.MaxReason ? reason : reason[..NoticeDelivery.MaxReason];

    /// <summary>States what came of it and strikes it off, or notes when it goes on, in one transaction.</summary>
    private async ValueTask DoneAsync(string subject, PersonId? person, IReadOnlyList<NoticeDelivery> news, IReadOnlyList<PushAddress> gone, CancellationToken cancellation)
    {
        var left = news.Where(d => d.Progress == NoticeProgress.Queued).Select(d => d.AtMs).ToList();
        long? next = left.Count == 0 ? null : left.Min();
        try
        {
            await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    if (person is { } who && news.Count > 0)
                    {
                        NoteNotice.State(scope, subject, news);
                        foreach (var address in gone)
                        {
                            SetNotices.EndPush(scope, who, address.Endpoint);
                        }
                    }
                    if (next is { } at)
                    {
                        scope.Rows.PutLocal(SendNotice.Pending, subject, Encoding.ASCII.GetBytes(at.ToString(CultureInfo.InvariantCulture)));
                    }
                    else
                    {
                        scope.Rows.RemoveLocal(SendNotice.Pending, subject);
                    }
                    // Before the commit's doorbells: whoever hears of the outcome finds it struck off.
                    Set(subject, next);
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            // Not written: it stays due, and may be said twice. Not before the store had time to come back.
            Set(subject, desk.BestTime().WallMs + (options.FirstWaitSeconds * 1000L));
        }
    }

    private void Set(string subject, long? atMs)
    {
        lock (_gate)
        {
            if (atMs is { } at)
            {
                _due[subject] = at;
            }
            else
            {
                _due.Remove(subject);
            }
        }
    }

    private void Put(string subject, long atMs)
    {
        lock (_gate)
        {
            _due[subject] = atMs;
        }
        _bell.Writer.TryWrite(true);
    }
}
