using Samagam.Routing.Osm;

namespace Samagam.Routing.Drawing;

/// <summary>How a walkable way is drawn: by what it looks like on the ground, not by what it costs.</summary>
internal enum WayClass : byte
{
    Path,
    Major,
    Road,
    Service,
    Steps,
    Ferry,

    /// <summary>Shut until an order opens it.</summary>
    Gate,
}

/// <summary>The class of a way from its tags.</summary>
internal static class WayClasses
{
    public static WayClass Of(OsmTags tags) => tags["highway"] switch
    {
        "trunk" or "trunk_link" or "primary" or "primary_link" or "secondary" or "secondary_link" or "motorway" or "motorway_link" => WayClass.Major,
        "tertiary" or "tertiary_link" or "unclassified" or "residential" or "living_street" or "pedestrian" or "road" => WayClass.Road,
        "service" or "track" => WayClass.Service,
        "steps" => WayClass.Steps,
        null when tags.Is("route", "ferry") => WayClass.Ferry,
        _ => WayClass.Path,
    };
}
