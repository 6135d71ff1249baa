using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: the epoch rises at every restore or re-image, and stays over a mere restart.</summary>
public sealed class EpochRises : Checker
{
    private readonly Dictionary<string, uint> _last = [];
    private readonly HashSet<string> _replaced = [];

    public override void DiskReplaced(SimStation at, SimDisk old) => _replaced.Add(at.Name);

    public override void Booted(SimStation at)
    {
        var epoch = at.Desk!.Epoch;
        var known = _last.TryGetValue(at.Name, out var last);
        if (known && !_replaced.Contains(at.Name))
        {
            Hold(epoch >= last, $"{at} fell from epoch {last} to {epoch} by a restart");
        }
        else if (known && at.ClockTrusted && !Story.Options.ClocksJump)
        {
            Story.World.Marks.See("epoch: rose over a new disk");
            // Twins push each other's epochs ahead of the clock; the next disk may not know how far, and is told by the neighbours.
            Hold(at.HasTwin ? epoch != last : epoch > last, $"{at} went from epoch {last} to {epoch} on another disk");
        }
        _replaced.Remove(at.Name);
        _last[at.Name] = epoch;
    }
}
