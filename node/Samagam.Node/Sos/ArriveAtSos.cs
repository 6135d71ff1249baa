using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>
/// A responder stands beside the caller. Whoever claimed may arrive, also one who was stood down or whose claim lapsed: being
/// there counts.
/// </summary>
public sealed class ArriveAtSos(FactDesk desk)
{
    public ValueTask<AnswerOutcome> RunAsync(SosId id, ResponderId responder, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.Ended)
                : sos.Timeline.Any(f => f.Step is SosArrived a && a.Responder == responder) ? SosAnswer.Just(AnswerOutcome.AlreadySo)
                : sos.Claims.All(c => c.Responder != responder) ? SosAnswer.Just(AnswerOutcome.NoClaim)
                : SosAnswer.Do(new SosArrived(responder)),
            cancellation);
}
