using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Access;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// Puts a pace before a call. Never before a call for help or an answer to one. A device has its own pace; because a device
/// pass costs nothing, its address has one as well.
/// </summary>
internal sealed class PacedCalls(PortalParts parts, ApiReply reply, PortalCounters counters)
{
    private readonly Pace _devices = new(parts.Options.RequestsPerMinute, parts.Options.MaxPacedClients, parts.Time);
    private readonly Pace _addresses = new(parts.Options.RequestsPerMinute * parts.Options.DevicesPerAddress, parts.Options.MaxPacedClients, parts.Time);
    private readonly Pace _tiles = new(parts.Options.TilesPerMinute, parts.Options.MaxPacedClients, parts.Time);
    private readonly Pace _entries = new(parts.Options.EntriesPerMinute, parts.Options.MaxPacedClients, parts.Time);

    private readonly ConditionalWeakTable<RequestDelegate, object> _said = [];
    private readonly Pace _searches = new(parts.Options.SearchesPerMinute, parts.Options.MaxPacedClients, parts.Time);

    /// <summary>The call behind the pace of searches by text, which cost the most.</summary>
    public RequestDelegate BeforeSearch(RequestDelegate call) => Said(ApiPace.Search, http => PassAsync(http, ClientOf(http), _searches, call));

    /// <summary>Seconds a page has to wait before this client may search again; 0 when it may, which counts.</summary>
    public int SecondsToSearch(HttpContext http)
    {
        var seconds = SecondsOf(Wait(http, ClientOf(http), _searches));
        if (seconds > 0)
        {
            counters.Refused("pace");
        }
        return seconds;
    }

    /// <summary>The call behind the general pace.</summary>
    public RequestDelegate Before(RequestDelegate call) => Said(ApiPace.General, http => PassAsync(http, ClientOf(http), _devices, call));

    /// <summary>A piece of the map behind a pace of its own: one look at a map is a dozen of them.</summary>
    public RequestDelegate BeforeTile(RequestDelegate call) => Said(ApiPace.Tile, http => PassAsync(http, ClientOf(http), _tiles, call));

    /// <summary>The call behind the pace of trying vouchers, which goes by address: a guesser keeps no cookies.</summary>
    public RequestDelegate BeforeEntry(RequestDelegate call) => Said(ApiPace.Auth, http => PassAsync(http, AddressOf(http), _entries, call));

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <summary>Which pace stands before a door, for the reference; <see cref="ApiPace.None"/> where none was put.</summary>
    public ApiPace Of(RequestDelegate? door) => door is not null && _said.TryGetValue(door, out var pace) ? (ApiPace)pace : ApiPace.None;

    private RequestDelegate Said(ApiPace pace, RequestDelegate door)
    {
        _said.Add(door, pace);
        return door;
    }

    private static string ClientOf(HttpContext http) => DevicePass.NameOf(http) ?? AddressOf(http);

    private Task PassAsync(HttpContext http, string client, Pace pace, RequestDelegate call)
    {
        var seconds = SecondsOf(Wait(http, client, pace));
        if (seconds == 0)
        {
            return call(http);
        }
        counters.Refused("pace");
        return reply.WaitAsync(http, seconds);
    }

    private TimeSpan Wait(HttpContext http, string client, Pace pace) =>
        pace.Take(client) is var wait && wait == TimeSpan.Zero ? _addresses.Take(AddressOf(http)) : wait;

    private static int SecondsOf(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);
}
