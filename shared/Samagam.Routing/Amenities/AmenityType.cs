using Samagam.Routing.Osm;

namespace Samagam.Routing.Amenities;

/// <summary>What a pilgrim may look for on foot.</summary>
public enum AmenityType : byte
{
    Toilet,
    Water,
    Medical,
    Police,
    LostAndFound,
    Shelter,
    Parking,
    BusStation,
    RailwayStation,
    Worship,
    Ghat,
    Food,
    Information,
    Bank,
    PhoneCharging,
}

/// <summary>The word for each type in the API, and which tags mean it.</summary>
public static class AmenityTypes
{
    private static readonly (AmenityType Type, string Word)[] Words =
    [
        (AmenityType.Toilet, "toilet"), (AmenityType.Water, "water"), (AmenityType.Medical, "medical"),
        (AmenityType.Police, "police"), (AmenityType.LostAndFound, "lost_and_found"), (AmenityType.Shelter, "shelter"),
        (AmenityType.Parking, "parking"), (AmenityType.BusStation, "bus_station"),
        (AmenityType.RailwayStation, "railway_station"), (AmenityType.Worship, "worship"), (AmenityType.Ghat, "ghat"),
        (AmenityType.Food, "food"), (AmenityType.Information, "information"), (AmenityType.Bank, "bank"),
        (AmenityType.PhoneCharging, "phone_charging"),
    ];

    /// <summary>How many types there are.</summary>
    public const int Count = (int)AmenityType.PhoneCharging + 1;

    /// <summary>Every type, in the order of the enum.</summary>
    public static IEnumerable<AmenityType> All => Words.Select(w => w.Type);

    /// <summary>The API word: <c>toilet</c>, <c>water</c>, <c>lost_and_found</c> …</summary>
    public static string Word(this AmenityType type) => Words[(int)type].Word;

    /// <summary>The type of an API word; false for a word that is none.</summary>
    public static bool TryParse(string? word, out AmenityType type)
    {
        foreach (var (candidate, name) in Words)
        {
            if (name == word)
            {
                type = candidate;
                return true;
            }
        }
        type = default;
        return false;
    }

    /// <summary>
    /// What OSM tags say this is. <c>samagam:amenity</c> with an API word comes first, because OSM has no agreed tag for
    /// a lost-and-found post at a gathering. What is private, closed or gone is nothing.
    /// </summary>
    internal static AmenityType? FromTags(OsmTags tags)
    {
        if (tags["samagam:amenity"] is { } own)
        {
            return TryParse(own, out var type) ? type : null;
        }
        if (tags["access"] is "private" or "no")
        {
            return null;
        }
        return tags["amenity"] switch
        {
            "toilets" => AmenityType.Toilet,
            "drinking_water" or "water_point" => AmenityType.Water,
            "hospital" or "clinic" or "doctors" or "first_aid" or "pharmacy" => AmenityType.Medical,
            "police" => AmenityType.Police,
            "lost_property_office" or "lost_property" => AmenityType.LostAndFound,
            "shelter" => AmenityType.Shelter,
            "parking" => AmenityType.Parking,
            "bus_station" => AmenityType.BusStation,
            "place_of_worship" => AmenityType.Worship,
            "restaurant" or "fast_food" or "cafe" or "food_court" or "food_sharing" => AmenityType.Food,
            "bank" or "atm" => AmenityType.Bank,
            "device_charging_station" => AmenityType.PhoneCharging,
            _ => FromOtherTags(tags),
        };
    }

    private static AmenityType? FromOtherTags(OsmTags tags)
    {
        if (tags["emergency"] is "first_aid" or "ambulance_station" || tags["healthcare"] is "hospital" or "clinic" or "doctor")
        {
            return AmenityType.Medical;
        }
        if (tags.Is("man_made", "water_tap") && tags.Is("drinking_water", "yes"))
        {
            return AmenityType.Water;
        }
        if (tags["railway"] is "station" or "halt")
        {
            return AmenityType.RailwayStation;
        }
        if (tags.Is("historic", "temple") || tags.Is("building", "temple"))
        {
            return AmenityType.Worship;
        }
        if (tags.Is("man_made", "ghat") || tags.Is("waterway", "ghat"))
        {
            return AmenityType.Ghat;
        }
        return tags.Is("tourism", "information") && !tags.Is("information", "board") ? AmenityType.Information : null;
    }
}
