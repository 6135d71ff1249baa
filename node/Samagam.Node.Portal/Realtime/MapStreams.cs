using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Routes;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// The streams about the map, for anybody: <c>?route={id}</c> (several) tells when a route is no longer good and which is better, and the crowd;
/// <c>?crowd=all</c> the crowd alone.
/// </summary>
internal sealed class MapStreams(
    PortalParts parts, ApiReply reply, RouteBook book, RouteChecks checks, MapBells bells, StreamSeats seats, PortalCounters counters, IHostApplicationLifetime lifetime)
{
    private const int MaxIdChars = 64;

    public static bool IsAsked(HttpContext http) => http.Request.Query.ContainsKey("route") || http.Request.Query.ContainsKey("crowd");

    public async Task OpenAsync(HttpContext http, SseOptions options)
    {
        var query = http.Request.Query;
        var routes = query["route"].Select(r => r ?? "").Distinct().ToList();
        var field = routes.Count > parts.Options.MaxRoutesPerStream || routes.Exists(r => r.Length is 0 or > MaxIdChars || !r.All(char.IsAsciiHexDigitLower)) ? "route"
            : query.ContainsKey("crowd") && query["crowd"] != "all" ? "crowd"
            : null;
        if (field is not null)
        {
            await reply.ErrorAsync(http, ApiError.InvalidField, field, field).ConfigureAwait(false);
            return;
        }
        var address = PacedCalls.AddressOf(http);
        if (!seats.TryTake(address))
        {
            counters.Refused("streams");
            http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
            await reply.ErrorAsync(http, ApiError.TooManyStreams).ConfigureAwait(false);
            return;
        }
        var queue = bells.Open();
        try
        {
            var feed = new MapFeed(parts, book, checks, bells, routes, SseStream.LastEventId(http.Request));
            await SseStream.ServeAsync(http, queue, feed, options, parts.Time, lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        finally
        {
            bells.Close(queue);
            seats.Leave(address);
        }
    }
}
