using Samagam.Routing.Amenities;
using Samagam.Routing.Graph;
using Samagam.Routing.Osm;
using Samagam.Routing.Zones;

namespace Samagam.Routing.MapPack;

/// <summary>Amenities and zones in a pack.</summary>
internal static class PlaceColumns
{
    public static void AddAmenities(PackDraft draft, IReadOnlyList<Amenity> amenities)
    {
        draft.Add("amn.id", [.. amenities.Select(a => draft.Texts.NumberOf(a.Id))]);
        draft.Add("amn.type", [.. amenities.Select(a => (byte)a.Type)]);
        draft.Add("amn.name", draft.Texts.NumbersOf(amenities.Select(a => a.Name)));
        // The middle of an outline lies between the points of the grid.
        draft.Add("amn.at", [.. amenities.SelectMany(a => new[] { a.Point.LatitudeDeg, a.Point.LongitudeDeg })]);
        var (first, pairs) = (new int[amenities.Count + 1], new GrowList<int>());
        for (var i = 0; i < amenities.Count; i++)
        {
            foreach (var (key, value) in amenities[i].Tags)
            {
                pairs.Add(draft.Texts.NumberOf(key));
                pairs.Add(draft.Texts.NumberOf(value));
            }
            first[i + 1] = pairs.Count / 2;
        }
        draft.Add("amn.tf", first);
        draft.Add("amn.tag", pairs.ToArray());
    }

    public static List<Amenity> ReadAmenities(PackFile pack, Texts texts, MapLoadOptions options)
    {
        var types = pack.Column<byte>("amn.type");
        if (types.Length > options.MaxAmenities)
        {
            throw new MapFormatException(MapFault.TooLarge, $"it has {types.Length} amenities, {options.MaxAmenities} are allowed", -1);
        }
        PackFile.CheckRange("amn.type", types, (byte)(AmenityTypes.Count - 1));
        var ids = texts.Numbers(pack, "amn.id", types.Length);
        var names = texts.Names(pack, "amn.name", types.Length);
        var at = pack.Column<double>("amn.at", types.Length * 2);
        var pairs = texts.Numbers(pack, "amn.tag");
        var first = pack.Column<int>("amn.tf", types.Length + 1);
        PackFile.CheckStarts("amn.tf", first, types.Length, pairs.Length / 2);
        var amenities = new List<Amenity>(types.Length);
        for (var i = 0; i < types.Length; i++)
        {
            var point = new Coordinate(at[i * 2], at[(i * 2) + 1]);
            if (!point.IsValid)
            {
                throw PackFile.Bad("an amenity is not on the Earth");
            }
            // Numbers of amenities mean this order.
            if (i > 0 && (types[i] < types[i - 1] || (types[i] == types[i - 1] && string.CompareOrdinal(texts.At(ids[i]), texts.At(ids[i - 1])) < 0)))
            {
                throw PackFile.Bad("its amenities are not sorted by type and id");
            }
            var tags = first[i] == first[i + 1] ? OutlineDraft.NoTags : TagsOf(texts, pairs, first[i], first[i + 1]);
            amenities.Add(new Amenity(texts.At(ids[i]), (AmenityType)types[i], names[i], point, tags));
        }
        return amenities;
    }

    public static void AddZones(PackDraft draft, IReadOnlyList<Zone> zones)
    {
        draft.Add("zon.id", [.. zones.Select(z => draft.Texts.NumberOf(z.Id))]);
        draft.Add("zon.kind", [.. zones.Select(z => (byte)z.Kind)]);
        draft.Add("zon.name", draft.Texts.NumbersOf(zones.Select(z => z.Name)));
        RingColumns.Add(draft, "zon", zones.Select(z => z.Rings));
    }

    public static List<Zone> ReadZones(PackFile pack, Texts texts, MapLoadOptions options)
    {
        var kinds = pack.Column<byte>("zon.kind");
        if (kinds.Length > options.MaxZones)
        {
            throw new MapFormatException(MapFault.TooLarge, $"it has {kinds.Length} zones, {options.MaxZones} are allowed", -1);
        }
        PackFile.CheckRange("zon.kind", kinds, (byte)ZoneKind.Crowd);
        var ids = texts.Numbers(pack, "zon.id", kinds.Length);
        var names = texts.Names(pack, "zon.name", kinds.Length);
        var rings = RingColumns.Read(pack, "zon", kinds.Length);
        var zones = new List<Zone>(kinds.Length);
        for (var i = 0; i < kinds.Length; i++)
        {
            zones.Add(new Zone(texts.At(ids[i]), (ZoneKind)kinds[i], names[i], rings[i]));
        }
        return zones;
    }

    private static SortedDictionary<string, string> TagsOf(Texts texts, int[] pairs, int first, int end)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var t = first; t < end; t++)
        {
            tags[texts.At(pairs[t * 2])] = texts.At(pairs[(t * 2) + 1]);
        }
        return tags;
    }
}
