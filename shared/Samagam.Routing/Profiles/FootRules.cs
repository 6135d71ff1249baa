using Samagam.Routing.Graph;
using Samagam.Routing.Osm;

namespace Samagam.Routing.Profiles;

/// <summary>
/// Who may walk where, from OpenStreetMap tags: the rules that reproduce three engines (OSRM foot, Valhalla pedestrian,
/// Itinero pedestrian). The key <c>foot</c> speaks before <c>access</c>; unknown values say nothing; one-way signs for
/// vehicles never bind walkers. Pure functions.
/// </summary>
public static class FootRules
{
    /// <summary>5 km/h.</summary>
    public const int WalkingMsPerMetre = 720;

    /// <summary>3 km/h.</summary>
    public const int StepsMsPerMetre = 1200;

    private enum Say : byte
    {
        Nothing,
        Allow,
        Block,
    }

    /// <summary>Whether a way may be walked, in which direction, and how fast.</summary>
    public static FootRule Way(OsmTags tags)
    {
        var highway = tags["highway"];
        if (highway is null && !IsWalkableWithoutHighway(tags))
        {
            return FootRule.None;
        }
        if (highway is "proposed" or "construction" or "planned" or "abandoned" or "razed" or "demolished" or "disused"
            or "removed" or "dismantled" or "raceway" or "via_ferrata")
        {
            // What is not there cannot be opened by an access tag.
            return FootRule.None;
        }
        var said = Explicit(tags);
        var isGated = IsGated(tags);
        if (!isGated && (said == Say.Block || (said == Say.Nothing && !AllowedByDefault(tags, highway))))
        {
            return FootRule.None;
        }
        var kind = Kind(tags, highway);
        var (forward, backward) = isGated ? (false, false) : Directions(tags, kind);
        return new FootRule(forward, backward, kind, Pace(tags, kind))
        {
            StepFree = StepFreeRules.Way(tags),
            Climb = StepFreeRules.Climb(tags),
            IsGated = isGated,
        };
    }

    /// <summary>
    /// Whether a closed way with these tags (or a multipolygon) is ground people may walk all over, not only along its line.
    /// </summary>
    public static bool IsOpenGround(OsmTags tags)
    {
        var isSquare = tags.Is("place", "square");
        var isArea = tags.Is("area", "yes") || tags.Is("type", "multipolygon");
        if (!isSquare && !isArea)
        {
            return false;
        }
        var kind = tags["highway"] is "pedestrian" or "footway" or "path" or "platform" or "living_street"
            || tags.Is("railway", "platform") || tags.Is("public_transport", "platform") || tags.Is("man_made", "pier");
        return (isSquare && tags["highway"] is null or "pedestrian" && Explicit(tags) != Say.Block)
            || (kind && Way(tags).IsWalkable);
    }

    /// <summary>What kind of open ground this is; only for what <see cref="IsOpenGround"/> says yes to.</summary>
    public static WalkAreaKind GroundKind(OsmTags tags) => tags["man_made"] is "ghat" || tags["waterway"] is "ghat" ? WalkAreaKind.Ghat
        : tags.Is("man_made", "pier") ? WalkAreaKind.Pier
        : tags["highway"] is "platform" || tags.Is("railway", "platform") || tags.Is("public_transport", "platform") ? WalkAreaKind.Platform
        : tags.Is("place", "square") || tags["highway"] is "pedestrian" ? WalkAreaKind.Square
        : WalkAreaKind.Ground;

    /// <summary>
    /// Whether a way is a line nobody steps across where no path leads through it: a fence, a wall, a barricade. Access tags
    /// speak before the barrier, as on nodes. What is underground or shut down is none.
    /// </summary>
    public static bool LineBlocks(OsmTags tags)
        => tags["barrier"] is "fence" or "wall" or "city_wall" or "retaining_wall" or "hedge" or "guard_rail" or "jersey_barrier"
                or "cable_barrier" or "barrier_board" or "barricade"
            && Explicit(tags) != Say.Allow && !tags.Is("location", "underground") && !tags.Is("tunnel", "yes");

    /// <summary>
    /// Whether a node stops a walker who follows a way through it. Access tags speak before the barrier; a node never
    /// opens a way that is closed.
    /// </summary>
    public static bool NodeBlocks(OsmTags tags)
    {
        var said = Explicit(tags);
        return said == Say.Nothing
            ? tags["barrier"] is "fence" or "wall" && !tags.Is("sensory", "audio") && !tags.Is("sensory", "audible")
            : said == Say.Block;
    }

    // Where foot is there it speaks alone, even when what it says is not understood.
    private static Say Explicit(OsmTags tags) => Meaning(tags["foot"] ?? tags["access"]);

    private static Say Meaning(string? value) => value switch
    {
        "yes" or "designated" or "official" or "permissive" or "destination" => Say.Allow,
        "no" or "restricted" or "military" or "emergency" or "unknown" or "private" or "service" or "permit"
            or "agricultural" or "forestry" or "delivery" or "use_sidepath" => Say.Block,
        _ => Say.Nothing,
    };

    // Closed until an order opens it: a gate of the gathering, or an emergency way the public may not use otherwise.
    private static bool IsGated(OsmTags tags)
        => tags.Is("samagam:gate", "closed")
            || (tags["emergency"] is "yes" or "designated" && Meaning(tags["foot"] ?? tags["access"]) == Say.Block);

    private static bool IsWalkableWithoutHighway(OsmTags tags)
        => tags.Is("railway", "platform") || tags.Is("public_transport", "platform")
            || tags.Is("man_made", "pier") || tags.Is("route", "ferry");

    private static bool AllowedByDefault(OsmTags tags, string? highway)
    {
        if (tags.Is("motorroad", "yes"))
        {
            return false;
        }
        if (tags.Is("sidewalk:both", "separate") || tags.Is("sidewalk:left", "separate") || tags.Is("sidewalk:right", "separate"))
        {
            // The pavement is a way of its own; the carriageway is not walked.
            return false;
        }
        return highway is null or "footway" or "path" or "steps" or "pedestrian" or "living_street" or "residential"
            or "service" or "track" or "unclassified" or "road" or "platform" or "corridor" or "crossing" or "elevator"
            or "trunk" or "trunk_link" or "primary" or "primary_link" or "secondary" or "secondary_link"
            or "tertiary" or "tertiary_link" or "cycleway" or "bridleway"
            || tags["sidewalk"] is "yes" or "both" or "left" or "right";
    }

    private static PathKind Kind(OsmTags tags, string? highway) => highway switch
    {
        null => tags.Is("route", "ferry") ? PathKind.Ferry : PathKind.Path,
        "steps" => PathKind.Steps,
        "trunk" or "trunk_link" or "motorway" or "motorway_link" => PathKind.Trunk,
        "footway" or "path" or "pedestrian" or "platform" or "corridor" or "crossing" or "elevator" or "cycleway"
            or "bridleway" or "living_street" => PathKind.Path,
        _ => PathKind.Road,
    };

    private static (bool Forward, bool Backward) Directions(OsmTags tags, PathKind kind)
    {
        var (forward, backward) = (true, true);
        var oneway = tags["oneway:foot"] ?? (kind == PathKind.Ferry ? tags["oneway"] : null) ?? tags["conveying"];
        switch (oneway)
        {
            case "yes" or "true" or "1" when tags["oneway:foot"] is not null || kind == PathKind.Ferry:
            case "forward":
                backward = false;
                break;
            case "-1" or "reverse" or "backward":
                forward = false;
                break;
        }
        return (forward && Meaning(tags["foot:forward"]) != Say.Block, backward && Meaning(tags["foot:backward"]) != Say.Block);
    }

    private static int Pace(OsmTags tags, PathKind kind) => kind == PathKind.Steps
        ? StepsMsPerMetre
        : tags["surface"] switch
        {
            "fine_gravel" or "gravel" or "pebblestone" => WalkingMsPerMetre * 4 / 3,
            "mud" or "sand" => WalkingMsPerMetre * 2,
            _ => WalkingMsPerMetre,
        };
}
