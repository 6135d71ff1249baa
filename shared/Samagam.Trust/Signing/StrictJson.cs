using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Samagam.Trust;

/// <summary>
/// The JSON of settings and signed documents: unknown fields are refused and named, a field may not come twice, nothing
/// that must be there may be missing or null. Types are known at build time.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 8,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(NodeSettings))]
[JsonSerializable(typeof(RosterDocument))]
[JsonSerializable(typeof(RevocationDocument))]
[JsonSerializable(typeof(DeviceDocument))]
[JsonSerializable(typeof(StaffClaims))]
internal sealed partial class StrictJson : JsonSerializerContext
{
    /// <summary>Reads a document; a broken one is refused with the place and name of what is wrong.</summary>
    public static Verdict<T> Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type, string what) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) is { } value
                ? Verdict<T>.Accept(value)
                : Verdict<T>.Refuse(TrustProblem.Malformed, $"{what} is empty");
        }
        catch (JsonException e)
        {
            return Verdict<T>.Refuse(TrustProblem.Malformed, $"{what}: {e.Message}");
        }
    }

    /// <summary>Writes a document as indented UTF-8 with a final newline.</summary>
    public static byte[] Write<T>(T value) where T : class
    {
        using var buffer = new MemoryStream();
        JsonSerializer.Serialize(buffer, value, typeof(T), Writing.Readable);
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>As <see cref="Default"/>, but names and reasons stay readable in any script; for files, never for HTML.</summary>
    private static class Writing
    {
        public static readonly StrictJson Readable = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
