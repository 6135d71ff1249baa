using System.Text.Json;
using Samagam.Routing.Drawing;

namespace Samagam.Routing.Tests.Drawing;

/// <summary>A tile as a page reads it: a decoder of its own, a dozen lines, as the page's would be.</summary>
internal sealed class DecodedTile
{
    public DecodedTile(byte[] json) => Root = JsonDocument.Parse(json).RootElement;

    public JsonElement Root { get; }

    public bool IsCut => Root.TryGetProperty("cut", out var cut) && cut.GetBoolean();

    public IEnumerable<JsonElement> Layer(string name) => Root.GetProperty("layers").TryGetProperty(name, out var layer) ? layer.EnumerateArray() : [];

    public IEnumerable<string> LayerNames => Root.GetProperty("layers").EnumerateObject().Select(l => l.Name);

    public IEnumerable<List<(int X, int Y)>> Lines(string layer) =>
        Layer(layer).SelectMany(f => f.TryGetProperty("lines", out var lines) || f.TryGetProperty("rings", out lines) ? lines.EnumerateArray().Select(l => Decode(l.GetString()!)) : []);

    public int Points => LayerNames.Sum(l => Lines(l).Sum(line => line.Count)) + Layer("amenities").Count();

    public static DecodedTile Of(MapSnapshot map, TileAddress tile, TileLimits? limits = null) => new(map.Drawn.Tile(tile, limits)!);

    public static IEnumerable<TileAddress> Cover(MapSnapshot map, int zoom)
    {
        var (sw, ne) = (TileAddress.Of(map.Bounds.SouthWest, zoom), TileAddress.Of(map.Bounds.NorthEast, zoom));
        for (var x = sw.Column; x <= ne.Column; x++)
        {
            for (var y = ne.Row; y <= sw.Row; y++)
            {
                yield return new TileAddress(zoom, x, y);
            }
        }
    }

    // Google's polyline text, of whole numbers.
    private static List<(int X, int Y)> Decode(string text)
    {
        var (points, at, x, y) = (new List<(int, int)>(), 0, 0, 0);
        while (at < text.Length)
        {
            x += Next();
            y += Next();
            points.Add((x, y));
        }
        return points;

        int Next()
        {
            var (value, shift, bits) = (0, 0, 0);
            do
            {
                bits = text[at++] - 63;
                value |= (bits & 31) << shift;
                shift += 5;
            }
            while (bits >= 32);
            return (value & 1) != 0 ? ~(value >> 1) : value >> 1;
        }
    }
}
