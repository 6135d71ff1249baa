using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samagam.Mesh.Orders;

/// <summary>A moment in ISO 8601 that must say its offset: without one it would be read in the zone of whatever system reads it.</summary>
public sealed class OffsetTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && reader.GetString() is { } text && HasOffset(text)
            ? time
            : throw new JsonException("a time with its offset is wanted: 2028-04-01T09:00:00+05:30");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    // What follows the T has a sign only in its offset.
    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.IndexOf('T', StringComparison.Ordinal) is > 0 and var t && text.AsSpan(t).IndexOfAny('+', '-') > 0);
}
