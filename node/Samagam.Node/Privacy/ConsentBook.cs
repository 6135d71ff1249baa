using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Core.Privacy;
using Samagam.Mesh.Facts;
using Samagam.Node.People;
using Samagam.Wire.Privacy;

namespace Samagam.Node.Privacy;

/// <summary>What was said about one purpose, and whether it counts now.</summary>
/// <param name="Said">Null when nothing was said.</param>
/// <param name="SaidMs">When, by the box that took it.</param>
public sealed record ConsentReading(Purpose Purpose, Consent? Said, long? SaidMs, NodeId? Box, bool Allows);

/// <summary>
/// Answers whether something may be done with what is a person's: read from the facts by subject at each question, so that taking back works as soon as
/// it is durable here. What was not said is not allowed; nothing is for somebody erased.
/// </summary>
public sealed class ConsentBook(FactDesk desk, PersonBook profiles)
{
    /// <summary>Asked by every feature before it keeps or shows.</summary>
    public bool Allows(PersonId person, Purpose purpose) => Allows(FactLookup.Of(desk.Log), person, purpose);

    /// <summary>The same inside a decision.</summary>
    public bool Allows(FactLookup facts, PersonId person, Purpose purpose) =>
        !IsErased(facts, person) && SaidOf(facts, person, purpose) is var said && Counts(facts, person, purpose, said?.Said);

    /// <summary>All purposes, in the order of the notice.</summary>
    public IReadOnlyList<ConsentReading> Of(PersonId person)
    {
        var facts = FactLookup.Of(desk.Log);
        var erased = IsErased(facts, person);
        return [.. Purposes.All.Select(purpose =>
        {
            var said = SaidOf(facts, person, purpose);
            return new ConsentReading(purpose, said?.Said, said?.Fact.Time.WallMs, said?.Fact.Id.Origin, !erased && Counts(facts, person, purpose, said?.Said));
        })];
    }

    /// <summary>As young as anything they said of themselves: of two words at one time the careful one counts.</summary>
    public AgeGroup AgeOf(FactLookup facts, PersonId person)
    {
        var read = profiles.ProfileOf(facts, person);
        var ages = read.AlsoSaid.Select(a => a.Value.AgeGroup).Append(read.Standing?.Value.AgeGroup ?? AgeGroup.Unspecified).Where(a => a != AgeGroup.Unspecified).ToList();
        return ages.Count > 0 ? ages.Min() : AgeGroup.Unspecified;
    }

    internal static (Fact Fact, Consent Said)? SaidOf(FactLookup facts, PersonId person, Purpose purpose) =>
        facts.Latest(Purposes.SubjectOf(person, purpose), FactKinds.PersonConsent) is { } fact && PrivacyCodec.TryReadConsent(fact) is { } said ? (fact, said) : null;

    internal static bool IsErased(FactLookup facts, PersonId person) => facts.About(person.Subject).Any(f => f.Kind == FactKinds.PersonErased.Name);

    private bool Counts(FactLookup facts, PersonId person, Purpose purpose, Consent? said) =>
        // The profile is opened only where it matters.
        (purpose == Purpose.Account || said is { Given: true }) && ConsentRules.Allows(purpose, said, purpose == Purpose.Account ? AgeGroup.Unspecified : AgeOf(facts, person));
}
