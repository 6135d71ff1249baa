using Samagam.Core.Facts;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 1: the same SOS id is the same case. One store opens a case once, however often the phone repeats.</summary>
public sealed class SecondTapIsTheSameCase : Checker
{
    private readonly Dictionary<(string Disk, string Subject), FactId> _opened = [];

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Kind == FactKinds.SosRaised.Name && f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch))
        {
            if (!_opened.TryAdd((at.Disk.Identity, fact.Subject), fact.Id) && _opened[(at.Disk.Identity, fact.Subject)] != fact.Id)
            {
                Violated($"{at} opened {fact.Subject} twice: {_opened[(at.Disk.Identity, fact.Subject)]} and {fact.Id}");
            }
        }
    }
}
