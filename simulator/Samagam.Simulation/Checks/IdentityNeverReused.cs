using Samagam.Core.Facts;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: (origin, epoch, stream, seq) names one statement for ever, whatever happens to the disk of the box that makes it.</summary>
public sealed class IdentityNeverReused : Checker
{
    private readonly Dictionary<FactId, Fact> _said = [];

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Id.Origin == at.Node))
        {
            if (!_said.TryAdd(fact.Id, fact) && !_said[fact.Id].SaysTheSameAs(fact))
            {
                if (at.HasTwin)
                {
                    Story.World.Marks.See("identity: twins said different things under one name");
                }
                else
                {
                    Violated($"{at} said {fact.Id} twice: {_said[fact.Id].Kind} {_said[fact.Id].Subject} and {fact.Kind} {fact.Subject}");
                }
            }
        }
    }
}
