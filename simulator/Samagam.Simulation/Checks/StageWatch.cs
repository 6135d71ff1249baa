using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;

namespace Samagam.Simulation.Checks;

/// <summary>
/// Counts how long each running box has waited in the present stage of each open case, by the watcher's own clock and independent of
/// what the box believes it waited.
/// </summary>
public abstract class StageWatch : Checker
{
    /// <summary>Late is later than this: a look, a commit, a sample of ours.</summary>
    protected const long SlackMs = 4_000;

    private readonly SortedDictionary<string, SortedDictionary<SosId, Waited>> _waits = new(StringComparer.Ordinal);

    /// <summary>True when time waited in an earlier life of the box counts.</summary>
    protected abstract bool SurvivesRestart { get; }

    protected abstract bool Watches(DispatchAct act);

    public override void DiskReplaced(SimStation at, SimDisk old) => _waits.Remove(at.Name);

    public override void Crashed(SimStation at)
    {
        if (!_waits.TryGetValue(at.Name, out var waits))
        {
            return;
        }
        if (!SurvivesRestart)
        {
            waits.Clear();
        }
        foreach (var waited in waits.Values)
        {
            waited.Restarts++;
        }
    }

    public override void EverySecond()
    {
        foreach (var box in Story.Boxes)
        {
            if (!box.Up)
            {
                continue;
            }
            if (!_waits.TryGetValue(box.Name, out var waits))
            {
                _waits[box.Name] = waits = [];
            }
            var snapshot = box.Snapshot;
            foreach (var ended in waits.Keys.Where(id => !snapshot.Sos.OpenIds.Contains(id)).ToList())
            {
                waits.Remove(ended);
            }
            var canWrite = box.Disk is { Full: false, FailingSyncs: 0, SyncMs: < 10 };
            foreach (var sos in snapshot.Sos.Open)
            {
                var step = Expectation.Of(sos, Story.Options.Dispatch);
                if (!waits.TryGetValue(sos.Id, out var waited) || waited.Stage != step.Stage || !canWrite)
                {
                    waits[sos.Id] = waited = new Waited(step.Stage);
                    continue;
                }
                waited.Ms += 1_000;
                if (!Watches(step.Act))
                {
                    continue;
                }
                var position = DispatchOrder.PositionOf(box.Node, sos, snapshot.Boxes.Posts);
                var due = step.WaitMs + ((long)Math.Min(position, Story.Options.Dispatch.MaxPosition) * Story.Options.Dispatch.StaggerMs);
                // A note is made every second: each restart may forget so much, and the commit that was on its way.
                var limit = due + SlackMs + (waited.Restarts * 2_500L);
                if (waited.Ms > limit && !waited.Told)
                {
                    waited.Told = true;
                    Violated($"{box} has waited {waited.Ms} ms in stage {step.Stage} of {sos.Id} over {waited.Restarts} restarts; {step.Act} was due after {due} ms at position {position}");
                }
            }
        }
    }

    private sealed class Waited(string stage)
    {
        public string Stage { get; } = stage;
        public long Ms { get; set; }
        public int Restarts { get; set; }
        public bool Told { get; set; }
    }
}
