using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samagam.Trust;

/// <summary>A role as the word <c>node</c> or <c>hub</c>; numbers and other spellings are refused.</summary>
internal sealed class NodeRoleJson : JsonConverter<NodeRole>
{
    public override NodeRole Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException("role is \"node\" or \"hub\"")
        : reader.ValueTextEquals("node"u8) ? NodeRole.Node
        : reader.ValueTextEquals("hub"u8) ? NodeRole.Hub
        : throw new JsonException("role is \"node\" or \"hub\"");

    public override void Write(Utf8JsonWriter writer, NodeRole value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value == NodeRole.Hub ? "hub" : "node");
}

/// <summary>Clock trust as <c>true</c>, <c>false</c> or <c>"auto"</c>.</summary>
internal sealed class ClockTrustJson : JsonConverter<ClockTrust>
{
    public override ClockTrust Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => ClockTrust.Yes,
        JsonTokenType.False => ClockTrust.No,
        JsonTokenType.String when reader.ValueTextEquals("auto"u8) => ClockTrust.Auto,
        _ => throw new JsonException("clock.trusted is true, false or \"auto\""),
    };

    public override void Write(Utf8JsonWriter writer, ClockTrust value, JsonSerializerOptions options)
    {
        if (value == ClockTrust.Auto)
        {
            writer.WriteStringValue("auto"u8);
        }
        else
        {
            writer.WriteBooleanValue(value == ClockTrust.Yes);
        }
    }
}
