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

    /// <summary>More than that, and the oldest go first.</summary>
    public const int Max = 10_000;

    private readonly ConcurrentDictionary<string, KeptRoute> _routes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public KeptRoute Keep(RouteQuestion question, RouteFound found, string mapVersion, string language)
    {
        Span<byte> luck = stackalloc byte[12];
        lock (parts.Luck)
        {
            parts.Luck.GetBytes(luck);
        }
        var kept = new KeptRoute(Convert.ToHexStringLower(luck), question, found, mapVersion, language, parts.Time.GetTimestamp());
        _routes[kept.Id] = kept;
        _order.Enqueue(kept.Id);
        while (_order.TryPeek(out var oldest) && (_routes.Count > Max || !_routes.TryGetValue(oldest, out var old) || IsOver(old)) && _order.TryDequeue(out oldest))
        {
            _routes.TryRemove(oldest, out _);
        }
        return kept;
    }

    public KeptRoute? Find(string id) => _routes.TryGetValue(id, out var kept) && !IsOver(kept) ? kept : null;

    private bool IsOver(KeptRoute kept) => parts.Time.GetElapsedTime(kept.MadeAt) >= Life;
}
