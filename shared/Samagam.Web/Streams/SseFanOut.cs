using System.Threading.Channels;

namespace Samagam.Web.Streams;

/// <summary>One reader's place in a stream: what it missed and what comes. Dispose to leave.</summary>
public sealed class SseSubscription : IDisposable
{
    private readonly SseFanOut _from;

    internal SseSubscription(SseFanOut from, Channel<SseEvent> queue, bool resumed) => (_from, Queue, Resumed) = (from, queue, resumed);

    internal Channel<SseEvent> Queue { get; }

    /// <summary>Completes when the reader is too slow or the stream ends.</summary>
    public ChannelReader<SseEvent> Events => Queue.Reader;

    /// <summary>True when everything after the reader's last event follows; false when it must be given the whole state first.</summary>
    public bool Resumed { get; }

    public void Dispose() => _from.Leave(this);
}

/// <summary>
/// One stream of events for many readers, each with a bounded queue: publishing never waits for anybody. A reader that cannot keep up is ended, not
/// fed with holes; it comes back with its last id and gets what it missed while that is kept. Safe for concurrent use.
/// </summary>
public sealed class SseFanOut
{
    private readonly SseOptions _options;
    private readonly Lock _gate = new();
    private readonly HashSet<SseSubscription> _readers = [];
    private readonly LinkedList<SseEvent> _past = [];
    private bool _ended;
    private long _tooSlow;
    private long _refused;

    public SseFanOut(SseOptions options)
    {
        options.Validate();
        _options = options;
    }

    public int Readers
    {
        get
        {
            lock (_gate)
            {
                return _readers.Count;
            }
        }
    }

    /// <summary>Readers ended because their queue was full.</summary>
    public long TooSlow => Interlocked.Read(ref _tooSlow);

    /// <summary>Readers turned away because there were too many.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Null when there are too many readers or the stream has ended.</summary>
    /// <param name="lastEventId">What the reader had last; empty for a new one.</param>
    public SseSubscription? Join(string? lastEventId)
    {
        lock (_gate)
        {
            if (_ended || _readers.Count >= _options.MaxReaders)
            {
                Interlocked.Increment(ref _refused);
                return null;
            }
            var missed = MissedAfter(lastEventId);
            var queue = Channel.CreateBounded<SseEvent>(new BoundedChannelOptions(_options.QueueLength + (missed?.Count ?? 0)) { SingleReader = true });
            foreach (var past in missed ?? [])
            {
                queue.Writer.TryWrite(past);
            }
            var reader = new SseSubscription(this, queue, missed is not null);
            _readers.Add(reader);
            return reader;
        }
    }

    public void Publish(SseEvent next)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }
            if (next.Id.Length > 0)
            {
                _past.AddLast(next);
                while (_past.Count > _options.Replay)
                {
                    _past.RemoveFirst();
                }
            }
            foreach (var reader in _readers.ToArray())
            {
                if (!reader.Queue.Writer.TryWrite(next))
                {
                    Interlocked.Increment(ref _tooSlow);
                    _readers.Remove(reader);
                    reader.Queue.Writer.TryComplete();
                }
            }
        }
    }

    /// <summary>Ends every reader, so that a stopping server does not wait for them.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var reader in _readers)
            {
                reader.Queue.Writer.TryComplete();
            }
            _readers.Clear();
        }
    }

    internal void Leave(SseSubscription reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
            reader.Queue.Writer.TryComplete();
        }
    }

    private List<SseEvent>? MissedAfter(string? lastEventId)
    {
        if (string.IsNullOrEmpty(lastEventId))
        {
            return null;
        }
        var missed = new List<SseEvent>();
        for (var at = _past.Last; at is not null; at = at.Previous)
        {
            if (at.Value.Id == lastEventId)
            {
                missed.Reverse();
                return missed;
            }
            missed.Add(at.Value);
        }
        return null;
    }
}
