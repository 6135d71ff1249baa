using System.Text.Json;

namespace Samagam.Node.Portal.Sos;

/// <summary>A JSON object that may end too early or go wrong on the way: what stood whole before the break is not lost.</summary>
internal static class CutJson
{
    private const int MaxDepth = 16;

    /// <summary>The object, and whether that was all of it.</summary>
    /// <param name="utf8">Begins with <c>{</c>.</param>
    public static (JsonDocument Json, bool IsWhole) Open(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // A trailing comma is no reason to doubt a call for help.
            return (JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true }), true);
        }
        catch (JsonException)
        {
            return (JsonDocument.Parse(Closed(utf8.Span), new JsonDocumentOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true }), false);
        }
    }

    /// <summary>The text up to the last whole value, with what is open there closed.</summary>
    private static byte[] Closed(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true }));
        Stack<byte> open = [];
        var end = 0;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        // Not worth keeping without its value.
                        continue;
                    case JsonTokenType.StartObject:
                        open.Push((byte)'}');
                        break;
                    case JsonTokenType.StartArray:
                        open.Push((byte)']');
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                    default:
                        break;
                }
                end = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // The break itself: what was read before it counts.
            return [.. utf8[..end], .. open];
        }
        return [.. utf8[..end], .. open];
    }
}
