using System.Buffers;
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
    private const uint Decimals = 1_000_000;
    private const int Digits = 6;

    // "[-180.000000,-90.000000],"
    private const int LongestPoint = 25;

    public override LineString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("lines are told, not asked");

    public override void Write(Utf8JsonWriter writer, LineString value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "LineString"u8);
        writer.WritePropertyName("coordinates"u8);
        ReadOnlySpan<Coordinate> points = value.Points as Coordinate[] ?? [.. value.Points];
        var buffer = ArrayPool<byte>.Shared.Rent((points.Length * LongestPoint) + 2);
        buffer[0] = (byte)'[';
        var end = 1;
        foreach (ref readonly var point in points)
        {
            buffer[end++] = (byte)'[';
            end = Format(buffer, end, point.LongitudeDeg);
            buffer[end++] = (byte)',';
            end = Format(buffer, end, point.LatitudeDeg);
            buffer[end++] = (byte)']';
            buffer[end++] = (byte)',';
        }
        // In the place of the last comma.
        end = points.IsEmpty ? end : end - 1;
        buffer[end++] = (byte)']';
        writer.WriteRawValue(buffer.AsSpan(0, end), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
        writer.WriteEndObject();
    }

    // The shortest form: 75.7652, 8, -0.5. Returns where it ends.
    private static int Format(byte[] to, int at, double degrees)
    {
        var rounded = (int)Math.Round(degrees * Decimals);
        if (rounded < 0)
        {
            to[at++] = (byte)'-';
        }
        var (whole, part) = Math.DivRem((uint)Math.Abs(rounded), Decimals);
        if (whole >= 100)
        {
            to[at++] = (byte)('0' + (whole / 100));
        }
        if (whole >= 10)
        {
            to[at++] = (byte)('0' + (whole / 10 % 10));
        }
        to[at++] = (byte)('0' + (whole % 10));
        if (part == 0)
        {
            return at;
        }
        to[at++] = (byte)'.';
        for (var digit = Digits - 1; digit >= 0; digit--)
        {
            (part, var d) = Math.DivRem(part, 10);
            to[at + digit] = (byte)('0' + d);
        }
        at += Digits;
        while (to[at - 1] == '0')
        {
            at--;
        }
        return at;
    }
}
