namespace Samagam.Web.Streams;

/// <summary>One reader's place in a stream: what it missed and what comes. Dispose to leave.</summary>
public sealed class SseSubscription : ISseFeed<SseEvent>, IDisposable
{
    private readonly SseFanOut _from;

    internal SseSubscription(SseFanOut from, SseQueue<SseEvent> queue) => (_from, Queue) = (from, queue);

    /// <summary>Ends when the reader is too slow or the stream ends.</summary>
    public SseQueue<SseEvent> Queue { get; }

    public IEnumerable<SseEvent> Whole() => [_from.Greeting()];

    public IEnumerable<SseEvent> Change(SseEvent item) => [item];

    public bool MayGoOn() => true;

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

    /// <param name="greeting">The whole state, for a reader that cannot resume.</param>
    public SseFanOut(SseOptions options, Func<SseEvent> greeting)
    {
        options.Validate();
        (_options, Greeting) = (options, greeting);
    }

    internal Func<SseEvent> Greeting { get; }

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
            var queue = new SseQueue<SseEvent>(_options.QueueLength + (missed?.Count ?? 0));
            missed?.ForEach(past => queue.TryRing(past));
            if (missed is null)
            {
                queue.RingAll();
            }
            var reader = new SseSubscription(this, queue);
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
                if (!reader.Queue.TryRing(next))
                {
                    Interlocked.Increment(ref _tooSlow);
                    _readers.Remove(reader);
                    reader.Queue.End();
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
                reader.Queue.End();
            }
            _readers.Clear();
        }
    }

    internal void Leave(SseSubscription reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
            reader.Queue.End();
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
