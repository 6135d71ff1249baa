namespace Samagam.Simulation.World;

/// <summary>
/// The clock of one box. The monotonic part starts at boot and drifts; the wall clock is whatever its battery says, and may be
/// set to another time while running.
/// </summary>
public sealed class SimTimeProvider : TimeProvider
{
    /// <summary>True time when a story begins: 2028-04-09T00:00:00Z, the great bath.</summary>
    public static readonly DateTimeOffset StoryStart = new(2028, 4, 9, 0, 0, 0, TimeSpan.Zero);

    private readonly SimWorld _world;
    private readonly long _bootTicks;
    private readonly double _rate;

    /// <param name="wallAtBoot">What the wall clock says at boot.</param>
    /// <param name="driftPpm">Parts per million this clock runs fast (positive) or slow.</param>
    public SimTimeProvider(SimWorld world, DateTimeOffset wallAtBoot, double driftPpm)
    {
        (_world, WallAtBoot, _bootTicks, _rate) = (world, wallAtBoot, world.NowTicks, 1 + (driftPpm / 1_000_000));
    }

    /// <summary>Shifted when the clock is set while running.</summary>
    public DateTimeOffset WallAtBoot { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)((_world.NowTicks - _bootTicks) * _rate);

    public override DateTimeOffset GetUtcNow() => WallAtBoot.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(_world, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimTimer(SimWorld world, Action callback) : ITimer
    {
        private int _life;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var life = ++_life;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.After(dueTime, () => Fire(life, period));
            }
            return true;
        }

        public void Dispose() => _life++;

        public ValueTask DisposeAsync()
        {
            _life++;
            return ValueTask.CompletedTask;
        }

        private void Fire(int life, TimeSpan period)
        {
            if (life != _life)
            {
                return;
            }
            if (period > TimeSpan.Zero)
            {
                world.After(period, () => Fire(life, period));
            }
            callback();
        }
    }
}
