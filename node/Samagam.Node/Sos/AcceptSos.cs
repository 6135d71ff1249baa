using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>
/// A responder claims the case with an own promise of arrival. Never refused while the case is open: who stands, where several
/// claim, is a fold that every box reaches by itself.
/// </summary>
public sealed class AcceptSos(FactDesk desk)
{
    public ValueTask<AnswerOutcome> RunAsync(SosId id, ResponderId responder, string callSign, int etaSeconds, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.Ended)
                : SosAnswer.LiveClaim(sos, responder) is not null ? SosAnswer.Just(AnswerOutcome.AlreadySo)
                : SosAnswer.Do(new SosAccepted(responder, callSign, Math.Clamp(etaSeconds, 0, SosAccepted.MaxEtaSeconds))),
            cancellation);
}
