using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Mesh.Sos;
using Samagam.Wire.Auth;
using Samagam.Wire.Privacy;

namespace Samagam.Mesh.Privacy;

/// <summary>How erasing somebody ended.</summary>
public enum ErasureOutcome
{
    /// <summary>Durable on this box: nothing of them can be read here any more, and every box follows as it hears of it.</summary>
    Erased,

    /// <summary>They were erased before.</summary>
    AlreadyErased,

    /// <summary>Nothing of such a person is held here.</summary>
    Unknown,

    /// <summary>They are waiting for help: what they said is kept until the call has ended.</summary>
    OpenCase,

    /// <summary>This box cannot write: nothing was erased.</summary>
    StoreFailed,
}

/// <summary>
/// Forgets a person: an account with all it is known by, or the words of a caller. States a tombstone, which drops the person's key and all that lies at
/// or below their subject at every box, whenever it comes there. There is no way back.
/// </summary>
public sealed class ErasePerson(FactDesk desk)
{
    /// <summary>Accounts of one person that are followed; more is a circle.</summary>
    private const int MaxAccounts = 64;

    /// <param name="evenUnknown">A tombstone also where nothing is held: the person may be known at a box that is cut off.</param>
    public async ValueTask<ErasureOutcome> RunAsync(PersonId person, ErasedBecause because, bool evenUnknown, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(Lane.Answer, scope => Decide(scope, person, because, evenUnknown), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return ErasureOutcome.StoreFailed;
        }
    }

    /// <summary>The words of a caller: a person of their own for each call.</summary>
    public ValueTask<ErasureOutcome> RunAsync(SosId call, ErasedBecause because, CancellationToken cancellation) =>
        RunAsync(PersonId.OfSubject(SealedDetails.PersonOf(call))!.Value, because, evenUnknown: false, cancellation);

    internal static ErasureOutcome Decide(FactScope scope, PersonId person, ErasedBecause because, bool evenUnknown)
    {
        if (SosId.TryParse(person.ToString(), out var call) && scope.Case(call) is { EndedBy: null, Timeline.Count: > 0 })
        {
            return ErasureOutcome.OpenCase;
        }
        var accounts = AccountsOf(scope, person);
        var known = accounts.Any(one => scope.Rows.BySubject(one.Subject).Count > 0 || scope.Rows.Below(one.Subject).Count > 0);
        if (!known && !evenUnknown)
        {
            return ErasureOutcome.Unknown;
        }
        var left = accounts.Where(one => !scope.Rows.BySubject(one.Subject).Any(f => f.Kind == FactKinds.PersonErased.Name)).ToList();
        foreach (var one in left)
        {
            scope.Author(FactKinds.PersonErased, one.Subject, PrivacyCodec.Serialise(one == person ? because : ErasedBecause.SamePerson));
        }
        return left.Count > 0 ? ErasureOutcome.Erased : ErasureOutcome.AlreadyErased;
    }

    /// <summary>
    /// Another box said of an account that it is this person's, while this person was erased elsewhere: the box that said so erases it too. Both hold
    /// for <see cref="FactDesk.OnErased"/>.
    /// </summary>
    public static void FollowAccounts(FactScope scope, Fact tombstone, IReadOnlyList<Fact> dropped)
    {
        foreach (var also in dropped.Where(f => f.Id.Origin == scope.Self).Select(PrivacyCodec.TryReadAlso).OfType<PersonId>())
        {
            if (also.Subject != tombstone.Subject && !scope.Rows.BySubject(also.Subject).Any(f => f.Kind == FactKinds.PersonErased.Name))
            {
                scope.Author(FactKinds.PersonErased, also.Subject, PrivacyCodec.Serialise(ErasedBecause.SamePerson));
            }
        }
    }

    /// <summary>The person, the account that stands for them, and all that turned out to be it; the one asked for last, so that it is told first.</summary>
    private static List<PersonId> AccountsOf(FactScope scope, PersonId person)
    {
        var found = new List<PersonId> { person };
        for (var i = 0; i < found.Count && found.Count < MaxAccounts; i++)
        {
            foreach (var other in scope.Rows.BySubject(found[i].Subject).Select(f => AccountCodec.TryRead(f)?.MergedInto)
                .Concat(scope.Rows.Below(found[i].Subject).Select(PrivacyCodec.TryReadAlso)).OfType<PersonId>())
            {
                if (!found.Contains(other))
                {
                    found.Add(other);
                }
            }
        }
        found.Reverse();
        return found;
    }
}
