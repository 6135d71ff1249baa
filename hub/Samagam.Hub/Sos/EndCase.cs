using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Sos;

namespace Samagam.Hub.Sos;

/// <summary>How ending a case ends.</summary>
public enum EndCaseOutcome
{
    /// <summary>Durable at the hub; the boxes are told by gossip.</summary>
    Ended,

    /// <summary>It had ended before; nothing new was stated.</summary>
    AlreadyEnded,

    UnknownCase,

    /// <summary>The hub's store refused; nothing was saved.</summary>
    NotSaved,
}

/// <summary>An operator of the control room ends a case. A signed fact of the hub, never a delete.</summary>
public sealed class EndCase(FactDesk desk)
{
    /// <param name="operatorId">Id on the operator's voucher; stated as <c>operator/{id}</c>.</param>
    public async ValueTask<EndCaseOutcome> RunAsync(SosId id, ResponderId operatorId, SosEnding ending, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    var sos = scope.Case(id);
                    if (sos.Timeline.Count == 0)
                    {
                        return EndCaseOutcome.UnknownCase;
                    }
                    if (sos.EndedBy is not null)
                    {
                        return EndCaseOutcome.AlreadyEnded;
                    }
                    scope.State(id, new SosResolved("operator/" + operatorId, ending));
                    return EndCaseOutcome.Ended;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return EndCaseOutcome.NotSaved;
        }
    }
}
