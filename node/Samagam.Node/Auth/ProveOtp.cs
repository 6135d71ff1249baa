using System.Security.Cryptography;
using Samagam.Core.Auth;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Auth;

/// <summary>Somebody gives the code that was sent to a number.</summary>
/// <param name="Current">Whoever is signed in already: the number becomes theirs.</param>
/// <param name="NewPerson">Id for an account that may have to be made.</param>
public sealed record OtpProof(PhoneNumber Phone, Guid Challenge, string Code, (PersonId Person, Guid Family)? Current, PersonId NewPerson, NewSignIn SignIn);

/// <summary>How giving a code ended.</summary>
public abstract record ProveOutcome
{
    /// <param name="IsNew">Whether the account was made just now.</param>
    /// <param name="Merged">How many other accounts turned out to be this person's.</param>
    public sealed record SignedIn(PersonId Person, Guid Family, ulong TokenId, bool IsNew, int Merged) : ProveOutcome;

    /// <summary>Wrong, too old, used, or not asked for by whoever tries: told alike.</summary>
    /// <param name="WaitMs">Before it is of use to try again.</param>
    public sealed record Wrong(long WaitMs) : ProveOutcome;

    public sealed record Wait(long Ms, bool Blocked) : ProveOutcome;

    public sealed record StoreFailed : ProveOutcome;
}

/// <summary>
/// Signs somebody in by a number they hold. Whoever has an account by it is that person; whoever has none gets one; and accounts made on different
/// islands become one, the oldest, because who holds the number has just proved that they are one person.
/// </summary>
public sealed class ProveOtp
{
    private readonly FactDesk _desk;
    private readonly SignInRows _rows;
    private readonly OtpNotes _notes;
    private readonly AuthSecrets _secrets;
    private readonly PeopleIndex _index;

    internal ProveOtp(FactDesk desk, SignInRows rows, OtpNotes notes, AuthSecrets secrets, PeopleIndex index) =>
        (_desk, _rows, _notes, _secrets, _index) = (desk, rows, notes, secrets, index);

    public async ValueTask<ProveOutcome> RunAsync(OtpProof proof, CancellationToken cancellation)
    {
        try
        {
            return await _desk.WriteAsync(Lane.Answer, scope => Decide(scope, proof), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new ProveOutcome.StoreFailed();
        }
    }

    private ProveOutcome Decide(FactScope scope, OtpProof proof)
    {
        var nowMs = scope.Now.WallMs;
        var tag = _secrets.TagOf(proof.Phone);
        var known = _notes.OfPhone(scope.Rows, tag);
        var (verdict, state, waitMs) = OtpRules.Try(
            known,
            known is not null && CryptographicOperations.FixedTimeEquals(known.Challenge.Span, _secrets.HashOfChallenge(proof.Challenge)),
            known is not null && CryptographicOperations.FixedTimeEquals(known.Code.Span, _secrets.HashOfCode(tag, proof.Challenge, proof.Code)),
            nowMs,
            _rows.Options.Otp);
        if (verdict is TryVerdict.Right or TryVerdict.Wrong && !_notes.PutPhone(scope.Rows, tag, state, nowMs))
        {
            return new ProveOutcome.StoreFailed();
        }
        return verdict switch
        {
            TryVerdict.Right => SignIn(scope, proof, tag, known!, nowMs),
            TryVerdict.Wrong or TryVerdict.NoCode => new ProveOutcome.Wrong(waitMs),
            _ => new ProveOutcome.Wait(waitMs, verdict == TryVerdict.Blocked),
        };
    }

    private ProveOutcome SignIn(FactScope scope, OtpProof proof, UInt128 tag, OtpState asked, long nowMs)
    {
        var current = proof.Current is { } me ? SignInRows.AccountFactOf(scope.Rows.BySubject, me.Person) : null;
        var holders = _index.ByTag(tag).Select(p => SignInRows.AccountFactOf(scope.Rows.BySubject, p)).OfType<(Fact Fact, Account Account)>()
            .Where(a => a.Account is { Verified: true, MergedInto: null } && a.Account.PhoneTag == tag).ToList();
        PersonId person;
        var isNew = false;
        var merged = 0;
        if (holders.Count > 0)
        {
            person = holders.Select(h => h.Account).Aggregate(Account.Elder).Person;
            // Whoever uses the box by a device pass and now proves the number was this person all along.
            var same = current is { Account: { Verified: false, MergedInto: null } } && current.Value.Account.Person != person ? holders.Append(current.Value) : holders;
            foreach (var (fact, account) in same.Where(h => h.Account.Person != person).DistinctBy(h => h.Account.Person))
            {
                _rows.StateAccount(scope, account with { MergedInto = person }, fact.Edits + 1);
                merged++;
            }
        }
        else if (current is { Account.MergedInto: null })
        {
            person = current.Value.Account.Person;
            if (_rows.WithPhone(scope, current.Value.Account, tag, proof.Phone, verified: true) is not { } with)
            {
                return new ProveOutcome.Wrong(0);
            }
            _rows.StateAccount(scope, with, current.Value.Fact.Edits + 1);
        }
        else
        {
            (person, isNew) = (proof.NewPerson, true);
            var type = ContentWords.TryParse(asked.PilgrimType, out PilgrimType read) ? read : default(PilgrimType?);
            var account = new Account(person, null, default, Verified: false, nowMs, type, asked.Language);
            _rows.StateAccount(scope, _rows.WithPhone(scope, account, tag, proof.Phone, verified: true)!, 0);
        }
        if (proof.Current is { } old)
        {
            // The phone goes on with the new tokens.
            SignInRows.State(scope, old.Person, old.Family, new SignInFact.Ended(SignInEnd.Merged));
        }
        return _rows.Begin(scope, person, proof.SignIn)
            ? new ProveOutcome.SignedIn(person, proof.SignIn.Family, proof.SignIn.TokenId, isNew, merged)
            : new ProveOutcome.Wrong(0);
    }
}
