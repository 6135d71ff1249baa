using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Simulation.Actors;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>Nobody's words are erased by a box that knows them to be waiting for help.</summary>
public sealed class OpenCallKeepsItsWords : Checker
{
    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var tombstone in facts.Where(f => f.Kind == FactKinds.PersonErased.Name && f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch && f.Body.Length > 0))
        {
            if (PersonId.OfSubject(tombstone.Subject) is { } person && SosId.TryParse(person.ToString(), out var call)
                && SosCase.From(call, at.Disk.State.BySubject(call.Subject).Select(SosCodec.TryRead).OfType<SosFact>()) is { Timeline.Count: > 0 } sos)
            {
                Hold(sos.EndedBy is not null, $"{at} erased the words of {call}, which is open there");
            }
        }
    }
}
