using System.Net;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Http;

public sealed class CrossOriginTests
{
    private const string Ours = "https://app.example.org";

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_with_its_credentials_and_no_other_page_may()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { AllowedOrigins = [Ours, "http://localhost:5173"] });
        foreach (var (origin, isAllowed) in ((string, bool)[])[(Ours, true), ("http://localhost:5173", true), ("https://evil.example.org", false), (Ours + ".evil.org", false), ("http://app.example.org", false), ("null", false)])
        {
            using var asked = await SendAsync(box, HttpMethod.Options, "/api/v1/crowd/reports", origin, "POST", "authorization,content-type,idempotency-key");
            Assert.Equal(isAllowed ? origin : null, Of(asked, "Access-Control-Allow-Origin"));
            Assert.Equal(isAllowed ? "true" : null, Of(asked, "Access-Control-Allow-Credentials"));
            Assert.Equal(isAllowed, Of(asked, "Access-Control-Allow-Methods")?.Contains("POST", StringComparison.Ordinal) ?? false);
            Assert.False(asked.Headers.Contains("Access-Control-Allow-Private-Network"));

            using var answer = await SendAsync(box, HttpMethod.Get, "/api/v1/crowd", origin);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(isAllowed ? origin : null, Of(answer, "Access-Control-Allow-Origin"));
            // A cache must not give one origin's answer to another.
            Assert.Equal(isAllowed, answer.Headers.Vary.Contains("Origin"));
            using var refused = await SendAsync(box, HttpMethod.Get, "/api/v1/no/such/call", origin);
            Assert.Equal((HttpStatusCode.NotFound, isAllowed ? origin : null), (refused.StatusCode, Of(refused, "Access-Control-Allow-Origin")));

            using var page = await SendAsync(box, HttpMethod.Get, "/volunteer", origin);
            Assert.Null(Of(page, "Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Unless_somebody_names_an_origin_there_is_none()
    {
        await using var box = await PortalBox.StartAsync();
        using var asked = await SendAsync(box, HttpMethod.Options, "/api/v1/crowd/reports", Ours, "POST");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, asked.StatusCode);
        Assert.Null(Of(asked, "Access-Control-Allow-Origin"));
        using var answer = await SendAsync(box, HttpMethod.Get, "/api/v1/crowd", Ours);
        Assert.Null(Of(answer, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public void Only_whole_origins_may_be_named_and_no_more_than_the_limit()
    {
        foreach (var wrong in (string[])["*", "https://*.example.org", "https://app.example.org/", "https://app.example.org/path", "app.example.org", "ftp://app.example.org", "", "null"])
        {
            Assert.Throws<ArgumentException>(new PortalOptions { AllowedOrigins = [wrong] }.Validate);
        }
        string[] most = [.. Enumerable.Range(0, PortalOptions.MaxAllowedOrigins).Select(i => $"https://a{i}.example.org")];
        new PortalOptions { AllowedOrigins = most }.Validate();
        Assert.Throws<ArgumentException>(new PortalOptions { AllowedOrigins = [.. most, Ours] }.Validate);
    }

    private static async Task<HttpResponseMessage> SendAsync(PortalBox box, HttpMethod method, string path, string origin, string? wanted = null, string? headers = null)
    {
        using var client = new HttpClient { BaseAddress = box.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (wanted is not null)
        {
            request.Headers.Add("Access-Control-Request-Method", wanted);
        }
        if (headers is not null)
        {
            request.Headers.Add("Access-Control-Request-Headers", headers);
        }
        return await client.SendAsync(request, PortalBox.Cancel);
    }

    private static string? Of(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
