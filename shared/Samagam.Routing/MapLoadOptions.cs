using Samagam.Routing.Clip;
using Samagam.Routing.Conditions;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.MapPack;
using Samagam.Routing.Osm;

namespace Samagam.Routing;

/// <summary>Limits of loading a map and of asking it. Safe by default; checked by <see cref="Validate"/>.</summary>
public sealed record MapLoadOptions
{
    /// <summary>What the file itself may cost.</summary>
    public OsmLimits Osm { get; init; } = new();

    /// <summary>What a map pack may cost.</summary>
    public MapPackLimits Pack { get; init; } = new();

    /// <summary>What one question to the map may cost.</summary>
    public WalkLimits Walk { get; init; } = new();

    /// <summary>What the hierarchy of a map pack may hold.</summary>
    public HierarchyLimits Hierarchy { get; init; } = new();

    /// <summary>
    /// What an OpenStreetMap file is cut down to; all of it when null. Ways are cut at the last node inside, amenities are kept where they lie inside, zones and
    /// open ground whole where any of them does. A pack is as it was built.
    /// </summary>
    public ClipArea? Clip { get; init; }

    /// <summary>
    /// Languages whose names are kept, the dearest first: <c>hi</c> and <c>en</c> each for itself; the first other one a name is known in takes the place of the local name, which is shown to
    /// whoever reads neither. 1 to 8 codes.
    /// </summary>
    public IReadOnlyList<string> Languages { get; init; } = ["hi", "en"];

    /// <summary>Most edges of the walk graph.</summary>
    public int MaxEdges { get; init; } = 40_000_000;

    /// <summary>Most amenities kept; more are dropped and counted in the report.</summary>
    public int MaxAmenities { get; init; } = 500_000;

    /// <summary>Most zones and sectors kept; more are dropped and counted.</summary>
    public int MaxZones { get; init; } = 10_000;

    /// <summary>Most points of water kept to be drawn; more are dropped and counted.</summary>
    public int MaxWaterPoints { get; init; } = 4_000_000;

    /// <summary>Most points of one area's rim for which crossings are worked out; larger areas are walked round the rim.</summary>
    public int MaxAreaRimPoints { get; init; } = 20_000;

    /// <summary>Most points of one area that can be the end of a crossing (entries and inner corners).</summary>
    public int MaxAreaCrossingPoints { get; init; } = 1_000;

    /// <summary>Up to that many lines across one area all are kept; of more, those that shorten no walk by a thousandth are left out.</summary>
    public int MaxAreaExactLines { get; init; } = 1_500;

    /// <summary>Most lines across one area. Where that needs more to be left out than the promise allows, walks across are up to 1 % or 5 % longer, which is reported; beyond that it is walked round its rim.</summary>
    public int MaxAreaLines { get; init; } = 20_000;

    /// <summary>Most comparisons of a line with a rim, or of three lines, for the whole map; bounds the time hostile areas can take.</summary>
    public long MaxAreaTests { get; init; } = 2_000_000_000;

    /// <summary>Most points of fences and walls kept; more are dropped and counted.</summary>
    public int MaxBarrierPoints { get; init; } = 5_000_000;

    /// <summary>Longest straight piece of a path, metres; longer ones are dropped and counted.</summary>
    public double MaxSegmentMetres { get; init; } = 50_000;

    /// <summary>How far from a path an amenity may be and still count as walkable to, metres.</summary>
    public double MaxAmenitySnapMetres { get; init; } = 500;

    /// <summary>What the accessible metric does where the map is silent.</summary>
    public SilentMap SilentMap { get; init; }

    /// <summary>Throws when a limit makes no sense.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxEdges);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAmenities);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxZones);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaterPoints);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAreaCrossingPoints);
        // Squared it is the memory of thinning out, four bytes each.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxAreaCrossingPoints, 5_000);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAreaExactLines);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAreaLines);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBarrierPoints);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSegmentMetres);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAmenitySnapMetres);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Osm.MaxBlobBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Osm.MaxNeededNodes);
        if (Languages.Count is < 1 or > 8 || !Languages.All(l => l.Length is >= 2 and <= 8 && l.All(char.IsAsciiLetterLower)))
        {
            throw new ArgumentException("names are kept in 1 to 8 languages, each a code of 2 to 8 small letters: hi,en");
        }
        Pack.Validate();
        Hierarchy.Validate();
        Walk.Validate();
    }
}

/// <summary>What one question may cost.</summary>
public sealed record WalkLimits
{
    /// <summary>How far a point may be from the nearest path, metres.</summary>
    public double MaxSnapMetres { get; init; } = 2_000;

    /// <summary>How much further than the nearest path one may be whose straight tail crosses no fence or wall, metres.</summary>
    public double MaxTailDetourMetres { get; init; } = 150;

    /// <summary>Most pieces of open ground one point is taken to lie on, where they overlap.</summary>
    public int MaxGroundsAtPoint { get; init; } = 4;

    /// <summary>Most junctions a search may settle before it gives up.</summary>
    public int MaxSettled { get; init; } = 4_000_000;

    /// <summary>Longest walk that is looked for, metres. At most 1,000 km.</summary>
    public double MaxWalkMetres { get; init; } = 200_000;

    /// <summary>Most targets of one <c>WalkTimes</c>.</summary>
    public int MaxTargets { get; init; } = 1_000;

    /// <summary>Most answers of one <c>Nearest</c>.</summary>
    public int MaxNearest { get; init; } = 100;

    /// <summary>Most places of one route: start, five in between, end.</summary>
    public int MaxStops { get; init; } = 7;

    /// <summary>
    /// How far beside the walk a place in between may lie, metres: further off the walk would pass it by, which nobody meant. The ends may be as far as
    /// <see cref="MaxSnapMetres"/>: their gaps are told as steps and count.
    /// </summary>
    public double MaxViaGapMetres { get; init; } = 150;

    /// <summary>Most rings one walker may ask to avoid.</summary>
    public int MaxAvoided { get; init; } = 8;

    /// <summary>What an alternative must be.</summary>
    public AlternativeRules Alternatives { get; init; } = new();

    /// <summary>Most outlines of one question for isochrones; at most 254.</summary>
    public int MaxIsochrones { get; init; } = 4;

    /// <summary>Longest time of an isochrone.</summary>
    public double MaxIsochroneSeconds { get; init; } = 3600;

    /// <summary>Outlines are drawn on a grid of cells of this width, metres; of wider ones where more than <see cref="MaxIsochroneSide"/> would be needed.</summary>
    public double IsochroneCellMetres { get; init; } = 20;

    /// <summary>Most cells along a side of that grid, 16 to 4,096.</summary>
    public int MaxIsochroneSide { get; init; } = 512;

    /// <summary>How many searches' working memory is kept for reuse; more may run, they pay for their own.</summary>
    public int MaxIdleScratch { get; init; } = 4;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSnapMetres);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTailDetourMetres);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxGroundsAtPoint);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSettled);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxWalkMetres);
        // Costs are 32-bit: 1,000 km of sand is 1.44e9 ms, and the trunk penalty stays below 2^31.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWalkMetres, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxTargets);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStops, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxViaGapMetres);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAvoided);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxNearest);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxIdleScratch);
        Alternatives.Validate();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxIsochrones);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxIsochrones, 254);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxIsochroneSeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxIsochroneSeconds, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(IsochroneCellMetres);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIsochroneSide, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxIsochroneSide, 4096);
    }
}
