using System.Buffers;
using System.Text;

namespace Samagam.Routing;

/// <summary>Encoded polyline, precision 5 (Google, "Encoded Polyline Algorithm Format").</summary>
public static class Polyline
{
    // The longest difference, 360 degrees, takes six letters.
    private const int LongestPoint = 12;

    public static string Encode(IReadOnlyList<Coordinate> points) => Encode(points as Coordinate[] ?? [.. points]);

    public static string Encode(ReadOnlySpan<Coordinate> points)
    {
        var letters = ArrayPool<char>.Shared.Rent(points.Length * LongestPoint);
        var (end, lat, lng) = (0, 0L, 0L);
        foreach (var point in points)
        {
            var nextLat = (long)Math.Round(point.LatitudeDeg * 1e5);
            var nextLng = (long)Math.Round(point.LongitudeDeg * 1e5);
            end = Append(letters, end, nextLat - lat);
            end = Append(letters, end, nextLng - lng);
            (lat, lng) = (nextLat, nextLng);
        }
        var text = new string(letters, 0, end);
        ArrayPool<char>.Shared.Return(letters);
        return text;
    }

    /// <summary>One number; five at most for those of a tile.</summary>
    internal static void Append(StringBuilder text, long value)
    {
        Span<char> letters = stackalloc char[LongestPoint];
        text.Append(letters[..Append(letters, 0, value)]);
    }

    private static int Append(Span<char> letters, int end, long value)
    {
        var bits = value < 0 ? ~(value << 1) : value << 1;
        for (; bits >= 0x20; bits >>= 5)
        {
            letters[end++] = (char)((0x20 | (bits & 0x1f)) + 63);
        }
        letters[end++] = (char)(bits + 63);
        return end;
    }
}
