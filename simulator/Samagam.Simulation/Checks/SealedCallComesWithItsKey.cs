using Samagam.Core.Facts;
using Samagam.Core.Sos;
using Samagam.Simulation.Actors;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: one transaction per change. A call with sealed details is never durable without the key that opens them.</summary>
public sealed class SealedCallComesWithItsKey : Checker
{
    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Kind == FactKinds.SosRaised.Name && f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch))
        {
            if (SosCodec.TryRead(fact)?.Step is SosRaised { Person.Length: > 0 } raised)
            {
                Story.World.Marks.See("caller: gave personal details");
                Hold(at.Disk.State.BySubject(raised.Person).Any(f => f.Kind == FactKinds.PersonKey.Name), $"{at} saved {fact.Subject} without the key of its details");
            }
        }
    }
}
