using Samagam.Core.Content;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Lookup;

namespace Samagam.Node.Portal.Content;

/// <summary>A place found; the walk where it was reckoned, the score where text was searched for.</summary>
internal readonly record struct PoiFind(PointOfInterest Poi, WalkTime? Walk, float? Score);

/// <summary>Answers questions for places worth visiting, for the API and for pages alike.</summary>
internal sealed class PoiAnswers(PortalParts parts, Languages languages)
{
    /// <summary>Most places whose walks are reckoned for one answer: those that fit the text best and, among equals, lie nearest as the crow flies.</summary>
    public const int MaxWalked = 100;

    // Texts whose scores differ by less mean the same to a walker.
    private const float SameScore = 0.05f;

    private readonly Lock _gate = new();
    private volatile Kept? _kept;

    /// <summary>
    /// What fits, best first: by the score of the text, then by the walk from <paramref name="near"/>, else by significance and id. Null when walks are asked
    /// for and there is no map, or no path is near.
    /// </summary>
    public List<PoiFind>? Find(ContentPack pack, PoiQuestion question, Coordinate? near)
    {
        bool Fits(PointOfInterest poi) => (question.Category is not { } category || poi.Category == category) && poi.Significance >= question.MinSignificance;
        var found = question.Text.Length == 0
            ? pack.Pois.Where(Fits).Select(p => (Poi: p, Score: (float?)null)).ToList()
            : SearchOf(pack).Find(question.Text, i => Fits(pack.Pois[i])).Select(h => (Poi: pack.Pois[h.Amenity], Score: (float?)h.Score)).ToList();
        if (near is not { } from)
        {
            // The sort is stable: the pack's order is that of ids.
            return [.. found.OrderByDescending(f => Tier(f.Score)).ThenByDescending(f => f.Poi.Significance).Select(f => new PoiFind(f.Poi, null, f.Score))];
        }
        return parts.Node.Map.View is { } view && view.NearestPath(from) is not null ? Walked(view, from, found) : null;
    }

    private static List<PoiFind> Walked(MapView view, Coordinate from, List<(PointOfInterest Poi, float? Score)> found)
    {
        var ranked = found.OrderByDescending(f => Tier(f.Score)).ThenBy(f => RouteView.Of(f.Poi.Point).DistanceMetres(from)).ToList();
        var near = ranked.Take(MaxWalked).ToList();
        var walks = view.WalkTimes(from, [.. near.Select(f => RouteView.Of(f.Poi.Point))]);
        return
        [
            .. near.Select((f, i) => new PoiFind(f.Poi, walks[i].IsFound ? walks[i] : null, f.Score)).OrderByDescending(f => Tier(f.Score)).ThenBy(f => f.Walk?.Seconds ?? double.MaxValue),
            .. ranked.Skip(MaxWalked).Select(f => new PoiFind(f.Poi, null, f.Score)),
        ];
    }

    private static int Tier(float? score) => (int)((score ?? 0) / SameScore);

    private AmenitySearch SearchOf(ContentPack pack)
    {
        var kept = _kept;
        if (kept is null || !ReferenceEquals(kept.Pack, pack))
        {
            lock (_gate)
            {
                kept = _kept;
                if (kept is null || !ReferenceEquals(kept.Pack, pack))
                {
                    _kept = kept = new Kept(pack, new(() => Index(pack)));
                }
            }
        }
        return kept.Search.Value;
    }

    // By their names, and by the words for their category in every language.
    private AmenitySearch Index(ContentPack pack)
    {
        var named = pack.Pois.Select(p => new Amenity(
            p.Id,
            AmenityType.Worship,
            PoiPlace.NameOf(p),
            RouteView.Of(p.Point),
            languages.All.ToDictionary(w => $"{w.Tag}_name", w => w[ContentSay.Of(p.Category)], StringComparer.Ordinal)));
        return new AmenitySearch([.. named], [], [.. pack.Pois.Select(_ => (-1, -1))], byKind: false);
    }

    private sealed record Kept(ContentPack Pack, Lazy<AmenitySearch> Search);
}
