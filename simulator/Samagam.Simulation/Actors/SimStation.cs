using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Net;
using Samagam.Simulation.Stories;
using Samagam.Simulation.Trust;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Actors;

/// <summary>
/// A machine that runs the real application over a simulated disk, clock and network: boots, dies at any point, boots again from
/// what the disk kept.
/// </summary>
public abstract class SimStation : ISimEnd
{
    /// <summary>Nobody changes a disk and has the box running again in less.</summary>
    private const int ChangingDiskMs = 1_200;

    private readonly Random _luck;
    private long _readyAtMs;
    private bool _stepDue;
    private PictureSnapshot _seen = PictureSnapshot.Empty;

    protected SimStation(Story story, Box self, string name, SimDisk disk)
    {
        (Story, Self, Name, Disk) = (story, self, name, disk);
        _luck = story.World.LuckOf("station " + name);
    }

    public Story Story { get; }
    public Box Self { get; }
    public string Name { get; }
    public NodeId Node => Self.Node;
    public SimDisk Disk { get; private set; }
    public SimTimeProvider? Time { get; private set; }
    public SimOriginTrust? Trust { get; private set; }

    /// <summary>Rises at every crash and boot; what belongs to an earlier life does nothing any more.</summary>
    public int Life { get; private set; }

    /// <summary>The application is open and its doors too.</summary>
    public bool Up { get; private set; }

    public bool Listens => Up;

    /// <summary>True time when this life began.</summary>
    public long UpSinceMs { get; private set; }

    /// <summary>What the wall clock says at the next boot, as an offset from the truth; null: it starts in 1970.</summary>
    public TimeSpan? WallOffset { get; set; } = TimeSpan.Zero;

    public double DriftPpm { get; set; }

    /// <summary>The box has a time source of its own.</summary>
    public bool ClockTrusted { get; set; } = true;

    /// <summary>The power goes at the next commit point of this kind.</summary>
    public CommitPoint? Doom { get; set; }

    /// <summary>The power goes after the next frame sent.</summary>
    public bool DoomAtSend { get; set; }

    /// <summary>Another machine with the same identity exists or existed.</summary>
    public bool HasTwin { get; set; }

    public abstract FactDesk? Desk { get; }
    public abstract EventPicture? Picture { get; }
    public abstract MeshPump? Mesh { get; }

    public PictureSnapshot Snapshot => Picture?.Snapshot ?? PictureSnapshot.Empty;

    protected SimWorld World => Story.World;

    /// <summary>Luck for one life of the station.</summary>
    protected Random NewLuck() => new(_luck.Next());

    /// <summary>Power on. The application opens over the disk; a store that refuses is tried again, as systemd would.</summary>
    public void Boot()
    {
        if (Up || Life % 2 == 1)
        {
            return;
        }
        if (World.NowMs < _readyAtMs)
        {
            World.AfterMs(_readyAtMs - World.NowMs, Boot);
            return;
        }
        var life = ++Life;
        Story.Trace($"{Name} boots");
        Time = new SimTimeProvider(World, WallOffset is { } offset ? SimTimeProvider.StoryStart.AddTicks(World.NowTicks) + offset : DateTimeOffset.UnixEpoch, DriftPpm);
        Trust = new SimOriginTrust(Story.Authority);
        if (WallOffset is null)
        {
            World.Marks.See("clock: a box booted in 1970");
        }
        Story.Run($"boot of {Name}", () => OpenAsync(life));
    }

    /// <summary>The power is gone, at once.</summary>
    public void Crash(string why)
    {
        if (Life % 2 == 0)
        {
            return;
        }
        Life++;
        var fate = (CrashFate)_luck.Next(3);
        if (Log is { HasUnsynced: true })
        {
            World.Marks.See($"crash: a commit on its way was {fate.ToString().ToLowerInvariant()}");
        }
        Log?.Crash(fate);
        Log = null;
        Up = false;
        Doom = null;
        DoomAtSend = false;
        Story.Trace($"{Name} dies ({why})");
        Close();
        foreach (var link in Story.Net.LinksOf(this).ToList())
        {
            link.EndDied(this);
        }
        foreach (var checker in Story.Checkers)
        {
            checker.Crashed(this);
        }
    }

    /// <summary>The machine gets another disk; it must be down.</summary>
    public void ReplaceDisk(SimDisk disk)
    {
        Core.Invariant.Hold(Life % 2 == 0, "a disk is changed with the power off");
        var old = Disk;
        Disk = disk;
        _readyAtMs = World.NowMs + ChangingDiskMs;
        _seen = PictureSnapshot.Empty;
        Story.Trace($"{Name} gets disk {disk.Identity} with {disk.State.HeldCount} facts");
        foreach (var checker in Story.Checkers)
        {
            checker.DiskReplaced(this, old);
        }
    }

    public void Opened(NodeId peer)
    {
        Story.Trace($"{Name} link to {peer} open");
        Mesh?.Post(new GossipInput.Opened(peer));
        StepNow();
    }

    public void Closed(NodeId peer)
    {
        Story.Trace($"{Name} link to {peer} closed");
        Mesh?.Post(new GossipInput.Closed(peer));
        StepNow();
    }

    public void Receive(NodeId peer, GossipFrame frame)
    {
        if (frame is not GossipFrame.Hello)
        {
            Story.Trace($"{Name} gets {Story.Describe(frame)} from {peer}");
        }
        Mesh?.Receive(peer, frame);
        StepNow();
    }

    public override string ToString() => Name;

    protected SimFactLog? Log { get; private set; }

    /// <summary>Opens the application; sets what the abstract members give.</summary>
    protected abstract Task OpenApplicationAsync(IFactLog log, IPeerRoads roads, Func<Func<Task>, Task> offload);

    /// <summary>The pumps start; they end by themselves when <paramref name="life"/> is over.</summary>
    protected abstract void StartPumps(int life);

    /// <summary>Forgets the application.</summary>
    protected abstract void Close();

    /// <summary>Lets the gossip pump take what was queued, after the present event.</summary>
    protected void StepSoon()
    {
        if (!_stepDue)
        {
            _stepDue = true;
            var life = Life;
            World.AfterMs(0, () =>
            {
                _stepDue = false;
                if (life == Life && Up)
                {
                    StepNow();
                }
            });
        }
    }

    /// <summary>Repeats while this life lasts.</summary>
    protected void EveryMs(int life, double periodMs, Action happens) =>
        World.Every(TimeSpan.FromMilliseconds(periodMs), () =>
        {
            if (life == Life && Up)
            {
                happens();
            }
            return life == Life;
        });

    private void StepNow()
    {
        if (Up)
        {
            Mesh?.Step(tick: false);
        }
    }

    private async Task OpenAsync(int life)
    {
        try
        {
            var log = new SimFactLog(World, Disk, PowerFails);
            Log = log;
            log.OnCommitted(commit => Announce(life, commit));
            foreach (var joined in Disk.State.Held.Where(f => f.Kind == FactKinds.BoxJoined.Name))
            {
                Trust!.Judge(joined);
            }
            await OpenApplicationAsync(log, new WatchedRoads(this, life, Story.Net.RoadsOf(this)), Beside).ConfigureAwait(false);
        }
        catch (StoreRefusedException refused)
        {
            World.Marks.See("disk: a store refused to open");
            Story.Trace($"{Name} cannot open: {refused.Message}");
            Crash("store refused");
            World.AfterMs(2_000, Boot);
            return;
        }
        if (life != Life)
        {
            return;
        }
        Up = true;
        UpSinceMs = World.NowMs;
        Story.Trace($"{Name} is up, epoch {Desk!.Epoch}");
        _seen = Snapshot;
        Picture!.OnChanged((now, facts) => Saw(life, now, facts));
        Mesh!.OnNotice(notice => Notice(life, notice));
        StartPumps(life);
        EveryMs(life, Story.Options.MeshTickMs, () => Mesh?.Step(tick: true));
        foreach (var checker in Story.Checkers)
        {
            checker.Booted(this);
        }
    }

    /// <summary>Work beside the pump runs inline here; its end may have queued inputs.</summary>
    private Task Beside(Func<Task> work)
    {
        Story.Run($"work at {Name}", async () =>
        {
            await work().ConfigureAwait(false);
            StepSoon();
        });
        return Task.CompletedTask;
    }

    private void Announce(int life, FactCommit commit)
    {
        if (life != Life)
        {
            return;
        }
        foreach (var fact in commit.Added)
        {
            Story.Trace($"{Name} holds {fact.Id} {fact.Kind} {fact.Subject}");
        }
        foreach (var checker in Story.Checkers)
        {
            checker.Committed(this, commit.Added);
        }
        StepSoon();
    }

    private void Saw(int life, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
        if (life != Life)
        {
            return;
        }
        var before = _seen;
        _seen = now;
        foreach (var checker in Story.Checkers)
        {
            checker.PictureChanged(this, before, now, facts);
        }
    }

    private void Notice(int life, GossipOutput notice)
    {
        if (life != Life)
        {
            return;
        }
        if (notice is GossipOutput.LinkUp or GossipOutput.LinkDown or GossipOutput.OwnPastAhead)
        {
            Story.Trace($"{Name} notes {notice}");
        }
        if (notice is GossipOutput.OwnPastAhead)
        {
            World.Marks.See("epoch: a neighbour knew more of a box than the box");
        }
        foreach (var checker in Story.Checkers)
        {
            checker.Noticed(this, notice);
        }
    }

    private bool PowerFails(CommitPoint point)
    {
        if (Doom != point)
        {
            return false;
        }
        World.Marks.See($"crash: power gone with a commit {point.ToString().ToLowerInvariant()}");
        Crash($"commit {point}");
        World.AfterMs(_luck.Next(200, 8_000), Boot);
        return true;
    }

    private sealed class WatchedRoads(SimStation station, int life, IPeerRoads roads) : IPeerRoads
    {
        public bool Send(NodeId peer, GossipFrame frame, Lane lane)
        {
            if (life != station.Life)
            {
                return false;
            }
            foreach (var checker in station.Story.Checkers)
            {
                checker.Sending(station, peer, frame, lane);
            }
            var sent = roads.Send(peer, frame, lane);
            if (station.DoomAtSend && frame is not GossipFrame.Hello)
            {
                station.World.Marks.See("crash: power gone between two sends");
                station.Crash("send");
                station.World.AfterMs(station._luck.Next(200, 8_000), station.Boot);
            }
            return sent;
        }
    }
}
