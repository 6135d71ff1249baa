using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Samagam.Core.Boxes;
using Samagam.Core.Content;
using Samagam.Core.Geo;
using Samagam.Core.People;
using Samagam.Node.People;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal.People;

/// <summary>Whom to call, as the API takes and gives it.</summary>
internal sealed record ContactShape(string? Name = null, string? Phone = null);

/// <summary>Body of typing one's profile: it takes the place of the one before, what is left out is not said any more.</summary>
internal sealed record ProfileRequest(
    string? Name = null,
    string? AgeGroup = null,
    ContactShape? EmergencyContact = null,
    IReadOnlyList<string?>? MedicalConditions = null,
    string? PilgrimType = null,
    string? LanguagePreference = null,
    IReadOnlyDictionary<string, string?>? ProfileData = null)
{
    /// <summary>The profile, or the field without a valid value.</summary>
    public (PersonProfile Profile, string? Wrong) Read(PeopleOptions options)
    {
        var age = Core.People.AgeGroup.Unspecified;
        if (AgeGroup is not null && !PersonWords.TryParse(AgeGroup, out age))
        {
            return (PersonProfile.Empty, "$.ageGroup");
        }
        PilgrimType? type = null;
        if (PilgrimType is not null)
        {
            if (!ContentWords.TryParse(PilgrimType, out PilgrimType read))
            {
                return (PersonProfile.Empty, "$.pilgrimType");
            }
            type = read;
        }
        if (Shapes.Entries(ProfileData) is not { } data)
        {
            return (PersonProfile.Empty, "$.profileData");
        }
        var profile = new PersonProfile
        {
            Name = Shapes.Text(Name),
            AgeGroup = age,
            EmergencyContact = EmergencyContact is { } contact ? new(Shapes.Text(contact.Name), CleanText.Phone(contact.Phone, int.MaxValue)) : null,
            MedicalConditions = [.. (MedicalConditions ?? []).Select(Shapes.Text)],
            PilgrimType = type,
            Language = LanguagePreference ?? PersonProfile.Empty.Language,
            Data = data,
        };
        return (profile, profile.Wrong(options));
    }
}

/// <summary>One word of a profile: what was typed, when and at which box.</summary>
internal record ProfileWords(
    string Name, string? AgeGroup, ContactShape? EmergencyContact, IReadOnlyList<string> MedicalConditions, string? PilgrimType, string LanguagePreference,
    IReadOnlyDictionary<string, string> ProfileData, DateTimeOffset? SavedAt, string? SavedAtBox, string? SavedAtPlace)
{
    public static ProfileWords Of(Typed<PersonProfile>? typed, BoxDirectory boxes)
    {
        var profile = typed?.Value ?? PersonProfile.Empty;
        return new(
            profile.Name,
            profile.AgeGroup == Core.People.AgeGroup.Unspecified ? null : profile.AgeGroup.Word(),
            profile.EmergencyContact is { } contact ? new ContactShape(contact.Name, contact.Phone) : null,
            profile.MedicalConditions,
            profile.PilgrimType?.Word(),
            profile.Language,
            profile.Data,
            typed is { } said ? DateTimeOffset.FromUnixTimeMilliseconds(said.AtMs) : null,
            typed?.Box.ToString(),
            typed is { } at ? boxes.Find(at.Box)?.Name : null);
    }
}

/// <summary>A person's own profile.</summary>
/// <param name="PhoneNumber">The account's; left out without one.</param>
/// <param name="AlsoSaid">Typed at the same time at other boxes and not standing: readable until typed again.</param>
internal sealed record ProfileView(string UserId, string? PhoneNumber, bool PhoneVerified, ProfileWords Profile, IReadOnlyList<ProfileWords> AlsoSaid);

/// <summary>How a person wants to be served; what is left out is off.</summary>
internal sealed record PreferencesShape(bool StepFree = false, bool LargeText = false, bool ReadAloud = false, bool SaveData = false)
{
    [JsonIgnore]
    public PersonPreferences Preferences => new(StepFree, LargeText, ReadAloud, SaveData);

    public static PreferencesShape Of(PersonPreferences said) => new(said.StepFree, said.LargeText, said.ReadAloud, said.SaveData);
}

/// <summary>Body of keeping a place.</summary>
/// <param name="PinId">Made by the phone where it can be: the same id again is the same pin.</param>
internal sealed record PinRequest(
    string? PinId = null, string? Name = null, PointRequest? Location = null, string? PinType = null, IReadOnlyDictionary<string, string?>? Metadata = null)
{
    private const string DefaultType = "place";

    /// <summary>The pin, or the field without a valid value.</summary>
    public (Pin? Pin, string? Wrong) Read(PeopleOptions options)
    {
        if (Location?.Point is not { } point)
        {
            return (null, "$.location");
        }
        if (Shapes.Entries(Metadata) is not { } metadata)
        {
            return (null, "$.metadata");
        }
        var pin = new Pin(Shapes.Text(Name), point, PinType ?? DefaultType, metadata);
        return (pin, pin.Wrong(options));
    }
}

/// <summary>A point as the API gives it.</summary>
internal sealed record PointView(double Lat, double Lng)
{
    public static PointView Of(GeoPoint point) => new(point.LatitudeDeg, point.LongitudeDeg);
}

/// <summary>A place a person keeps.</summary>
internal sealed record PinView(string PinId, string Name, PointView Location, string PinType, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset SavedAt)
{
    public static PinView Of(PinReading read) =>
        new(read.Id.ToString(), read.Pin.Name, PointView.Of(read.Pin.Point), read.Pin.Type, read.Pin.Metadata, DateTimeOffset.FromUnixTimeMilliseconds(read.SavedMs));
}

/// <summary>Texts of strangers as they are kept: cleaned, never cut; what is too long is refused by the rules behind.</summary>
internal static class Shapes
{
    public static string Text(string? text) => CleanText.Of(text, int.MaxValue);

    /// <summary>Null when an entry has no value.</summary>
    public static ImmutableSortedDictionary<string, string>? Entries(IReadOnlyDictionary<string, string?>? entries)
    {
        var read = Core.People.Entries.None.ToBuilder();
        foreach (var (name, value) in entries ?? new Dictionary<string, string?>())
        {
            if (value is null || Text(name) != name)
            {
                return null;
            }
            read[name] = Text(value);
        }
        return read.ToImmutable();
    }
}

/// <summary>Shapes of this feature, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(ProfileView))]
[JsonSerializable(typeof(PreferencesShape))]
[JsonSerializable(typeof(PinRequest))]
[JsonSerializable(typeof(PinView))]
[JsonSerializable(typeof(PinView[]))]
internal sealed partial class PeopleJson : JsonSerializerContext;
