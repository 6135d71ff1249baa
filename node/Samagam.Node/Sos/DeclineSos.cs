using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>A responder cannot go. Who holds a claim gives it back with the same word.</summary>
public sealed class DeclineSos(FactDesk desk)
{
    public const int MaxReasonLength = 120;

    public ValueTask<AnswerOutcome> RunAsync(SosId id, ResponderId responder, string reason, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.Ended)
                : sos.Timeline.Any(f => f.Step is SosDeclined d && d.Responder == responder) ? SosAnswer.Just(AnswerOutcome.AlreadySo)
                // Who has promised and now cannot go gives the claim back with it, or nobody else would be asked.
                : SosAnswer.LiveClaim(sos, responder) is { } claim
                    ? SosAnswer.Do(new SosDeclined(responder, reason), new SosHandedOver(responder, claim.Id, reason))
                : SosAnswer.Do(new SosDeclined(responder, reason)),
            cancellation);
}
