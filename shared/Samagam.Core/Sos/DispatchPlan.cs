using Samagam.Core.Facts;

namespace Samagam.Core.Sos;

/// <summary>What the next step of a case is.</summary>
public enum DispatchAct
{
    /// <summary>Nothing to wait for: ended, or somebody has arrived.</summary>
    None,

    /// <summary>Open the ring at the next level.</summary>
    OpenRing,

    /// <summary>The claim was not kept: mark it lapsed and open the ring.</summary>
    LapseClaim,

    /// <summary>More live claims than one: tell the extra.</summary>
    StandDown,
}

/// <summary>
/// The next step and how long a box of position 0 waits for it, counted on its own monotonic clock from the moment it first
/// saw <see cref="Stage"/>. A change of stage starts the wait anew; a restart does not (the remaining wait is durable).
/// </summary>
/// <param name="Stage">Names the state waited in; equal for all boxes that know the same facts.</param>
/// <param name="Level">Ring to open.</param>
public readonly record struct DispatchStep(DispatchAct Act, string Stage, int WaitMs, RingLevel Level, EscalationReason Reason, Claim? Claim);

/// <summary>
/// The escalation rule (sos.md rules 5 to 8). Pure: the same facts give the same step on every box; only the position
/// differs. The box that accepted the call has position 0; the others come in by distance from the call, each one stagger
/// later. Any step of any box changes the stage and so resets everybody's wait: a split acts at most once per island,
/// and never not at all.
/// </summary>
public static class DispatchPlan
{
    public static DispatchStep Next(SosCase sos, DispatchOptions options)
    {
        if (!sos.IsOpen)
        {
            return new(DispatchAct.None, "ended", 0, RingLevel.None, default, null);
        }
        if (sos.Extra.FirstOrDefault() is { } extra)
        {
            return new(DispatchAct.StandDown, $"extra:{extra.Id}", 0, RingLevel.None, default, extra);
        }
        if (sos.Standing is { } standing)
        {
            if (sos.Arrived)
            {
                // Somebody stands beside the caller, whoever was first: no ring is opened for a claim still on its way.
                return new(DispatchAct.None, $"arrived:{standing.Id}", 0, RingLevel.None, default, null);
            }
            var promisedMs = standing.EtaSeconds * 1000;
            var graceMs = Math.Max(options.MinGraceMs, (int)(promisedMs * options.GraceShare));
            return new(DispatchAct.LapseClaim, $"claim:{standing.Id}", promisedMs + graceMs, Reopened(sos), EscalationReason.NoArrival, standing);
        }
        var rings = sos.Timeline.Count(f => f.Step is SosOffered or SosEscalated);
        if (rings == 0)
        {
            return new(DispatchAct.OpenRing, "raised", 0, RingLevel.Nearest, default, null);
        }
        // A claim given back opens the ring at once; the escalation that answers it names it, so no clock decides.
        if (sos.Claims.FirstOrDefault(c => c.State == ClaimState.HandedOver && !IsAnswered(sos, c.Id)) is { } given)
        {
            return new(DispatchAct.OpenRing, $"given:{given.Id}", 0, Reopened(sos), EscalationReason.HandedOver, given);
        }
        var declined = sos.Offers.Count > 0 && sos.Offers.All(o => o.Declined) && sos.Level < RingLevel.ControlRoom;
        var top = sos.Level >= RingLevel.Siren;
        // The count of rings is part of the stage: a step with a wrong clock still counts as a step.
        return new(
            DispatchAct.OpenRing,
            $"ring:{rings}:{declined}",
            top ? RepeatMs(sos, options) : declined ? 0 : options.WindowMs,
            top ? (RingLevel)((int)RingLevel.Neighbours + (rings % 3)) : sos.Level + 1,
            declined ? EscalationReason.AllDeclined : EscalationReason.NoAnswer,
            null);
    }

    /// <summary>
    /// Between two rings when all have been opened: doubled after each turn of the three widest, up to sixteen times. A call nobody
    /// answers is asked again for ever, but many of them must not fill every box and link with rings.
    /// </summary>
    public static int RepeatMs(SosCase sos, DispatchOptions options)
    {
        // Where there was nobody to ask, a ring is only an escalation; the nearest ones are only offers.
        var wide = Math.Max(
            sos.Timeline.Count(f => f.Step is SosEscalated { Level: >= RingLevel.Neighbours }),
            sos.Timeline.Count(f => f.Step is SosOffered { Level: >= RingLevel.Neighbours }));
        return (int)Math.Min((long)options.RepeatMs << Math.Clamp((wide / 3) - 1, 0, 4), DispatchOptions.MaxRepeatMs);
    }

    /// <summary>True when the wait is over for a box at <paramref name="position"/> that has waited <paramref name="waitedMs"/> in this stage.</summary>
    public static bool IsDue(DispatchStep step, int position, long waitedMs, DispatchOptions options) =>
        step.Act != DispatchAct.None
        && waitedMs >= step.WaitMs + ((long)Math.Min(position, options.MaxPosition) * options.StaggerMs);

    private static RingLevel Reopened(SosCase sos) =>
        sos.Level is RingLevel.None ? RingLevel.Nearest : sos.Level < RingLevel.Sector ? sos.Level + 1 : RingLevel.Neighbours;

    private static bool IsAnswered(SosCase sos, FactId claim) =>
        sos.Timeline.Any(f => f.Step is SosEscalated e && e.AnswersClaim == claim);
}
