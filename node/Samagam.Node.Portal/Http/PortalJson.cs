using System.Text.Json;
using System.Text.Json.Serialization;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Http;

/// <summary>Shapes of the API, compiled: no reflection at start or per request. What comes in is strict, what goes out leaves out nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(CaseView))]
[JsonSerializable(typeof(AlertSaved))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(LocationRequest))]
internal sealed partial class PortalJson : JsonSerializerContext;
