using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samagam.Node.Portal.Amenities;

/// <summary>Shapes of what is said of amenities.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(AmenityRequest))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(CategoryRequest))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ReportTaken))]
[JsonSerializable(typeof(ReportsView))]
[JsonSerializable(typeof(AmenityView))]
[JsonSerializable(typeof(CategoryView))]
internal sealed partial class AmenityJson : JsonSerializerContext;
