using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Reference;

/// <summary>One operation, as a stranger reads it from the served document and nothing else.</summary>
internal sealed record ServedOperation(string Id, HttpMethod Method, string Path, JsonElement Said)
{
    /// <summary>Everybody whom <c>x-access</c> names.</summary>
    public IReadOnlyList<string> Access { get; } = [.. Said.GetProperty("x-access").EnumerateArray().Select(a => a.GetString()!)];

    public bool IsOpen => Access.Contains("anyone");

    /// <summary>The schema of its body and an example; null when it takes none.</summary>
    public (JsonElement Schema, JsonElement Example)? Body =>
        Said.TryGetProperty("requestBody", out var body) && body.GetProperty("content").GetProperty("application/json") is var json ? (json.GetProperty("schema"), json.GetProperty("example")) : null;

    /// <summary>Whatever comes is taken: a call for help.</summary>
    public bool TakesAnything => Body is not null && !Said.GetProperty("responses").TryGetProperty("415", out _);

    public IEnumerable<JsonElement> Parameters(string place) =>
        Said.GetProperty("parameters").EnumerateArray().Where(p => p.TryGetProperty("in", out var at) && at.GetString() == place);

    /// <summary>The path with examples in it, and the query it cannot do without.</summary>
    /// <param name="real">Values that are known on the box, by name.</param>
    public string Url(IReadOnlyDictionary<string, string> real)
    {
        var path = Path;
        foreach (var p in Parameters("path"))
        {
            var name = p.GetProperty("name").GetString()!;
            path = path.Replace("{" + name + "}", Uri.EscapeDataString(real.GetValueOrDefault(name) ?? p.GetProperty("example").ToString()), StringComparison.Ordinal);
        }
        var query = Parameters("query").Where(p => p.TryGetProperty("example", out _))
            .Select(p => $"{p.GetProperty("name").GetString()}={Uri.EscapeDataString(p.GetProperty("example").ToString())}").ToList();
        return path + (query.Count > 0 ? "?" + string.Join('&', query) : "");
    }
}

/// <summary>The API as it is served: its document, and a caller of every kind.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    private readonly EveryKind _all;

    private ServedApi(PortalBox box, EveryKind all, JsonDocument document)
    {
        (Box, _all, Document, Check) = (box, all, document.RootElement, new SchemaCheck(document.RootElement));
        Operations =
        [
            .. Document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => new ServedOperation(
                m.Value.GetProperty("operationId").GetString()!, new HttpMethod(m.Name.ToUpperInvariant()), p.Name, m.Value))),
        ];
        Phone = box.Phone(cookies: false);
    }

    public PortalBox Box { get; }
    public Phone Phone { get; }
    public JsonElement Document { get; }
    public SchemaCheck Check { get; }
    public IReadOnlyList<ServedOperation> Operations { get; }

    public static async Task<ServedApi> OpenAsync(PortalBox box)
    {
        var all = await EveryKind.EnterAsync(box);
        using var phone = box.Phone();
        var seen = await phone.GetAsync("/openapi/v1.json");
        Assert.Equal(System.Net.HttpStatusCode.OK, seen.Status);
        return new ServedApi(box, all, JsonDocument.Parse(seen.Bytes));
    }

    /// <summary>A token by which an operation may be called; null where none is needed.</summary>
    public async Task<string?> TokenAsync(ServedOperation o)
    {
        if (o.Access.Contains("pilgrim") && !o.IsOpen)
        {
            // Signing out is one of the operations.
            await _all.RegisterAgainAsync(Box);
        }
        return o.IsOpen ? null : o.Access.Contains("pilgrim") ? _all.Pilgrim.Token : _all.TokenFor(AccessTable.Columns.First(c => AccessTable.WordsOf(c.Who).Single() == o.Access[0]).Who);
    }

    public Task<Phone.Seen> CallAsync(ServedOperation o, string url, string? token, string? body) =>
        CallAsync(o.Method, url, token, body is null ? null : Encoding.UTF8.GetBytes(body), "application/json");

    public async Task<Phone.Seen> CallAsync(HttpMethod method, string url, string? token, byte[]? body, string? contentType)
    {
        using var request = new HttpRequestMessage(method, url);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }
        using var response = await Phone.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, PortalBox.Cancel);
        // A stream has no end to wait for.
        var bytes = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? [] : await response.Content.ReadAsByteArrayAsync(PortalBox.Cancel);
        return new Phone.Seen(response.StatusCode, response.Headers.Location?.ToString(), bytes, Encoding.UTF8.GetString(bytes), response);
    }

    public async ValueTask DisposeAsync()
    {
        Phone.Dispose();
        _all.Dispose();
        await Task.CompletedTask;
    }
}
