using System.Globalization;
using System.Text;
using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Sos;

namespace Samagam.Node.Sos;

/// <summary>Walking seconds from one place to each of many on the current map; null where no way is known.</summary>
public delegate IReadOnlyList<int?> WalkTimes(GeoPoint from, IReadOnlyList<GeoPoint> to);

/// <summary>
/// Escalation on the box, with the hub dead and neighbours gone. Waits run on the monotonic clock; what has been waited is noted
/// durably every <see cref="NoteEveryMs"/>, so that a restart neither loses nor restarts a window.
/// </summary>
public sealed class DispatchPump
{
    public const int NoteEveryMs = 1_000;

    /// <summary>Between two looks at the clock; a change of a case wakes the pump at once.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(200);

    private const string Notes = "sos.window";
    private readonly FactDesk _desk;
    private readonly EventPicture _picture;
    private readonly Box _self;
    private readonly DispatchOptions _options;
    private readonly WalkTimes _walk;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<SosId, Wait> _waits = [];
    private readonly Dictionary<SosId, (string Stage, long WaitedMs)> _remembered = [];
    private long _faults;
    private long _turns;
    private readonly SortedSet<SosId> _noted = [];
    private readonly SemaphoreSlim _doorbell = new(0, 1);
    private long _lastStep;
    private long _sinceNoteMs;

    public DispatchPump(FactDesk desk, EventPicture picture, Box self, DispatchOptions options, WalkTimes walk, TimeProvider time)
    {
        (_desk, _picture, _self, _options, _walk, _time) = (desk, picture, self, options, walk, time);
        _lastStep = time.GetTimestamp();
        picture.OnChanged((_, facts) =>
        {
            if (facts.Any(f => f.Kind.StartsWith("sos.", StringComparison.Ordinal)))
            {
                Ring();
            }
        });
    }

    /// <summary>Steps that broke by a fault of ours; each is tried again.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Looks since the start; grows while the pump turns.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Reads back what had been waited before a restart. Call once, before the first step.</summary>
    public async ValueTask RememberAsync(CancellationToken cancellation)
    {
        var notes = await _desk.WriteAsync(Lane.Life, scope => scope.Rows.ListLocal(Notes), cancellation).ConfigureAwait(false);
        foreach (var (key, value) in notes)
        {
            var parts = Encoding.UTF8.GetString(value).Split('|');
            if (SosId.TryParse(key, out var id) && parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var waited))
            {
                _remembered[id] = (parts[1], waited);
                _noted.Add(id);
            }
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await StepAsync(stop).ConfigureAwait(false);
            try
            {
                await _doorbell.WaitAsync(TickEvery, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>One look at every open case; what is due is done, all in one commit where possible.</summary>
    public async ValueTask StepAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _turns);
        var now = _time.GetTimestamp();
        var elapsedMs = (long)_time.GetElapsedTime(_lastStep, now).TotalMilliseconds;
        // Whole milliseconds are counted once; the rest stays for the next look.
        _lastStep += elapsedMs * _time.TimestampFrequency / 1000;
        var snapshot = _picture.Snapshot;
        foreach (var gone in _waits.Keys.Where(id => !snapshot.Sos.OpenIds.Contains(id)).ToList())
        {
            _waits.Remove(gone);
        }
        var due = new List<Wait>();
        foreach (var sos in snapshot.Sos.Open)
        {
            var wait = WaitFor(sos, snapshot, elapsedMs);
            if (DispatchPlan.IsDue(wait.Step, wait.Position, wait.WaitedMs, _options))
            {
                due.Add(wait);
            }
        }
        if (due.Count > 0)
        {
            var busy = BusyResponders(snapshot);
            await Task.WhenAll(due.Select(w => ActAsync(w, snapshot, busy, cancellation).AsTask())).ConfigureAwait(false);
        }
        _sinceNoteMs += elapsedMs;
        if (_sinceNoteMs >= NoteEveryMs)
        {
            _sinceNoteMs = 0;
            await NoteAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Ring()
    {
        try
        {
            _doorbell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already rung: one look sees everything.
            return;
        }
    }

    private Wait WaitFor(SosCase sos, PictureSnapshot snapshot, long elapsedMs)
    {
        if (!_waits.TryGetValue(sos.Id, out var wait))
        {
            _waits[sos.Id] = wait = new Wait();
        }
        // A stage counts from the look that first sees it: what passed before (a slow disk held the last look up) is not its time.
        wait.WaitedMs += elapsedMs;
        if (!ReferenceEquals(wait.Case, sos) || !ReferenceEquals(wait.Boxes, snapshot.Boxes))
        {
            var step = DispatchPlan.Next(sos, _options);
            if (step.Stage != wait.Step.Stage)
            {
                // An extra claim that comes and is stood down must not give the standing one its promise anew.
                var resumed = wait.Left.Stage == step.Stage ? wait.Left.WaitedMs : 0;
                wait.Left = (wait.Step.Stage, wait.WaitedMs);
                wait.WaitedMs = _remembered.Remove(sos.Id, out var kept) && kept.Stage == step.Stage ? kept.WaitedMs : resumed;
                wait.NotedMs = -1;
            }
            wait.Step = step;
            wait.Case = sos;
            wait.Boxes = snapshot.Boxes;
            wait.Position = DispatchOrder.PositionOf(_self.Node, sos, snapshot.Boxes.Posts);
        }
        return wait;
    }

    private async ValueTask ActAsync(Wait wait, PictureSnapshot snapshot, HashSet<ResponderId> busy, CancellationToken cancellation)
    {
        var sos = wait.Case!;
        // Walking times are reckoned outside the writer; the writer looks again whether the step is still due.
        var candidates = wait.Step.Act == DispatchAct.StandDown ? [] : Candidates(sos, snapshot, busy);
        try
        {
            await _desk.WriteAsync(Lane.Answer, scope => Act(scope, sos.Id, wait.Step, candidates), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            // Still due: tried again at the next look, and the neighbours' stagger runs meanwhile.
            return;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One case that cannot be dealt with must not end the escalation of the others; it is counted and tried again.
            Interlocked.Increment(ref _faults);
        }
    }

    private bool Act(FactScope scope, SosId id, DispatchStep due, IReadOnlyList<Candidate> candidates)
    {
        var sos = scope.Case(id);
        var step = DispatchPlan.Next(sos, _options);
        if (step.Stage != due.Stage)
        {
            return false;
        }
        if (step.Act == DispatchAct.StandDown)
        {
            foreach (var extra in sos.Extra.ToList())
            {
                scope.State(id, new SosStoodDown(extra.Responder, extra.Id));
            }
            return true;
        }
        var sector = SectorOf(sos);
        var (level, offers) = RingChoice.Open(sos, step.Level, sector, candidates, _options);
        if (step.Reason != EscalationReason.Unspecified || level > RingLevel.Nearest)
        {
            var reason = step.Reason == EscalationReason.Unspecified ? EscalationReason.NobodyThere : step.Reason;
            scope.State(id, new SosEscalated(level, reason, step.Claim?.Id));
        }
        scope.State(id, new SosOffered(level, offers, _options.WindowMs));
        return true;
    }

    /// <summary>Sector of the box that took the call; the box's own when that one is not known.</summary>
    private ushort SectorOf(SosCase sos) =>
        sos.Leader is { } leader && _picture.Snapshot.Boxes.Find(leader) is { } box ? box.Sector : _self.Sector;

    private List<Candidate> Candidates(SosCase sos, PictureSnapshot snapshot, HashSet<ResponderId> busy)
    {
        var duty = snapshot.Duty.OnDuty.ToList();
        var walks = _walk(sos.Place.Point, [.. duty.Select(d => d.Point)]);
        return [.. duty.Select((d, i) => new Candidate(d.Responder, d.Sector, d.Point, d.Skills, walks[i], busy.Contains(d.Responder)))];
    }

    private static HashSet<ResponderId> BusyResponders(PictureSnapshot snapshot) =>
        [.. snapshot.Sos.Open.Select(c => c.Standing?.Responder).OfType<ResponderId>()];

    private async ValueTask NoteAsync(CancellationToken cancellation)
    {
        var changed = _waits.Where(w => w.Value.Step.Act != DispatchAct.None && w.Value.WaitedMs != w.Value.NotedMs).ToList();
        var ended = _noted.Where(id => !_waits.ContainsKey(id)).ToList();
        if (changed.Count == 0 && ended.Count == 0)
        {
            return;
        }
        try
        {
            await _desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    foreach (var (id, wait) in changed)
                    {
                        scope.Rows.PutLocal(Notes, id.ToString(), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{wait.WaitedMs}|{wait.Step.Stage}")));
                    }
                    foreach (var id in ended)
                    {
                        scope.Rows.RemoveLocal(Notes, id.ToString());
                    }
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            // The windows run on in memory; they are noted again when the store can write.
            return;
        }
        foreach (var (id, wait) in changed)
        {
            wait.NotedMs = wait.WaitedMs;
            _noted.Add(id);
        }
        _noted.ExceptWith(ended);
    }

    private sealed class Wait
    {
        public SosCase? Case { get; set; }
        public BoxDirectory? Boxes { get; set; }
        public DispatchStep Step { get; set; }
        public int Position { get; set; }
        public long WaitedMs { get; set; }

        /// <summary>The stage before this one, and how long it had been waited in.</summary>
        public (string? Stage, long WaitedMs) Left { get; set; }
        public long NotedMs { get; set; } = -1;
    }
}
