using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 8: a case that ended never opens again, whatever arrives late.</summary>
public sealed class EndedStaysEnded : Checker
{
    public override void PictureChanged(SimStation at, PictureSnapshot before, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Subject.StartsWith("sos/", StringComparison.Ordinal) && SosId.TryParse(fact.Subject[4..], out var id)
                && before.Sos.Find(id) is { EndedBy: not null })
            {
                Hold(now.Sos.Find(id) is { IsOpen: false }, $"{at} reopened {id} by {fact.Id} {fact.Kind}");
            }
        }
    }
}
