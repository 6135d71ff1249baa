using System.Text.Json;
using System.Text.Json.Serialization;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Body of <c>join-group</c> and <c>leave-group</c>.</summary>
internal sealed record GroupMessage(string? GroupId = null, string? UserId = null);

/// <summary>What every event carries beside its body.</summary>
/// <param name="Id">The same at every box: who got it before passes it over.</param>
/// <param name="Cursor">Brought back as <c>?cursor=</c> it goes on here or at any other box.</param>
internal sealed record EventMark(string Id, string Cursor);

/// <summary>Answer to a message, in the envelope of the API.</summary>
internal sealed record LineReply(bool Success, LineError? Error = null, string? AlertId = null);

/// <summary>Why a message was refused.</summary>
internal sealed record LineError(string Code, string Message, string? Field = null, string? Reason = null, int? RetryAfterSeconds = null);

/// <summary>JSON that is written already.</summary>
[JsonConverter(typeof(AsItIs))]
internal readonly record struct RawJson(string Text)
{
    internal sealed class AsItIs : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("only written");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text);
    }
}

/// <summary>Shapes of <c>/realtime</c>, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(GroupMessage))]
[JsonSerializable(typeof(EventMark))]
[JsonSerializable(typeof(LineReply))]
[JsonSerializable(typeof(MemberJoinedEvent))]
[JsonSerializable(typeof(MemberLeftEvent))]
[JsonSerializable(typeof(MemberLocationEvent))]
internal sealed partial class RealtimeJson : JsonSerializerContext;
