using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A browser without script, as far as the tests need one.</summary>
internal sealed partial class Phone(HttpClient client) : IDisposable
{
    public HttpClient Http => client;

    public Task<Seen> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Posts a form as a browser would.</summary>
    public Task<Seen> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) });

    public Task<Seen> JsonAsync(HttpMethod method, string path, object? body, string? bearer = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        }
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }
        return SendAsync(request);
    }

    public async Task<Seen> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, PortalBox.Cancel);
            var bytes = await response.Content.ReadAsByteArrayAsync(PortalBox.Cancel);
            return new Seen(response.StatusCode, response.Headers.Location?.ToString(), bytes, System.Text.Encoding.UTF8.GetString(bytes), response);
        }
    }

    /// <summary>Presses the big button of a page: the id in its form, posted.</summary>
    public async Task<Seen> PressAsync(params (string Name, string Value)[] more)
    {
        var home = await GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        return await PostAsync("/sos", [("id", home.CallId), .. more]);
    }

    public void Dispose() => client.Dispose();

    /// <summary>What came back.</summary>
    public sealed record Seen(HttpStatusCode Status, string? Location, byte[] Bytes, string Text, HttpResponseMessage Response)
    {
        /// <summary>The id a press of this page's button will have.</summary>
        public string CallId => CallIdForm().Match(Text) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException("no form for help on this page");

        public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

        public JsonElement Data => Json.GetProperty("data");

        public string ErrorCode => Json.GetProperty("error").GetProperty("code").GetString()!;
    }

    [GeneratedRegex("""action="/sos"><input type="hidden" name="id" value="([0-9a-f-]{36})">""", RegexOptions.None, 1000)]
    private static partial Regex CallIdForm();
}
