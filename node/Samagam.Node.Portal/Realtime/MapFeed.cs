using Samagam.Node.Portal.Drawing;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Body of <c>crowd-update</c>: every zone counted at the beginning, then those whose level is another.</summary>
internal sealed record CrowdEvent(IReadOnlyList<ZoneLevel> Zones);

/// <summary>The way to take instead.</summary>
internal sealed record BetterRoute(string RouteId, int DistanceMeters, int DurationSeconds);

/// <summary>Body of <c>route-changed</c>.</summary>
/// <param name="State"><c>closed</c>, <c>dangerous</c>, <c>new-map</c>, <c>good</c> again, or <c>unknown</c> for one this box does not keep (any more).</param>
/// <param name="Better">Absent when there is none, or when very many routes changed at once: then <c>GET routes/{routeId}</c> has it.</param>
/// <param name="Because">The order that closed it, with its reason; absent for another cause.</param>
internal sealed record RouteEvent(string RouteId, string State, BetterRoute? Better, RouteOrder? Because = null);

/// <summary>What one reader is told of the map: the routes it walks, and the crowd. Only what is another than it was told last.</summary>
internal sealed class MapFeed(PortalParts parts, RouteBook book, RouteChecks checks, MapBells bells, IReadOnlyList<string> routes, string? from) : ISseFeed<MapNews>
{
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, int>? _levels = bells.LevelsAt(from);

    public IEnumerable<SseEvent> Whole() => News();

    public IEnumerable<SseEvent> Change(MapNews item) => News();

    public bool MayGoOn() => true;

    private IEnumerable<SseEvent> News()
    {
        if (parts.Node.Map.View is not { } view)
        {
            yield break;
        }
        // What touches the walker first.
        foreach (var id in routes)
        {
            if (RouteNews(id, view) is { } news)
            {
                yield return new SseEvent("", "route-changed", Envelope.Text(news, PortalJson.Default.RouteEvent));
            }
        }
        var (levels, cursor) = bells.LevelsOf(view);
        // Another box told these very levels.
        var told = _levels ?? (from == cursor ? levels : null);
        var changed = levels.Where(z => told is null || !told.TryGetValue(z.Key, out var level) || level != z.Value).Select(z => new ZoneLevel(z.Key, z.Value)).ToList();
        _levels = levels;
        if (told is null || changed.Count > 0)
        {
            bells.Told(cursor, levels);
            yield return new SseEvent(cursor, "crowd-update", Envelope.Text(new CrowdEvent(changed), PortalJson.Default.CrowdEvent), cursor);
        }
    }

    private RouteEvent? RouteNews(string id, MapView view)
    {
        var kept = book.Find(id);
        var state = kept is null ? "unknown" : RouteChecks.StateOf(kept, view);
        if (_states.GetValueOrDefault(id, "good") == state)
        {
            return null;
        }
        _states[id] = state;
        var better = kept is not null && state != "good" ? checks.BetterUnasked(kept, view) : null;
        return new RouteEvent(id, state, better is null ? null
            : new BetterRoute(better.Id, (int)Math.Round(better.Found.DoorToDoorMetres), (int)Math.Round(better.Found.DoorToDoorSeconds)), kept is null ? null : checks.Why(kept, view, state));
    }
}
