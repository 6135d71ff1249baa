using System.Threading.Channels;
using Samagam.Core.Ids;

namespace Samagam.Node.Portal.Realtime;

/// <summary>What has happened since a stream looked last.</summary>
/// <param name="Resync">More than could be kept: the whole state is to be sent.</param>
/// <param name="Beat">Time to say that the stream is alive.</param>
internal readonly record struct StreamNews(IReadOnlyList<SosId> Cases, bool Resync, bool Beat);

/// <summary>
/// Between the writer of facts, who must not wait, and one stream, which may be slow: the cases that have changed, each once,
/// in order of their first change. Full: forgets them and asks for a resync, so memory is bounded and nothing is lost.
/// </summary>
internal sealed class StreamQueue(int capacity)
{
    private readonly Lock _gate = new();
    private readonly List<SosId> _changed = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private bool _resync;
    private bool _beat;

    /// <summary>A case has changed. Never blocks.</summary>
    public void Ring(SosId id)
    {
        lock (_gate)
        {
            if (!_resync && !_changed.Contains(id))
            {
                if (_changed.Count >= capacity)
                {
                    _changed.Clear();
                    _resync = true;
                }
                else
                {
                    _changed.Add(id);
                }
            }
        }
        _bell.Writer.TryWrite(true);
    }

    public void RingAll()
    {
        lock (_gate)
        {
            _changed.Clear();
            _resync = true;
        }
        _bell.Writer.TryWrite(true);
    }

    public void Beat()
    {
        lock (_gate)
        {
            _beat = true;
        }
        _bell.Writer.TryWrite(true);
    }

    /// <summary>Completes when something has happened; one reader.</summary>
    public async ValueTask<StreamNews> NextAsync(CancellationToken cancellation)
    {
        await _bell.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            var news = new StreamNews([.. _changed], _resync, _beat);
            _changed.Clear();
            (_resync, _beat) = (false, false);
            return news;
        }
    }
}
