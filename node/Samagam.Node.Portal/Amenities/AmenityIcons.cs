using Samagam.Routing.Amenities;

namespace Samagam.Node.Portal.Amenities;

/// <summary>The pictogram of each type, by its name in the portal's set.</summary>
internal static class AmenityIcons
{
    public static string Of(AmenityType type) => type switch
    {
        AmenityType.Toilet => "toilet",
        AmenityType.Water => "water",
        AmenityType.Medical => "medical",
        AmenityType.Police => "police",
        AmenityType.LostAndFound => "lost",
        AmenityType.Shelter => "shelter",
        AmenityType.Parking => "parking",
        AmenityType.BusStation => "bus",
        AmenityType.RailwayStation => "train",
        AmenityType.Worship => "temple",
        AmenityType.Ghat => "swim",
        AmenityType.Food => "food",
        AmenityType.Information => "info",
        AmenityType.Bank => "bank",
        AmenityType.PhoneCharging => "charge",
        _ => "dots",
    };
}
