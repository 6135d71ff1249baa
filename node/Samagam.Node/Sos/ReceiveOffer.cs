using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>The responder's phone has the offer: what "processed" means.</summary>
public sealed class ReceiveOffer(FactDesk desk)
{
    public ValueTask<AnswerOutcome> RunAsync(SosId id, ResponderId responder, CancellationToken cancellation) =>
        SosAnswer.RunAsync(desk, id, sos => Decide(sos, responder), cancellation);

    private static (AnswerOutcome, SosStep[]) Decide(SosCase sos, ResponderId responder) =>
        sos.Timeline.Any(f => f.Step is SosReceived r && r.Responder == responder)
            ? SosAnswer.Just(AnswerOutcome.AlreadySo)
            : SosAnswer.Do(new SosReceived(responder));
}
