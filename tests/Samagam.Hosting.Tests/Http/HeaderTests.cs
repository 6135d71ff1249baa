using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Samagam.TestKit;

namespace Samagam.Hosting.Tests;

public sealed class HeaderTests
{
    [Fact]
    public async Task Every_answer_carries_the_security_headers_also_one_that_failed()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.UseSamagamSecurityHeaders(new SecurityHeaderOptions { HttpsNames = ["127.0.0.1"] });
            app.UseExceptionHandler(failed => failed.Run(context => context.Response.WriteAsync("failed", context.RequestAborted)));
            app.MapGet("/fails", string () => throw new InvalidOperationException("bug"));
            app.MapGet("/", () => "hello");
        });
        foreach (var path in new[] { "/", "/fails", "/nowhere" })
        {
            using var answer = await host.GetAsync(path);
            Assert.Equal("nosniff", Value(answer.Headers, "X-Content-Type-Options"));
            Assert.Equal("DENY", Value(answer.Headers, "X-Frame-Options"));
            Assert.Equal("1; mode=block", Value(answer.Headers, "X-XSS-Protection"));
            Assert.Equal("1", Value(answer.Headers, "X-API-Version"));
            Assert.Equal("no-referrer", Value(answer.Headers, "Referrer-Policy"));
            Assert.StartsWith("default-src 'self'", Value(answer.Headers, "Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Value(answer.Headers, "Content-Security-Policy"), StringComparison.Ordinal);
            // Plain HTTP: the captive name must stay reachable without a certificate.
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("other.name", false)]
    public async Task Https_is_made_strict_only_on_the_names_that_have_a_trusted_certificate(string name, bool isStrict)
    {
        using var certificate = Certificate();
        await using var host = await TestHost.StartAsync(
            app =>
            {
                app.UseSamagamSecurityHeaders(new SecurityHeaderOptions { HttpsNames = [name] });
                app.MapGet("/", () => "hello");
            },
            builder => builder.WebHost.UseKestrelHttpsConfiguration(),
            listen => listen.UseHttps(certificate));
        using var answer = await host.GetAsync("/");
        Assert.Equal(isStrict ? "max-age=31536000" : null, isStrict ? Value(answer.Headers, "Strict-Transport-Security") : null);
        Assert.Equal(isStrict, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public void A_policy_with_inline_script_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new SecurityHeaderOptions { ContentSecurityPolicy = "default-src 'self' 'unsafe-inline'" }.Validate());
    }

    [Fact]
    public async Task A_sane_request_id_is_kept_and_any_other_is_replaced()
    {
        await using var host = await TestHost.StartAsync(app =>
        {
            app.UseSamagamRequestIds(new RequestIds(new ManualTime(), new Random(1)));
            app.MapGet("/", (HttpContext context) => context.TraceIdentifier);
        });
        Assert.Equal(("abc-123_X.y", "abc-123_X.y"), await AskAsync(host, "abc-123_X.y"));
        var longest = new string('a', 64);
        Assert.Equal((longest, longest), await AskAsync(host, longest));
        var made = new HashSet<string>();
        foreach (var insane in new[] { null, "", longest + "a", "two words", "घाट", "a\"b", "<script>" })
        {
            var (header, body) = await AskAsync(host, insane);
            Assert.Equal(header, body);
            Assert.Matches("^[0-9a-f]{11}-[0-9a-f]{16}$", header);
            Assert.True(made.Add(header), "made ids differ");
        }
    }

    [Fact]
    public void Made_ids_follow_from_the_clock_and_luck_given()
    {
        var ids = new RequestIds(new ManualTime(), new Random(7));
        var again = new RequestIds(new ManualTime(), new Random(7));
        Assert.Equal(ids.Choose(null), again.Choose("not sane!"));
    }

    private static async Task<(string Header, string Body)> AskAsync(TestHost host, string? id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (id is not null && id.All(char.IsAscii))
        {
            request.Headers.TryAddWithoutValidation(RequestIds.Header, id);
        }
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (Value(answer.Headers, RequestIds.Header), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Value(HttpResponseHeaders headers, string name) => headers.GetValues(name).Single();

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
