using System.Text.Json;
using System.Text.Json.Serialization;
using Samagam.Mesh.Warnings;

namespace Samagam.Node.Portal.Warnings;

/// <summary>Shapes of warnings, compiled. What comes in is strict, what goes out leaves out nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(WarningRequest))]
[JsonSerializable(typeof(WarningEnd))]
[JsonSerializable(typeof(WarningView))]
[JsonSerializable(typeof(IReadOnlyList<WarningView>))]
internal sealed partial class WarningsJson : JsonSerializerContext;
