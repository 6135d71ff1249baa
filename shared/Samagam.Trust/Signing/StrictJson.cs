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
[JsonSerializable(typeof(PersonClaims))]
internal sealed partial class StrictJson : JsonSerializerContext
{
    /// <summary>Reads a document; a broken one is refused with the place and name of what is wrong.</summary>
    public static Verdict<T> Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type, string what) where T : class
    {
        try
        {
            // Nullability is only enforced on properties, not on what arrays hold; nothing of ours ever needs a null.
            return JsonSerializer.Deserialize(bytes, type) is { } value && !HasNull(bytes)
                ? Verdict<T>.Accept(value)
                : Verdict<T>.Refuse(TrustProblem.Malformed, $"{what} holds null where something must be; leave out what is not given");
        }
        catch (JsonException e)
        {
            return Verdict<T>.Refuse(TrustProblem.Malformed, $"{what}: {e.Message}");
        }
    }

    private static bool HasNull(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return true;
            }
        }
        return false;
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
