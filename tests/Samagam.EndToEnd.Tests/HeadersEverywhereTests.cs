using System.Net;

namespace Samagam.EndToEnd.Tests;

/// <summary>Whatever a box answers, it carries the headers of the contract: pages, calls, files, errors, at node and hub.</summary>
[Collection(nameof(RealMesh))]
public sealed class HeadersEverywhereTests(RealMesh mesh)
{
    private static readonly string[] OfANode =
    [
        "/", "/sos", "/find", "/docs", "/docs/errors/NOT_SAVED", "/openapi/v1.json", "/volunteer", "/nothing", "/nothing.png", "/api/v1/amenities/categories", "/api/v1/no/such/call", "/api/v1/auth/sessions",
        "/api/v1/emergency/alert", "/api/v1/routes/calculate", "/health/live", "/health/ready", "/metrics",
    ];

    private static readonly string[] OfTheHub = ["/", "/nothing", "/nothing.png", "/api/v1/board", "/api/v1/no/such/call", "/health/live", "/health/ready", "/metrics"];

    [Fact]
    public async Task Every_answer_of_node_and_hub_carries_the_headers_of_the_contract()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(20) };
        var faults = new List<string>();
        foreach (var url in OfANode.Select(p => mesh.Node(0) + p).Concat(OfTheHub.Select(p => mesh.Hub + p)))
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Put, HttpMethod.Options])
            {
                using var request = new HttpRequestMessage(method, url);
                request.Headers.Add("X-Request-Id", "walk-1");
                request.Headers.Add("Origin", "https://evil.example.org");
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                Expect("X-Content-Type-Options", v => v == "nosniff");
                Expect("X-Frame-Options", v => v == "DENY");
                Expect("X-XSS-Protection", v => v == "1; mode=block");
                Expect("Referrer-Policy", v => v is "no-referrer" or "same-origin");
                Expect("X-Request-Id", v => v == "walk-1");
                Expect("X-API-Version", v => v == "1");
                Expect("Content-Security-Policy", v => v.Contains("frame-ancestors 'none'", StringComparison.Ordinal) && !v.Contains("unsafe", StringComparison.Ordinal) && !v.Contains('*', StringComparison.Ordinal));
                foreach (var absent in (string[])["Strict-Transport-Security", "Server", "X-Powered-By", "Access-Control-Allow-Origin"])
                {
                    if (answer.Headers.Contains(absent))
                    {
                        faults.Add($"{method} {url}: {absent} on a plain name");
                    }
                }
                if (answer.StatusCode == HttpStatusCode.InternalServerError)
                {
                    faults.Add($"{method} {url}: 500");
                }

                void Expect(string name, Func<string, bool> holds)
                {
                    if (!answer.Headers.TryGetValues(name, out var values) || values.ToList() is not [var value] || !holds(value))
                    {
                        faults.Add($"{method} {url}: {name} is {(answer.Headers.TryGetValues(name, out var said) ? string.Join(" | ", said) : "missing")}");
                    }
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
