using Samagam.Routing;
using Samagam.Routing.Amenities;

namespace Samagam.Processes;

/// <summary>Where the boxes of a throw-away mesh stand on a map somebody brings: at known places near its middle, within a walk of each other.</summary>
public static class MapPlaces
{
    private const double ApartMetres = 150;
    private const int Candidates = 200;
    private const int Starts = 10;

    /// <summary>Throws <see cref="InvalidOperationException"/> with a sentence when the map has too few such places.</summary>
    public static IReadOnlyList<BoxPlace> On(MapSnapshot map, int count)
    {
        var near = NearTheMiddle(map.Amenities);
        var points = near.ConvertAll(a => a.Point);
        // A place may lie off every path or on an island of paths: the start from where most can be walked to tells which do not.
        var walks = points.Take(Starts).Select(p => map.Usual.WalkTimes(p, points)).MaxBy(w => w.Count(t => t.IsFound)) ?? [];
        var chosen = new List<Amenity>();
        for (var i = 0; i < walks.Length && chosen.Count < count; i++)
        {
            if (walks[i].IsFound && chosen.TrueForAll(c => c.Point.DistanceMetres(points[i]) >= ApartMetres))
            {
                chosen.Add(near[i]);
            }
        }
        return chosen.Count == count
            ? [.. chosen.Select((a, i) => new BoxPlace(NameIn(a, i, "en"), NameIn(a, i, "hi"), a.Point.LatitudeDeg, a.Point.LongitudeDeg, Sector: 1))]
            : throw new InvalidOperationException($"only {chosen.Count} known places within a walk of each other were found for {count} nodes");
    }

    private static List<Amenity> NearTheMiddle(IReadOnlyList<Amenity> all)
    {
        if (all.Count == 0)
        {
            return [];
        }
        var middle = new Coordinate(
            all.Select(a => a.Point.LatitudeDeg).Order().ElementAt(all.Count / 2),
            all.Select(a => a.Point.LongitudeDeg).Order().ElementAt(all.Count / 2));
        return [.. all.OrderBy(a => a.Point.DistanceMetres(middle)).ThenBy(a => a.Id, StringComparer.Ordinal).Take(Candidates)];
    }

    private static string NameIn(Amenity amenity, int index, string language)
    {
        const int longest = 40;
        var name = amenity.Name.In(language);
        return name.Length == 0 ? $"{amenity.Type} {index + 1}" : name.Length <= longest ? name : name[..longest];
    }
}
