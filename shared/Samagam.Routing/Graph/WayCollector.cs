using Samagam.Routing.Amenities;
using Samagam.Routing.Drawing;
using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Graph;

/// <summary>A walkable way: its nodes are Refs[FirstRef .. FirstRef + RefCount).</summary>
internal readonly record struct WayDraft(long Id, FootRule Rule, int Name, int FirstRef, int RefCount)
{
    /// <summary>How it is drawn.</summary>
    public WayClass Look { get; init; }
}

/// <summary>First pass: keeps the ways people can walk, and the outlines of ground, amenities and zones.</summary>
internal sealed class WayCollector(MapLoadOptions options, DropCounts dropped) : OsmSink
{
    // Sorted: looked up by binary search.
    private static readonly string[] KeptTags =
    [
        .. AmenityFacts.Tags.Concat(
        [
            "access", "contact:phone", "description", "description:hi", "level", "operator", "phone", "religion", "samagam:sample", "website",
        ]).Order(StringComparer.Ordinal),
    ];

    private Dictionary<PathName, int> _nameIndex = new() { [PathName.None] = 0 };

    public override bool WantsWays => true;

    public override bool WantsRelations => true;

    public GrowList<WayDraft> Ways { get; private set; } = new();

    public GrowList<long> Refs { get; } = new(1024);

    public List<OutlineDraft> Outlines { get; } = [];

    /// <summary>Node ids of lines nobody steps across, one line after the other; each ends with <see cref="LineEnd"/>.</summary>
    public GrowList<long> Barriers { get; } = new(64);

    /// <summary>No node has this id.</summary>
    public const long LineEnd = long.MinValue;

    /// <summary>Name 0 is "no name".</summary>
    public List<PathName> Names { get; private set; } = [PathName.None];

    public override void OnWay(long id, ReadOnlySpan<long> nodeIds, OsmTags tags)
    {
        if (tags.Count == 0)
        {
            return;
        }
        if (nodeIds.Length < 2)
        {
            dropped.Add("way with fewer than two nodes");
            return;
        }
        var isClosed = nodeIds.Length >= 4 && nodeIds[0] == nodeIds[^1];
        var outline = isClosed ? OutlineOf($"w{id}", id, tags) : null;
        if (outline is not null)
        {
            outline.Rings.Add(nodeIds[..^1].ToArray());
            NeedNodes(nodeIds.Length);
            Outlines.Add(outline);
        }
        if (WaterTags.Of(tags) is { } water && (water != WaterKind.Area || (tags["waterway"] is "riverbank" && !isClosed)))
        {
            NeedNodes(nodeIds.Length);
            Outlines.Add(new OutlineDraft
            {
                Id = $"w{id}",
                OsmId = id,
                Name = PathName.From(tags, options.Languages),
                Water = water == WaterKind.Area ? WaterKind.Shore : water,
                Rings = [nodeIds.ToArray()],
            });
        }
        var rule = outline?.Ground is null ? FootRules.Way(tags) : FootRule.None;
        if (FootRules.LineBlocks(tags) && !rule.IsKept)
        {
            AddBarrier(nodeIds);
        }
        if (rule.IsKept)
        {
            NeedNodes(nodeIds.Length);
            Ways.Add(new WayDraft(id, rule, NameNumber(PathName.From(tags, options.Languages)), Refs.Count, nodeIds.Length) { Look = WayClasses.Of(tags) });
            Refs.AddRange(nodeIds);
        }
    }

    public override void OnRelation(long id, ReadOnlySpan<OsmMember> members, OsmTags tags)
    {
        if (tags["type"] is not ("multipolygon" or "boundary"))
        {
            return;
        }
        var ways = new List<long>();
        foreach (var member in members)
        {
            if (member.Kind == OsmKind.Way && member.Role is "outer" or "inner" or "")
            {
                ways.Add(member.Id);
            }
        }
        if (ways.Count > 0 && OutlineOf($"r{id}", id, tags, [.. ways]) is { } outline)
        {
            Outlines.Add(outline);
        }
    }

    public int NameNumber(PathName name)
    {
        if (!_nameIndex.TryGetValue(name, out var number))
        {
            _nameIndex[name] = number = Names.Count;
            Names.Add(name);
        }
        return number;
    }

    /// <summary>Forgets some ways and their names; call before anybody else asked for a name's number. Gives how many.</summary>
    public int Forget(Predicate<WayDraft> isForgotten)
    {
        var (ways, names) = (Ways, Names);
        (Ways, Names, _nameIndex) = (new(), [PathName.None], new() { [PathName.None] = 0 });
        foreach (var way in ways.Span)
        {
            if (!isForgotten(way))
            {
                Ways.Add(way with { Name = NameNumber(names[way.Name]) });
            }
        }
        return ways.Count - Ways.Count;
    }

    /// <summary>The tags of an amenity worth showing.</summary>
    public static IReadOnlyDictionary<string, string> Kept(OsmTags tags)
    {
        SortedDictionary<string, string>? kept = null;
        foreach (var (key, value) in tags.Pairs)
        {
            if (Array.BinarySearch(KeptTags, key, StringComparer.Ordinal) >= 0)
            {
                (kept ??= new(StringComparer.Ordinal))[key] = value;
            }
        }
        return kept ?? OutlineDraft.NoTags;
    }

    private OutlineDraft? OutlineOf(string id, long osmId, OsmTags tags, long[]? members = null)
    {
        var ground = FootRules.IsOpenGround(tags);
        var amenity = AmenityTypes.FromTags(tags);
        (ZoneKind, string)? zone = tags["samagam:sector"] is { } sector ? (ZoneKind.Sector, sector)
            : tags["samagam:zone"] is { } name ? (ZoneKind.Crowd, name)
            : null;
        var water = WaterTags.Of(tags) == WaterKind.Area ? WaterKind.Area : (WaterKind?)null;
        if (!ground && amenity is null && zone is null && water is null)
        {
            return null;
        }
        return new OutlineDraft
        {
            Id = id,
            OsmId = osmId,
            Name = PathName.From(tags, options.Languages),
            GroundKind = ground ? FootRules.GroundKind(tags) : default,
            Ground = ground ? new FootRule(true, true, PathKind.AreaRim, FootRules.WalkingMsPerMetre) : null,
            Amenity = amenity,
            Tags = amenity is null ? OutlineDraft.NoTags : Kept(tags),
            Zone = zone,
            Water = water,
            MemberWays = members ?? [],
        };
    }

    private void AddBarrier(ReadOnlySpan<long> nodeIds)
    {
        if (Barriers.Count + nodeIds.Length + 1 > options.MaxBarrierPoints)
        {
            dropped.Add("fence or wall beyond the limit (walked across)");
            return;
        }
        Barriers.AddRange(nodeIds);
        Barriers.Add(LineEnd);
    }

    private void NeedNodes(int more)
    {
        if ((Refs.Count + (long)more) > options.Osm.MaxNeededNodes)
        {
            throw new MapFormatException(MapFault.TooLarge,
                $"its paths need more than {options.Osm.MaxNeededNodes} nodes; clip it to the area of the gathering", -1);
        }
    }
}

/// <summary>Extra pass, only when multipolygons need plain ways: keeps the nodes of exactly those ways.</summary>
internal sealed class OutlineCollector(HashSet<long> wanted) : OsmSink
{
    public override bool WantsWays => true;

    public Dictionary<long, long[]> Found { get; } = [];

    public override void OnWay(long id, ReadOnlySpan<long> nodeIds, OsmTags tags)
    {
        if (wanted.Contains(id))
        {
            Found[id] = nodeIds.ToArray();
        }
    }
}
