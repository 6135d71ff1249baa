using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Json;

namespace Samagam.Web.Requests;

/// <summary>Which headers every answer carries.</summary>
public sealed record SafetyOptions
{
    /// <summary>Nothing inline, nothing foreign; forms go home.</summary>
    public string ContentSecurityPolicy { get; init; } =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>True for a host name that is told to be HTTPS for a year. Never the captive HTTP name.</summary>
    public Func<string, bool> StrictTransport { get; init; } = _ => false;
}

/// <summary>The headers of the API contract on every answer, errors included.</summary>
public static class SafetyHeaders
{
    public const string RequestIdHeader = "X-Request-Id";
    private const int MaxRequestId = 64;

    public static IApplicationBuilder UseSafetyHeaders(this IApplicationBuilder app, SafetyOptions options) =>
        app.Use((http, next) =>
        {
            if (http.Request.Headers[RequestIdHeader].ToString() is { Length: > 0 and <= MaxRequestId } asked && asked.All(IsIdLetter))
            {
                http.TraceIdentifier = asked;
            }
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers.ContentSecurityPolicy = options.ContentSecurityPolicy;
            headers["Referrer-Policy"] = "same-origin";
            headers.XXSSProtection = "1; mode=block";
            headers["X-API-Version"] = Envelope.Version;
            headers[RequestIdHeader] = http.TraceIdentifier;
            if (http.Request.IsHttps && options.StrictTransport(http.Request.Host.Host))
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }
            return next(http);
        });

    /// <summary>
    /// True unless a browser says that a page of another origin sent this. With a SameSite cookie this keeps other sites' forms out;
    /// programs send neither header.
    /// </summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is "same-origin" or "none";
        }
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsIdLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':';
}
