namespace Samagam.TestKit;

/// <summary>
/// A clock a test drives by hand. Timers fire inside <see cref="Advance"/>, in due order, on the caller's thread, so a
/// test never sleeps. One driver per test; starts at 2028-04-09T00:00:00Z.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2028, 4, 9, 0, 0, 0, TimeSpan.Zero);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long DueTicks, long Order), ManualTimer> _due = [];
    private long _elapsedTicks;
    private long _order;

    /// <summary>Offset of the wall clock from the elapsed time, to simulate a wrong or changed clock.</summary>
    public TimeSpan WallOffset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsedTicks);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp()) + WallOffset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward, firing every timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var target = GetTimestamp() + by.Ticks;
        while (true)
        {
            ManualTimer timer;
            lock (_gate)
            {
                if (_due.Count == 0 || _due.First().Key.DueTicks > target)
                {
                    break;
                }
                var (key, next) = _due.First();
                _due.Remove(key);
                Interlocked.Exchange(ref _elapsedTicks, Math.Max(GetTimestamp(), key.DueTicks));
                timer = next;
                timer.Key = null;
                if (timer.Period > TimeSpan.Zero)
                {
                    Schedule(timer, timer.Period);
                }
            }
            timer.Fire();
        }
        Interlocked.Exchange(ref _elapsedTicks, target);
    }

    private void Schedule(ManualTimer timer, TimeSpan dueIn)
    {
        timer.Key = (GetTimestamp() + Math.Max(0, dueIn.Ticks), ++_order);
        _due.Add(timer.Key.Value, timer);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public (long, long)? Key { get; set; }
        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (Key is { } key)
                {
                    time._due.Remove(key);
                    Key = null;
                }
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    time.Schedule(this, dueTime);
                }
            }
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return ValueTask.CompletedTask;
        }
    }
}
