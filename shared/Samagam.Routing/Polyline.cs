using System.Text;

namespace Samagam.Routing;

/// <summary>Encoded polyline, precision 5 (Google, "Encoded Polyline Algorithm Format").</summary>
public static class Polyline
{
    public static string Encode(IReadOnlyList<Coordinate> points)
    {
        var text = new StringBuilder(points.Count * 6);
        long lat = 0, lng = 0;
        foreach (var point in points)
        {
            var nextLat = (long)Math.Round(point.LatitudeDeg * 1e5);
            var nextLng = (long)Math.Round(point.LongitudeDeg * 1e5);
            Append(text, nextLat - lat);
            Append(text, nextLng - lng);
            (lat, lng) = (nextLat, nextLng);
        }
        return text.ToString();
    }

    internal static void Append(StringBuilder text, long value)
    {
        var bits = value < 0 ? ~(value << 1) : value << 1;
        while (bits >= 0x20)
        {
            text.Append((char)((0x20 | (bits & 0x1f)) + 63));
            bits >>= 5;
        }
        text.Append((char)(bits + 63));
    }
}
