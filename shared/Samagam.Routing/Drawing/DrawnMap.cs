using System.Globalization;

namespace Samagam.Routing.Drawing;

/// <summary>
/// A map as it is drawn: its still layers (water, open ground, zones, ways, amenities) cut into tiles for pages that draw for themselves, and the
/// ground under the picture of a route. Never changes; safe for any number of threads.
/// </summary>
public sealed class DrawnMap
{
    /// <summary>Number of the form and the rules of drawing. Part of <see cref="Version"/>: what browsers keep for ever must change its name when either changes.</summary>
    private const int Form = 1;

    private readonly MapSnapshot _map;
    private readonly ShapeGrid _grid;

    private DrawnMap(MapSnapshot map, DrawnShapes shapes)
    {
        (_map, Shapes) = (map, shapes);
        _grid = new ShapeGrid(shapes.All);
        Version = string.Create(CultureInfo.InvariantCulture, $"{map.Version}.{Form}{(map.AmenityEdition.Length > 0 ? "." : "")}{map.AmenityEdition}");
    }

    /// <summary>The version of the map's file and of the drawing: the same version is the same bytes.</summary>
    public string Version { get; }

    /// <summary>The first zoom tiles are drawn at.</summary>
    public static int MinZoom => DrawScale.MinZoom;

    /// <summary>The last; a page enlarges its tiles beyond.</summary>
    public static int MaxZoom => DrawScale.MaxZoom;

    /// <summary>Whole numbers across a tile.</summary>
    public static int Extent => DrawScale.Extent;

    /// <summary>How far drawing goes on beyond a tile's border.</summary>
    public static int Buffer => DrawScale.Buffer;

    /// <summary>The layers in the order they are drawn, and their classes with the zoom each begins at.</summary>
    public static IReadOnlyList<DrawnLayer> Layers { get; } =
        [.. DrawRules.Layers.Select(l => new DrawnLayer(l.Word, [.. l.Classes.Select(c => new DrawnClass(c.Word, c.From))]))];

    /// <summary>One tile as UTF-8 JSON (see <c>docs/adr/0020</c>); null for an address that is none.</summary>
    public byte[]? Tile(TileAddress tile, TileLimits? limits = null) =>
        tile.IsDrawn ? new TileDrawing(_map, Shapes, tile, limits ?? new TileLimits()).Draw(_grid, Version) : null;

    internal DrawnShapes Shapes { get; }

    internal List<int> Near(PlaneBox box) => _grid.Near(box);

    internal MapSnapshot Map => _map;

    internal static DrawnMap Of(MapSnapshot map, DrawnParts parts) => new(map, DrawnShapesBuilder.Of(map, parts));
}

/// <summary>A layer of the tiles.</summary>
public sealed record DrawnLayer(string Name, IReadOnlyList<DrawnClass> Classes);

/// <summary>A class of a layer, and the zoom it is drawn from.</summary>
public sealed record DrawnClass(string Name, int MinZoom);
