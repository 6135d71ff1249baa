using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Samagam.Hosting;

/// <summary>
/// Gives every request an id: the caller's <c>X-Request-Id</c> where it is sane, else one made from the clock and luck
/// given. It is <see cref="HttpContext.TraceIdentifier"/>, goes back in the answer, and stands in every log line of the
/// request as <c>request_id</c>.
/// </summary>
public sealed class RequestIds(TimeProvider time, Random luck)
{
    /// <summary>The header, both ways.</summary>
    public const string Header = "X-Request-Id";

    /// <summary>Longest id taken from a caller.</summary>
    public const int MaxChars = 64;

    private static readonly SearchValues<char> Sane =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly Lock _gate = new();

    /// <summary>The caller's id if it has 1 to 64 characters of <c>[A-Za-z0-9._-]</c>, else a new one.</summary>
    public string Choose(string? asked) =>
        asked is { Length: >= 1 and <= MaxChars } && !asked.AsSpan().ContainsAnyExcept(Sane) ? asked : Make();

    private string Make()
    {
        long random;
        lock (_gate)
        {
            random = luck.NextInt64();
        }
        return string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds():x11}-{random:x16}");
    }
}

/// <summary>Puts <see cref="RequestIds"/> into the pipeline; first of all.</summary>
public static class RequestIdMiddleware
{
    public static IApplicationBuilder UseSamagamRequestIds(this IApplicationBuilder app, RequestIds ids)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Samagam.Requests");
        return app.Use(async (context, next) =>
        {
            var asked = context.Request.Headers[RequestIds.Header];
            var id = ids.Choose(asked.Count == 1 ? asked[0] : null);
            context.TraceIdentifier = id;
            context.Response.Headers[RequestIds.Header] = id;
            // An error handler clears the headers of the answer it replaces.
            context.Response.OnStarting(
                static state =>
                {
                    var http = (HttpContext)state;
                    http.Response.Headers[RequestIds.Header] = http.TraceIdentifier;
                    return Task.CompletedTask;
                },
                context);
            using (log.BeginScope(new KeyValuePair<string, object>[] { new(LogFields.RequestId, id) }))
            {
                await next(context);
            }
        });
    }
}
