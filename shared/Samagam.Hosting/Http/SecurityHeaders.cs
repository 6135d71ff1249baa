using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Samagam.Hosting;

/// <summary>Headers that every answer carries, whatever its status.</summary>
public sealed class SecurityHeaderOptions
{
    /// <summary>Version of the API, sent as <c>X-API-Version</c>.</summary>
    public string ApiVersion { get; set; } = "1";

    /// <summary>Content-Security-Policy (https://www.w3.org/TR/CSP3/): everything from this box, no inline script or
    /// style, no frames. Map tiles drawn by script come as data and blob images.</summary>
    public string ContentSecurityPolicy { get; set; } =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What a link to elsewhere may tell of the page it was on.</summary>
    public string ReferrerPolicy { get; set; } = "no-referrer";

    /// <summary>Host names served with a certificate phones trust. Strict-Transport-Security goes out on HTTPS answers
    /// to these names only: on the captive HTTP name it would lock phones out (RFC 6797 §7.2).</summary>
    public IReadOnlyList<string> HttpsNames { get; set; } = [];

    /// <summary>Seconds of Strict-Transport-Security.</summary>
    public int HstsSeconds { get; set; } = 31_536_000;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        Limits.Require(ApiVersion.Length is >= 1 and <= 16, nameof(ApiVersion), ApiVersion);
        Limits.Require(!ContentSecurityPolicy.Contains("unsafe-inline", StringComparison.Ordinal), nameof(ContentSecurityPolicy), ContentSecurityPolicy);
        Limits.Require(HttpsNames.Count <= 100, nameof(HttpsNames), HttpsNames.Count);
        Limits.Require(HstsSeconds >= 0, nameof(HstsSeconds), HstsSeconds);
    }
}

/// <summary>Puts <see cref="SecurityHeaderOptions"/> into the pipeline; before anything that answers.</summary>
public static class SecurityHeaderMiddleware
{
    public static IApplicationBuilder UseSamagamSecurityHeaders(this IApplicationBuilder app, SecurityHeaderOptions options)
    {
        options.Validate();
        var httpsNames = options.HttpsNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hsts = $"max-age={options.HstsSeconds}";
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Add(context, options, httpsNames, hsts);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Add(HttpContext context, SecurityHeaderOptions options, HashSet<string> httpsNames, string hsts)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.XXSSProtection = "1; mode=block";
        headers["Referrer-Policy"] = options.ReferrerPolicy;
        headers["X-API-Version"] = options.ApiVersion;
        // A page that needs more room (the reference page) has said so itself.
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = options.ContentSecurityPolicy;
        }
        if (context.Request.IsHttps && httpsNames.Contains(context.Request.Host.Host))
        {
            headers.StrictTransportSecurity = hsts;
        }
    }
}
