using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>A better place for an open case.</summary>
public sealed class LocateSos(FactDesk desk)
{
    public ValueTask<AnswerOutcome> RunAsync(SosId id, Place place, string label, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.Ended)
                : sos.Place == place && (label.Length == 0 || sos.PlaceLabel == label) ? SosAnswer.Just(AnswerOutcome.AlreadySo)
                : SosAnswer.Do(new SosLocated(place, label, PressedAgain: false)),
            cancellation,
            Lane.Life);
}
