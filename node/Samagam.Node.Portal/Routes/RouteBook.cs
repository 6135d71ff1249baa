using System.Security.Cryptography;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>A route that was given to somebody.</summary>
/// <param name="MapVersion">The map it was made on.</param>
/// <param name="Epoch">Of the conditions it was made under.</param>
/// <param name="MadeAt">Monotonic time stamp.</param>
internal sealed record KeptRoute(string Id, RouteQuestion Question, RouteFound Found, string MapVersion, long Epoch, string Language, long MadeAt);

/// <summary>Remembers the routes given for an hour, so that a walker can ask whether theirs still holds. In memory: a restart forgets them.</summary>
internal sealed class RouteBook(PortalOptions options, TimeProvider time, RandomNumberGenerator random)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    // One lock for both: a dictionary for many threads has to take all its locks to say how many it holds.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeptRoute> _routes = new(StringComparer.Ordinal);
    private readonly Queue<KeptRoute> _order = new();
    private long _points;

    /// <summary>Keeps a route; where it makes them too many or too long together, the oldest go first, and never itself.</summary>
    public KeptRoute Keep(RouteQuestion question, RouteFound found, MapView view, string language)
    {
        Span<byte> luck = stackalloc byte[12];
        lock (random)
        {
            random.GetBytes(luck);
        }
        var kept = new KeptRoute(Convert.ToHexStringLower(luck), question, found, view.Map.Version, view.Conditions.Epoch, language, time.GetTimestamp());
        lock (_gate)
        {
            _routes[kept.Id] = kept;
            _order.Enqueue(kept);
            _points += found.Geometry.Count;
            while (_order.Count > 1 && _order.Peek() is var oldest && (_order.Count > options.MaxRoutesKept || _points > options.MaxRoutePointsKept || IsOver(oldest)))
            {
                _order.Dequeue();
                _points -= oldest.Found.Geometry.Count;
                _routes.Remove(oldest.Id);
            }
        }
        return kept;
    }

    public KeptRoute? Find(string id)
    {
        lock (_gate)
        {
            return _routes.TryGetValue(id, out var kept) && !IsOver(kept) ? kept : null;
        }
    }

    private bool IsOver(KeptRoute kept) => time.GetElapsedTime(kept.MadeAt) >= Life;
}
