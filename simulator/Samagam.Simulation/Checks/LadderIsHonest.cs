using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 3: the ladder is honest. "Copied" is said only of a box whose disk has had it.</summary>
public sealed class LadderIsHonest : Checker
{
    private readonly SortedDictionary<NodeId, Knowledge> _onOldDisks = [];

    public override void DiskReplaced(SimStation at, SimDisk old)
    {
        if (!_onOldDisks.TryGetValue(at.Node, out var known))
        {
            _onOldDisks[at.Node] = known = new Knowledge();
        }
        known.Add(old.State.Known);
    }

    public override void Noticed(SimStation at, GossipOutput notice)
    {
        if (notice is not GossipOutput.Copied copied)
        {
            return;
        }
        Story.World.Marks.See("ladder: copied to a neighbour");
        foreach (var station in Story.Stations.Where(s => s.Node == copied.Peer && !s.HasTwin))
        {
            foreach (var id in copied.Facts)
            {
                Hold(
                    station.Disk.State.Known.Contains(id) || (_onOldDisks.GetValueOrDefault(station.Node)?.Contains(id) ?? false),
                    $"{at} believes {id} is on {station}'s disk, and it never was");
            }
        }
    }
}
