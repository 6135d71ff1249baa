using System.Text;
using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Auth;

namespace Samagam.Node.Auth;

/// <summary>What a phone says when somebody signs in on it. Ids come from the door, which has luck that cannot be guessed.</summary>
/// <param name="Family">The sign-in's new id.</param>
/// <param name="TokenId">Of its first pair of tokens.</param>
/// <param name="DeviceName">As the person calls it; empty for unsaid.</param>
public sealed record NewSignIn(Guid Family, ulong TokenId, string DeviceName);

/// <summary>Reads and writes the facts about sign-ins and accounts inside a decision.</summary>
internal sealed class SignInRows(PersonVault vault, AuthOptions options)
{
    /// <summary>Accounts merge in few steps; more is a circle.</summary>
    private const int MaxMergeHops = 8;

    public AuthOptions Options => options;

    /// <summary>Begins a sign-in; with one device too many the oldest leaves. False when the person was erased.</summary>
    public bool Begin(FactScope scope, PersonId person, NewSignIn asked)
    {
        byte[] device = [];
        if (asked.DeviceName.Length > 0)
        {
            if (vault.Seal(scope, person.Subject, Encoding.UTF8.GetBytes(asked.DeviceName)) is not { } closed)
            {
                return false;
            }
            device = closed;
        }
        var nowMs = scope.Now.WallMs;
        State(scope, person, asked.Family, new SignInFact.Begun(asked.TokenId, nowMs, device));
        Trim(scope, person, asked.Family, nowMs);
        return true;
    }

    /// <summary>Ends the oldest beyond the cap; what two islands let in together is trimmed to the same at every box.</summary>
    public void Trim(FactScope scope, PersonId person, Guid current, long nowMs)
    {
        var open = All(scope.Rows.Below, person).Where(s => s.End is null && s.ExpiresMs(options) > nowMs && s.Family != current)
            .OrderByDescending(s => s.StartedMs ?? 0).ThenBy(s => s.Family.ToString("D"), StringComparer.Ordinal);
        foreach (var oldest in open.Skip(options.MaxDevices - 1))
        {
            State(scope, person, oldest.Family, new SignInFact.Ended(SignInEnd.TooManyDevices));
        }
    }

    public static void State(FactScope scope, PersonId person, Guid family, SignInFact said) =>
        scope.Author(SignInCodec.KindOf(said), SignIn.SubjectOf(person, family), SignInCodec.Serialise(said), said is SignInFact.Turned turned ? turned.Turn : 0);

    public static SignIn? Of(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person, Guid family) =>
        SignIn.Of(family, Read(bySubject(SignIn.SubjectOf(person, family))));

    /// <summary>All sign-ins held of a person, ended ones too.</summary>
    public static IReadOnlyList<SignIn> All(Func<string, IReadOnlyList<Fact>> below, PersonId person) =>
    [
        .. below(person.Subject).GroupBy(f => f.Subject, StringComparer.Ordinal)
            .Select(g => SignIn.FamilyOf(g.Key) is { } family ? SignIn.Of(family, Read(g)) : null).OfType<SignIn>(),
    ];

    public static Account? AccountOf(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person) => AccountFactOf(bySubject, person)?.Account;

    public static (Fact Fact, Account Account)? AccountFactOf(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person)
    {
        foreach (var fact in bySubject(person.Subject))
        {
            if (AccountCodec.TryRead(fact) is { } account)
            {
                return (fact, account);
            }
        }
        return null;
    }

    /// <summary>The account that stands for this person: itself, or the one it turned out to be, however often. Null when that one is not known here.</summary>
    public static Account? StandingOf(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person)
    {
        var account = AccountOf(bySubject, person);
        for (var hops = 0; account?.MergedInto is { } elder && hops < MaxMergeHops; hops++)
        {
            account = AccountOf(bySubject, elder);
        }
        return account;
    }

    /// <summary>States an account; <paramref name="edits"/> is one more than of what it changes.</summary>
    public void StateAccount(FactScope scope, Account account, uint edits) =>
        scope.Author(FactKinds.PersonAccount, account.Person.Subject, AccountCodec.Serialise(account), edits);

    /// <summary>The account with a number, sealed. Null when the person was erased.</summary>
    public Account? WithPhone(FactScope scope, Account account, UInt128 tag, PhoneNumber phone, bool verified) =>
        vault.Seal(scope, account.Person.Subject, Encoding.ASCII.GetBytes(phone.Text)) is { } closed
            ? account with { PhoneTag = tag, Phone = closed, Verified = verified }
            : null;

    /// <summary>Empty when none was said, or it cannot be opened.</summary>
    public string DeviceNameOf(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person, SignIn? signIn) =>
        signIn is { Device.IsEmpty: false } && vault.Open(bySubject, person.Subject, signIn.Device.Span) is { } name ? Encoding.UTF8.GetString(name) : "";

    public static bool IsErased(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person) =>
        bySubject(person.Subject).Any(f => f.Kind == FactKinds.PersonErased.Name);

    private static IEnumerable<(Fact, SignInFact)> Read(IEnumerable<Fact> facts) =>
        facts.Select(f => (Fact: f, Said: SignInCodec.TryRead(f))).Where(f => f.Said is not null).Select(f => (f.Fact, f.Said!));
}
