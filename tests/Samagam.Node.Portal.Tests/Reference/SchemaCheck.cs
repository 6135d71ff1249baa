using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Samagam.Node.Portal.Tests.Reference;

/// <summary>
/// Whether a value is as a JSON Schema (2020-12) says, for the words our document uses; a word it does not know fails, so that nothing is passed over. Beyond the standard it
/// also says which members of an object are not described at all.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf", "allOf", "enum", "const", "format", "pattern", "minimum", "maximum", "minItems", "maxItems",
        "minLength", "maxLength", "description", "default",
    ];

    /// <summary>What is wrong, one sentence each; empty when all is well.</summary>
    public List<string> Faults(JsonElement schema, JsonElement value, string at = "$", bool isClosed = true)
    {
        var faults = new List<string>();
        Check(schema, value, at, isClosed, faults);
        return faults;
    }

    /// <summary>The schema behind a reference.</summary>
    public JsonElement Resolved(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference)
            ? Resolved(reference.GetString()![2..].Split('/').Aggregate(document, (at, name) => at.GetProperty(name)))
            : schema;

    private void Check(JsonElement schema, JsonElement value, string at, bool isClosed, List<string> faults)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return;
        }
        schema = Resolved(schema);
        faults.AddRange(schema.EnumerateObject().Where(p => !Known.Contains(p.Name)).Select(p => $"{at}: the checker does not know {p.Name}"));
        if (schema.TryGetProperty("anyOf", out var ways) && !ways.EnumerateArray().Any(w => Faults(w, value, at, isClosed).Count == 0))
        {
            faults.Add($"{at}: fits none of anyOf: {Short(value)}; {string.Join("; ", ways.EnumerateArray().SelectMany(w => Faults(w, value, at, isClosed)).Take(3))}");
        }
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var one in all.EnumerateArray())
            {
                Check(one, value, at, isClosed: false, faults);
            }
        }
        if (schema.TryGetProperty("type", out var type) && !IsOfType(type, value))
        {
            faults.Add($"{at}: {Short(value)} is no {type}");
            return;
        }
        if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
        {
            faults.Add($"{at}: {Short(value)} is not {only}");
        }
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value)))
        {
            faults.Add($"{at}: {Short(value)} is none of {words}");
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                CheckText(schema, value.GetString()!, at, faults);
                break;
            case JsonValueKind.Number:
                CheckNumber(schema, value.GetDouble(), at, faults);
                break;
            case JsonValueKind.Array:
                CheckArray(schema, value, at, isClosed, faults);
                break;
            case JsonValueKind.Object:
                CheckObject(schema, value, at, isClosed, faults);
                break;
        }
    }

    private static void CheckText(JsonElement schema, string text, string at, List<string> faults)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
        {
            faults.Add($"{at}: {text} does not match {pattern}");
        }
        if (schema.TryGetProperty("format", out var format) && !(format.GetString() switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParse(text, out _),
            _ => true,
        }))
        {
            faults.Add($"{at}: {text} is no {format}");
        }
    }

    private static void CheckNumber(JsonElement schema, double number, string at, List<string> faults)
    {
        if ((schema.TryGetProperty("minimum", out var least) && number < least.GetDouble()) || (schema.TryGetProperty("maximum", out var most) && number > most.GetDouble()))
        {
            faults.Add($"{at}: {number} is out of range");
        }
    }

    private void CheckArray(JsonElement schema, JsonElement value, string at, bool isClosed, List<string> faults)
    {
        var count = value.GetArrayLength();
        if ((schema.TryGetProperty("minItems", out var least) && count < least.GetInt32()) || (schema.TryGetProperty("maxItems", out var most) && count > most.GetInt32()))
        {
            faults.Add($"{at}: {count} items");
        }
        if (schema.TryGetProperty("items", out var items))
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(items, item, $"{at}[{i++}]", isClosed, faults);
            }
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, bool isClosed, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            faults.AddRange(required.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)).Select(r => $"{at}: {r} is missing"));
        }
        var described = schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject())
        {
            if (described && properties.TryGetProperty(member.Name, out var own))
            {
                Check(own, member.Value, $"{at}.{member.Name}", isClosed, faults);
            }
            else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
            {
                Check(more, member.Value, $"{at}.{member.Name}", isClosed, faults);
            }
            else if (more.ValueKind == JsonValueKind.False || (isClosed && described))
            {
                faults.Add($"{at}: {member.Name} is not described");
            }
        }
    }

    private static bool IsOfType(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(t => IsOfType(t, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() == Math.Floor(value.GetDouble()),
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();
}
