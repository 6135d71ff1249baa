using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.People;

namespace Samagam.Node.People;

/// <summary>One value a person typed: what, when, at which box.</summary>
public readonly record struct Typed<T>(T Value, long AtMs, NodeId Box);

/// <summary>A person's profile as this box reads it.</summary>
/// <param name="Standing">Null when nothing was said, or its key has not arrived.</param>
/// <param name="AlsoSaid">Said at the same time at other boxes: readable until typed again.</param>
/// <param name="Tag">Changes with whatever a reader would see; for optimistic concurrency.</param>
public sealed record ProfileReading(Typed<PersonProfile>? Standing, IReadOnlyList<Typed<PersonProfile>> AlsoSaid, string Tag);

/// <summary>A pin as this box reads it.</summary>
public sealed record PinReading(PinId Id, Pin Pin, long SavedMs);

/// <summary>Reads what people said of themselves from the facts, by subject; nothing of a person is kept in memory.</summary>
public sealed class PersonBook(FactDesk desk, PersonVault vault)
{
    /// <summary>Everything said since the person was not known or after they were erased reads as nothing.</summary>
    public ProfileReading ProfileOf(PersonId person) => ProfileOf(FactLookup.Of(desk.Log), person);

    public ProfileReading ProfileOf(FactLookup facts, PersonId person)
    {
        var about = facts.About(person.Subject);
        var standing = TypedRegister.Standing(about, FactKinds.PersonProfile);
        var read = new List<Typed<PersonProfile>>();
        foreach (var fact in standing)
        {
            if (PersonalCodec.SealedIn(fact, FactKinds.PersonProfile) is { } closed && Open(about, person, closed) is { } clear && PersonalCodec.TryReadProfile(clear) is { } profile)
            {
                read.Add(new(profile, fact.Time.WallMs, fact.Id.Origin));
            }
        }
        return new ProfileReading(read.Count > 0 ? read[0] : null, [.. read.Skip(1)], TagOf(standing));
    }

    /// <summary>The preferences that stand, with the tag of what was read.</summary>
    public (PersonPreferences Preferences, string Tag) PreferencesOf(PersonId person) => PreferencesOf(FactLookup.Of(desk.Log), person);

    public (PersonPreferences Preferences, string Tag) PreferencesOf(FactLookup facts, PersonId person)
    {
        var said = facts.Latest(PersonPreferences.SubjectOf(person), FactKinds.PersonPreferences);
        var read = said is not null && PersonalCodec.SealedIn(said, FactKinds.PersonPreferences) is { } closed && Open(facts.About(person.Subject), person, closed) is { } clear
            ? PersonalCodec.TryReadPreferences(clear)
            : null;
        return (read ?? PersonPreferences.None, TagOf(said is null ? [] : [said]));
    }

    /// <summary>All pins of a person, newest first; one whose key has not arrived is left out.</summary>
    public IReadOnlyList<PinReading> PinsOf(PersonId person) => PinsOf(FactLookup.Of(desk.Log), person);

    public IReadOnlyList<PinReading> PinsOf(FactLookup facts, PersonId person)
    {
        var about = facts.About(person.Subject);
        var pins = new List<PinReading>();
        foreach (var held in facts.Below(PinId.Root(person)).GroupBy(f => f.Subject))
        {
            if (PinId.OfSubject(person, held.Key) is { } id && Read(about, person, id, held) is { } pin)
            {
                pins.Add(pin);
            }
        }
        return [.. pins.OrderByDescending(p => p.SavedMs).ThenBy(p => p.Id)];
    }

    /// <summary>Null for a pin not known, removed, or whose key has not arrived.</summary>
    public PinReading? PinOf(FactLookup facts, PersonId person, PinId id) => Read(facts.About(person.Subject), person, id, facts.About(id.SubjectOf(person)));

    private PinReading? Read(IReadOnlyList<Fact> aboutPerson, PersonId person, PinId id, IEnumerable<Fact> aboutPin) =>
        FactLookup.LatestIn(aboutPin, FactKinds.PersonPin) is { } said && PersonalCodec.SealedIn(said, FactKinds.PersonPin) is { } closed
        && Open(aboutPerson, person, closed) is { } clear && PersonalCodec.TryReadPin(clear) is { } pin
            ? new PinReading(id, pin, said.Time.WallMs)
            : null;

    private byte[]? Open(IReadOnlyList<Fact> aboutPerson, PersonId person, ReadOnlyMemory<byte> closed) => vault.Open(_ => aboutPerson, person.Subject, closed.Span);

    /// <summary>Names a set of facts: the same on every box, since their identities are.</summary>
    private static string TagOf(IReadOnlyList<Fact> facts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', facts.Select(f => f.Id.ToString().ToLower(CultureInfo.InvariantCulture))))).AsSpan(0, 8));
}
