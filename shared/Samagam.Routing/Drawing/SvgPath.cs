using System.Globalization;
using System.Text;

namespace Samagam.Routing.Drawing;

/// <summary>Path data (SVG 1.1 §8.3) in relative whole numbers, cut a little beyond the frame, up to a length.</summary>
internal sealed class SvgPath(PictureFrame frame, int maxChars)
{
    private const int Beyond = 100;

    private readonly PlaneClip _clip = new(-Beyond, -Beyond, (frame.Width * PictureFrame.PerPixel) + Beyond, (frame.Height * PictureFrame.PerPixel) + Beyond);
    private readonly StringBuilder _data = new();
    private readonly List<(int X, int Y, bool Starts)> _pieces = [];
    private (int X, int Y) _at;

    public int Length => _data.Length;

    public bool IsEmpty => _data.Length == 0;

    /// <summary>Something had no room.</summary>
    public bool IsFull { get; private set; }

    public void Line(List<(int X, int Y)> points)
    {
        _pieces.Clear();
        _clip.Line(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points), _pieces);
        Append(() =>
        {
            foreach (var (x, y, starts) in _pieces)
            {
                Step(starts, x, y);
            }
        });
    }

    /// <summary>The first point is not repeated at the end.</summary>
    public void Ring(List<(int X, int Y)> points)
    {
        var ring = _clip.Ring(points);
        if (ring.Count < 3)
        {
            return;
        }
        Append(() =>
        {
            for (var i = 0; i < ring.Count; i++)
            {
                Step(i == 0, ring[i].X, ring[i].Y);
            }
            _data.Append('z');
            // Closing puts the pen back.
            _at = ring[0];
        });
    }

    public override string ToString() => _data.ToString();

    // Whole or not at all: half a path leads nowhere.
    private void Append(Action steps)
    {
        if (IsFull)
        {
            return;
        }
        var (length, at) = (_data.Length, _at);
        steps();
        if (_data.Length > maxChars)
        {
            (_data.Length, _at, IsFull) = (length, at, true);
        }
    }

    private void Step(bool starts, int x, int y)
    {
        if (starts)
        {
            _data.Append(CultureInfo.InvariantCulture, $"M{x}");
            Number(y);
        }
        else if (x != _at.X || y != _at.Y)
        {
            _data.Append(CultureInfo.InvariantCulture, $"l{x - _at.X}");
            Number(y - _at.Y);
        }
        _at = (x, y);
    }

    // A minus is separator enough.
    private void Number(int value) => _data.Append(value < 0 ? "" : " ").Append(value.ToString(CultureInfo.InvariantCulture));
}
