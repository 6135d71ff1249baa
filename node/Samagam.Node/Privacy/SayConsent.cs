using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.Facts;
using Samagam.Wire.Privacy;

namespace Samagam.Node.Privacy;

/// <summary>How saying yes or no ended.</summary>
public enum ConsentOutcome
{
    /// <summary>On this box's disk, in force here at once and on its way.</summary>
    Said,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>Of a minor a guardian must say it.</summary>
    GuardianNeeded,

    /// <summary>Never of a minor.</summary>
    NotForMinors,

    /// <summary>The account itself is taken back by erasing it.</summary>
    IsErasure,

    /// <summary>The person was erased.</summary>
    Erased,

    /// <summary>This box cannot write: nothing changed.</summary>
    StoreFailed,
}

/// <summary>A person gives or takes back their consent to one purpose; the one is as easy as the other (DPDP Act 2023, section 6(4)).</summary>
public sealed class SayConsent(FactDesk desk, ConsentBook book)
{
    public async ValueTask<ConsentOutcome> RunAsync(PersonId person, Consent consent, CancellationToken cancellation)
    {
        if (consent is { Purpose: Purpose.Account, Given: false })
        {
            return ConsentOutcome.IsErasure;
        }
        try
        {
            return await desk.WriteAsync(Lane.Answer, scope => Decide(scope, person, consent), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return ConsentOutcome.StoreFailed;
        }
    }

    private ConsentOutcome Decide(FactScope scope, PersonId person, Consent consent)
    {
        var facts = FactLookup.Of(scope);
        if (ConsentBook.IsErased(facts, person))
        {
            return ConsentOutcome.Erased;
        }
        if (consent.Given && ConsentRules.Judge(consent.Purpose, book.AgeOf(facts, person), consent.ByGuardian) is var verdict && verdict != ConsentVerdict.Allowed)
        {
            return verdict == ConsentVerdict.GuardianNeeded ? ConsentOutcome.GuardianNeeded : ConsentOutcome.NotForMinors;
        }
        var before = ConsentBook.SaidOf(facts, person, consent.Purpose);
        if (before?.Said == consent)
        {
            return ConsentOutcome.Unchanged;
        }
        scope.Author(FactKinds.PersonConsent, Purposes.SubjectOf(person, consent.Purpose), PrivacyCodec.Serialise(consent), before is { } known ? known.Fact.Edits + 1 : 0);
        return ConsentOutcome.Said;
    }
}
