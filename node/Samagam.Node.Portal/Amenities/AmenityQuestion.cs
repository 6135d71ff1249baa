using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Samagam.Core.Amenities;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Amenities;

/// <summary>At which door a question was asked; each takes its own parameters.</summary>
internal enum AmenityDoor
{
    Nearest,
    Search,
    One,
}

/// <summary>A question for amenities as it was asked, read strictly: what is unknown, doubled or out of range is named.</summary>
internal sealed class AmenityQuestion
{
    /// <summary>Longest text, UTF-16 units.</summary>
    public const int MaxText = 100;

    public const int DefaultNearest = 5;

    /// <summary>Longest walk worth showing, seconds.</summary>
    public const int MostSeconds = 7_200;

    private const int MaxIdLength = 40;

    private AmenityBook? _book;

    private AmenityQuestion()
    {
    }

    /// <summary>The parameter at fault; null when there is none.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Null when no place was named.</summary>
    public Coordinate? From { get; private set; }

    public string? Text { get; private set; }

    public int Limit { get; private set; }

    public int Page { get; private set; } = 1;

    public int MaxSeconds { get; private set; } = MostSeconds;

    public WalkMetric Profile { get; private set; } = WalkMetric.Crowd;

    public AmenityFilter Filter { get; private set; } = AmenityFilter.None;

    /// <summary>Types among which is looked: one bit each, those of categories included.</summary>
    public uint Searched { get; private set; }

    /// <summary>More is asked than a type.</summary>
    public bool Narrows { get; private set; }

    /// <param name="query">As it came.</param>
    /// <param name="door">Where.</param>
    /// <param name="book">Knows the categories; null for a door that is not asked by them.</param>
    public static AmenityQuestion Read(IQueryCollection query, AmenityDoor door, AmenityBook? book = null)
    {
        var question = new AmenityQuestion { _book = book, Limit = door == AmenityDoor.Nearest ? DefaultNearest : Pagination.DefaultLimit };
        foreach (var (name, values) in query)
        {
            if (!question.Take(name, values, door))
            {
                question.Wrong = name;
                return question;
            }
        }
        question.Wrong = question.TakePlace(query) ?? question.Missing(door);
        return question;
    }

    private bool Take(string name, StringValues values, AmenityDoor door)
    {
        if (values.Count != 1 && name != "type")
        {
            return false;
        }
        var value = values[0] ?? "";
        switch (name)
        {
            case "lang" or "lat" or "lng":
                return true;
            case "profile":
                Profile = value switch { "accessible" => WalkMetric.Accessible, "amenity" => WalkMetric.Amenity, _ => WalkMetric.Crowd };
                return value is "crowd" or "accessible" or "amenity";
            case var _ when door == AmenityDoor.One:
                return false;
            case "type":
                return TryTypes(values);
            case "limit":
                return TryNumber(value, 1, Pagination.MaxLimit, out var limit) && (Limit = limit) is var _;
            case "page" when door == AmenityDoor.Search:
                return TryNumber(value, 1, 10_000, out var page) && (Page = page) is var _;
            case "max_seconds":
                return TryNumber(value, 1, MostSeconds, out var seconds) && (MaxSeconds = seconds) is var _;
            case "q":
                Text = value;
                return value.Length <= MaxText;
            case "include_unknown":
                return TryBool(value, out var unknown) && (Filter = Filter with { IncludeUnknown = unknown }) is var _;
            default:
                Narrows = true;
                return TryNarrow(name, value);
        }
    }

    private bool TryNarrow(string name, string value)
    {
        switch (name)
        {
            case "open_now":
                return TryBool(value, out var open) && (Filter = Filter with { OpenNow = open }) is var _;
            case "step_free":
                return TryBool(value, out var stepFree) && (Filter = Filter with { StepFree = stepFree }) is var _;
            case "free":
                return TryBool(value, out var free) && (Filter = Filter with { Free = free }) is var _;
            case "operational":
                return TryBool(value, out var operational) && (Filter = Filter with { Operational = operational }) is var _;
            case "gender":
                var whom = value switch { "male" => ForWhom.Male, "female" => ForWhom.Female, "unisex" => ForWhom.Unisex, "family" => ForWhom.Family, _ => ForWhom.Unknown };
                return whom != ForWhom.Unknown && (Filter = Filter with { ForWhom = whom }) is var _;
            case "min_capacity":
                return TryNumber(value, 1, int.MaxValue, out var capacity) && (Filter = Filter with { MinCapacity = capacity }) is var _;
            case "min_crowd":
                return TryNumber(value, 1, 5, out var least) && (Filter = Filter with { MinCrowd = least }) is var _;
            case "max_crowd":
                return TryNumber(value, 1, 5, out var most) && (Filter = Filter with { MaxCrowd = most }) is var _;
            case "sector":
                return value.Length is > 0 and <= MaxIdLength && (Filter = Filter with { Sector = value }) is var _;
            case "zone":
                return value.Length is > 0 and <= MaxIdLength && (Filter = Filter with { Zone = value }) is var _;
            case "bbox":
                return TryBox(value, out var box) && (Filter = Filter with { Box = box }) is var _;
            default:
                return false;
        }
    }

    private string? TakePlace(IQueryCollection query)
    {
        var (lat, lng) = (query["lat"], query["lng"]);
        if (lat.Count == 0 && lng.Count == 0)
        {
            return null;
        }
        if (!TryDegrees(lat, 90, out var latitude))
        {
            return "lat";
        }
        if (!TryDegrees(lng, 180, out var longitude))
        {
            return "lng";
        }
        From = new Coordinate(latitude, longitude);
        return null;
    }

    // A nearest needs to know of what; a search needs anything at all to go by.
    private string? Missing(AmenityDoor door) => door switch
    {
        AmenityDoor.Nearest when Searched == 0 && string.IsNullOrWhiteSpace(Text) => "type",
        AmenityDoor.Search when Searched == 0 && !Narrows && string.IsNullOrWhiteSpace(Text) => "q",
        _ => null,
    };

    private bool TryTypes(StringValues values)
    {
        var (types, under) = (0u, 0u);
        HashSet<string>? categories = null;
        foreach (var value in values)
        {
            foreach (var word in (value ?? "").Split(',', AmenityTypes.Count + 1))
            {
                if (AmenityTypes.TryParse(word, out var type))
                {
                    types |= 1u << (int)type;
                }
                else if (_book is not null && _book.Categories.TryGetValue(word, out var category) && !category.Said.Removed && AmenityTypes.TryParse(category.Said.Under, out type))
                {
                    (categories ??= new(StringComparer.Ordinal)).Add(word);
                    under |= 1u << (int)type;
                }
                else
                {
                    return false;
                }
            }
        }
        Filter = Filter with { Types = types, Categories = categories };
        (Searched, Narrows) = (types | under, Narrows || categories is not null);
        return true;
    }

    // West, south, east, north, as GeoJSON has it (RFC 7946 §5).
    private static bool TryBox(string text, out MapBounds box)
    {
        box = default;
        var parts = text.Split(',', 5);
        if (parts.Length != 4
            || !TryDegrees(parts[0], 180, out var west) || !TryDegrees(parts[1], 90, out var south)
            || !TryDegrees(parts[2], 180, out var east) || !TryDegrees(parts[3], 90, out var north) || west > east || south > north)
        {
            return false;
        }
        box = new MapBounds(new Coordinate(south, west), new Coordinate(north, east));
        return true;
    }

    private static bool TryDegrees(string? text, double most, out double degrees) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out degrees) && Math.Abs(degrees) <= most;

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static bool TryBool(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }
}
