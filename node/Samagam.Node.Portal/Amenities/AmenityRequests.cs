using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Samagam.Core.Amenities;
using Samagam.Core.Geo;
using Samagam.Mesh.Orders;

namespace Samagam.Node.Portal.Amenities;

/// <summary>What staff say an amenity is. For one of the map, what is left out is as the map has it; a new one needs type and place.</summary>
/// <param name="AmenityId">When one is added: <c>s</c> and 16 hexadecimal digits, so that a retry adds it once; the box makes one when left out.</param>
/// <param name="Type">Word of a type or category.</param>
/// <param name="OperatingHours">As OpenStreetMap writes them.</param>
/// <param name="StepFree"><c>yes</c>, <c>limited</c>, <c>no</c>.</param>
/// <param name="ForWhom">Of <c>male</c>, <c>female</c>, <c>unisex</c>, <c>family</c>.</param>
internal sealed record AmenityRequest(
    string? AmenityId = null, string? Type = null, double? Lat = null, double? Lng = null, string? Name = null, string? NameHi = null, string? OperatingHours = null,
    int? Capacity = null, string? Address = null, string? Description = null, string? DescriptionHi = null, string? StepFree = null, bool? Fee = null, bool? Drinkable = null,
    IReadOnlyList<string>? ForWhom = null)
{
    private static readonly string[] Whom = ["male", "female", "unisex", "family"];

    /// <summary>The word, or the path of the first field that is wrong.</summary>
    public (AmenitySaid? Said, string Wrong) Read(string id, string by)
    {
        var traits = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var wrong = Lat is null != Lng is null || (Lat is { } lat && Lng is { } lng && !new GeoPoint(lat, lng).IsValid) ? "$.lat"
            : Type is not null && !AmenityWords.IsWord(Type) ? "$.type"
            : !AmenityWords.IsLine(Name ?? "", AmenityWords.MaxNameLength) ? "$.name"
            : !AmenityWords.IsLine(NameHi ?? "", AmenityWords.MaxNameLength) ? "$.nameHi"
            : Capacity is < 1 or > 1_000_000 ? "$.capacity"
            : StepFree is not (null or "yes" or "limited" or "no") ? "$.stepFree"
            : ForWhom is { } whom && (whom.Count > Whom.Length || !whom.All(Whom.Contains)) ? "$.forWhom"
            : Trait("opening_hours", OperatingHours) ?? Trait("addr:full", Address) ?? Trait("description", Description) ?? Trait("description:hi", DescriptionHi);
        if (wrong is not null)
        {
            return (null, wrong);
        }
        Put("capacity", Capacity?.ToString(CultureInfo.InvariantCulture));
        Put("wheelchair", StepFree);
        Put("fee", YesNo(Fee));
        Put("drinking_water", YesNo(Drinkable));
        foreach (var word in ForWhom is null ? [] : Whom)
        {
            Put(word, YesNo(ForWhom!.Contains(word)));
        }
        var said = new AmenitySaid
        {
            Id = id,
            Type = Type ?? "",
            NameEn = Name ?? "",
            NameHi = NameHi ?? "",
            Point = Lat is { } y && Lng is { } x ? new GeoPoint(Math.Round(y, 7), Math.Round(x, 7)) : null,
            Traits = traits.ToImmutable(),
            By = by,
        };
        return said.IsValid ? (said, "") : (null, said.IsNew && said.Type.Length == 0 ? "$.type" : said.IsNew && said.Point is null ? "$.lat" : "$");

        string? Trait(string key, string? value)
        {
            Put(key, value);
            return value is null || (value.Length > 0 && AmenityWords.IsLine(value, AmenityWords.MaxTextLength)) ? null
                : key switch { "opening_hours" => "$.operatingHours", "addr:full" => "$.address", "description" => "$.description", _ => "$.descriptionHi" };
        }

        void Put(string key, string? value)
        {
            if (value is not null)
            {
                traits[key] = value;
            }
        }
    }

    private static string? YesNo(bool? said) => said switch { true => "yes", false => "no", null => null };
}

/// <summary>How staff found an amenity.</summary>
/// <param name="Operational">In use or not.</param>
/// <param name="CrowdLevel">1 to 5.</param>
/// <param name="Note">For everybody; one line.</param>
/// <param name="Until">With its offset; half a day from now when left out.</param>
internal sealed record StatusRequest(
    bool? Operational = null, int? CrowdLevel = null, string? Note = null, [property: JsonConverter(typeof(OffsetTimeConverter))] DateTimeOffset? Until = null)
{
    public (AmenityStatus? Status, string Wrong) Read(string id, string by) =>
        Operational is null && CrowdLevel is null ? (null, "$.operational")
        : CrowdLevel is < 1 or > 5 ? (null, "$.crowdLevel")
        : !AmenityWords.IsLine(Note ?? "", AmenityWords.MaxTextLength) ? (null, "$.note")
        : Until?.ToUnixTimeMilliseconds() <= 0 ? (null, "$.until")
        : (new AmenityStatus(id, Operational, CrowdLevel, Note ?? "", Until?.ToUnixTimeMilliseconds() ?? 0, by), "");
}

/// <summary>A category, or other names for a type.</summary>
/// <param name="Category">For programs; only when one is added.</param>
/// <param name="Under">The type it stands under.</param>
internal sealed record CategoryRequest(string? Category = null, string? Under = null, string? Name = null, string? NameHi = null)
{
    public (CategorySaid? Said, string Wrong) Read(string? word, string by) =>
        !AmenityWords.IsWord(word) ? (null, "$.category")
        : !AmenityWords.IsWord(Under) || !Routing.Amenities.AmenityTypes.TryParse(Under, out _) ? (null, "$.under")
        : string.IsNullOrEmpty(Name) || !AmenityWords.IsLine(Name, AmenityWords.MaxNameLength) ? (null, "$.name")
        : string.IsNullOrEmpty(NameHi) || !AmenityWords.IsLine(NameHi, AmenityWords.MaxNameLength) ? (null, "$.nameHi")
        : (new CategorySaid(word!, Under!, Name, NameHi, false, by), "");
}

/// <summary>What a pilgrim found.</summary>
/// <param name="Status"><c>closed</c>, <c>dirty</c>, <c>no-water</c>, <c>crowded</c>, <c>ok</c>, <c>gone</c>.</param>
/// <param name="Note">For the staff of this box only; one line.</param>
internal sealed record ReportRequest(string? Status = null, string? Note = null);

/// <summary>What became of it: <c>kept</c>, or <c>unchanged</c> when the same phone said so a moment ago.</summary>
internal sealed record ReportTaken(string Result);

/// <summary>What pilgrims say of an amenity, and the notes they left at this box.</summary>
internal sealed record ReportsView(ReportedView? Reported, IReadOnlyList<ReportNote> Notes);

/// <summary>A note, newest first.</summary>
internal sealed record ReportNote(string Status, string Note, long AgeSeconds);
