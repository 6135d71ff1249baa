using System.Threading.Channels;

namespace Samagam.Web.Streams;

/// <summary>What has happened since a stream looked last.</summary>
/// <param name="Items">What changed, each once, in order of its first change.</param>
/// <param name="Whole">The whole state is to be sent.</param>
/// <param name="Beat">Time to say that the stream is alive.</param>
/// <param name="Ended">Nothing will come behind these.</param>
public readonly record struct SseNews<T>(IReadOnlyList<T> Items, bool Whole, bool Beat, bool Ended);

/// <summary>
/// Between a writer, who must not wait, and one stream, which may be slow. Bounded: when it is full the writer decides whether the stream ends or is
/// sent the whole state again. Safe for concurrent use; one reader.
/// </summary>
public sealed class SseQueue<T>(int capacity)
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly List<T> _changed = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private bool _whole;
    private bool _beat;
    private bool _ended;

    /// <summary>Something has changed. False when there is no room for it; never waits.</summary>
    public bool TryRing(T item)
    {
        lock (_gate)
        {
            if (!_whole && !_changed.Contains(item))
            {
                if (_changed.Count >= capacity)
                {
                    return false;
                }
                _changed.Add(item);
            }
        }
        _bell.Writer.TryWrite(true);
        return true;
    }

    /// <summary>The whole state is to be sent, which says what single changes would have.</summary>
    public void RingAll()
    {
        lock (_gate)
        {
            _changed.Clear();
            _whole = true;
        }
        _bell.Writer.TryWrite(true);
    }

    /// <summary>The stream ends behind what is waiting.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
        }
        _bell.Writer.TryWrite(true);
    }

    /// <summary>Completes when something has happened.</summary>
    public async ValueTask<SseNews<T>> NextAsync(CancellationToken cancellation)
    {
        await _bell.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            var news = new SseNews<T>([.. _changed], _whole, _beat, _ended);
            _changed.Clear();
            (_whole, _beat) = (false, false);
            return news;
        }
    }

    /// <summary>The reader looks round though nothing has changed.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            _beat = true;
        }
        _bell.Writer.TryWrite(true);
    }
}
