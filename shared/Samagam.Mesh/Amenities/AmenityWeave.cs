using Samagam.Core.Amenities;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Graph;

namespace Samagam.Mesh.Amenities;

/// <summary>
/// Lays what staff say of amenities over a map: what they took away is left out, what they corrected is as they say, what they added stands beside. Pure. What is
/// searched, asked for by walk, listed, counted and drawn is then the one map, and needs to know nothing of it.
/// </summary>
public static class AmenityWeave
{
    /// <summary>The map as it was read, with what the book says over it; the very map when that comes to nothing.</summary>
    public static MapSnapshot Over(MapSnapshot ground, AmenityBook book)
    {
        if (book.Said.IsEmpty)
        {
            return ground;
        }
        var all = new List<Amenity>(ground.Amenities.Count + book.Said.Count);
        foreach (var amenity in ground.Amenities)
        {
            var woven = book.Said.TryGetValue(amenity.Id, out var entry) ? Of(entry.Said, amenity, book) : amenity;
            if (woven is not null)
            {
                all.Add(woven);
            }
        }
        // What was said of an amenity of another map's edition has nothing here to be laid over.
        all.AddRange(book.Said.Values.Where(e => e.Said.IsNew && ground.AmenityById(e.Said.Id) is null).Select(e => Of(e.Said, null, book)).OfType<Amenity>());
        return ground.WithAmenities(all);
    }

    /// <summary>One amenity as staff say it is; null when they took it away, or call it what this build does not know.</summary>
    public static Amenity? Of(AmenitySaid said, Amenity? before, AmenityBook book)
    {
        if (said.Removed)
        {
            return null;
        }
        var category = book.Categories.TryGetValue(said.Type, out var known) && known.Said.Word != known.Said.Under ? known.Said : null;
        var type = TypeOf(said.Type, book) ?? before?.Type;
        var point = said.Point is { } at ? new Coordinate(at.LatitudeDeg, at.LongitudeDeg) : before?.Point;
        if (type is null || point is null)
        {
            return null;
        }
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in before?.Tags ?? new Dictionary<string, string>())
        {
            tags[key] = value;
        }
        foreach (var (key, value) in said.Traits)
        {
            tags[key] = value;
        }
        if (category is not null)
        {
            tags[AmenityFilter.CategoryTag] = category.Word;
            if (!category.Removed)
            {
                // Names of a category are searched by as names of the place.
                tags["category_name"] = category.NameEn;
                tags["category_hi_name"] = category.NameHi;
            }
        }
        var name = before?.Name ?? PathName.None;
        if (said.NameEn.Length > 0)
        {
            name = name with { En = said.NameEn, Name = before is null && said.NameHi.Length == 0 ? said.NameEn : name.Name };
        }
        if (said.NameHi.Length > 0)
        {
            name = name with { Hi = said.NameHi, Name = said.NameHi };
        }
        return new Amenity(said.Id, type.Value, name, point.Value, tags);
    }

    /// <summary>The type a word means: its own, or the one a category stands under; null for neither.</summary>
    public static AmenityType? TypeOf(string word, AmenityBook book) =>
        AmenityTypes.TryParse(word, out var type) ? type
        : book.Categories.TryGetValue(word, out var category) && AmenityTypes.TryParse(category.Said.Under, out type) ? type
        : null;
}
