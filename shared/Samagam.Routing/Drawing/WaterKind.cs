using Samagam.Routing.Osm;

namespace Samagam.Routing.Drawing;

/// <summary>Water as people see it; kept only to be drawn.</summary>
internal enum WaterKind : byte
{
    /// <summary>A surface with a border: river bed, lake, tank, basin.</summary>
    Area,

    River,

    Canal,

    Stream,

    /// <summary>The edge of water whose other side the file does not hold: a coast, or a bank cut off by the extract.</summary>
    Shore,
}

/// <summary>Which OpenStreetMap tags are water (OSM wiki "Key:waterway", "Tag:natural=water", "Tag:natural=coastline").</summary>
internal static class WaterTags
{
    /// <summary>Null for what is no water, or runs below the ground.</summary>
    public static WaterKind? Of(OsmTags tags)
    {
        if (tags["tunnel"] is not (null or "no") || tags["covered"] is "yes")
        {
            return null;
        }
        return tags["natural"] is "water" || tags["waterway"] is "riverbank" || tags["landuse"] is "reservoir" or "basin" ? WaterKind.Area
            : tags["natural"] is "coastline" ? WaterKind.Shore
            : tags["waterway"] switch
            {
                "river" or "tidal_channel" => WaterKind.River,
                "canal" => WaterKind.Canal,
                "stream" => WaterKind.Stream,
                _ => null,
            };
    }
}
