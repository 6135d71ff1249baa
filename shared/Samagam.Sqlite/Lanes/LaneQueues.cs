namespace Samagam.Sqlite;

/// <summary>A bounded queue a lane; any number of writers in, one taker out, least lane first.</summary>
internal sealed class LaneQueues
{
    private readonly object _gate = new();
    private readonly Queue<WriteWork>[] _lanes = [.. Enumerable.Range(0, WriteLaneOptions.LaneCount).Select(_ => new Queue<WriteWork>())];
    private readonly SemaphoreSlim[] _room;
    private bool _closed;

    public LaneQueues(int capacity)
    {
        _room = [.. _lanes.Select(_ => new SemaphoreSlim(capacity, capacity))];
    }

    /// <summary>A place in the lane at once, or none.</summary>
    public bool TryTakeRoom(int lane) => _room[lane].Wait(0, CancellationToken.None);

    /// <summary>A place in the lane as soon as there is one.</summary>
    public Task WaitForRoomAsync(int lane, CancellationToken cancellation) => _room[lane].WaitAsync(cancellation);

    /// <summary>Puts a work in the place taken for it. False after <see cref="Close"/>.</summary>
    public bool TryAdd(WriteWork work)
    {
        lock (_gate)
        {
            if (_closed)
            {
                _room[work.Lane].Release();
                return false;
            }
            _lanes[work.Lane].Enqueue(work);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Blocks until there is work and says its lane, or null when <paramref name="atMost"/> has passed; false when closed and empty.</summary>
    public bool Wait(TimeSpan atMost, out int? lane)
    {
        lock (_gate)
        {
            while (true)
            {
                lane = LeastLane() is >= 0 and var least ? least : null;
                if (lane is not null)
                {
                    return true;
                }
                if (_closed)
                {
                    return false;
                }
                if (!Monitor.Wait(_gate, atMost))
                {
                    lane = LeastLane() is >= 0 and var late ? late : null;
                    return true;
                }
            }
        }
    }

    /// <summary>The oldest work of the least lane, if that lane is within the bounds; cancelled ones are dropped.</summary>
    public bool TryTake(int leastLane, int lastLane, out WriteWork work)
    {
        while (true)
        {
            lock (_gate)
            {
                var lane = LeastLane();
                if (lane < 0 || lane < leastLane || lane > lastLane)
                {
                    work = null!;
                    return false;
                }
                work = _lanes[lane].Dequeue();
            }
            _room[work.Lane].Release();
            if (work.TryTake())
            {
                return true;
            }
        }
    }

    /// <summary>Works waiting in a lane.</summary>
    public int Depth(int lane)
    {
        lock (_gate)
        {
            return _lanes[lane].Count;
        }
    }

    /// <summary>No further work; what waits is still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private int LeastLane() => Array.FindIndex(_lanes, static lane => lane.Count > 0);
}
