using System.Collections.Immutable;

namespace Samagam.Core.Auth;

/// <summary>
/// The limits of one-time codes. Pure; a clock that was set back forgives what it has not lived yet. Law: no order of questions and tries gets more tries of one code,
/// more codes in an hour or more wrong codes in a day than the options say.
/// </summary>
public static class OtpRules
{
    public const long HourMs = 3_600_000, DayMs = 24 * HourMs;

    /// <summary>Somebody wants a code for a number.</summary>
    /// <param name="challenge">Keyed hash of the id the asker will be given.</param>
    /// <param name="code">Keyed hash of the code.</param>
    public static OtpDecision<AskVerdict> Ask(OtpState? known, ReadOnlyMemory<byte> challenge, ReadOnlyMemory<byte> code, long nowMs, OtpOptions options)
    {
        var state = Fresh(known, nowMs);
        if (BlockedFor(state, nowMs, options) is > 0 and var blocked)
        {
            return new(AskVerdict.Blocked, state, blocked);
        }
        if (state.NotBeforeMs > nowMs)
        {
            return new(AskVerdict.TooOften, state, state.NotBeforeMs - nowMs);
        }
        if (OverFor(state.AskedMs, nowMs, HourMs, options.PerPhoneAndHour) is > 0 and var wait)
        {
            return new(AskVerdict.TooOften, state, wait);
        }
        return new(
            AskVerdict.Send,
            state.WithoutCode() with { Challenge = challenge, Code = code, UntilMs = nowMs + (options.CodeSeconds * 1000L), AskedMs = state.AskedMs.Add(nowMs) },
            0);
    }

    /// <summary>Somebody gives a code.</summary>
    /// <param name="sameChallenge">Whether it comes from whoever asked.</param>
    /// <param name="sameCode">Whether it is the code that is out; without influence unless everything else allows it.</param>
    public static OtpDecision<TryVerdict> Try(OtpState? known, bool sameChallenge, bool sameCode, long nowMs, OtpOptions options)
    {
        var state = Fresh(known, nowMs);
        if (!sameChallenge || state.Code.IsEmpty || state.UntilMs <= nowMs)
        {
            return new(TryVerdict.NoCode, state, 0);
        }
        if (BlockedFor(state, nowMs, options) is > 0 and var blocked)
        {
            return new(TryVerdict.Blocked, state, blocked);
        }
        if (state.NotBeforeMs > nowMs)
        {
            return new(TryVerdict.TooSoon, state, state.NotBeforeMs - nowMs);
        }
        if (sameCode)
        {
            return new(TryVerdict.Right, state.WithoutCode() with { FailedMs = [], NotBeforeMs = 0 }, 0);
        }
        var tries = state.Tries + 1;
        var failed = state with { Tries = tries, FailedMs = state.FailedMs.Add(nowMs), NotBeforeMs = nowMs + DelayMs(tries) };
        return new(TryVerdict.Wrong, tries >= options.TriesPerCode ? failed.WithoutCode() : failed, DelayMs(tries));
    }

    /// <summary>How long until one more is within <paramref name="most"/> per <paramref name="spanMs"/>; 0 for now.</summary>
    public static long OverFor(ImmutableArray<long> moments, long nowMs, long spanMs, int most)
    {
        var within = Within(moments, nowMs, spanMs);
        return within.Length < most ? 0 : within[^most] + spanMs - nowMs;
    }

    /// <summary>The moments of the last <paramref name="spanMs"/>.</summary>
    public static ImmutableArray<long> Within(ImmutableArray<long> moments, long nowMs, long spanMs) => [.. moments.Where(m => m > nowMs - spanMs && m <= nowMs)];

    /// <summary>Delay after the n-th wrong code in a row: 1, 2, then 5 seconds.</summary>
    public static long DelayMs(int tries) => tries switch { <= 1 => 1_000, 2 => 2_000, _ => 5_000 };

    private static long BlockedFor(OtpState state, long nowMs, OtpOptions options) => OverFor(state.FailedMs, nowMs, DayMs, options.FailuresPerDay);

    private static OtpState Fresh(OtpState? known, long nowMs) => known is null
        ? OtpState.None
        : known with
        {
            AskedMs = Within(known.AskedMs, nowMs, HourMs),
            FailedMs = Within(known.FailedMs, nowMs, DayMs),
            // No delay is longer than five seconds.
            NotBeforeMs = known.NotBeforeMs > nowMs + 5_000 ? 0 : known.NotBeforeMs,
        };
}
