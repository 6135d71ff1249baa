using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>A responder gives the claim back; the ring opens again at once.</summary>
public sealed class HandOverSos(FactDesk desk)
{
    public const int MaxNoteLength = 200;

    public ValueTask<AnswerOutcome> RunAsync(SosId id, ResponderId responder, string note, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.Ended)
                : SosAnswer.LiveClaim(sos, responder) is { } claim ? SosAnswer.Do(new SosHandedOver(responder, claim.Id, note))
                : SosAnswer.Just(AnswerOutcome.NoClaim),
            cancellation);
}
