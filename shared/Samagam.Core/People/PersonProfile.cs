using System.Collections.Immutable;
using Samagam.Core.Content;

namespace Samagam.Core.People;

/// <summary>Whom to call for a person.</summary>
public sealed record EmergencyContact(string Name, string Phone);

/// <summary>
/// What a person says of themselves (kind <c>person.profile</c>, law <see cref="Facts.FoldingLaw.Typed"/>). Personal throughout: stored and sent only
/// sealed under the person. The telephone number is not here: it is the account's, and proved there.
/// </summary>
public sealed record PersonProfile
{
    public static readonly PersonProfile Empty = new();

    public string Name { get; init; } = "";
    public AgeGroup AgeGroup { get; init; }
    public EmergencyContact? EmergencyContact { get; init; }
    public IReadOnlyList<string> MedicalConditions { get; init; } = [];

    /// <summary>Null where it was not said.</summary>
    public PilgrimType? PilgrimType { get; init; }

    /// <summary>One of <see cref="PersonWords.Languages"/>.</summary>
    public string Language { get; init; } = "hi";

    /// <summary>Further entries of the phone's own.</summary>
    public ImmutableSortedDictionary<string, string> Data { get; init; } = Entries.None;

    public bool SaysTheSameAs(PersonProfile other) =>
        this with { MedicalConditions = [], Data = Entries.None } == other with { MedicalConditions = [], Data = Entries.None }
        && MedicalConditions.SequenceEqual(other.MedicalConditions) && Data.SequenceEqual(other.Data);

    /// <summary>The first field outside its limits, as the API names it; null when all are within.</summary>
    public string? Wrong(PeopleOptions options) =>
        Name.Length > options.MaxNameLength ? "$.name"
        : EmergencyContact is { } contact && (contact.Name.Length > options.MaxNameLength || contact.Phone.Length is 0 || contact.Phone.Length > options.MaxPhoneLength) ? "$.emergencyContact"
        : MedicalConditions.Count > options.MaxConditions || MedicalConditions.Any(c => c.Length == 0 || c.Length > options.MaxConditionLength) ? "$.medicalConditions"
        : !PersonWords.Languages.Contains(Language) ? "$.languagePreference"
        : Entries.AreWithin(Data, options) ? null : "$.profileData";
}

/// <summary>How a person wants to be served (kind <c>person.preferences</c>, law <see cref="Facts.FoldingLaw.Latest"/>, subject <c>person/{id}/preferences</c>); sealed.</summary>
/// <param name="StepFree">Ways without steps where there are any.</param>
/// <param name="LargeText">Larger letters on pages.</param>
/// <param name="ReadAloud">Guidance is spoken.</param>
/// <param name="SaveData">No pictures and no audio unless asked for.</param>
public sealed record PersonPreferences(bool StepFree, bool LargeText, bool ReadAloud, bool SaveData)
{
    public static readonly PersonPreferences None = new(false, false, false, false);

    /// <summary>Where they lie.</summary>
    public static string SubjectOf(Ids.PersonId person) => person.Subject + "/preferences";
}

/// <summary>Named values of a phone's own, sorted, so that the same say the same.</summary>
public static class Entries
{
    public static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static bool AreWithin(ImmutableSortedDictionary<string, string> entries, PeopleOptions options) =>
        entries.Count <= options.MaxEntries
        && entries.All(e => e.Key.Length > 0 && e.Key.Length <= options.MaxEntryNameLength && e.Value.Length <= options.MaxEntryLength);
}
