using Samagam.Core.Crowd;
using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Routing.Drawing;
using Samagam.Routing.Zones;

namespace Samagam.Node.Portal.Drawing;

/// <summary>The box of all paths, degrees.</summary>
internal sealed record BoundsView(double South, double West, double North, double East);

/// <summary>What there is to draw and where to ask for it.</summary>
/// <param name="Version">Of the still layers; part of their addresses.</param>
/// <param name="MapVersion">Of the map routes are found on.</param>
/// <param name="Tiles">Template of a tile's address.</param>
/// <param name="Sample">Drawn by hand and not for navigation: a page must say so.</param>
internal sealed record MapIndex(
    string Version, string MapVersion, BoundsView Bounds, int MinZoom, int MaxZoom, int Extent, int Buffer, string Tiles, string Live,
    IReadOnlyList<DrawnLayer> Layers, string Attribution, string AttributionHi, bool Sample)
{
    public static MapIndex Of(MapSnapshot map) => new(
        map.Drawn.Version,
        map.Version,
        new BoundsView(map.Bounds.SouthWest.LatitudeDeg, map.Bounds.SouthWest.LongitudeDeg, map.Bounds.NorthEast.LatitudeDeg, map.Bounds.NorthEast.LongitudeDeg),
        DrawnMap.MinZoom,
        DrawnMap.MaxZoom,
        DrawnMap.Extent,
        DrawnMap.Buffer,
        $"/api/v1/map/{map.Drawn.Version}/{{z}}/{{x}}/{{y}}",
        "/api/v1/map/live",
        DrawnMap.Layers,
        RoutePicture.CreditOf(map, "en"),
        RoutePicture.CreditOf(map, "hi"),
        map.IsSample);
}

/// <summary>How full a zone is: level 1 to 5.</summary>
internal sealed record ZoneLevel(string ZoneId, int Level);

/// <summary>The same, to be drawn.</summary>
internal sealed record LiveZone(string ZoneId, int Level, bool Dangerous);

/// <summary>An order to be drawn. Lines and area are encoded polylines of latitude and longitude, precision 5.</summary>
/// <param name="Effect"><c>closed</c>, <c>one-way</c>, <c>opened</c>, <c>flow</c>.</param>
/// <param name="Cut">Not all of its paths are in <paramref name="Lines"/>.</param>
internal sealed record LiveOrder(string Effect, double? BearingDeg, IReadOnlyList<string> Lines, string? Area, bool? Cut);

/// <summary>What of a map changes by the minute: crowd and orders. Zones nobody has counted of late are left out.</summary>
internal sealed record LiveLayer(string Version, long Epoch, IReadOnlyList<LiveZone> Zones, IReadOnlyList<LiveOrder> Orders)
{
    private static readonly string[] Effects = ["closed", "one-way", "opened", "flow"];

    public static LiveLayer Of(MapView view) => new(
        view.Map.Drawn.Version,
        view.Conditions.Epoch,
        [.. LevelsOf(view).Select(z => new LiveZone(z.ZoneId, z.Level, view.Conditions.Zones[z.ZoneId].IsDangerous))],
        [
            .. view.DrawnOrders.Select(o => new LiveOrder(
                Effects[(int)o.Effect],
                o.Effect is PathOrderEffect.OneWay or PathOrderEffect.Flow ? o.BearingDeg : null,
                [.. o.Lines.Select(Polyline.Encode)],
                o.Area.Count > 0 ? Polyline.Encode([.. o.Area, o.Area[0]]) : null,
                o.IsCut ? true : null)),
        ]);

    /// <summary>The levels of the zones somebody has counted, in the order of the map.</summary>
    public static IEnumerable<ZoneLevel> LevelsOf(MapView view) =>
        view.Map.Zones.Where(z => z.Kind == ZoneKind.Crowd && view.Conditions.Zones.ContainsKey(z.Id))
            .Select(z => new ZoneLevel(z.Id, CrowdLevels.Of(view.Conditions.Zones[z.Id].DensityPerM2))).DistinctBy(z => z.ZoneId);
}
