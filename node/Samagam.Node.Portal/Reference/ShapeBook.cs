using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Samagam.Node.Portal.Routes;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Reference;

/// <summary>
/// The shapes of the API as JSON Schema (2020-12, as OpenAPI 3.1 has it), taken from the same compiled shapes that read and write it. A type is looked for in every
/// <see cref="JsonSerializerContext"/> of this assembly, so that each feature may have its own.
/// </summary>
internal sealed class ShapeBook
{
    private const string Root = "#/components/schemas/";

    /// <summary>What the exporter cannot see into, because a converter writes it.</summary>
    private static readonly Dictionary<Type, string> Converted = new()
    {
        [typeof(LineString)] =
            """{"type":"object","required":["type","coordinates"],"properties":{"type":{"const":"LineString"},"coordinates":{"type":"array","items":{"type":"array","items":{"type":"number"},"minItems":2,"maxItems":2}}},"description":"GeoJSON LineString (RFC 7946): longitude, latitude"}""",
    };

    private readonly List<JsonSerializerContext> _contexts =
    [
        .. typeof(ShapeBook).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(JsonSerializerContext))).OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => t.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<JsonSerializerContext>(),
    ];

    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type, bool), string> _names = [];

    /// <summary>Every shape that was referred to, by name; moves them out.</summary>
    public JsonObject Take() => new(_schemas.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));

    /// <summary>The schema of a name.</summary>
    public JsonNode this[string name] => _schemas[name];

    /// <summary>A reference to the shape of what comes in: as strict as its reader.</summary>
    public JsonNode OfBody(Type type) => Of(type, isBody: true);

    /// <summary>A reference to the shape of what goes out: members that are never left out are required, further ones may come with a later version.</summary>
    public JsonNode OfAnswer(Type type) => Of(type, isBody: false);

    private JsonNode Of(Type type, bool isBody)
    {
        var shape = ShapeOf(type);
        // A list, or a word, needs no name of its own.
        return shape.Kind == JsonTypeInfoKind.Object ? Named(shape, isBody) : Export(shape, isBody);
    }

    private JsonObject Named(JsonTypeInfo shape, bool isBody)
    {
        if (!_names.TryGetValue((shape.Type, isBody), out var name))
        {
            name = NameOf(shape.Type);
            if (_schemas.ContainsKey(name))
            {
                // The same word in another feature, or the same shape in the other direction.
                name = (isBody ? "Body" : "") + (shape.Type.Namespace ?? "").Split('.')[^1] + name;
            }
            _names[(shape.Type, isBody)] = name;
            // Taken before it is known: a shape may hold itself.
            _schemas[name] = new JsonObject();
            _schemas[name] = Export(shape, isBody);
        }
        return new JsonObject { ["$ref"] = Root + name };
    }

    private JsonNode Export(JsonTypeInfo shape, bool isBody) => shape.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => Transform(context, node, isBody),
    });

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node, bool isBody)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (Converted.TryGetValue(type, out var known))
        {
            return JsonNode.Parse(known)!;
        }
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object)
        {
            return node;
        }
        if (!context.Path.IsEmpty || node is JsonObject reference && reference.ContainsKey("$ref"))
        {
            var named = Named(context.TypeInfo, isBody);
            return node is JsonObject said && said["type"] is JsonArray types && types.Any(t => (string?)t == "null")
                ? new JsonObject { ["anyOf"] = new JsonArray(named, new JsonObject { ["type"] = "null" }) }
                : named;
        }
        var whole = (JsonObject)node;
        // At the top a shape is always there.
        whole["type"] = "object";
        if (isBody)
        {
            return whole;
        }
        whole.Remove("additionalProperties");
        var always = context.TypeInfo.Properties.Where(p => p.Get is not null && whole["properties"]?[p.Name] is not null && IsAlwaysThere(p)).Select(p => (JsonNode)p.Name).ToArray();
        whole.Remove("required");
        if (always.Length > 0)
        {
            whole["required"] = new JsonArray(always);
        }
        return whole;
    }

    // Nulls are left out, so what can be null may be missing.
    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsGetNullable;

    private JsonTypeInfo ShapeOf(Type type) => _contexts.Select(c => c.GetTypeInfo(type)).FirstOrDefault(t => t is not null) ?? Envelope.Json.GetTypeInfo(type);

    private static string NameOf(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + string.Concat(type.GetGenericArguments().Select(NameOf))
        : type.Name;
}
