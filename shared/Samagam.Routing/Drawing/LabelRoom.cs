using System.Globalization;
using System.Text;

namespace Samagam.Routing.Drawing;

/// <summary>Finds room for words in a picture: none over another, none beyond the frame. Tenths of a pixel.</summary>
internal sealed class LabelRoom(PictureFrame frame)
{
    private readonly List<(int Left, int Top, int Right, int Bottom)> _taken = [];
    private readonly List<(int Left, int Top, int Right, int Bottom)> _line = [];

    public void Take(int left, int top, int right, int bottom) => _taken.Add((left, top, right, bottom));

    /// <summary>The walk itself: words lie over it only when they must.</summary>
    public void TakeLine(int x, int y, int reach) => _line.Add((x - reach, y - reach, x + reach, y + reach));

    /// <summary>Where a word of one line may begin (its baseline), beside, above or below a mark; null when nowhere.</summary>
    public (int X, int Y)? Place((int X, int Y) mark, string word, int size, int gap, bool overLine = false)
    {
        var width = WidthOf(word, size);
        (int X, int Y)[] tries =
        [
            (mark.X + gap, mark.Y + (size / 3)), (mark.X - gap - width, mark.Y + (size / 3)),
            (mark.X - (width / 2), mark.Y - gap), (mark.X - (width / 2), mark.Y + gap + (size * 3 / 4)),
            (mark.X + (gap / 2), mark.Y - gap), (mark.X + (gap / 2), mark.Y + gap + (size * 3 / 4)),
            (mark.X - (gap / 2) - width, mark.Y - gap), (mark.X - (gap / 2) - width, mark.Y + gap + (size * 3 / 4)),
        ];
        foreach (var (x, y) in tries)
        {
            var box = (Left: x - 20, Top: y - size, Right: x + width + 20, Bottom: y + (size / 3));
            if (box.Left >= 0 && box.Top >= 0 && box.Right <= frame.Width * PictureFrame.PerPixel && box.Bottom <= frame.Height * PictureFrame.PerPixel
                && !Meets(_taken, box) && (overLine || !Meets(_line, box)))
            {
                _taken.Add(box);
                return (x, y);
            }
        }
        return null;
    }

    private static bool Meets(List<(int Left, int Top, int Right, int Bottom)> boxes, (int Left, int Top, int Right, int Bottom) box) =>
        boxes.Exists(t => t.Left < box.Right && box.Left < t.Right && t.Top < box.Bottom && box.Top < t.Bottom);

    // Fonts are the phone's own; letters of Devanagari and Latin take about this much, wide scripts and pictures more.
    public static int WidthOf(string word, int size)
    {
        var width = 0.0;
        for (var letters = StringInfo.GetTextElementEnumerator(word); letters.MoveNext();)
        {
            var value = Rune.TryGetRuneAt(word, letters.ElementIndex, out var rune) ? rune.Value : 0x1100;
            width += value < 0x0900 ? 0.62 : value < 0x1100 ? 0.9 : 1.1;
        }
        return (int)Math.Ceiling(width * size);
    }
}
