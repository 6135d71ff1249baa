using Samagam.Node.Portal.Access;

namespace Samagam.Node.Portal.Amenities;

/// <summary>What the doors of amenities can be asked, as the reference tells it; read by <see cref="AmenityQuestion"/>.</summary>
internal static class AmenityParameters
{
    private static readonly ApiParameter[] Place =
    [
        new("lat", "number", "Latitude of the place asked from; this box when left out", Example: "23.1856"), new("lng", "number", "Longitude, together with lat", Example: "75.7678"),
        new("profile", "string", "How one walks") { Words = ["crowd", "accessible", "amenity"] },
    ];

    private static readonly ApiParameter[] Filters =
    [
        new("max_seconds", "integer", "Longest walk, seconds") { Min = 1, Max = AmenityQuestion.MostSeconds },
        new("open_now", "boolean", "Only what is open"), new("step_free", "boolean", "Only what has no steps"), new("free", "boolean", "Only what costs nothing"),
        new("operational", "boolean", "Only what is in use"), new("gender", "string", "Whom it is for") { Words = ["male", "female", "unisex", "family"] },
        new("min_capacity", "integer", "Least number of places") { Min = 1 }, new("min_crowd", "integer", "Least crowd level") { Min = 1, Max = 5 },
        new("max_crowd", "integer", "Most crowd level") { Min = 1, Max = 5 }, new("sector", "string", "Sector it is in"), new("zone", "string", "Zone it is in"),
        new("bbox", "string", "West, south, east, north (RFC 7946, section 5)"), new("include_unknown", "boolean", "Take what a filter cannot know"),
    ];

    public static IReadOnlyList<ApiParameter> Nearest { get; } =
    [
        new("type", "string", "Kind, or several with commas; this or q is needed", Example: "toilet"), new("q", "string", "Words"),
        new("limit", "integer", "At most 100; 5 when not said") { Min = 1, Max = 100 }, .. Place, .. Filters,
    ];

    public static IReadOnlyList<ApiParameter> Search { get; } =
    [
        new("q", "string", "Words; needed where nothing else is asked", Example: "water"), new("type", "string", "Kind, or several with commas"), .. Paging.Parameters, .. Place, .. Filters,
    ];

    public static IReadOnlyList<ApiParameter> One { get; } = [.. Place];
}
