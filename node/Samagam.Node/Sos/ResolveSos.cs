using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>Ends a case: by a responder who claimed it, by an operator, or by the caller's own cancel. A fact, never a delete.</summary>
public sealed class ResolveSos(FactDesk desk)
{
    /// <summary>By a responder who holds or held a claim.</summary>
    public ValueTask<AnswerOutcome> ByResponderAsync(SosId id, ResponderId responder, SosEnding ending, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.AlreadySo)
                : sos.Claims.All(c => c.Responder != responder) ? SosAnswer.Just(AnswerOutcome.NoClaim)
                : SosAnswer.Do(new SosResolved(responder.Subject, ending)),
            cancellation);

    /// <summary>By the caller, who knows the id of the case. Goes in the life lane: nobody should walk in vain.</summary>
    public ValueTask<AnswerOutcome> ByCallerAsync(SosId id, bool falseAlarm, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.AlreadySo) : SosAnswer.Do(new SosCancelled(falseAlarm)),
            cancellation,
            Lane.Life);
}
