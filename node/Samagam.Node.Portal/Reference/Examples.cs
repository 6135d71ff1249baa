using System.Text.Json.Nodes;

namespace Samagam.Node.Portal.Reference;

/// <summary>Makes an example of a schema: a plausible value for each member by its name, else by its type. The same schema gives the same example.</summary>
internal sealed class Examples(Func<string, JsonNode> schemaOf)
{
    private const int MaxDepth = 10;
    private const string Root = "#/components/schemas/";
    private const string Id = "0b4f6a52-7c1d-4e0f-9a63-2f1f7f1f0c11";
    private const string Moment = "2028-04-09T05:30:00+05:30";

    private static readonly Dictionary<string, JsonNode> ByName = new(StringComparer.Ordinal)
    {
        ["lat"] = 23.1856, ["lng"] = 75.7678, ["accuracy"] = 12, ["altitude"] = 491, ["heading"] = 90, ["speed"] = 1.1, ["bearingDeg"] = 90,
        ["phone"] = "+919826012345", ["phoneNumber"] = "+919826012345", ["otp"] = "123456", ["name"] = "Ram Ghat", ["nameHi"] = "राम घाट", ["displayName"] = "Ram Ghat",
        ["language"] = "hi", ["languagePreference"] = "hi", ["lang"] = "hi", ["pilgrimType"] = "family", ["code"] = "K7M4P2QX", ["nickname"] = "Dadi", ["color"] = "#c2410c",
        ["type"] = "water", ["category"] = "temple", ["status"] = "pending", ["mapVersion"] = "ujjain-2028.3", ["version"] = "ujjain-2028.3", ["callSign"] = "RAM-1", ["role"] = "volunteer",
        ["zoneId"] = "north", ["level"] = 3, ["effect"] = "closed", ["tokenType"] = "Bearer", ["sentBy"] = "modem", ["heardBy"] = "Ram Ghat", ["savedAt"] = "this-box", ["profile"] = "crowd",
        ["accessToken"] = "eyJhbGciOiJFUzI1NiJ9.…", ["refreshToken"] = "eyJhbGciOiJFUzI1NiJ9.…", ["token"] = "eyJhbGciOiJFUzI1NiJ9.…", ["minutes"] = 5, ["reason"] = "crush ahead",
        ["polyline"] = "_p~iF~ps|U", ["email"] = "pilgrim@example.org", ["url"] = "/api/v1/pois", ["ageGroup"] = "adult", ["people"] = 1, ["difficulty"] = 2, ["significance"] = 5,
    };

    /// <param name="isBody">Members a body may leave out are left out where nothing is known of them.</param>
    public JsonNode? Of(JsonNode schema, string name = "", bool isBody = false, int depth = 0)
    {
        if (schema is not JsonObject said)
        {
            return new JsonObject();
        }
        if ((string?)said["$ref"] is { } reference)
        {
            return depth > MaxDepth ? null : Of(schemaOf(reference[Root.Length..]), name, isBody, depth + 1);
        }
        if (said["const"] is { } only)
        {
            return only.DeepClone();
        }
        if (said["enum"] is JsonArray { Count: > 0 } words)
        {
            return words[0]?.DeepClone();
        }
        if (said["anyOf"] is JsonArray { Count: > 0 } ways)
        {
            return Of(ways[0]!, name, isBody, depth);
        }
        return TypeOf(said) switch
        {
            "object" => ObjectOf(said, isBody, depth),
            "array" => ArrayOf(said, name, isBody, depth),
            "boolean" => false,
            "integer" => Known(name, n => n is JsonValue v && v.TryGetValue<int>(out _)) ?? Bounded(said, 1),
            "number" => Known(name, n => n is JsonValue v && (v.TryGetValue<double>(out _) || v.TryGetValue<int>(out _))) ?? 1.5,
            "string" => TextOf(said, name),
            _ => new JsonObject(),
        };
    }

    private JsonObject ObjectOf(JsonObject schema, bool isBody, int depth)
    {
        var required = (schema["required"] as JsonArray)?.Select(r => (string?)r).ToHashSet() ?? [];
        var made = new JsonObject();
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            var needed = required.Contains(name);
            if (!needed && (depth > 1 || (isBody && !ByName.ContainsKey(name) && !name.EndsWith("Id", StringComparison.Ordinal))))
            {
                continue;
            }
            if (Of(member!, name, isBody, depth + 1) is { } value)
            {
                made[name] = value;
            }
        }
        return made;
    }

    private JsonArray ArrayOf(JsonObject schema, string name, bool isBody, int depth) =>
        depth > MaxDepth || schema["items"] is not { } items || Of(items, name, isBody, depth + 1) is not { } one ? []
        : (int?)schema["minItems"] is > 1 and var least ? [.. Enumerable.Range(0, least).Select(_ => one.DeepClone())]
        : [one];

    private static JsonNode TextOf(JsonObject schema, string name) => (string?)schema["format"] switch
    {
        "date-time" => Moment,
        "date" => "2028-04-09",
        "uuid" => Id,
        _ => Known(name, n => n is JsonValue v && v.TryGetValue<string>(out _))
            ?? (name.EndsWith("At", StringComparison.Ordinal) || name is "timestamp" or "until" or "from" ? Moment : name.EndsWith("Id", StringComparison.Ordinal) || name == "id" ? Id : "text"),
    };

    private static int Bounded(JsonObject schema, int value) => Math.Max(value, (int?)schema["minimum"] ?? value);

    private static JsonNode? Known(string name, Func<JsonNode, bool> fits) => ByName.TryGetValue(name, out var value) && fits(value) ? value.DeepClone() : null;

    private static string? TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray many => many.Select(t => (string?)t).FirstOrDefault(t => t is not ("null" or "string") || many.Count <= 2 && t != "null"),
        JsonValue one => (string?)one,
        _ => schema["properties"] is null ? null : "object",
    };
}
