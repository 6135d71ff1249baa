using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Samagam.Node.Portal.Http;

/// <summary>JSON of a caller who is expected to know the contract: an unknown or doubled field, or a value of a wrong type, is refused and named.</summary>
internal static class StrictJson
{
    /// <summary>The value, or the path of the field at fault (<c>$</c> when it is no JSON object at all).</summary>
    public static (T? Value, string? Field) Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) is { } value ? (value, null) : (null, "$");
        }
        catch (JsonException e)
        {
            return (null, string.IsNullOrEmpty(e.Path) ? "$" : e.Path);
        }
    }
}
