using Samagam.Core.Facts;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: an erased person never comes back. Beside a tombstone nothing else of its subject, and nothing of what belongs to it, is held, whatever came first.</summary>
public sealed class ErasedNeverComesBack : Checker
{
    public override void AtEnd()
    {
        foreach (var station in Story.Stations)
        {
            foreach (var tombstone in station.Disk.State.Held.Where(f => FactKinds.LawOf(f.Kind) == FoldingLaw.Gone))
            {
                Story.World.Marks.See("facts: a tombstone stood");
                foreach (var other in station.Disk.State.BySubject(tombstone.Subject).Concat(station.Disk.State.Below(tombstone.Subject)).Where(f => FactKinds.LawOf(f.Kind) != FoldingLaw.Gone))
                {
                    Violated($"{station} holds {other.Id} {other.Kind} of {other.Subject} beside the tombstone {tombstone.Id} of {tombstone.Subject}");
                }
            }
        }
    }
}
