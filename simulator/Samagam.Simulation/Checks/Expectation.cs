using System.Globalization;
using Samagam.Core.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>
/// What sos.md rules 5, 7 and 8 ask of a box next, reckoned here from the case alone and not by the plan under test.
/// </summary>
/// <param name="Stage">Changes whenever something happened that gives the wait anew.</param>
/// <param name="WaitMs">Longest wait of the first box in the order.</param>
public readonly record struct Expectation(DispatchAct Act, string Stage, long WaitMs)
{
    public static Expectation Of(SosCase sos, DispatchOptions options)
    {
        if (!sos.IsOpen)
        {
            return new(DispatchAct.None, "ended", 0);
        }
        var live = sos.Claims.Where(c => c.State == ClaimState.Live).ToList();
        if (live.Count == 0)
        {
            var steps = sos.Timeline.Count(f => f.Step is SosOffered or SosEscalated or SosDeclined or SosAccepted or SosHandedOver or SosStoodDown);
            var window = sos.Level >= RingLevel.Siren ? DispatchPlan.RepeatMs(sos, options) : options.WindowMs;
            return new(DispatchAct.OpenRing, string.Create(CultureInfo.InvariantCulture, $"ring:{steps}"), window);
        }
        var first = live.Aggregate((a, b) => a.ComparePrecedence(b) <= 0 ? a : b);
        if (live.Any(c => c != first && c.ArrivedAt is null))
        {
            return new(DispatchAct.StandDown, $"extra:{string.Join(',', live.Select(c => c.Id))}", 0);
        }
        var promisedMs = first.EtaSeconds * 1_000L;
        return first.ArrivedAt is not null
            ? new(DispatchAct.None, "arrived", 0)
            : new(DispatchAct.LapseClaim, $"claim:{first.Id}", promisedMs + Math.Max(options.MinGraceMs, (long)(promisedMs * options.GraceShare)));
    }
}
