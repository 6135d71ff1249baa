using Samagam.Core.Ids;
using Samagam.Core.Sos;

namespace Samagam.Node.Portal.Duty;

/// <summary>What a case is to one responder.</summary>
internal enum OfferStage
{
    /// <summary>Nothing to do for this responder.</summary>
    None,

    /// <summary>Asked, and still free to be taken.</summary>
    Offered,

    /// <summary>On the way.</summary>
    Accepted,

    /// <summary>Beside the caller.</summary>
    Arrived,
}

/// <summary>Which cases a responder is shown. Pure: the same facts give the same list at every box.</summary>
internal static class Offers
{
    public static OfferStage StageOf(SosCase sos, ResponderId me)
    {
        if (!sos.IsOpen)
        {
            return OfferStage.None;
        }
        if (sos.Claims.FirstOrDefault(c => c.Responder == me && c.State == ClaimState.Live) is { } mine)
        {
            return mine.ArrivedAt is null ? OfferStage.Accepted : OfferStage.Arrived;
        }
        if (sos.Standing is not null)
        {
            return OfferStage.None;
        }
        // Whoever said no, or gave it back, is shown it again only when asked again afterwards.
        return Last(sos, s => s is SosOffered o && o.Offers.Any(x => x.Responder == me)) is var asked && asked >= 0 && asked > LastNo(sos, me)
            ? OfferStage.Offered
            : OfferStage.None;
    }

    /// <summary>Why a case that was shown is not any more: <c>ended</c>, <c>stood-down</c>, <c>taken</c> or <c>declined</c>.</summary>
    public static string WhyGone(SosCase sos, ResponderId me) =>
        !sos.IsOpen ? "ended"
        : IsStoodDown(sos, me) ? "stood-down"
        : LastNo(sos, me) >= 0 ? "declined"
        : "taken";

    public static bool IsStoodDown(SosCase sos, ResponderId me) => sos.Claims.Any(c => c.Responder == me && c.State == ClaimState.StoodDown);

    private static int LastNo(SosCase sos, ResponderId me) =>
        Last(sos, s => (s is SosDeclined d && d.Responder == me) || (s is SosHandedOver h && h.Responder == me));

    private static int Last(SosCase sos, Predicate<SosStep> which)
    {
        for (var i = sos.Timeline.Count - 1; i >= 0; i--)
        {
            if (which(sos.Timeline[i].Step))
            {
                return i;
            }
        }
        return -1;
    }
}
