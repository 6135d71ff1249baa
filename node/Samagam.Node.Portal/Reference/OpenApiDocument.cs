using System.Globalization;
using System.Text.Json.Nodes;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Reference;

/// <summary>
/// Writes the API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0) from what its calls say of themselves. Beside the standard fields each operation says
/// <c>x-access</c> (who may make it), <c>x-whose</c> and <c>x-pace</c>.
/// </summary>
internal sealed class OpenApiDocument
{
    private readonly ShapeBook _shapes = new();
    private readonly Words _words;
    private readonly Examples _examples;

    private OpenApiDocument(Words english)
    {
        _words = english;
        _examples = new Examples(name => _shapes[name]);
    }

    /// <param name="english">Sentences of errors.</param>
    public static JsonObject Write(IReadOnlyList<ApiOperation> operations, Words english) => new OpenApiDocument(english).Write(operations);

    private JsonObject Write(IReadOnlyList<ApiOperation> operations)
    {
        var paths = new JsonObject();
        foreach (var at in operations.GroupBy(o => o.Path))
        {
            paths[at.Key] = new JsonObject(at.Select(o => KeyValuePair.Create(o.Method.ToLowerInvariant(), (JsonNode?)Operation(o))));
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Samagam",
                ["version"] = "1",
                ["description"] = "Every box serves all of it alone. Answers are in one envelope; unknown fields of a body are refused; messages are in the language of Accept-Language (hi, en, mr, gu, bn, ta, te).",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The box that serves this document" }),
            ["tags"] = new JsonArray([.. operations.Select(o => o.Feature).Distinct().Order(StringComparer.Ordinal).Select(f => new JsonObject { ["name"] = f })]),
            ["paths"] = paths,
            ["components"] = Components(),
            ["externalDocs"] = new JsonObject { ["url"] = "/docs", ["description"] = "The same to read" },
        };
    }

    private JsonObject Operation(ApiOperation o)
    {
        var made = new JsonObject
        {
            ["operationId"] = o.Id,
            ["tags"] = new JsonArray(o.Feature),
            ["summary"] = o.Call.Summary,
            ["x-access"] = new JsonArray([.. AccessTable.WordsOf(o.Call.Who).Select(w => (JsonNode)w)]),
            ["x-whose"] = AccessTable.WordOf(o.Call.Whose),
            ["x-pace"] = AccessTable.WordOf(o.Pace),
        };
        var parameters = o.InPath.Select(p => Parameter(p, "path")).Concat(o.Call.Query.Select(p => Parameter(p, "query"))).ToList();
        parameters.Add(new JsonObject { ["$ref"] = "#/components/parameters/AcceptLanguage" });
        if (o.Call.Errors.Contains("KEY_REUSED"))
        {
            parameters.Add(new JsonObject { ["$ref"] = "#/components/parameters/IdempotencyKey" });
        }
        made["parameters"] = new JsonArray([.. parameters]);
        if (o.Call.Takes is { } takes)
        {
            var shape = _shapes.OfBody(takes);
            made["requestBody"] = new JsonObject
            {
                ["required"] = false,
                ["description"] = o.Call.TakesAnything ? "Whatever comes is taken; what cannot be read of it is left out, and said in the answer" : "At most 256 KB; left out, it counts as {}",
                ["content"] = Content("application/json", shape, BodyExample(o)),
            };
        }
        made["responses"] = Responses(o);
        made["security"] = Security(o.Call.Who);
        return made;
    }

    /// <summary>A body that an operation takes.</summary>
    private JsonNode BodyExample(ApiOperation o) => o.Call.Example is { } own ? JsonNode.Parse(own)! : _examples.Of(_shapes.OfBody(o.Call.Takes!), isBody: true) ?? new JsonObject();

    private JsonObject Responses(ApiOperation o)
    {
        var all = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var status in o.Successes)
        {
            all[Text(status)] = Success(o, status);
        }
        if (o.Call.IsTagged)
        {
            all["304"] = new JsonObject { ["description"] = "The reader has this answer already (If-None-Match)" };
        }
        foreach (var errors in o.Errors.GroupBy(e => e.Status))
        {
            all[Text(errors.Key)] = Failure([.. errors]);
        }
        return new JsonObject(all);
    }

    private JsonObject Success(ApiOperation o, int status)
    {
        var made = new JsonObject { ["description"] = status switch { 201 => "Made", 202 => "Under way", 204 => "Done", 302 => "It is elsewhere", _ => "Answered" } };
        if (o.Call.IsTagged)
        {
            made["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } };
        }
        if (status is 204 or 302)
        {
            return made;
        }
        if (o.Call.Gives is { } gives)
        {
            var shape = _shapes.OfAnswer(gives);
            var example = new JsonObject
            {
                ["success"] = true,
                ["data"] = _examples.Of(shape),
                ["metadata"] = new JsonObject { ["timestamp"] = "2028-04-09T00:00:00.000Z", ["version"] = "1", ["requestId"] = "18b2c3d4e5f-0123456789abcdef" },
            };
            made["content"] = Content("application/json", new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("success", "data", "metadata"),
                ["properties"] = new JsonObject
                {
                    ["success"] = new JsonObject { ["const"] = true }, ["data"] = shape, ["metadata"] = new JsonObject { ["$ref"] = "#/components/schemas/Metadata" },
                },
            }, example);
        }
        else if (o.Call.GivesType is { } type)
        {
            // JSON that is not in the envelope is a file of its own, described where it is made.
            made["content"] = Content(type, type == "application/json" ? new JsonObject { ["type"] = "object" } : new JsonObject { ["type"] = "string" }, example: null);
        }
        return made;
    }

    private static JsonObject Failure(IReadOnlyList<ApiError> errors)
    {
        var made = new JsonObject
        {
            ["description"] = string.Join("; ", errors.Select(e => $"{e.Code}: {e.Means}")),
            ["headers"] = new JsonObject { ["Link"] = new JsonObject { ["$ref"] = "#/components/headers/Help" } },
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject
                {
                    ["schema"] = new JsonObject
                    {
                        ["allOf"] = new JsonArray(
                            new JsonObject { ["$ref"] = "#/components/schemas/Error" },
                            new JsonObject
                            {
                                ["properties"] = new JsonObject
                                {
                                    ["error"] = new JsonObject
                                    {
                                        ["properties"] = new JsonObject { ["code"] = new JsonObject { ["enum"] = new JsonArray([.. errors.Select(e => (JsonNode)e.Code)]) } },
                                    },
                                },
                            }),
                    },
                    ["examples"] = new JsonObject(errors.Select(e => KeyValuePair.Create(e.Code, (JsonNode?)new JsonObject { ["$ref"] = "#/components/examples/" + e.Code }))),
                },
            },
        };
        if (errors[0].Status == 429)
        {
            ((JsonObject)made["headers"]!)["Retry-After"] = new JsonObject { ["$ref"] = "#/components/headers/RetryAfter" };
        }
        if (errors[0].Status == 405)
        {
            ((JsonObject)made["headers"]!)["Allow"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }
        return made;
    }

    private static JsonObject Parameter(ApiParameter p, string place)
    {
        var schema = new JsonObject { ["type"] = p.Type };
        Put(schema, "pattern", p.Pattern);
        if (p.Words.Count > 0)
        {
            schema["enum"] = new JsonArray([.. p.Words.Select(w => (JsonNode)w)]);
        }
        if (p.Min is { } min)
        {
            schema["minimum"] = min;
        }
        if (p.Max is { } max)
        {
            schema["maximum"] = max;
        }
        var made = new JsonObject { ["name"] = p.Name, ["in"] = place, ["required"] = place == "path" || p.Required, ["description"] = p.Summary, ["schema"] = schema };
        if (p.Example is { } example)
        {
            made["example"] = p.Type == "string" ? example : JsonNode.Parse(example);
        }
        return made;
    }

    private static JsonObject Content(string type, JsonNode schema, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null)
        {
            media["example"] = example;
        }
        return new JsonObject { [type] = media };
    }

    // Nobody's token is asked for where everybody may; where a token helps, either kind will do.
    private static JsonArray Security(Who who)
    {
        var ways = new List<JsonNode?>();
        if (who.HasFlag(Who.Anyone))
        {
            ways.Add(new JsonObject());
        }
        if (who.HasFlag(Who.Pilgrim))
        {
            ways.Add(new JsonObject { ["person"] = new JsonArray() });
        }
        if ((who & Who.Staff) != 0)
        {
            ways.Add(new JsonObject { ["staff"] = new JsonArray() });
        }
        return [.. ways];
    }

    private JsonObject Components()
    {
        var schemas = _shapes.Take();
        foreach (var (name, schema) in (JsonObject)JsonNode.Parse(FixedParts.Schemas)!)
        {
            schemas[name] = schema!.DeepClone();
        }
        var examples = ApiError.All.Select(e => KeyValuePair.Create(e.Code, (JsonNode?)new JsonObject
        {
            ["summary"] = e.Means,
            ["value"] = new JsonObject
            {
                ["success"] = false,
                ["error"] = new JsonObject { ["code"] = e.Code, ["message"] = _words[e.Message], ["timestamp"] = "2028-04-09T00:00:00.000Z", ["requestId"] = "18b2c3d4e5f-0123456789abcdef" },
            },
        }));
        var made = (JsonObject)JsonNode.Parse(FixedParts.Components)!;
        made["schemas"] = schemas;
        made["examples"] = new JsonObject(examples);
        return made;
    }

    private static void Put(JsonObject to, string name, string? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
