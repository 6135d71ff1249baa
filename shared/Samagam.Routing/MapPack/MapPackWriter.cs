using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.MapPack;

/// <summary>
/// Writes a map as a pack: one file a box reads in a tenth of a second, with everything slow done before (docs/adr/0018). The same map gives
/// the same bytes.
/// </summary>
public static class MapPackWriter
{
    /// <summary>Writes a map from the current position of a stream, which need not seek.</summary>
    /// <param name="map">The map; what it was loaded from does not matter.</param>
    /// <param name="to">Receives the pack; not flushed, not closed.</param>
    /// <param name="limits">Decides whether the map is worth a hierarchy; the defaults when null.</param>
    /// <exception cref="IOException">The stream fails; what is written then is no pack.</exception>
    public static MapPackSummary Write(MapSnapshot map, Stream to, HierarchyLimits? limits = null)
    {
        var draft = new PackDraft();
        // A new section is a line here, one in the reader, and the columns of it in between.
        InfoText.Add(draft, map.Report);
        GraphColumns.Add(draft, map.Graph);
        AreaColumns.Add(draft, map.Ground.OpenGround.Columns);
        GridColumns.Add(draft, map.Grid);
        PlaceColumns.AddZones(draft, map.Zones);
        PlaceColumns.AddAmenities(draft, map.Amenities);
        PlacedColumns.Add(draft, map.Placed);
        DrawnColumns.Add(draft, map.DrawnParts);
        OrderColumns.Add(draft, MapViews.HierarchyOf(map, limits ?? new HierarchyLimits()));
        var sha = Convert.ToHexStringLower(draft.WriteTo(to));
        return new MapPackSummary(sha[..16], sha, [.. draft.Sizes]);
    }
}

/// <summary>What was written.</summary>
/// <param name="Version">The version maps read from the pack will have.</param>
/// <param name="Sha256">Of everything but itself, hexadecimal.</param>
/// <param name="Sections">Bytes of each section.</param>
public sealed record MapPackSummary(string Version, string Sha256, IReadOnlyList<(string Name, long Bytes)> Sections);
