using Samagam.Core.Facts;
using Samagam.Core.Gossip;

namespace Samagam.Mesh.Links.Peers;

/// <summary>Frames waiting for one neighbour: a bounded queue per lane, the most urgent first.</summary>
internal sealed class PeerOutbox(int perLane)
{
    private readonly Lock _gate = new();
    private readonly Queue<GossipFrame>[] _lanes = [.. Enumerable.Range(0, Lanes.Count).Select(_ => new Queue<GossipFrame>())];
    private readonly SemaphoreSlim _some = new(0);

    /// <summary>False when the lane is full.</summary>
    public bool TryAdd(GossipFrame frame, Lane lane)
    {
        lock (_gate)
        {
            var queue = _lanes[(int)lane];
            if (queue.Count >= perLane)
            {
                return false;
            }
            queue.Enqueue(frame);
        }
        _some.Release();
        return true;
    }

    public async ValueTask<GossipFrame> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _some.WaitAsync(cancellation).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (var queue in _lanes)
                {
                    if (queue.TryDequeue(out var frame))
                    {
                        return frame;
                    }
                }
            }
        }
    }

    /// <summary>What waited for a link that ended is of no use to the next: gossip starts anew.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var queue in _lanes)
            {
                queue.Clear();
            }
        }
    }
}
