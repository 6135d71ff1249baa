using Samagam.Core.Facts;
using Samagam.Core.Sos;
using Samagam.Simulation.Actors;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>
/// sos.md rule 1: the same SOS id is the same case. One store opens a case once, however often the phone repeats; a later press is
/// stated only for what it adds (another kind, more people, details).
/// </summary>
public sealed class SecondTapIsTheSameCase : Checker
{
    private readonly Dictionary<(string Disk, string Subject), (FactId Id, SosRaised Said)> _opened = [];

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Kind == FactKinds.SosRaised.Name && f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch))
        {
            if (SosCodec.TryRead(fact)?.Step is not SosRaised said)
            {
                continue;
            }
            var key = (at.Disk.Identity, fact.Subject);
            if (_opened.TryGetValue(key, out var before) && before.Id != fact.Id && !Adds(before.Said, said))
            {
                Violated($"{at} opened {fact.Subject} twice: {before.Id} and {fact.Id}");
            }
            _opened[key] = (fact.Id, said);
        }
    }

    private static bool Adds(SosRaised before, SosRaised now) =>
        (now.Type != SosType.Unspecified && now.Type != before.Type) || now.People > before.People || !now.Details.IsEmpty;
}
