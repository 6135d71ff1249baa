using System.Globalization;
using Samagam.Routing.Amenities.Hours;

namespace Samagam.Routing.Amenities;

/// <summary>What a map says of something: yes, in part, no, or nothing at all.</summary>
public enum Said : byte
{
    Unknown,
    No,

    /// <summary>Partly: <c>wheelchair=limited</c>.</summary>
    Partly,
    Yes,
}

/// <summary>Whom a place is for.</summary>
[Flags]
public enum ForWhom : byte
{
    Unknown = 0,
    Male = 1,
    Female = 2,
    Unisex = 4,
    Family = 8,
}

/// <summary>
/// The tags of an amenity as what they mean to someone who needs it (OpenStreetMap wiki: Key:wheelchair, Key:fee, Key:female,
/// Key:capacity, Key:operational_status). What is not said is unknown, never guessed.
/// </summary>
public sealed class AmenityFacts
{
    /// <summary>Tags read here; a map keeps them for each amenity. Names in further languages (<c>name:*</c>, <c>*_name</c>) are read by the search.</summary>
    public static readonly IReadOnlyList<string> Tags =
    [
        "abandoned", "addr:city", "addr:full", "addr:housenumber", "addr:place", "addr:street", "alt_name", "capacity", "changing_table", "charge",
        "disused", "drinking_water", "drinking_water:legal", "family", "fee", "female", "gender_segregated", "male", "name:bn", "name:gu", "name:mr", "name:ta",
        "name:te", "official_name", "old_name", "opening_hours", "operational_status", "samagam:operational", "short_name", "toilets:wheelchair",
        "unisex", "wheelchair",
    ];

    private AmenityFacts(IReadOnlyDictionary<string, string> tags)
    {
        string? Tag(string key) => tags.GetValueOrDefault(key);
        HoursText = Tag("opening_hours");
        Hours = OpeningHours.Parse(HoursText);
        StepFree = Wheels(Tag("wheelchair")) is var wheels && wheels != Said.Unknown ? wheels : Wheels(Tag("toilets:wheelchair"));
        Fee = Tag("fee") is { } fee ? fee == "no" ? Said.No : Said.Yes : Tag("charge") is { } charge ? charge is "no" or "0" ? Said.No : Said.Yes : Said.Unknown;
        Drinkable = (Tag("drinking_water:legal") ?? Tag("drinking_water")) switch { "yes" => Said.Yes, "no" => Said.No, "conditional" => Said.Partly, _ => Said.Unknown };
        ForWhom = (Tag("male") == "yes" || Tag("gender_segregated") == "yes" ? ForWhom.Male : 0)
            | (Tag("female") == "yes" || Tag("gender_segregated") == "yes" ? ForWhom.Female : 0)
            | (Tag("unisex") == "yes" ? ForWhom.Unisex : 0)
            | (Tag("family") == "yes" || Tag("changing_table") == "yes" ? ForWhom.Family : 0);
        Capacity = int.TryParse(Tag("capacity"), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity) ? capacity : null;
        IsOperational = !(Tag("samagam:operational") == "no" || Tag("disused") == "yes" || Tag("abandoned") == "yes"
            || Tag("operational_status") is "closed" or "broken" or "out_of_order" or "nonoperational" or "non-operational" or "needs_maintenance" or "closed_temporarily");
        var street = Tag("addr:street") ?? Tag("addr:place");
        Address = Tag("addr:full") ?? string.Join(", ", new[] { street is null ? null : $"{Tag("addr:housenumber")} {street}".Trim(), Tag("addr:city") }.Where(p => !string.IsNullOrEmpty(p)));
    }

    /// <summary>As the map has it; null when it has none.</summary>
    public string? HoursText { get; }

    /// <summary>Null when the map has none or they cannot be read for sure.</summary>
    public OpeningHours? Hours { get; }

    /// <summary>Whether a wheelchair gets in.</summary>
    public Said StepFree { get; }

    /// <summary>Whether it costs anything.</summary>
    public Said Fee { get; }

    /// <summary>Whether its water may be drunk.</summary>
    public Said Drinkable { get; }

    public ForWhom ForWhom { get; }

    /// <summary>People, beds, seats or stalls; null when not said.</summary>
    public int? Capacity { get; }

    /// <summary>True unless the map says it is out of use: what is drawn is there to be used.</summary>
    public bool IsOperational { get; }

    /// <summary>Empty when the map has none.</summary>
    public string Address { get; }

    public static AmenityFacts Of(IReadOnlyDictionary<string, string> tags) => new(tags);

    private static Said Wheels(string? said) => said switch
    {
        "yes" or "designated" => Said.Yes,
        "limited" => Said.Partly,
        "no" => Said.No,
        _ => Said.Unknown,
    };
}
