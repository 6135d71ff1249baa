using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Samagam.Node.Portal.Reference;

/// <summary>A shape of the document as lines people read: one for each member, members of members behind a dot.</summary>
internal sealed class SchemaText(JsonObject document)
{
    private const int MaxDepth = 3;
    private const string Root = "#/components/schemas/";

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    public static string Pretty(JsonNode? json) => json?.ToJsonString(Indented) ?? "";

    public static string Flat(JsonNode json) => json.ToJsonString(OneLine);

    public IEnumerable<(string Path, string Type)> Lines(JsonNode schema) => Lines(schema, "", 0);

    private IEnumerable<(string Path, string Type)> Lines(JsonNode schema, string at, int depth)
    {
        var said = Resolved(schema);
        if (said["items"] is { } items)
        {
            foreach (var line in Lines(items, at + "[]", depth))
            {
                yield return line;
            }
            yield break;
        }
        if (said["properties"] is not JsonObject members || depth > MaxDepth)
        {
            yield break;
        }
        var required = (said["required"] as JsonArray)?.Select(r => (string?)r).ToHashSet() ?? [];
        foreach (var (name, member) in members)
        {
            var path = at.Length > 0 ? $"{at}.{name}" : name;
            yield return (path, TypeOf(member!) + (required.Contains(name) ? "" : ", may be left out"));
            foreach (var line in Lines(member!, path, depth + 1))
            {
                yield return line;
            }
        }
    }

    private string TypeOf(JsonNode schema)
    {
        var said = Resolved(schema);
        var type = said["type"] switch
        {
            JsonArray many => string.Join(" or ", many.Select(t => (string?)t).Where(t => t != "null")),
            JsonValue one => (string?)one ?? "",
            _ => said["const"] is { } only ? Flat(only) : "any",
        };
        return (string?)said["format"] is { } format ? $"{type} ({format})" : type;
    }

    private JsonObject Resolved(JsonNode schema) => schema switch
    {
        JsonObject said when (string?)said["$ref"] is { } reference => Resolved(document["components"]!["schemas"]![reference[Root.Length..]]!),
        JsonObject said when said["anyOf"] is JsonArray { Count: > 0 } ways => Resolved(ways[0]!),
        JsonObject said => said,
        _ => [],
    };
}
