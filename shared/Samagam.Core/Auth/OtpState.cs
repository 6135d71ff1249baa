using System.Collections.Immutable;

namespace Samagam.Core.Auth;

/// <summary>What one box remembers about one number and its one-time codes. Holds neither the number nor a code.</summary>
/// <param name="Challenge">Keyed hash of the id given to whoever asked; empty when no code is out.</param>
/// <param name="Code">Keyed hash of the code that is out.</param>
/// <param name="UntilMs">Until when the code is good.</param>
/// <param name="Tries">Wrong tries of this code.</param>
/// <param name="AskedMs">When codes were asked for, in the last hour.</param>
/// <param name="FailedMs">When wrong codes were given, in the last 24 hours.</param>
/// <param name="NotBeforeMs">No try and no new code before.</param>
/// <param name="PilgrimType">As said when asking, for an account that may be made.</param>
/// <param name="Language">The same.</param>
public sealed record OtpState(
    ReadOnlyMemory<byte> Challenge, ReadOnlyMemory<byte> Code, long UntilMs, int Tries, ImmutableArray<long> AskedMs, ImmutableArray<long> FailedMs, long NotBeforeMs,
    string PilgrimType, string Language)
{
    public static readonly OtpState None = new(default, default, 0, 0, [], [], 0, "", "");

    /// <summary>Without the code that was out.</summary>
    public OtpState WithoutCode() => this with { Challenge = default, Code = default, UntilMs = 0, Tries = 0, PilgrimType = "", Language = "" };

    /// <summary>True when it says nothing any more and may be forgotten.</summary>
    public bool IsOver(long nowMs) =>
        UntilMs <= nowMs && NotBeforeMs <= nowMs && OtpRules.Within(AskedMs, nowMs, OtpRules.HourMs).IsEmpty && OtpRules.Within(FailedMs, nowMs, OtpRules.DayMs).IsEmpty;
}

/// <summary>What becomes of a question for a code.</summary>
public enum AskVerdict
{
    Send,
    TooOften,

    /// <summary>Too many wrong codes in 24 hours.</summary>
    Blocked,
}

/// <summary>What becomes of a try.</summary>
public enum TryVerdict
{
    Right,

    /// <summary>Wrong; counted.</summary>
    Wrong,

    /// <summary>No code is out for whoever tries: none asked for, too old, used, or tried too often. Not counted.</summary>
    NoCode,

    /// <summary>Before the delay after a wrong code was over; not looked at.</summary>
    TooSoon,
    Blocked,
}

/// <param name="WaitMs">How long to wait before it is of use to come again; 0 where that does not help.</param>
public readonly record struct OtpDecision<T>(T Verdict, OtpState State, long WaitMs);
