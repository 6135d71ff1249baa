using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Samagam.Mesh.Facts;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Warnings;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Who is at the other end of a line, asked again whenever it matters: tokens end, and so do sign-ins.</summary>
internal sealed class LineCaller(string address, string? device, Words words, ReaderTongue tongue, Func<Caller> check, TimeProvider time)
{
    // A signature is not checked for each of ten places a second.
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);
    private Tuple<Caller, long>? _last;

    public string Address => address;
    public string? Device => device;
    public Words Words => words;
    public ReaderTongue Tongue => tongue;
    public PersonSession? Person => Now.Person;
    public StaffSession? Staff => Now.Staff;
    public bool IsSignedIn => Now is not { Person: null, Staff: null };

    private Caller Now
    {
        get
        {
            if (_last is not { } last || time.GetElapsedTime(last.Item2) >= Believed)
            {
                _last = last = new(check(), time.GetTimestamp());
            }
            return last.Item1;
        }
    }
}

/// <summary>
/// One realtime connection: carries the same feeds as event streams do, several of them, each event with its name and cursor. A change waits in a bounded queue of its feed, an
/// event as long as <see cref="RealtimeOptions.SlowSeconds"/>; a phone slower than that is ended and comes back with its cursor.
/// </summary>
internal sealed class LiveLine(HubCallerContext connection, ISingleClientProxy client, LineCaller caller, LineCursor cursor, PortalParts parts, PortalCounters counters)
{
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _feeds = new(StringComparer.Ordinal);
    private readonly Lock _turns = new();
    private double _allowance = parts.Options.Realtime.MessagesPerSecond;
    private long _allowedAt = parts.Time.GetTimestamp();
    private readonly bool _wasSignedIn = caller.IsSignedIn;
    private int _refusedInARow;

    public LineCaller Caller => caller;

    /// <summary>Parts of the calls it follows, oldest first; touched by one message at a time.</summary>
    public Queue<string> Calls { get; } = [];

    /// <summary>How many feeds there are whose part begins so.</summary>
    public int Count(string prefix) => _feeds.Keys.Count(k => k.StartsWith(prefix, StringComparison.Ordinal));

    public bool Has(string part) => _feeds.ContainsKey(part);

    /// <summary>Where the connection is in one part.</summary>
    public string? CursorOf(string part)
    {
        lock (_turns)
        {
            return cursor[part];
        }
    }

    /// <summary>Carries a feed until it ends, <see cref="Stop"/>, or the connection does. False when that part is carried already: then nothing was taken over.</summary>
    /// <param name="close">Called once, when it ends.</param>
    /// <param name="beats">Look round now and then though nothing happens: a session may have ended.</param>
    public bool Carry<T>(string part, SseQueue<T> queue, ISseFeed<T> feed, Action close, bool beats)
        where T : notnull
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionAborted);
        if (!_feeds.TryAdd(part, ended))
        {
            ended.Dispose();
            close();
            return false;
        }
        // Ends with the connection, which the server waits for.
        _ = RunAsync(part, queue, feed, close, beats, ended);
        return true;
    }

    /// <summary>Ends a feed and forgets where it was.</summary>
    public bool Stop(string part)
    {
        if (!_feeds.TryRemove(part, out var ended))
        {
            return false;
        }
        lock (_turns)
        {
            cursor.Forget(part);
        }
        Cancel(ended);
        return true;
    }

    /// <summary>Zero when a message may be taken now, which counts; else how long to wait. Too many in a row end the connection.</summary>
    public TimeSpan TakeTurn()
    {
        var limits = parts.Options.Realtime;
        lock (_turns)
        {
            var passed = parts.Time.GetElapsedTime(_allowedAt);
            _allowedAt = parts.Time.GetTimestamp();
            _allowance = Math.Min(limits.MessagesPerSecond, _allowance + (passed.TotalSeconds * limits.MessagesPerSecond));
            if (_allowance >= 1)
            {
                _allowance--;
                _refusedInARow = 0;
                return TimeSpan.Zero;
            }
            counters.Refused("realtime-pace");
            if (++_refusedInARow >= limits.MaxRefusedInARow)
            {
                End("flood");
            }
            return TimeSpan.FromSeconds((1 - _allowance) / limits.MessagesPerSecond);
        }
    }

    public void End(string reason)
    {
        counters.LineEnded(reason);
        connection.Abort();
    }

    private async Task RunAsync<T>(string part, SseQueue<T> queue, ISseFeed<T> feed, Action close, bool beats, CancellationTokenSource ended)
        where T : notnull
    {
        // Whoever asked for the feed gets the answer first.
        await Task.Yield();
        var every = TimeSpan.FromSeconds(parts.Options.HeartbeatSeconds);
        var beat = beats ? parts.Time.CreateTimer(_ => queue.Beat(), null, every, every) : null;
        try
        {
            SseNews<T> news;
            do
            {
                news = await queue.NextAsync(ended.Token).ConfigureAwait(false);
                foreach (var one in (news.Whole ? feed.Whole() : []).Concat(news.Items.SelectMany(feed.Change)))
                {
                    await SendAsync(part, one, ended.Token).ConfigureAwait(false);
                }
            }
            while (!news.Ended && feed.MayGoOn());
            if (_wasSignedIn && !caller.IsSignedIn)
            {
                // Its phone comes back with a new token, and with its cursor.
                End("session");
            }
        }
        catch (OperationCanceledException)
        {
            // The phone has gone, or does not want it any more.
            return;
        }
        catch (TimeoutException)
        {
            End("slow");
        }
        catch (StoreRefusedException)
        {
            // The disk did not answer; the phone comes back, here or at another box.
            End("store");
        }
        finally
        {
            if (beat is not null)
            {
                await beat.DisposeAsync().ConfigureAwait(false);
            }
            close();
            _feeds.TryRemove(new KeyValuePair<string, CancellationTokenSource>(part, ended));
            ended.Dispose();
        }
    }

    private async Task SendAsync(string part, SseEvent one, CancellationToken cancellation)
    {
        // One at a time, so that a cursor stands for all that was sent before it and nothing else.
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            string place;
            lock (_turns)
            {
                if (one.Id.Length > 0)
                {
                    cursor.Set(part, one.Id);
                }
                place = cursor.ToString();
            }
            var mark = new RawJson(Envelope.Text(new EventMark(one.Key, place), RealtimeJson.Default.EventMark));
            await client.SendCoreAsync(one.Name, [new RawJson(one.Data), mark], cancellation)
                .WaitAsync(TimeSpan.FromSeconds(parts.Options.Realtime.SlowSeconds), parts.Time, cancellation).ConfigureAwait(false);
            counters.LineTold(one.Name);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
            return;
        }
    }
}
