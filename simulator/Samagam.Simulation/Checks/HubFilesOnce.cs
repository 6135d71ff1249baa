using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: the hub takes facts exactly once by their full identity; its board shows every case once and no case that nobody raised.</summary>
public sealed class HubFilesOnce : Checker
{
    public override void AtEnd()
    {
        var hub = Story.Hub;
        var held = hub.Disk.State.Held.ToList();
        Hold(held.Select(f => f.Id).Distinct().Count() == held.Count, "the hub holds a fact twice");
        if (!Agreement.IsReached(Story))
        {
            return;
        }
        var raised = Story.Boxes
            .SelectMany(b => b.Disk.State.Held)
            .Where(f => f.Kind == FactKinds.SosRaised.Name)
            .Select(f => f.Subject)
            .ToHashSet(StringComparer.Ordinal);
        var board = hub.Snapshot.Sos.Cases.Values.Where(c => c.Raised is not null).Select(c => c.Id.Subject).ToHashSet(StringComparer.Ordinal);
        Hold(board.SetEquals(raised), $"the board shows {board.Count} cases, the boxes hold {raised.Count}");
    }
}
