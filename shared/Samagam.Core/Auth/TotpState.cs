using System.Collections.Immutable;

namespace Samagam.Core.Auth;

/// <summary>What one box remembers about the codes of one voucher.</summary>
/// <param name="LastStep">The latest 30 s step whose code was taken; that and earlier ones are used up (RFC 6238 §5.2).</param>
public sealed record TotpState(long LastStep, ImmutableArray<long> FailedMs, long NotBeforeMs)
{
    public static readonly TotpState None = new(0, [], 0);
}

/// <summary>The limits of codes from an authenticator app. Pure.</summary>
public static class TotpRules
{
    /// <summary>Wrong codes in 24 hours that block a voucher at this box: 10.</summary>
    public const int FailuresPerDay = 10;

    /// <param name="step">The step whose code was given, within the allowed drift; null for a wrong code.</param>
    public static (TryVerdict Verdict, TotpState State, long WaitMs) Try(TotpState? known, long? step, long nowMs)
    {
        var state = known ?? TotpState.None;
        state = state with { FailedMs = OtpRules.Within(state.FailedMs, nowMs, OtpRules.DayMs), NotBeforeMs = state.NotBeforeMs > nowMs + 5_000 ? 0 : state.NotBeforeMs };
        if (OtpRules.OverFor(state.FailedMs, nowMs, OtpRules.DayMs, FailuresPerDay) is > 0 and var blocked)
        {
            return (TryVerdict.Blocked, state, blocked);
        }
        if (state.NotBeforeMs > nowMs)
        {
            return (TryVerdict.TooSoon, state, state.NotBeforeMs - nowMs);
        }
        if (step is { } good && good > state.LastStep)
        {
            return (TryVerdict.Right, new TotpState(good, [], 0), 0);
        }
        var delay = OtpRules.DelayMs(state.FailedMs.Length + 1);
        return (TryVerdict.Wrong, state with { FailedMs = state.FailedMs.Add(nowMs), NotBeforeMs = nowMs + delay }, delay);
    }
}
