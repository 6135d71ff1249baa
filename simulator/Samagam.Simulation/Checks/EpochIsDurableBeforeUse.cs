using System.Globalization;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: the epoch is made durable before its first use. No fact reaches the disk in a life the disk does not know of.</summary>
public sealed class EpochIsDurableBeforeUse : Checker
{
    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch))
        {
            var noted = at.Disk.State.GetLocal("box", "epoch") is { } bytes ? uint.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture) : 0;
            Hold(noted >= fact.Id.Key.Epoch, $"{at} said {fact.Id}, its disk knows of epoch {noted}");
        }
    }
}
