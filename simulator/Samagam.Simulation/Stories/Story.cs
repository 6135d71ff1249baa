using Samagam.Core.Boxes;
using Samagam.Core.Geo;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Routing;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Checks;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Net;
using Samagam.Simulation.Trust;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Stories;

/// <summary>A broken promise: which, how, when.</summary>
public sealed record Violation(string Promise, string How, long AtMs);

/// <summary>How one seed ended.</summary>
public sealed record StoryEnding(StoryOptions Options, IReadOnlyList<Violation> Violations, Marks Marks, string TraceHash, long Steps, long VirtualMs, int AcknowledgedCalls);

/// <summary>
/// One seed, lived from beginning to end: a mesh with its people, a time of faults, a time of healing. The same seed is the same
/// story, event for event.
/// </summary>
public sealed class Story
{
    /// <summary>Number of the hub in every story.</summary>
    public static readonly NodeId HubNode = new(1_000);

    /// <summary>Violations after which a story is stopped.</summary>
    public const int MaxViolations = 5;

    /// <summary>So long after healing the control room closes what is still open.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(60);

    private readonly List<Violation> _violations = [];
    private readonly FaultPlan _faults;

    public Story(StoryOptions options, Action<string>? show = null, IEnumerable<Checker>? checkers = null)
    {
        Options = options;
        Lines = new Trace(show);
        World = new SimWorld(options.Seed, Lines);
        Lines.NowMs = () => World.NowMs;
        Net = new SimNetwork(World);
        Authority = new SimAuthority(options.Seed);
        Checkers = [.. checkers ?? AllCheckers.New()];
        (Boxes, Hub) = Neighbourhood.Build(this);
        People = Crowd.Gather(this);
        Town = new SimTownspeople(this);
        Pilgrims = new SimPilgrims(this);
        _faults = new FaultPlan(this);
        foreach (var checker in Checkers)
        {
            checker.Join(this);
        }
    }

    public StoryOptions Options { get; }
    public SimWorld World { get; }
    public Trace Lines { get; }
    public SimNetwork Net { get; }
    public SimAuthority Authority { get; }
    public IReadOnlyList<Checker> Checkers { get; }
    public List<SimBox> Boxes { get; }
    public SimHub Hub { get; }
    public Crowd People { get; }
    public SimTownspeople Town { get; }
    public SimPilgrims Pilgrims { get; }
    public FaultPlan Faults => _faults;

    public IEnumerable<SimStation> Stations => Boxes.Cast<SimStation>().Append(Hub);

    /// <summary>Calls whose callers were told "saved", with the station that said so.</summary>
    public SortedDictionary<SosId, SimStation> AcknowledgedCalls { get; } = [];

    public bool IsOver => _violations.Count >= MaxViolations;

    public static StoryEnding Live(int seed, Action<string>? show = null) => Live(StoryOptions.Draw(seed), show);

    public static StoryEnding Live(StoryOptions options, Action<string>? show = null)
    {
        var context = SynchronizationContext.Current;
        try
        {
            // Awaits go on inline only where no context wants them elsewhere.
            SynchronizationContext.SetSynchronizationContext(null);
            return new Story(options, show).Live();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public StoryEnding Live()
    {
        foreach (var station in Stations)
        {
            World.AfterMs(World.LuckOf("boot " + station.Name).Next(0, 3_000), station.Boot);
        }
        World.Every(TimeSpan.FromSeconds(1), () =>
        {
            foreach (var checker in Checkers)
            {
                checker.EverySecond();
            }
            return true;
        });
        People.Begin();
        Town.Begin();
        Pilgrims.Begin();
        var chaosEnds = TimeSpan.FromSeconds(6 + Options.ChaosSeconds);
        World.AfterMs(6_000, _faults.Begin);
        RunTo(chaosEnds);
        Trace($"healing begins");
        _faults.Heal();
        People.Calm();
        Town.Calm();
        Pilgrims.Calm();
        var limit = chaosEnds + TimeSpan.FromSeconds(Options.HealSeconds);
        var atLeast = chaosEnds + TimeSpan.FromSeconds(8);
        var agreed = false;
        while (!IsOver && World.NowTicks < limit.Ticks && !agreed)
        {
            RunTo(TimeSpan.FromTicks(World.NowTicks) + TimeSpan.FromSeconds(1));
            if (World.NowTicks >= (chaosEnds + ClosingTime).Ticks && World.NowMs / 1_000 % 10 == 0)
            {
                // Cases nobody answers are asked again for ever: without an end there would always be one more fact on its way.
                People.CloseAll();
            }
            agreed = World.NowTicks >= atLeast.Ticks && People.AreHeard && Agreement.IsReached(this);
        }
        if (!IsOver)
        {
            if (!agreed)
            {
                Violate(nameof(Agreement), $"{Options.HealSeconds} s after healing: {(People.AreHeard ? Agreement.WhyNot(this) : "a caller still waits for \"saved\"")}");
            }
            foreach (var checker in Checkers)
            {
                checker.AtEnd();
            }
        }
        return new StoryEnding(Options, _violations, World.Marks, Lines.Hash(), World.Steps, World.NowMs, AcknowledgedCalls.Count);
    }

    /// <summary>Starts simulated code whose end nobody awaits. What it throws is a violation: nothing may throw unseen.</summary>
    public void Run(string what, Func<Task> work)
    {
        async Task Watched()
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Every kind: the story must report it, whatever it is.
                Violate("NothingThrowsUnseen", $"{what}: {e}");
            }
        }
        _ = Watched();
    }

    /// <summary>A caller was told "saved on this box".</summary>
    public void Acknowledge(SimStation at, SosId id)
    {
        Trace($"caller told saved: {id} at {at}");
        AcknowledgedCalls.TryAdd(id, at);
        foreach (var checker in Checkers)
        {
            checker.Acknowledged(at, id);
        }
    }

    /// <summary>A caller was told "not saved".</summary>
    public void Refused(SimStation at)
    {
        foreach (var checker in Checkers)
        {
            checker.Refused(at);
        }
    }

    /// <summary>A box has put new conditions of its paths in force.</summary>
    public void PathsChanged(SimBox at, MapView now, MapView? before)
    {
        Trace($"{at.Name} paths epoch {now.Conditions.Epoch}: {now.Conditions.Orders.Count} orders, {now.Conditions.Zones.Count} zones");
        foreach (var checker in Checkers)
        {
            checker.PathsChanged(at, now.Conditions, before?.Conditions);
        }
    }

    public void Violate(string promise, string how)
    {
        _violations.Add(new Violation(promise, how, World.NowMs));
        Trace($"VIOLATED {promise}: {how}");
    }

    public void Trace(TraceLine line) => Lines.Say(ref line);

    public string Describe(GossipFrame frame) => frame switch
    {
        GossipFrame.Facts facts => $"facts r{facts.Round} [{string.Join(' ', facts.Items.Select(f => f.Id))}]",
        GossipFrame.Want want => $"want r{want.Round} [{want.Known}]",
        GossipFrame.Done done => $"done r{done.Round}{(done.More ? " more" : "")} [{done.Cleared}]",
        GossipFrame.Ack ack => $"ack [{ack.Durable}]",
        _ => "hello",
    };

    private void RunTo(TimeSpan time)
    {
        while (!IsOver && World.NowTicks < time.Ticks)
        {
            World.RunUntil(TimeSpan.FromTicks(Math.Min(time.Ticks, World.NowTicks + TimeSpan.TicksPerSecond)));
        }
    }
}
