using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Sos;

/// <summary>A responder cannot go. Who holds a claim gives it back instead (<see cref="HandOverSos"/>).</summary>
public sealed class DeclineSos(FactDesk desk)
{
    public const int MaxReasonLength = 120;

    public ValueTask<AnswerOutcome> RunAsync(SosId id, ResponderId responder, string reason, CancellationToken cancellation) =>
        SosAnswer.RunAsync(
            desk,
            id,
            sos => sos.EndedBy is not null ? SosAnswer.Just(AnswerOutcome.Ended)
                : sos.Timeline.Any(f => f.Step is SosDeclined d && d.Responder == responder) ? SosAnswer.Just(AnswerOutcome.AlreadySo)
                : SosAnswer.Do(new SosDeclined(responder, reason)),
            cancellation);
}
