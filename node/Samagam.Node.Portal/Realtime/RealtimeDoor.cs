using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Where <c>/realtime</c> stands, and who gets as far as the hub: pages of our own origin and programs, at a pace, while there are seats.</summary>
internal sealed class RealtimeDoor(PortalParts parts, ApiReply reply, PacedCalls paced, LineSeats seats, PortalCounters counters)
{
    public const string Path = "/realtime";

    public static void AddTo(IServiceCollection services)
    {
        services.AddSignalR();
        // Those of all hubs: it is the only one.
        services.AddSingleton<IConfigureOptions<HubOptions>>(p => new ConfigureOptions<HubOptions>(hub =>
        {
            var limits = p.GetRequiredService<PortalParts>().Options.Realtime;
            hub.MaximumReceiveMessageSize = limits.MaxMessageBytes;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(limits.KeepAliveSeconds);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(limits.KeepAliveSeconds * 4);
            hub.HandshakeTimeout = TimeSpan.FromSeconds(limits.KeepAliveSeconds);
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.EnableDetailedErrors = false;
            // A phone comes back with a cursor; nothing is kept for it meanwhile.
            hub.StatefulReconnectBufferSize = 1;
        }));
    }

    public void Map(WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), inner => inner.Use((http, next) => PassAsync(http, () => next(http))));
        app.MapHub<RealtimeHub>(Path, connection =>
        {
            connection.AllowStatefulReconnects = false;
            connection.TransportSendTimeout = TimeSpan.FromSeconds(parts.Options.Realtime.SlowSeconds);
            // What waits in memory for one phone, each way.
            connection.ApplicationMaxBufferSize = 32 * 1024;
            connection.TransportMaxBufferSize = 32 * 1024;
        });
    }

    private Task PassAsync(HttpContext http, Func<Task> next)
    {
        if (RequestOrigin.IsForeign(http.Request))
        {
            counters.Refused("realtime-origin");
            return reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "NOT_ALLOWED", Say.ErrorNotAllowed);
        }
        // A connection of its own begins without an id, or with asking for one.
        if (http.Request.Query.ContainsKey("id") && !http.Request.Path.StartsWithSegments(Path + "/negotiate", StringComparison.OrdinalIgnoreCase))
        {
            return next();
        }
        if (!seats.HasRoom(PacedCalls.AddressOf(http)))
        {
            counters.Refused("realtime-seats");
            http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
            return reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "TOO_MANY_STREAMS", Say.ErrorFull);
        }
        return paced.Before(_ => next())(http);
    }
}
