using Samagam.Core.Facts;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 13: every step is a signed fact. Nothing of lanes 0 to 2 reaches a disk without its origin's signature over these bytes.</summary>
public sealed class StagesSigned : Checker
{
    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Lane.IsSigned())
            {
                Hold(Story.Authority.IsSigned(fact), $"{at} took {fact.Id} {fact.Kind} with a wrong signature");
            }
        }
    }
}
