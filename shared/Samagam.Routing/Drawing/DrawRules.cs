using Samagam.Routing.Amenities;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Drawing;

/// <summary>What is drawn from which zoom on, and the words for it: what a walker needs to know where they are, and no more.</summary>
internal static class DrawRules
{
    /// <summary>Names of streets and waters from here on; nearer out they only fill the tile.</summary>
    public const int NamesFrom = 14;

    private static readonly (string Word, int From)[] Waters = [("area", 10), ("river", 10), ("canal", 12), ("stream", 14), ("shore", 10)];

    private static readonly (string Word, int From)[] Ways =
        [("path", 14), ("major", 10), ("road", 13), ("service", 15), ("steps", 15), ("ferry", 11), ("gate", 13)];

    private static readonly string[] ZoneWords = ["sector", "crowd"];

    /// <summary>The layers by their words, in the order they are drawn, with their classes and the zoom each begins at.</summary>
    public static IReadOnlyList<(DrawLayer Layer, string Word, IReadOnlyList<(string Word, int From)> Classes)> Layers { get; } =
    [
        (DrawLayer.Water, "water", Waters),
        (DrawLayer.Areas, "areas", [("ground", 12), ("square", 12), ("platform", 14), ("pier", 13), ("ghat", 12)]),
        (DrawLayer.Zones, "zones", [(ZoneWords[(int)ZoneKind.Sector], 10), (ZoneWords[(int)ZoneKind.Crowd], 12)]),
        (DrawLayer.Ways, "ways", Ways),
        (DrawLayer.Amenities, "amenities", [.. AmenityTypes.All.Select(t => (t.Word(), IsLandmark(t) ? 13 : 15))]),
    ];

    /// <summary>Which classes go first when a tile has no room for all.</summary>
    public static int Rank(Shape shape) => shape.Layer switch
    {
        DrawLayer.Zones => 0,
        DrawLayer.Water => shape.Class == (byte)WaterKind.Stream ? 6 : 1,
        DrawLayer.Ways => (WayClass)shape.Class switch { WayClass.Major => 2, WayClass.Road or WayClass.Gate or WayClass.Ferry => 3, WayClass.Path or WayClass.Steps => 5, _ => 7 },
        DrawLayer.Areas => 4,
        _ => IsLandmark((AmenityType)shape.Class) ? 4 : 5,
    };

    public static string WordOf(Shape shape) => Layers[(int)shape.Layer].Classes[shape.Class].Word;

    public static bool IsDrawnAt(Shape shape, int zoom) => zoom >= Layers[(int)shape.Layer].Classes[shape.Class].From;

    /// <summary>What people find their way by, from afar.</summary>
    public static bool IsLandmark(AmenityType type) => type is AmenityType.Ghat or AmenityType.RailwayStation or AmenityType.BusStation or AmenityType.Worship
        or AmenityType.Medical or AmenityType.Police or AmenityType.LostAndFound;

    /// <summary>Whether its lines are rings.</summary>
    public static bool IsArea(Shape shape) => shape.Layer is DrawLayer.Areas or DrawLayer.Zones || (shape.Layer == DrawLayer.Water && shape.Class == (byte)WaterKind.Area);
}
