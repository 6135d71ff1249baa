using System.Text;

namespace Samagam.Simulation.World;

/// <summary>
/// Virtual time of one story: events ordered by time, then by the order they were asked for. Everything runs on the thread that
/// calls <see cref="RunUntil"/>; the same seed gives the same events.
/// </summary>
public sealed class SimWorld
{
    private readonly PriorityQueue<Action, (long DueTicks, long Order)> _events = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    public SimWorld(int seed, Trace trace)
    {
        (Seed, Trace) = (seed, trace);
    }

    public int Seed { get; }
    public Trace Trace { get; }
    public Marks Marks { get; } = new();

    /// <summary>Time since the story began, in ticks of 100 ns.</summary>
    public long NowTicks { get; private set; }
    public long NowMs => NowTicks / TimeSpan.TicksPerMillisecond;

    /// <summary>Events run so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Luck of one subsystem: the same for the same seed and name, whatever the others draw.</summary>
    public Random LuckOf(string subsystem)
    {
        // FNV-1a over the name: string.GetHashCode differs from run to run.
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(subsystem))
        {
            hash = (hash ^ b) * 16777619u;
        }
        return new Random(unchecked((int)(hash * 31) ^ (Seed * 486187739)));
    }

    public void After(TimeSpan delay, Action happens) => AtTicks(NowTicks + Math.Max(0, delay.Ticks), happens);

    public void AfterMs(double delayMs, Action happens) => After(TimeSpan.FromMilliseconds(delayMs), happens);

    public void AtTicks(long dueTicks, Action happens)
    {
        StayOnOneThread();
        _events.Enqueue(happens, (Math.Max(dueTicks, NowTicks), ++_order));
    }

    /// <summary>Repeats every <paramref name="period"/> until <paramref name="happens"/> gives false.</summary>
    public void Every(TimeSpan period, Func<bool> happens)
    {
        void Again()
        {
            if (happens())
            {
                After(period, Again);
            }
        }
        After(period, Again);
    }

    /// <summary>Runs all events up to and including this time.</summary>
    public void RunUntil(TimeSpan time)
    {
        while (_events.TryPeek(out _, out var next) && next.DueTicks <= time.Ticks)
        {
            Step();
        }
        NowTicks = Math.Max(NowTicks, time.Ticks);
    }

    /// <summary>Runs the next event; false when there is none.</summary>
    public bool Step()
    {
        if (!_events.TryDequeue(out var happens, out var key))
        {
            return false;
        }
        NowTicks = key.DueTicks;
        Steps++;
        happens();
        return true;
    }

    /// <summary>Code under simulation that hops to another thread would make replays differ.</summary>
    public void StayOnOneThread() => Core.Invariant.Hold(Environment.CurrentManagedThreadId == _thread, "simulated code left its thread: an await without ConfigureAwait(false), or a task run elsewhere");
}
