using Samagam.Node.Portal.Language;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Lookup;

namespace Samagam.Node.Portal.Amenities;

/// <summary>An amenity found, by its place in the map's list; the walk where it was reckoned, the score where text was searched for.</summary>
internal readonly record struct AmenityFind(int Index, double? Seconds, double? Metres, float? Score);

/// <summary>Answers questions for amenities, for the API and for pages alike.</summary>
internal sealed class AmenityAnswers(PortalParts parts, Catalogues catalogues)
{
    /// <summary>
    /// Most amenities of one search whose walks are reckoned: those that fit the text best and, among equals, lie nearest
    /// as the crow flies. Five pages' worth; a walk that is longer than a hundred nearer crow flights is not what is looked for.
    /// </summary>
    public const int MaxWalked = 100;

    // Texts whose scores differ by less mean the same to a walker.
    private const float SameScore = 0.05f;

    // No walk is faster than this (FootRules: 5 km/h).
    private const double MetresPerSecond = 5 / 3.6;

    private readonly TimeZoneInfo _zone = parts.Options.LocalZone();

    /// <summary>Null while no map is loaded.</summary>
    public AmenityMoment? Now() => parts.Node.Map.View is { } view ? new AmenityMoment(parts, _zone, view, catalogues.Of(view.Map)) : null;

    /// <summary>The box itself: where a phone in the sign-in sheet is.</summary>
    public Coordinate Here => new(parts.Node.Self.Point.LatitudeDeg, parts.Node.Self.Point.LongitudeDeg);

    /// <summary>The nearest by walking time; null where no path is near.</summary>
    public List<AmenityFind>? Nearest(AmenityMoment moment, AmenityQuestion question)
    {
        var filter = question.Filter;
        var from = question.From ?? Here;
        HashSet<int>? meant = null;
        var types = question.Searched;
        if (!string.IsNullOrWhiteSpace(question.Text))
        {
            meant = [];
            var ofText = 0u;
            foreach (var hit in moment.Catalogue.Search.Find(question.Text, i => moment.Admits(filter, i)))
            {
                meant.Add(hit.Amenity);
                ofText |= 1u << (int)moment.View.Map.Amenities[hit.Amenity].Type;
            }
            types = ofText;
        }
        var wanted = meant is not null ? a => meant.Contains(moment.Catalogue.IndexOf(a))
            : question.Narrows ? a => moment.Admits(filter, moment.Catalogue.IndexOf(a))
            : (Predicate<Amenity>?)null;
        var found = new List<AmenityFind>(question.Limit);
        if (types == 0)
        {
            return moment.View.NearestPath(from) is null ? null : found;
        }
        for (var type = 0; type < AmenityTypes.Count; type++)
        {
            if ((types & (1u << type)) == 0)
            {
                continue;
            }
            if (moment.View.Nearest(from, (AmenityType)type, question.Limit, question.MaxSeconds, wanted, question.Profile) is not AmenitiesNearby near)
            {
                return null;
            }
            foreach (var one in near.Found)
            {
                // What is costly to walk may take longer than was asked for, though its cost was not too high.
                if (one.Seconds <= question.MaxSeconds)
                {
                    found.Add(new AmenityFind(moment.Catalogue.IndexOf(one.Amenity), one.Seconds, one.LengthMetres, null));
                }
            }
        }
        if (uint.PopCount(types) > 1)
        {
            found.Sort(static (a, b) => a.Seconds!.Value != b.Seconds!.Value ? a.Seconds.Value.CompareTo(b.Seconds.Value) : a.Index.CompareTo(b.Index));
            if (found.Count > question.Limit)
            {
                found.RemoveRange(question.Limit, found.Count - question.Limit);
            }
        }
        return found;
    }

    /// <summary>
    /// What fits a question, in the order of the text's score and then of the walk. Without text every amenity that passes
    /// fits equally. With <paramref name="from"/>, null where no path is near.
    /// </summary>
    public List<AmenityFind>? Search(AmenityMoment moment, AmenityQuestion question, Coordinate? from)
    {
        var hits = string.IsNullOrWhiteSpace(question.Text)
            ? All(moment, question.Filter)
            : moment.Catalogue.Search.Find(question.Text, i => moment.Admits(question.Filter, i));
        var score = string.IsNullOrWhiteSpace(question.Text) ? (Func<AmenityHit, float?>)(_ => null) : h => h.Score;
        return from is { } start ? Walked(moment, question, hits, start, score) : [.. hits.Select(h => new AmenityFind(h.Amenity, null, null, score(h)))];
    }

    private static List<AmenityHit> All(AmenityMoment moment, AmenityFilter filter)
    {
        var hits = new List<AmenityHit>();
        for (var i = 0; i < moment.View.Map.Amenities.Count; i++)
        {
            if (moment.Admits(filter, i))
            {
                hits.Add(new AmenityHit(i, 1));
            }
        }
        return hits;
    }

    private static List<AmenityFind>? Walked(AmenityMoment moment, AmenityQuestion question, List<AmenityHit> hits, Coordinate from, Func<AmenityHit, float?> score)
    {
        if (moment.View.NearestPath(from) is null)
        {
            return null;
        }
        var amenities = moment.View.Map.Amenities;
        var ranked = new List<(int Tier, double Metres, AmenityHit Hit)>(hits.Count);
        foreach (var hit in hits)
        {
            var metres = amenities[hit.Amenity].Point.DistanceMetres(from);
            if (metres <= question.MaxSeconds * MetresPerSecond)
            {
                ranked.Add(((int)(hit.Score / SameScore), metres, hit));
            }
        }
        ranked.Sort(static (a, b) => a.Tier != b.Tier ? b.Tier.CompareTo(a.Tier) : a.Metres != b.Metres ? a.Metres.CompareTo(b.Metres) : a.Hit.Amenity.CompareTo(b.Hit.Amenity));
        var near = Math.Min(MaxWalked, ranked.Count);
        var points = new Coordinate[near];
        for (var i = 0; i < near; i++)
        {
            points[i] = amenities[ranked[i].Hit.Amenity].Point;
        }
        var walks = moment.View.WalkTimes(from, points, question.Profile);
        var found = new List<(int Tier, AmenityFind Find)>(near);
        for (var i = 0; i < near; i++)
        {
            var (tier, _, hit) = ranked[i];
            if (walks[i].IsFound && walks[i].Seconds <= question.MaxSeconds)
            {
                found.Add((tier, new AmenityFind(hit.Amenity, walks[i].Seconds, walks[i].LengthMetres, score(hit))));
            }
            else if (!walks[i].IsFound && question.MaxSeconds == AmenityQuestion.MostSeconds)
            {
                found.Add((tier, new AmenityFind(hit.Amenity, null, null, score(hit))));
            }
        }
        found.Sort(static (a, b) => a.Tier != b.Tier ? b.Tier.CompareTo(a.Tier)
            : (a.Find.Seconds ?? double.MaxValue) != (b.Find.Seconds ?? double.MaxValue) ? (a.Find.Seconds ?? double.MaxValue).CompareTo(b.Find.Seconds ?? double.MaxValue)
            : a.Find.Index.CompareTo(b.Find.Index));
        // Beyond what was walked the order is that of the crow.
        return [.. found.Select(f => f.Find), .. ranked.Skip(near).Select(r => new AmenityFind(r.Hit.Amenity, null, null, score(r.Hit)))];
    }
}
