using System.Globalization;
using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// How often one client may ask: the generic cell rate algorithm (ITU-T I.371), one number per client. A full minute's
/// allowance may be used at once; then one request per interval. Remembers a bounded number of clients.
/// </summary>
internal sealed class Pace(int perMinute, int maxClients, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _nextDue = [];
    private readonly long _interval = Math.Max(1, time.TimestampFrequency * 60 / perMinute);

    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _nextDue.Count;
            }
        }
    }

    /// <summary>Zero when the client may ask now (which counts), else how long to wait (which does not).</summary>
    public TimeSpan Take(string client)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            var due = Math.Max(now, _nextDue.GetValueOrDefault(client, now));
            var early = due - now - (_interval * (perMinute - 1));
            if (early > 0)
            {
                return TimeSpan.FromSeconds((double)early / time.TimestampFrequency);
            }
            if (!_nextDue.ContainsKey(client) && _nextDue.Count >= maxClients)
            {
                Forget(now);
            }
            _nextDue[client] = due + _interval;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Forgets who is quiet; when all are busy, the quietest quarter.</summary>
    private void Forget(long now)
    {
        foreach (var (client, _) in _nextDue.Where(c => c.Value <= now).ToList())
        {
            _nextDue.Remove(client);
        }
        if (_nextDue.Count >= maxClients)
        {
            foreach (var (client, _) in _nextDue.OrderBy(c => c.Value).Take(Math.Max(1, maxClients / 4)).ToList())
            {
                _nextDue.Remove(client);
            }
        }
    }
}

/// <summary>
/// Puts a pace before a call. Never before a call for help or an answer to one. A device has its own pace; because a device
/// pass costs nothing, its address has one as well.
/// </summary>
internal sealed class PacedCalls(PortalParts parts, ApiEnvelope envelope, PortalCounters counters)
{
    private readonly Pace _devices = new(parts.Options.RequestsPerMinute, parts.Options.MaxPacedClients, parts.Time);
    private readonly Pace _addresses = new(parts.Options.RequestsPerMinute * parts.Options.DevicesPerAddress, parts.Options.MaxPacedClients, parts.Time);
    private readonly Pace _entries = new(parts.Options.EntriesPerMinute, parts.Options.MaxPacedClients, parts.Time);

    /// <summary>The call behind the general pace.</summary>
    public RequestDelegate Before(RequestDelegate call) => http => PassAsync(http, ClientOf(http), _devices, call);

    /// <summary>The call behind the pace of trying vouchers, which goes by address: a guesser keeps no cookies.</summary>
    public RequestDelegate BeforeEntry(RequestDelegate call) => http => PassAsync(http, AddressOf(http), _entries, call);

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static string ClientOf(HttpContext http) => DevicePass.NameOf(http) ?? AddressOf(http);

    private Task PassAsync(HttpContext http, string client, Pace pace, RequestDelegate call)
    {
        var wait = pace.Take(client);
        if (wait == TimeSpan.Zero)
        {
            wait = _addresses.Take(AddressOf(http));
        }
        if (wait == TimeSpan.Zero)
        {
            return call(http);
        }
        counters.Refused("pace");
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return envelope.ErrorAsync(http, StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", Say.ErrorSlowDown, null, seconds);
    }
}
