using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>GeoJSON LineString (RFC 7946): longitude first, six decimals (a tenth of a metre).</summary>
[JsonConverter(typeof(LineStringConverter))]
internal sealed record LineString(IReadOnlyList<Coordinate> Points);

/// <summary>Writes the numbers itself: they are most of an answer, and writing each as a double is most of what an answer costs.</summary>
internal sealed class LineStringConverter : JsonConverter<LineString>
{
    private const int Decimals = 1_000_000;

    // "[-180.000000,-90.000000],"
    private const int LongestPoint = 25;

    public override LineString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("lines are told, not asked");

    public override void Write(Utf8JsonWriter writer, LineString value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "LineString"u8);
        writer.WritePropertyName("coordinates"u8);
        var buffer = ArrayPool<byte>.Shared.Rent((value.Points.Count * LongestPoint) + 2);
        buffer[0] = (byte)'[';
        var end = 1;
        for (var i = 0; i < value.Points.Count; i++)
        {
            var point = value.Points[i];
            if (i > 0)
            {
                buffer[end++] = (byte)',';
            }
            buffer[end++] = (byte)'[';
            end += Format(buffer.AsSpan(end), point.LongitudeDeg);
            buffer[end++] = (byte)',';
            end += Format(buffer.AsSpan(end), point.LatitudeDeg);
            buffer[end++] = (byte)']';
        }
        buffer[end++] = (byte)']';
        writer.WriteRawValue(buffer.AsSpan(0, end), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
        writer.WriteEndObject();
    }

    // The shortest form: 75.7652, 8, -0.5.
    private static int Format(Span<byte> to, double degrees)
    {
        var rounded = (long)Math.Round(degrees * Decimals);
        var length = 0;
        if (rounded < 0)
        {
            to[length++] = (byte)'-';
            rounded = -rounded;
        }
        var (whole, part) = Math.DivRem(rounded, Decimals);
        Utf8Formatter.TryFormat(whole, to[length..], out var written);
        length += written;
        if (part == 0)
        {
            return length;
        }
        to[length++] = (byte)'.';
        for (var digit = Decimals / 10; part > 0; digit /= 10)
        {
            (var d, part) = Math.DivRem(part, digit);
            to[length++] = (byte)('0' + d);
        }
        return length;
    }
}
