using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Reference;

/// <summary>Walks every operation of the served document: what it says is so, and whatever else comes is refused and changes nothing.</summary>
public sealed class OpenApiWalkTests
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000);

    [Fact]
    public async Task Every_operation_called_as_its_example_says_answers_as_it_is_documented()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        await using var api = await ServedApi.OpenAsync(box);
        Assert.True(api.Operations.Count >= 40);
        var real = await RealAsync(box, api);
        var faults = new List<string>();
        var answered = new List<string>();
        foreach (var o in api.Operations)
        {
            var token = await api.TokenAsync(o);
            if (o.Path.Contains("/emergency/", StringComparison.Ordinal) && o.Parameters("path").Any())
            {
                real["id"] = await AlertAsync(api, o.IsOpen || o.Id == "emergency.acknowledge" ? null : token);
            }
            var seen = await api.CallAsync(o, o.Url(real), token, o.Body?.Example.GetRawText());
            faults.AddRange(Honoured(api, o, seen));
            if (o.Id == "orders.give")
            {
                real["orderId"] = seen.Data.GetProperty("orderId").GetString()!;
            }
            if ((int)seen.Status < 400)
            {
                answered.Add(o.Id);
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        // Those that need more than a fresh box: a badge, a code that was sent, a token of before, a call that was accepted, a modem.
        var missed = api.Operations.Select(o => o.Id).Where(i => Of(i) is "emergency" or "auth" or "duty" or "crowd" or "map" or "routes" or "orders" or "amenities" or "pois" or "itineraries" or "stream").Except(answered)
            // Ways how not to ask, a plan that is asked after before it is started, and categories, whose tests are elsewhere.
            .Where(i => !i.Contains("-how", StringComparison.Ordinal) && i != "itineraries.own-progress" && !i.StartsWith("amenities.category.", StringComparison.Ordinal));
        Assert.Equal(
            "auth.end-session auth.login auth.refresh auth.verify-otp duty.enter emergency.how emergency.how.delete",
            string.Join(' ', missed.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Every_example_of_the_document_is_as_its_schema_says()
    {
        await using var box = await PortalBox.StartAsync();
        await using var api = await ServedApi.OpenAsync(box);
        var faults = new List<string>();
        foreach (var o in api.Operations)
        {
            if (o.Body is var (schema, example))
            {
                faults.AddRange(api.Check.Faults(schema, example).Select(f => $"{o.Id} body: {f}"));
            }
            foreach (var p in o.Parameters("path").Concat(o.Parameters("query")).Where(p => p.TryGetProperty("example", out _)))
            {
                faults.AddRange(api.Check.Faults(p.GetProperty("schema"), p.GetProperty("example")).Select(f => $"{o.Id} {p.GetProperty("name")}: {f}"));
            }
            foreach (var response in o.Said.GetProperty("responses").EnumerateObject())
            {
                if (!response.Value.TryGetProperty("content", out var content) || !content.TryGetProperty("application/json", out var json))
                {
                    continue;
                }
                if (json.TryGetProperty("example", out var one))
                {
                    faults.AddRange(api.Check.Faults(json.GetProperty("schema"), one).Select(f => $"{o.Id} {response.Name}: {f}"));
                }
                else if (json.TryGetProperty("examples", out var many))
                {
                    faults.AddRange(many.EnumerateObject().SelectMany(e => api.Check.Faults(json.GetProperty("schema"), api.Check.Resolved(e.Value).GetProperty("value"))).Select(f => $"{o.Id} {response.Name}: {f}"));
                }
                else
                {
                    // A file to take along, and a piece of the map.
                    Assert.Contains(o.Id, (string[])["map.tile", "privacy.my-data"]);
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_body_is_said_and_changes_nothing()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        await using var api = await ServedApi.OpenAsync(box);
        var faults = new List<string>();
        foreach (var o in api.Operations.Where(o => o.Body is not null && !o.TakesAnything))
        {
            var (token, url, schema) = (await api.TokenAsync(o), o.Url(new Dictionary<string, string>()), api.Check.Resolved(o.Body!.Value.Schema));
            var before = box.Log.Count;
            await RefusedAsync("an unknown field", "{\"noSuchField\":1}"u8.ToArray(), 400, "INVALID_FIELD", "noSuchField");
            foreach (var (name, body) in Mistyped(api, schema))
            {
                await RefusedAsync("a wrong type of " + name, Encoding.UTF8.GetBytes(body), 400, "INVALID_FIELD", name);
            }
            await RefusedAsync("a list", "[]"u8.ToArray(), 400, "INVALID_FIELD", null);
            await RefusedAsync("half a text", "{\"a\":\""u8.ToArray(), 400, "INVALID_FIELD", null);
            await RefusedAsync("bad UTF-8", [.. "{\"a"u8, 0xC3, 0x28, 0xFF, .. "\":1}"u8], 400, "INVALID_FIELD", null);
            await RefusedAsync("deep JSON", Encoding.UTF8.GetBytes(Deep), 400, "INVALID_FIELD", null);
            await RefusedAsync("a field twice", Twice(schema), 400, "INVALID_FIELD", null);
            await RefusedAsync("a huge body", Encoding.UTF8.GetBytes("{}".PadRight((256 * 1024) + 1)), 413, "BODY_TOO_LARGE", null);
            await RefusedAsync("a form", "a=b"u8.ToArray(), 415, "JSON_EXPECTED", null, "application/x-www-form-urlencoded");
            await RefusedAsync("no content type", "{}"u8.ToArray(), 415, "JSON_EXPECTED", null, type: null);
            if (box.Log.Count != before)
            {
                faults.Add($"{o.Id}: something was written");
            }

            async Task RefusedAsync(string what, byte[] body, int status, string code, string? named, string? type = "application/json")
            {
                var seen = await api.CallAsync(o.Method, url, token, body, type);
                var said = seen.Bytes.Length > 0 && (int)seen.Status >= 400 ? seen.ErrorCode : "";
                var field = said.Length > 0 && seen.Json.GetProperty("error").TryGetProperty("field", out var f) ? f.GetString()! : "";
                if ((int)seen.Status != status || said != code || (named is not null && !field.Contains(named, StringComparison.Ordinal)))
                {
                    faults.Add($"{o.Id} with {what}: {(int)seen.Status} {said} {field}");
                }
                if (said.Length > 0)
                {
                    faults.AddRange(Honoured(api, o, seen));
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_call_for_help_is_taken_whatever_comes_with_it()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        await using var api = await ServedApi.OpenAsync(box);
        var calls = api.Operations.Where(o => o.TakesAnything).ToList();
        Assert.Equal(["emergency.raise", "emergency.raise.patch", "emergency.raise.put"], calls.Select(o => o.Id).Order(StringComparer.Ordinal));
        foreach (var o in calls)
        {
            foreach (var body in (byte[][])["{\"noSuchField\":1}"u8.ToArray(), "[]"u8.ToArray(), [0xFF, 0xC3], Encoding.UTF8.GetBytes(Deep), Encoding.UTF8.GetBytes(new string('x', 300_000)), []])
            {
                foreach (var type in (string?[])["application/json", "text/plain", null])
                {
                    var seen = await api.CallAsync(o.Method, o.Path, "no.token.at-all", body, type);
                    Assert.True((int)seen.Status is 200 or 201, $"{o.Id}: {(int)seen.Status} {seen.Text}");
                    Assert.Empty(Honoured(api, o, seen));
                }
            }
        }
    }

    [Fact]
    public async Task Wrong_methods_wrong_paths_and_wrong_numbers_are_refused_and_change_nothing()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        await using var api = await ServedApi.OpenAsync(box);
        var before = box.Log.Count;
        var faults = new List<string>();
        foreach (var path in api.Operations.GroupBy(o => o.Path))
        {
            var url = path.First().Url(new Dictionary<string, string>());
            foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE"])
            {
                // A path with a name in it may stand in for one without.
                if (api.Operations.Any(o => o.Method.Method == method && IsSame(o.Path, path.Key)))
                {
                    continue;
                }
                var seen = await api.CallAsync(new HttpMethod(method), url, null, method == "GET" ? null : "{}"u8.ToArray(), "application/json");
                if (seen.Status != HttpStatusCode.MethodNotAllowed || seen.ErrorCode != "METHOD_NOT_ALLOWED" || seen.Response.Content.Headers.Allow.Count == 0)
                {
                    faults.Add($"{method} {path.Key}: {(int)seen.Status} {seen.Text}");
                }
            }
            var beyond = await api.CallAsync(HttpMethod.Get, path.Key.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal) + "/no/such/call/at/all", null, null, null);
            if ((beyond.Status, beyond.ErrorCode) != (HttpStatusCode.NotFound, "NO_SUCH_CALL"))
            {
                faults.Add($"GET beyond {path.Key}: {(int)beyond.Status} {beyond.Text}");
            }
        }
        Assert.Equal(before, box.Log.Count);
        foreach (var o in api.Operations.Where(o => o.Parameters("query").Any()))
        {
            // Registering writes; what is asked after it must not.
            var token = await api.TokenAsync(o);
            before = box.Log.Count;
            foreach (var p in o.Parameters("query"))
            {
                var (name, schema) = (p.GetProperty("name").GetString()!, p.GetProperty("schema"));
                if (schema.TryGetProperty("maximum", out var most))
                {
                    var rest = o.Url(new Dictionary<string, string>()).Split('?') is [_, var query] ? string.Join('&', query.Split('&').Where(q => !q.StartsWith(name + "=", StringComparison.Ordinal))) + "&" : "";
                    foreach (var (value, isRight) in ((long, bool)[])[(most.GetInt64(), true), (most.GetInt64() + 1, false), (0, false), (-1, false)])
                    {
                        var seen = await api.CallAsync(o, o.Path + "?" + rest + name + "=" + value.ToString(CultureInfo.InvariantCulture), token, null);
                        if ((seen.Status == HttpStatusCode.BadRequest) == isRight)
                        {
                            faults.Add($"{o.Id} {name}={value}: {(int)seen.Status} {seen.Text}");
                        }
                    }
                }
            }
            // Whoever reads the audit is in it.
            if (box.Log.Count != before && o.Id != "audit.list")
            {
                faults.Add($"{o.Id}: something was written");
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_catalogue_that_is_known_already_is_not_sent_again()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        await using var api = await ServedApi.OpenAsync(box);
        var real = await RealAsync(box, api);
        var tagged = api.Operations.Where(o => o.Said.GetProperty("responses").TryGetProperty("304", out _)).ToList();
        Assert.True(tagged.Count >= 7);
        foreach (var url in tagged.Select(o => o.Url(real)).Append("/openapi/v1.json"))
        {
            using var first = await api.Phone.Http.GetAsync(url, PortalBox.Cancel);
            Assert.True(first.Headers.ETag is not null, url);
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag.ToString());
            using var again = await api.Phone.Http.SendAsync(request, PortalBox.Cancel);
            Assert.True(again.StatusCode == HttpStatusCode.NotModified, url);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(PortalBox.Cancel));
        }
    }

    /// <summary>Whether an answer is among those its operation documents, and in the shape it documents.</summary>
    private static List<string> Honoured(ServedApi api, ServedOperation o, Phone.Seen seen)
    {
        var status = ((int)seen.Status).ToString(CultureInfo.InvariantCulture);
        if (!o.Said.GetProperty("responses").TryGetProperty(status, out var response))
        {
            return [$"{o.Id}: {status} is not documented: {seen.Text}"];
        }
        var type = seen.Response.Content.Headers.ContentType?.MediaType;
        if (!response.TryGetProperty("content", out var content))
        {
            return seen.Bytes.Length == 0 ? [] : [$"{o.Id} {status}: a body, and none is documented"];
        }
        if (!content.TryGetProperty(type ?? "", out var media))
        {
            return [$"{o.Id} {status}: {type} is not documented"];
        }
        return type != "application/json" ? [] : [.. api.Check.Faults(media.GetProperty("schema"), seen.Json, isClosed: o.Id != "map.tile").Select(f => $"{o.Id} {status}: {f}")];
    }

    /// <summary>Things that are there on the box, by the names that paths have for them.</summary>
    private static async Task<Dictionary<string, string>> RealAsync(PortalBox box, ServedApi api)
    {
        using var phone = box.Phone();
        var walk = api.Operations.Single(o => o.Id == "routes.calculate").Body!.Value.Example.GetRawText();
        var map = (await phone.GetAsync("/api/v1/map")).Data;
        return new Dictionary<string, string>
        {
            ["id"] = await AlertAsync(api, null),
            // The piece in which the town of the tests lies.
            ["version"] = map.GetProperty("version").GetString()!, ["z"] = "15", ["x"] = "23280", ["y"] = "14189",
            ["routeId"] = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", walk)).Data.GetProperty("routeId").GetString()!,
            ["amenityId"] = (await phone.GetAsync("/api/v1/amenities/nearest?type=water")).Data[0].GetProperty("id").GetString()!,
            ["poiId"] = (await phone.GetAsync("/api/v1/pois")).Data[0].GetProperty("id").GetString()!,
            ["itineraryId"] = (await phone.GetAsync("/api/v1/itineraries")).Data[0].GetProperty("id").GetString()!,
        };
    }

    /// <summary>A call for help of its own, accepted by whoever has the token.</summary>
    private static async Task<string> AlertAsync(ServedApi api, string? accepting)
    {
        var id = Guid.NewGuid().ToString();
        await api.CallAsync(HttpMethod.Post, "/api/v1/emergency/alert", null, Encoding.UTF8.GetBytes($"{{\"alertId\":\"{id}\"}}"), "application/json");
        if (accepting is not null)
        {
            await api.CallAsync(HttpMethod.Put, "/api/v1/emergency/acknowledge/" + id, accepting, "{}"u8.ToArray(), "application/json");
        }
        return id;
    }

    /// <summary>Bodies in which one member is of a wrong type: a list in the place of everything but a list, and a truth in the place of that. Members of members too.</summary>
    private static IEnumerable<(string Name, string Body)> Mistyped(ServedApi api, JsonElement schema)
    {
        foreach (var member in schema.TryGetProperty("properties", out var members) ? members.EnumerateObject().ToList() : [])
        {
            var inner = api.Check.Resolved(member.Value.TryGetProperty("anyOf", out var ways) ? ways[0] : member.Value);
            var isList = inner.TryGetProperty("type", out var type) && type.GetRawText().Contains("array", StringComparison.Ordinal);
            yield return (member.Name, $"{{\"{member.Name}\":{(isList ? "true" : "[[1]]")}}}");
            var (open, close, below) = isList && inner.TryGetProperty("items", out var items) ? ("[", "]", api.Check.Resolved(items)) : ("", "", inner);
            foreach (var (name, body) in Mistyped(api, below))
            {
                yield return (name, $"{{\"{member.Name}\":{open}{body}{close}}}");
            }
        }
    }

    private static byte[] Twice(JsonElement schema) => schema.TryGetProperty("properties", out var p) && p.EnumerateObject().FirstOrDefault().Name is { } name
        ? Encoding.UTF8.GetBytes($"{{\"{name}\":null,\"{name}\":null}}")
        : "{\"a\":1,\"a\":1}"u8.ToArray();

    private static bool IsSame(string one, string other)
    {
        var (a, b) = (one.Split('/'), other.Split('/'));
        return a.Length == b.Length && a.Zip(b).All(p => p.First == p.Second || p.First is ['{', ..]);
    }

    private static string Of(string id) => id.Split('.')[0];
}
