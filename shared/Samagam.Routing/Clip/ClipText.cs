using System.Globalization;
using System.Text.Json;

namespace Samagam.Routing.Clip;

/// <summary>
/// Reads the area a map is to be cut down to: GeoJSON (RFC 7946; a Polygon or MultiPolygon, bare or in a Feature, FeatureCollection or GeometryCollection), an Osmosis
/// polygon file (OSM wiki "Osmosis/Polygon Filter File Format"), or <c>minLon,minLat,maxLon,maxLat</c>. Told apart by content.
/// </summary>
public static class ClipText
{
    /// <summary>Longest text, characters.</summary>
    public const int MaxChars = 4_000_000;

    /// <summary>The area a text describes.</summary>
    /// <exception cref="FormatException">It describes none; the message says why.</exception>
    public static ClipArea Parse(string text)
    {
        if (text.Length > MaxChars)
        {
            throw new FormatException($"the area has more than {MaxChars} characters");
        }
        try
        {
            return TryBox(text) ?? (text.AsSpan().TrimStart().StartsWith("{") ? FromGeoJson(text) : FromPoly(text));
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>A box, or null when the text is none.</summary>
    public static ClipArea? TryBox(string text)
    {
        var parts = text.Split(',');
        var numbers = new double[4];
        return parts.Length == 4 && parts.Index().All(p => TryNumber(p.Item, out numbers[p.Index]))
            ? ClipArea.OfBox(numbers[0], numbers[1], numbers[2], numbers[3])
            : null;
    }

    private static ClipArea FromGeoJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var rings = new List<Coordinate[]>();
            AddRings(json.RootElement, rings);
            return rings.Count > 0 ? new ClipArea(rings) : throw new FormatException("the GeoJSON holds no Polygon and no MultiPolygon");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"this is no GeoJSON: {e.Message}", e);
        }
    }

    private static void AddRings(JsonElement element, List<Coordinate[]> rings)
    {
        switch (element.GetProperty("type").GetString())
        {
            case "FeatureCollection":
                foreach (var feature in element.GetProperty("features").EnumerateArray())
                {
                    AddRings(feature, rings);
                }
                break;
            case "Feature" when element.GetProperty("geometry") is { ValueKind: JsonValueKind.Object } geometry:
                AddRings(geometry, rings);
                break;
            case "GeometryCollection":
                foreach (var geometry in element.GetProperty("geometries").EnumerateArray())
                {
                    AddRings(geometry, rings);
                }
                break;
            case "Polygon":
                rings.AddRange(element.GetProperty("coordinates").EnumerateArray().Select(RingOf));
                break;
            case "MultiPolygon":
                rings.AddRange(element.GetProperty("coordinates").EnumerateArray().SelectMany(p => p.EnumerateArray()).Select(RingOf));
                break;
            default:
                break;
        }
    }

    private static Coordinate[] RingOf(JsonElement ring) => Open([.. ring.EnumerateArray().Select(p => p.GetArrayLength() >= 2
        ? new Coordinate(p[1].GetDouble(), p[0].GetDouble())
        : throw new FormatException("a position of the GeoJSON has no latitude"))]);

    // A name; then per ring a name, lines of longitude and latitude, END; then END. A ring whose name begins with ! is a hole, which the even-odd rule makes it anyway.
    private static ClipArea FromPoly(string text)
    {
        var rings = new List<Coordinate[]>();
        List<Coordinate>? ring = null;
        var isFirst = true;
        var number = 0;
        foreach (var raw in text.EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty)
            {
                continue;
            }
            if (isFirst)
            {
                isFirst = false;
            }
            else if (line is "END")
            {
                if (ring is null)
                {
                    return rings.Count > 0 ? new ClipArea(rings) : throw new FormatException("the polygon file holds no ring");
                }
                rings.Add(Open([.. ring]));
                ring = null;
            }
            else if (ring is null)
            {
                ring = [];
            }
            else
            {
                ring.Add(PointOf(line.ToString(), number));
            }
        }
        throw new FormatException("this is neither minLon,minLat,maxLon,maxLat, nor GeoJSON, nor a polygon file that ends with END");
    }

    private static Coordinate PointOf(string line, int number)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && TryNumber(words[0], out var lon) && TryNumber(words[1], out var lat)
            ? new Coordinate(lat, lon)
            : throw new FormatException($"line {number} of the polygon file is no longitude and latitude");
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static Coordinate[] Open(Coordinate[] ring) => ring.Length > 1 && ring[0] == ring[^1] ? ring[..^1] : ring;
}
