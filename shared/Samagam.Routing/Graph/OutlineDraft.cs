using Samagam.Routing.Amenities;
using Samagam.Routing.Drawing;
using Samagam.Routing.Profiles;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Graph;

/// <summary>
/// A closed way or a multipolygon that matters, before its coordinates are known: open ground, an amenity drawn as an
/// outline, or a zone — or several of these at once.
/// </summary>
internal sealed class OutlineDraft
{
    public required string Id { get; init; }
    public required long OsmId { get; init; }
    public required PathName Name { get; init; }

    /// <summary>Set when people may walk all over it.</summary>
    public FootRule? Ground { get; init; }

    /// <summary>What sort of ground.</summary>
    public WalkAreaKind GroundKind { get; init; }

    public AmenityType? Amenity { get; init; }
    public IReadOnlyDictionary<string, string> Tags { get; init; } = NoTags;
    public (ZoneKind Kind, string Id)? Zone { get; init; }

    /// <summary>Set when it is water: an area of rings, or lines, which then stand in <see cref="Rings"/> as they are.</summary>
    public WaterKind? Water { get; init; }

    /// <summary>Member ways of a multipolygon, until their nodes are read.</summary>
    public long[] MemberWays { get; init; } = [];

    /// <summary>Node ids of each closed ring, the first not repeated at the end.</summary>
    public List<long[]> Rings { get; set; } = [];

    /// <summary>Node ids of what never closed, where that is worth drawing.</summary>
    public List<long[]> OpenLines { get; } = [];

    public static IReadOnlyDictionary<string, string> NoTags { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
