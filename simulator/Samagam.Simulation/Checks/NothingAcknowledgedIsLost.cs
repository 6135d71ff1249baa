using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: nothing acknowledged is ever lost while one box that holds it survives. At the end every station has every acknowledged call.</summary>
public sealed class NothingAcknowledgedIsLost : Checker
{
    private readonly HashSet<SosId> _diedWithItsDisk = [];

    public override void DiskReplaced(SimStation at, SimDisk old)
    {
        foreach (var id in Story.AcknowledgedCalls.Keys.Where(id => Holds(old, id)))
        {
            if (!Story.Stations.Any(s => !s.Disk.Rotten && Holds(s.Disk, id)))
            {
                Story.World.Marks.See("loss: a call died with the only disk that held it");
                _diedWithItsDisk.Add(id);
            }
        }
    }

    public override void AtEnd()
    {
        foreach (var id in Story.AcknowledgedCalls.Keys.Where(id => !_diedWithItsDisk.Contains(id)))
        {
            foreach (var station in Story.Stations.Where(s => !Holds(s.Disk, id)))
            {
                Violated($"{station} does not have the acknowledged call {id}");
            }
        }
    }

    private static bool Holds(SimDisk disk, SosId id) => disk.State.BySubject(id.Subject).Any(f => f.Kind == FactKinds.SosRaised.Name);
}
