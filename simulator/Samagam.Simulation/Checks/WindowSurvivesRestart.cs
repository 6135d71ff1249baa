using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>
/// sos.md rule 6: a restart neither loses nor restarts a window. Late: time waited in earlier lives of the box counts. Early: no box
/// opens a ring before its own window and place in the order are over.
/// </summary>
public sealed class WindowSurvivesRestart : StageWatch
{
    private readonly Dictionary<(string Box, SosId Case, string Stage), long> _sinceMs = [];

    protected override bool SurvivesRestart => true;

    public override void DiskReplaced(SimStation at, SimDisk old)
    {
        base.DiskReplaced(at, old);
        foreach (var key in _sinceMs.Keys.Where(k => k.Box == at.Name).ToList())
        {
            _sinceMs.Remove(key);
        }
    }

    public override void PictureChanged(SimStation at, PictureSnapshot before, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
        foreach (var id in facts.Select(SosCodec.TryRead).OfType<SosFact>().Select(f => f.Case).Distinct())
        {
            var step = DispatchPlan.Next(now.Sos.Find(id)!, Story.Options.Dispatch);
            // A stage that is left and comes back (an extra claim, stood down) goes on where it was.
            _sinceMs.TryAdd((at.Name, id, step.Stage), Story.World.NowMs);
        }
    }

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch && f.Kind == FactKinds.SosOffered.Name))
        {
            if (at.HasTwin || SosCodec.TryRead(fact) is not { } offered || at.Snapshot.Sos.Find(offered.Case) is not { IsOpen: true } sos)
            {
                continue;
            }
            Story.World.Marks.See("ring: opened");
            var step = DispatchPlan.Next(sos, Story.Options.Dispatch);
            if (!_sinceMs.TryGetValue((at.Name, offered.Case, step.Stage), out var sinceMs))
            {
                continue;
            }
            // The box counts from its last look, which was up to one look earlier than the news.
            var earliest = step.WaitMs - Story.Options.DispatchTickMs - 100;
            Hold(
                Story.World.NowMs - sinceMs >= earliest,
                $"{at} opened a ring of {offered.Case} after {Story.World.NowMs - sinceMs} ms in stage {step.Stage}; its window is {step.WaitMs} ms");
        }
    }

    protected override bool Watches(DispatchAct act) => act is DispatchAct.OpenRing or DispatchAct.LapseClaim;
}
