namespace Samagam.Routing.Drawing;

/// <summary>
/// The scales a map is drawn at: the zooms of slippy tiles, where the world is 2^zoom tiles of 256 pixels wide. Beyond <see cref="MaxZoom"/> a
/// page enlarges what it has.
/// </summary>
internal static class DrawScale
{
    public const int MinZoom = 10;
    public const int MaxZoom = 16;

    /// <summary>Whole numbers across a tile: eight to a pixel.</summary>
    public const int ExtentBits = 11;
    public const int Extent = 1 << ExtentBits;

    /// <summary>How far drawing goes on beyond the border of a tile, in its own numbers: eight pixels, more than any line is wide.</summary>
    public const int Buffer = 64;

    /// <summary>A point that is drawn at no zoom.</summary>
    public const byte Never = byte.MaxValue;

    // Half a pixel; at the last zoom, which is enlarged, an eighth.
    private const int Tolerance = 4;
    private const int LastTolerance = 1;

    /// <summary>Steps of the plane in one number of a tile.</summary>
    public static int Unit(int zoom) => 1 << (WebMercator.WorldBits - zoom - ExtentBits);

    /// <summary>How far a drawn line may be from the mapped one, in steps of the plane.</summary>
    public static int ToleranceAt(int zoom) => Unit(zoom) * (zoom == MaxZoom ? LastTolerance : Tolerance);

    /// <summary>The first zoom at which a bend this far from the line without it shows; <see cref="Never"/> when at none.</summary>
    public static byte ZoomOf(double distance)
    {
        for (var zoom = MinZoom; zoom <= MaxZoom; zoom++)
        {
            if (distance > ToleranceAt(zoom))
            {
                return (byte)zoom;
            }
        }
        return Never;
    }
}
