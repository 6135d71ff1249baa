using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Sos;

namespace Samagam.Node.Sos;

/// <summary>How an answer to a case ends.</summary>
public enum AnswerOutcome
{
    /// <summary>Durable here.</summary>
    Done,

    /// <summary>Said before; nothing new.</summary>
    AlreadySo,

    /// <summary>No such case is known here.</summary>
    UnknownCase,

    /// <summary>The case has ended; the answer is not taken.</summary>
    Ended,

    /// <summary>Only who holds a claim can do this.</summary>
    NoClaim,

    /// <summary>This box cannot write; nothing was saved.</summary>
    NotSaved,
}

/// <summary>The shape all answers share: read the case in the writer, decide, state the steps, all in one transaction.</summary>
internal static class SosAnswer
{
    public static async ValueTask<AnswerOutcome> RunAsync(FactDesk desk, SosId id, Func<SosCase, (AnswerOutcome Outcome, SosStep[] Steps)> decide, CancellationToken cancellation, Lane lane = Lane.Answer)
    {
        try
        {
            return await desk.WriteAsync(
                lane,
                scope =>
                {
                    var sos = scope.Case(id);
                    if (sos.Timeline.Count == 0)
                    {
                        return AnswerOutcome.UnknownCase;
                    }
                    var (outcome, steps) = decide(sos);
                    foreach (var step in steps)
                    {
                        scope.State(id, step);
                    }
                    return outcome;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return AnswerOutcome.NotSaved;
        }
    }

    public static (AnswerOutcome Outcome, SosStep[] Steps) Just(AnswerOutcome outcome) => (outcome, []);

    public static (AnswerOutcome Outcome, SosStep[] Steps) Do(params SosStep[] steps) => (AnswerOutcome.Done, steps);

    public static Claim? LiveClaim(SosCase sos, ResponderId responder) =>
        sos.Claims.FirstOrDefault(c => c.Responder == responder && c.State == ClaimState.Live);
}
