using System.Threading.Channels;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Wire.Boxes;

namespace Samagam.Mesh.Gossip;

/// <summary>Roads to the neighbours. Sending never blocks and never throws; a frame that cannot go is dropped, and gossip repairs it.</summary>
public interface IPeerRoads
{
    /// <summary>False when the frame was dropped (no road, or the bounded queue of its lane is full).</summary>
    bool Send(NodeId peer, GossipFrame frame, Lane lane);
}

/// <summary>What has been counted of gossip since start.</summary>
public sealed class MeshCounters
{
    private long _admitted;
    private long _known;
    private long _refused;
    private long _conflicts;
    private long _dropped;
    private long _early;

    public long Admitted => Interlocked.Read(ref _admitted);
    public long Known => Interlocked.Read(ref _known);
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Came before their origin's certificate: not taken, asked for again.</summary>
    public long Early => Interlocked.Read(ref _early);

    /// <summary>The same identity with other content: a cloned box. Each one is an alarm.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    /// <summary>Frames no road could take.</summary>
    public long DroppedFrames => Interlocked.Read(ref _dropped);

    internal void Count(Admission admission)
    {
        switch (admission)
        {
            case Admission.Accepted:
                Interlocked.Increment(ref _admitted);
                break;
            case Admission.Known:
                Interlocked.Increment(ref _known);
                break;
            case Admission.Conflict:
                Interlocked.Increment(ref _conflicts);
                break;
            default:
                Interlocked.Increment(ref _refused);
                break;
        }
    }

    internal void CountEarly() => Interlocked.Increment(ref _early);

    internal void CountDroppedFrame() => Interlocked.Increment(ref _dropped);
}

/// <summary>
/// Drives the gossip machine: inputs go into one queue, outputs are carried out. <see cref="RunAsync"/> is its loop in the field;
/// the simulator calls <see cref="Step"/> itself.
/// </summary>
public sealed class MeshPump
{
    /// <summary>Between two ticks: half the least retransmission wait.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(20);

    private readonly GossipMachine _machine;
    private readonly FactIntake _intake;
    private readonly FactDesk _desk;
    private readonly IPeerRoads _roads;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly Channel<GossipInput> _inputs = Channel.CreateUnbounded<GossipInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Func<Func<Task>, Task> _offload;
    private Action<GossipOutput> _noticed = _ => { };
    private Action<NodeId, LiveNews> _live = (_, _) => { };
    private long _turns;
    private volatile IReadOnlyList<NodeId> _upLinks = [];
    private volatile IReadOnlyList<long> _neighbourTimes = [];

    /// <param name="offload">Runs work beside the pump (signature checks): the thread pool in the field, inline in the simulator.</param>
    public MeshPump(GossipMachine machine, FactIntake intake, FactDesk desk, IPeerRoads roads, TimeProvider time, Func<Func<Task>, Task> offload)
    {
        (_machine, _intake, _desk, _roads, _time, _offload) = (machine, intake, desk, roads, time, offload);
        _startedAt = time.GetTimestamp();
        desk.Log.OnCommitted(commit => Post(new GossipInput.Committed(commit.Added, null)));
        desk.ListenTo(() => _neighbourTimes);
    }

    /// <summary>Steps since the start; grows while the pump turns.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Neighbours heard both ways.</summary>
    public IReadOnlyList<NodeId> UpLinks => _upLinks;

    /// <summary>Tells of links going up and down, of copies, and of this box's own forgotten past. Called on the pump.</summary>
    public void OnNotice(Action<GossipOutput> handler) => _noticed += handler;

    /// <summary>Queues an input; safe from any thread. Bounded by its senders: frames by the roads, commits by the write lanes.</summary>
    public void Post(GossipInput input) => _inputs.Writer.TryWrite(input);

    /// <summary>Where live places go; called by the reader of a link, must be quick and must not throw.</summary>
    public void OnLive(Action<NodeId, LiveNews> handler) => _live += handler;

    /// <summary>Sends ephemera to a neighbour; false when they were dropped.</summary>
    public bool SendLive(NodeId peer, LiveNews news) => _roads.Send(peer, new GossipFrame.Live(news), Lane.Ephemera);

    /// <summary>Takes a frame off the wire.</summary>
    public void Receive(NodeId peer, GossipFrame frame)
    {
        if (frame is GossipFrame.Live live)
        {
            _live(peer, live.News);
            return;
        }
        Post(new GossipInput.Arrived(peer, frame));
    }

    /// <summary>The loop: inputs as they come, a tick every <see cref="TickEvery"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        // The first hello already says what time it is: a neighbour without a clock lives by it.
        TakeTime((long)_time.GetElapsedTime(_startedAt).TotalMilliseconds + 1);
        using var timer = new PeriodicTimer(TickEvery, _time);
        var tick = timer.WaitForNextTickAsync(stop).AsTask();
        var input = _inputs.Reader.WaitToReadAsync(stop).AsTask();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.WhenAny(tick, input).ConfigureAwait(false);
                if (tick.IsCompleted)
                {
                    await tick.ConfigureAwait(false);
                    tick = timer.WaitForNextTickAsync(stop).AsTask();
                    Step(tick: true);
                }
                else
                {
                    Step(tick: false);
                }
                if (input.IsCompleted)
                {
                    await input.ConfigureAwait(false);
                    input = _inputs.Reader.WaitToReadAsync(stop).AsTask();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Takes all queued inputs, and a tick if it is time for one.</summary>
    public void Step(bool tick)
    {
        Interlocked.Increment(ref _turns);
        var nowMs = (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds + 1;
        while (_inputs.Reader.TryRead(out var input))
        {
            Carry(_machine.On(input, nowMs));
        }
        if (tick)
        {
            TakeTime(nowMs);
        }
        List<NodeId> up = [.. _machine.UpLinks];
        if (tick || up.Count != _upLinks.Count)
        {
            // Before the link is shown as up, so that whoever sees it stamps with the neighbour's time.
            _neighbourTimes = _machine.NeighbourWallMs(nowMs);
        }
        _upLinks = up;
    }

    private void TakeTime(long nowMs)
    {
        var (wallMs, quality) = _desk.BestTime();
        Carry(_machine.On(new GossipInput.Tick(wallMs, quality), nowMs));
    }

    private void Carry(IReadOnlyList<GossipOutput> outputs)
    {
        foreach (var output in outputs)
        {
            switch (output)
            {
                case GossipOutput.Send send:
                    if (!_roads.Send(send.Peer, send.Frame, send.Lane))
                    {
                        _intake.Counters.CountDroppedFrame();
                    }
                    break;
                case GossipOutput.Admit admit:
                    Beside(async () => Post(await _intake.TakeAsync(admit.Peer, admit.Facts).ConfigureAwait(false)));
                    break;
                case GossipOutput.Read read:
                    ReadFor(read);
                    break;
                case GossipOutput.LearnCleared learn:
                    Beside(async () =>
                    {
                        var learnt = await _intake.LearnClearedAsync(learn.Cleared).ConfigureAwait(false);
                        if (!learnt.IsEmpty)
                        {
                            Post(new GossipInput.ClearedLearnt(learnt));
                        }
                    });
                    break;
                case GossipOutput.OwnPastAhead past:
                    Beside(() => _intake.GoBeyondAsync(past.Epoch));
                    break;
                default:
                    break;
            }
            _noticed(output);
        }
    }

    private void ReadFor(GossipOutput.Read read)
    {
        try
        {
            var page = _desk.Log.Read(read.Wanted, read.BudgetBytes);
            Post(new GossipInput.ReadOver(read.Peer, read.Round, WithCertificates(page.Facts, read.Wanted), page.More, page.NotHeld));
        }
        catch (StoreRefusedException)
        {
            // No answer: the neighbour's exchange runs out of time and asks others, or again.
            return;
        }
    }

    /// <summary>
    /// A neighbour believes nobody whose certificate it has not seen, and certificates, being old, come last in a page that begins
    /// with the newest. So those it lacks, of the origins in this page, go first: at most one box's lives per origin.
    /// </summary>
    private List<Fact> WithCertificates(IReadOnlyList<Fact> page, Knowledge wanted)
    {
        var first = page.Select(f => f.Id.Origin).Distinct().Order()
            .SelectMany(origin => _desk.Log.BySubject(BoxCodec.SubjectOf(origin)))
            .Where(f => f.Kind == FactKinds.BoxJoined.Name && wanted.Contains(f.Id))
            .ToList();
        var ids = first.Select(f => f.Id).ToHashSet();
        return [.. first, .. page.Where(f => !ids.Contains(f.Id))];
    }

    /// <summary>Work whose end comes back as an input; its failures are the intake's to report.</summary>
    private void Beside(Func<Task> work) => _ = _offload(work);
}
