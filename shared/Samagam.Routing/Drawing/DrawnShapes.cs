using Samagam.Routing.Graph;

namespace Samagam.Routing.Drawing;

/// <summary>What is drawn, from the ground up.</summary>
internal enum DrawLayer : byte
{
    Water,
    Areas,
    Zones,
    Ways,
    Amenities,
}

/// <summary>One thing drawn: the lines FirstLine .. FirstLine + Lines of the shapes.</summary>
/// <param name="Class">Within its layer: a <see cref="WaterKind"/>, a <see cref="WayClass"/>, a kind of zone, a type of amenity.</param>
/// <param name="Subject">Zones and amenities: which of the map's; otherwise the number of its name, or −1.</param>
internal readonly record struct Shape(DrawLayer Layer, byte Class, int Subject, int FirstLine, int Lines, PlaneBox Box);

/// <summary>Everything of a map that is drawn, in the plane, as columns; never changes.</summary>
internal sealed class DrawnShapes
{
    public required Shape[] All { get; init; }

    /// <summary>Line l has the points FirstPoint[l] .. FirstPoint[l + 1]; of an area, the first point comes again at the end.</summary>
    public required int[] FirstPoint { get; init; }

    public required int[] X { get; init; }

    public required int[] Y { get; init; }

    /// <summary>The first zoom a point is drawn at.</summary>
    public required byte[] FromZoom { get; init; }

    public required PathName[] Names { get; init; }

    public PathName NameOf(Shape shape) => shape.Subject < 0 ? PathName.None : Names[shape.Subject];
}
