namespace Samagam.Routing.Drawing;

/// <summary>
/// The piece of the plane a picture shows and its scale. Picture numbers are tenths of a CSS pixel, so that paths are whole numbers.
/// </summary>
internal sealed class PictureFrame
{
    public const int PerPixel = 10;

    // Less ground than this says nothing about where one is.
    private const double LeastMetres = 160;
    private const double Margin = 34;

    private readonly double _scale;
    private readonly double _left;
    private readonly double _top;

    /// <param name="width">CSS pixels; the height follows the route between the two given.</param>
    public PictureFrame(IReadOnlyList<Coordinate> line, int width, int minHeight, int maxHeight)
    {
        var box = PlaneBox.Nothing;
        foreach (var point in line)
        {
            box = box.With(WebMercator.X(point.LongitudeDeg), WebMercator.Y(point.LatitudeDeg));
        }
        var (middleX, middleY) = ((box.MinX + (double)box.MaxX) / 2, (box.MinY + (double)box.MaxY) / 2);
        var metres = WebMercator.MetresPerStep(middleY);
        var least = LeastMetres / metres;
        var (wide, high) = (Math.Max(box.MaxX - (double)box.MinX, least), Math.Max(box.MaxY - (double)box.MinY, least * 0.6));
        var room = width - (2 * Margin);
        Width = width;
        Height = (int)Math.Clamp(Math.Ceiling((room / wide * high) + (2 * Margin)), minHeight, maxHeight);
        var stepsPerPixel = Math.Max(wide / room, high / (Height - (2 * Margin)));
        _scale = PerPixel / stepsPerPixel;
        (_left, _top) = (middleX - (stepsPerPixel * Width / 2), middleY - (stepsPerPixel * Height / 2));
        MetresPerPixel = stepsPerPixel * metres;
        // The zoom of tiles whose pixel is no larger than ours.
        Zoom = Math.Clamp((int)Math.Ceiling(WebMercator.WorldBits - 8 - Math.Log2(stepsPerPixel) - 0.35), DrawScale.MinZoom, DrawScale.MaxZoom);
        Box = new PlaneBox((int)_left, (int)_top, (int)(_left + (stepsPerPixel * Width)), (int)(_top + (stepsPerPixel * Height)));
    }

    /// <summary>CSS pixels.</summary>
    public int Width { get; }

    public int Height { get; }

    public double MetresPerPixel { get; }

    /// <summary>The zoom whose rules say what is drawn.</summary>
    public int Zoom { get; }

    public PlaneBox Box { get; }

    /// <summary>In tenths of a pixel.</summary>
    public (int X, int Y) Of(int x, int y) => ((int)Math.Round((x - _left) * _scale), (int)Math.Round((y - _top) * _scale));

    public (int X, int Y) Of(Coordinate point) => Of(WebMercator.X(point.LongitudeDeg), WebMercator.Y(point.LatitudeDeg));
}
