using Samagam.Routing.Amenities.Hours;

namespace Samagam.Routing.Amenities;

/// <summary>
/// What somebody asks of an amenity. Null or unset asks nothing. Where the map does not say whether an amenity is as
/// asked, it does not fit, unless <see cref="IncludeUnknown"/>.
/// </summary>
public sealed record AmenityFilter
{
    /// <summary>Everything.</summary>
    public static readonly AmenityFilter None = new();

    /// <summary>One bit per <see cref="AmenityType"/>; 0 for every type.</summary>
    public uint Types { get; init; }

    public bool? OpenNow { get; init; }

    public bool? StepFree { get; init; }

    public bool? Free { get; init; }

    /// <summary>For women, men, everybody or families; a unisex place is for women and men as well.</summary>
    public ForWhom ForWhom { get; init; }

    public int? MinCapacity { get; init; }

    /// <summary>Least level 1 to 5 of the zone it lies in.</summary>
    public int? MinCrowd { get; init; }

    /// <summary>Most level 1 to 5 of the zone it lies in.</summary>
    public int? MaxCrowd { get; init; }

    /// <summary>Id of the sector it lies in.</summary>
    public string? Sector { get; init; }

    /// <summary>Id of the crowd zone it lies in.</summary>
    public string? Zone { get; init; }

    public MapBounds? Box { get; init; }

    public bool? Operational { get; init; }

    /// <summary>What is not known counts as fitting.</summary>
    public bool IncludeUnknown { get; init; }

    /// <summary>Asks for nothing but a type, if that.</summary>
    public bool IsOnlyTypes => this with { Types = 0, IncludeUnknown = false } == None;

    /// <summary>Words of categories below a type (<see cref="CategoryTag"/>), beside <see cref="Types"/>; null for none.</summary>
    public IReadOnlySet<string>? Categories { get; init; }

    /// <summary>Tag of the category an amenity belongs to.</summary>
    public const string CategoryTag = "samagam:category";

    public bool HasType(AmenityType type) => (Types == 0 && Categories is null) || (Types & (1u << (int)type)) != 0;

    private bool HasCategory(Amenity amenity) => Categories is not null && amenity.Tags.TryGetValue(CategoryTag, out var word) && Categories.Contains(word);

    /// <summary>Whether an amenity fits.</summary>
    /// <param name="catalogue">Of the map it is on.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="local">Now, in the local time of the event.</param>
    /// <param name="offset">Local time less UTC.</param>
    /// <param name="crowdOf">Level of a zone by its place in the map's list; null where nobody counts.</param>
    /// <param name="saidOf">What is said of an amenity beyond the map, by its place: whether it is in use, and its own crowd level.</param>
    public bool Admits(AmenityCatalogue catalogue, int index, DateTime local, TimeSpan offset, Func<int, int?> crowdOf, Func<int, (bool? Operational, int? CrowdLevel)>? saidOf = null)
    {
        var amenity = catalogue.Map.Amenities[index];
        if (!(HasType(amenity.Type) || HasCategory(amenity)) || (Box is { } box && !box.Contains(amenity.Point)))
        {
            return false;
        }
        var (sector, zone) = catalogue.ZonesOf(index);
        if ((Sector is not null && !catalogue.IsZone(sector, Sector)) || (Zone is not null && !catalogue.IsZone(zone, Zone)))
        {
            return false;
        }
        var facts = amenity.Facts;
        var said = saidOf is not null && (Operational is not null || MinCrowd is not null || MaxCrowd is not null) ? saidOf(index) : default;
        return (Operational is not { } operational || operational == (said.Operational ?? facts.IsOperational))
            && Fits(StepFree, facts.StepFree)
            && Fits(Free, facts.Fee switch { Said.No => Said.Yes, Said.Yes => Said.No, var other => other })
            && (ForWhom == ForWhom.Unknown || Fits(true, IsFor(facts.ForWhom)))
            && (MinCapacity is not { } capacity || (facts.Capacity is { } has ? has >= capacity : IncludeUnknown))
            && (OpenNow is null || Fits(OpenNow, catalogue.HoursOf(index, local, offset)?.State switch { OpenState.Open => Said.Yes, OpenState.Closed => Said.No, _ => Said.Unknown }))
            && FitsCrowd(said.CrowdLevel ?? (zone < 0 ? null : crowdOf(zone)));
    }

    // A place that fits in part is not known to fit whoever asks.
    private bool Fits(bool? asked, Said said) => asked is not { } wanted || (said is Said.Unknown or Said.Partly ? IncludeUnknown : wanted == (said == Said.Yes));

    private bool FitsCrowd(int? known) =>
        (MinCrowd is null && MaxCrowd is null) || (known is { } level ? level >= (MinCrowd ?? int.MinValue) && level <= (MaxCrowd ?? int.MaxValue) : IncludeUnknown);

    private Said IsFor(ForWhom said) => said == ForWhom.Unknown ? Said.Unknown
        : (said & ForWhom) != 0 || (ForWhom is ForWhom.Male or ForWhom.Female && (said & ForWhom.Unisex) != 0) ? Said.Yes
        // That it has a place for families says nothing of who else may come.
        : said == ForWhom.Family ? Said.Unknown
        : Said.No;
}
