using System.Collections.Concurrent;
using System.Security.Cryptography;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>A route that was given to somebody.</summary>
/// <param name="MadeAt">Monotonic time stamp.</param>
internal sealed record KeptRoute(string Id, RouteQuestion Question, RouteFound Found, string MapVersion, string Language, long MadeAt);

/// <summary>Remembers the routes given for an hour, so that a walker can ask whether theirs still holds. In memory: a restart forgets them.</summary>
internal sealed class RouteBook(PortalParts parts)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, KeptRoute> _routes = new(StringComparer.Ordinal);
    private readonly Queue<KeptRoute> _order = [];
    private readonly Lock _gate = new();
    private long _points;

    /// <summary>Keeps a route; where it makes them too many or too long together, the oldest go first, and never itself.</summary>
    public KeptRoute Keep(RouteQuestion question, RouteFound found, string mapVersion, string language)
    {
        Span<byte> luck = stackalloc byte[12];
        lock (parts.Luck)
        {
            parts.Luck.GetBytes(luck);
        }
        var kept = new KeptRoute(Convert.ToHexStringLower(luck), question, found, mapVersion, language, parts.Time.GetTimestamp());
        lock (_gate)
        {
            _routes[kept.Id] = kept;
            _order.Enqueue(kept);
            _points += found.Geometry.Count;
            while (_order.Count > 1 && _order.Peek() is var oldest && (_order.Count > parts.Options.MaxRoutesKept || _points > parts.Options.MaxRoutePointsKept || IsOver(oldest)))
            {
                _order.Dequeue();
                _points -= oldest.Found.Geometry.Count;
                _routes.TryRemove(oldest.Id, out _);
            }
        }
        return kept;
    }

    public KeptRoute? Find(string id) => _routes.TryGetValue(id, out var kept) && !IsOver(kept) ? kept : null;

    private bool IsOver(KeptRoute kept) => parts.Time.GetElapsedTime(kept.MadeAt) >= Life;
}
