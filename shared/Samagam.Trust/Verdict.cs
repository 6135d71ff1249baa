using System.Diagnostics.CodeAnalysis;

namespace Samagam.Trust;

/// <summary>Why something that claimed to be ours was refused. Closed: a caller can count by it.</summary>
public enum TrustProblem
{
    None = 0,
    /// <summary>A file, a certificate or an entry that must be there is not.</summary>
    Missing,
    /// <summary>Larger than its limit; nothing beyond the limit was read.</summary>
    TooLarge,
    /// <summary>Not in the form it must have.</summary>
    Malformed,
    /// <summary>The signature is not by the key it should be by, or the content was changed after signing.</summary>
    BadSignature,
    /// <summary>Signed, but by nobody this mesh knows.</summary>
    UnknownIssuer,
    /// <summary>Ours in form, but of another mesh.</summary>
    WrongMesh,
    /// <summary>A genuine member, but not the one asked for, or not for this use.</summary>
    WrongPeer,
    /// <summary>Its validity has not begun at the best time known.</summary>
    NotYetValid,
    /// <summary>Its validity has ended at the best time known.</summary>
    Expired,
    /// <summary>Taken back by the mesh authority.</summary>
    Revoked,
    /// <summary>A file differs from what was signed.</summary>
    Changed,
    /// <summary>A file that the signed list does not name.</summary>
    Unlisted,
    /// <summary>A secret or password that is not the right one.</summary>
    WrongSecret,
}

/// <summary>
/// How a check of a stranger's (or our own) papers ends: the thing itself, or the problem with a sentence a person can
/// act on. Bad input is an expected ending, so it is never an exception.
/// </summary>
public readonly struct Verdict<T> where T : class
{
    private readonly string? _reason;

    private Verdict(T? value, TrustProblem problem, string? reason)
    {
        Value = value;
        Problem = problem;
        _reason = reason;
    }

    /// <summary>The thing checked; null exactly when <see cref="Ok"/> is false.</summary>
    public T? Value { get; }

    /// <summary><see cref="TrustProblem.None"/> when it was accepted. A default verdict is a refusal.</summary>
    public TrustProblem Problem { get; }

    /// <summary>What is wrong, in words; empty when accepted.</summary>
    public string Reason => _reason ?? "";

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;

    public static Verdict<T> Accept(T value) => new(value, TrustProblem.None, null);

    public static Verdict<T> Refuse(TrustProblem problem, string reason) =>
        new(null, problem == TrustProblem.None ? TrustProblem.Malformed : problem, reason);

    /// <summary>The same refusal, about something larger. Only for a verdict that is not <see cref="Ok"/>.</summary>
    public Verdict<TOther> As<TOther>() where TOther : class => Verdict<TOther>.Refuse(Problem, Reason);

    public override string ToString() => Ok ? "accepted" : $"{Problem}: {Reason}";
}
