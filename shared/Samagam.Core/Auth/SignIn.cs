using Samagam.Core.Facts;
using Samagam.Core.Ids;

namespace Samagam.Core.Auth;

/// <summary>Why a sign-in ended. The numbers are on the wire.</summary>
public enum SignInEnd : byte
{
    Left = 1,

    /// <summary>A refresh token that had been exchanged came again: somebody else may hold a copy.</summary>
    Reused = 2,

    TooManyDevices = 3,

    /// <summary>The person is known by another account.</summary>
    Merged = 4,
}

/// <summary>What the facts about a sign-in say.</summary>
public abstract record SignInFact
{
    /// <param name="TokenId">Of the first pair of tokens.</param>
    /// <param name="Device">Name of the device, sealed under the person; empty for none.</param>
    public sealed record Begun(ulong TokenId, long StartedMs, ReadOnlyMemory<byte> Device) : SignInFact;

    public sealed record Turned(uint Turn, ulong TokenId, ulong PreviousId, long TurnedMs) : SignInFact;

    public sealed record Ended(SignInEnd Reason) : SignInFact;
}

/// <summary>
/// One sign-in of a person on one device, as far as its facts have arrived. Law: the same facts in any order give the same sign-in.
/// </summary>
/// <param name="Turn">How often its refresh token was exchanged.</param>
/// <param name="TokenId">Of the pair in force; null when nothing is known of it here.</param>
/// <param name="LastMs">When it began or was last turned.</param>
/// <param name="LastAt">The box where.</param>
public sealed record SignIn(
    Guid Family, long? StartedMs, ReadOnlyMemory<byte> Device, uint Turn, ulong? TokenId, ulong PreviousId, long LastMs, NodeId LastAt, SignInEnd? End)
{
    private const string Segment = "/session/";

    /// <summary><c>person/{id}/session/{family}</c>.</summary>
    public static string SubjectOf(PersonId person, Guid family) => person.Subject + Segment + family.ToString("D");

    /// <summary>Null for other subjects.</summary>
    public static Guid? FamilyOf(string subject)
    {
        var at = subject.IndexOf(Segment, StringComparison.Ordinal);
        return at >= 0 && PersonId.OfSubject(subject) is not null && Guid.TryParseExact(subject.AsSpan(at + Segment.Length), "D", out var family) ? family : null;
    }

    /// <summary>Null when none of the facts is about a sign-in.</summary>
    public static SignIn? Of(Guid family, IEnumerable<(Fact Fact, SignInFact Said)> facts)
    {
        var known = false;
        var begun = default((Fact Fact, SignInFact.Begun Said)?);
        var turned = default((Fact Fact, SignInFact.Turned Said)?);
        SignInEnd? end = null;
        foreach (var (fact, said) in facts)
        {
            known = true;
            switch (said)
            {
                case SignInFact.Begun b when begun is null || Supersession.Compare(FoldingLaw.Latest, fact, begun.Value.Fact) > 0:
                    begun = (fact, b);
                    break;
                case SignInFact.Turned t when turned is null || Supersession.Compare(FoldingLaw.Latest, fact, turned.Value.Fact) > 0:
                    turned = (fact, t);
                    break;
                case SignInFact.Ended e when end is null || e.Reason < end:
                    end = e.Reason;
                    break;
                default:
                    break;
            }
        }
        if (!known)
        {
            return null;
        }
        return new SignIn(
            family,
            begun?.Said.StartedMs,
            begun?.Said.Device ?? default,
            turned?.Said.Turn ?? 0,
            turned?.Said.TokenId ?? begun?.Said.TokenId,
            turned?.Said.PreviousId ?? 0,
            turned?.Said.TurnedMs ?? begun?.Said.StartedMs ?? 0,
            turned?.Fact.Id.Origin ?? begun?.Fact.Id.Origin ?? default,
            end);
    }

    /// <summary>When its refresh token ends unless it is turned again.</summary>
    public long ExpiresMs(AuthOptions options) => LastMs + (options.RefreshDays * 86_400_000L);
}
