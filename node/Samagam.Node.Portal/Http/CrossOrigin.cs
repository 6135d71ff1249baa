using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// Calls of pages of other origins (https://fetch.spec.whatwg.org/#http-cors-protocol): those of the allow-list, with their credentials, and of the API alone. Everybody else's browser keeps the
/// answer to itself.
/// </summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>Scheme, host and maybe port of the web, as a browser writes it; no wildcard.</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var at) && at.Scheme is "http" or "https" && !text.Contains('*', StringComparison.Ordinal) && at.GetLeftPart(UriPartial.Authority) == text;

    public static void UseAllowedOrigins(this WebApplication app, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0)
        {
            return;
        }
        var policy = new CorsPolicyBuilder([.. origins])
            .AllowCredentials()
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete)
            .WithHeaders("Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Last-Event-ID", "X-Request-Id")
            .WithExposedHeaders("Content-Language", "ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After", "X-API-Version", "X-Request-Id")
            .SetPreflightMaxAge(Remembered)
            .Build();
        app.UseWhen(IsOfTheApi, branch => branch.UseMiddleware<CorsMiddleware>(policy));
    }

    private static bool IsOfTheApi(HttpContext http) =>
        http.Request.Path.StartsWithSegments(PortalRegistration.ApiRoot, StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
