using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: durable before acknowledged. When a caller hears "saved", a power cut that very moment would leave the call on the disk.</summary>
public sealed class AcknowledgedIsDurable : Checker
{
    public override void Acknowledged(SimStation at, SosId id) =>
        Hold(at.Disk.State.BySubject(id.Subject).Any(f => f.Kind == FactKinds.SosRaised.Name), $"{at} said saved for {id}, and its disk does not have it");
}
