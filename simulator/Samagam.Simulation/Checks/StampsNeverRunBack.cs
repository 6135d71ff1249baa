using Samagam.Core.Facts;
using Samagam.Core.Time;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: a box never stamps earlier than the last time it made durable, whatever its clock says after a restart.</summary>
public sealed class StampsNeverRunBack : Checker
{
    private readonly Dictionary<string, (HybridTime Time, FactId Id)> _last = [];

    public override void DiskReplaced(SimStation at, SimDisk old) => _last.Remove(at.Name);

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        if (at.HasTwin)
        {
            return;
        }
        var epoch = at.Desk?.Epoch;
        foreach (var fact in facts.Where(f => f.Id.Origin == at.Node && f.Id.Key.Epoch == epoch))
        {
            if (_last.TryGetValue(at.Name, out var last))
            {
                Hold(fact.Time.CompareStamp(last.Time) > 0, $"{at} stamped {fact.Id} {fact.Time} after {last.Id} {last.Time}");
            }
            _last[at.Name] = (fact.Time, fact.Id);
        }
    }
}
