using Samagam.Core.Facts;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: an erased person never comes back. Beside a tombstone nothing else of its subject is held, whatever came first.</summary>
public sealed class ErasedNeverComesBack : Checker
{
    public override void AtEnd()
    {
        foreach (var station in Story.Stations)
        {
            foreach (var tombstone in station.Disk.State.Held.Where(f => FactKinds.LawOf(f.Kind) == FoldingLaw.Gone))
            {
                Story.World.Marks.See("facts: a tombstone stood");
                foreach (var other in station.Disk.State.BySubject(tombstone.Subject).Where(f => FactKinds.LawOf(f.Kind) != FoldingLaw.Gone))
                {
                    Violated($"{station} holds {other.Id} {other.Kind} beside the tombstone {tombstone.Id} of {tombstone.Subject}");
                }
            }
        }
    }
}
