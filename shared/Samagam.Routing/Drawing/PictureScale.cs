using Samagam.Routing.Guidance;

namespace Samagam.Routing.Drawing;

/// <summary>The scale bar of a picture, in the corner where it covers least: never a mark while a corner is free of both, and rather no part of the walk. Tenths of a pixel.</summary>
internal sealed class PictureScale
{
    private const int Pixels = 110;
    private const int High = 330;
    private const int Edge = 90;
    private const int TextSize = 110;

    private readonly string _text;
    private readonly int _length;

    private PictureScale(string text, int length, int left, int top) => (_text, _length, Left, Top) = (text, length, left, top);

    public int Left { get; }

    public int Top { get; }

    public int Right => Left + WidthOf(_text, _length);

    public int Bottom => Top + High;

    public static PictureScale Of(PictureFrame frame, (int X, int Y) start, (int X, int Y) goal, List<(int X, int Y)> line, string language)
    {
        var metres = Metres(frame.MetresPerPixel * Pixels);
        var length = (int)Math.Round(metres / frame.MetresPerPixel * PictureFrame.PerPixel);
        var text = GuidanceText.Distance(metres, language);
        var (wide, high) = (frame.Width * PictureFrame.PerPixel, frame.Height * PictureFrame.PerPixel);
        var width = WidthOf(text, length);
        // At the foot above whose data it is; the north arrow stands at the top right.
        ReadOnlySpan<(int Left, int Top)> corners = [(0, high - High), (wide - width, high - High - TextSize), (0, 0)];
        var (best, least) = (corners[0], int.MaxValue);
        foreach (var corner in corners)
        {
            // A mark reaches up from its place: the pin by 23 pixels.
            var covers = (Marks(corner, start) ? 1_000_000 : 0) + (Marks(corner, goal) ? 1_000_000 : 0) + Under(corner, line, width);
            (best, least) = covers < least ? (corner, covers) : (best, least);
        }
        return new PictureScale(text, length, best.Left, best.Top);

        bool Marks((int Left, int Top) corner, (int X, int Y) mark) =>
            mark.X + 120 > corner.Left && mark.X - 120 < corner.Left + width && mark.Y + 100 > corner.Top && mark.Y - 240 < corner.Top + High;
    }

    public void Draw(SvgText svg)
    {
        var (x, y) = (Left + Edge, Top + 120);
        svg.Raw($"<path d=\"M{x} {y}v50h{_length}v-50\" fill=\"none\" stroke=\"#fff\" stroke-width=\"50\"/><path d=\"M{x} {y}v50h{_length}v-50\" fill=\"none\" stroke=\"#1b1b1b\" stroke-width=\"20\"/>");
        svg.Raw($"<text x=\"{x}\" y=\"{y - 25}\" font-size=\"{TextSize}\" fill=\"#1b1b1b\" stroke=\"#fff\" stroke-width=\"30\" paint-order=\"stroke\">").Text(_text).Raw("</text>");
    }

    private static int WidthOf(string text, int length) => Math.Max(length, LabelRoom.WidthOf(text, TextSize)) + (2 * Edge);

    private static int Under((int Left, int Top) corner, List<(int X, int Y)> line, int width)
    {
        var clip = new PlaneClip(corner.Left, corner.Top, corner.Left + width, corner.Top + High);
        var pieces = new List<(int X, int Y, bool Starts)>();
        clip.Line(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line), pieces);
        return pieces.Count;
    }

    /// <summary>The largest of 1, 2, 5 × 10^n that is no more.</summary>
    private static double Metres(double atMost)
    {
        var ten = Math.Pow(10, Math.Floor(Math.Log10(atMost)));
        return atMost >= 5 * ten ? 5 * ten : atMost >= 2 * ten ? 2 * ten : ten;
    }
}
