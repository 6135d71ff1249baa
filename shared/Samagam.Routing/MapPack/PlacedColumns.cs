using Samagam.Routing.Amenities;
using Samagam.Routing.Graph;

namespace Samagam.Routing.MapPack;

/// <summary>Where amenities lie along the paths, in a pack. May be left out: a map without it works it out, some 15 µs for each amenity.</summary>
internal static class PlacedColumns
{
    private const string Reach = "plc.max";
    private const int Numbers = 4;
    private const int Places = 3;

    public static void Add(PackDraft draft, PlacedAmenities placed)
    {
        draft.Add(Reach, [placed.MaxSnapMetres], required: false);
        draft.Add("plc.rich", placed.ShareOf, required: false);
        Add(draft, "plm", placed.Main);
        Add(draft, "pla", placed.Aside);
    }

    /// <param name="amenities">In the order a snapshot keeps them.</param>
    public static PlacedAmenities? Read(PackFile pack, WalkGraph graph, IReadOnlyList<Amenity> amenities)
        => !pack.Has(Reach) ? null : new PlacedAmenities(
            Index(pack, "plm", graph, amenities), Index(pack, "pla", graph, amenities), pack.Column<byte>("plc.rich", graph.EdgeCount), pack.Column<double>(Reach, 1)[0]);

    private static void Add(PackDraft draft, string prefix, AmenityIndex index)
    {
        var (numbers, places) = (new int[index.Count * Numbers], new double[index.Count * Places]);
        for (var i = 0; i < index.Count; i++)
        {
            var place = index.PlaceAt(i);
            (numbers[i * Numbers], numbers[(i * Numbers) + 1], numbers[(i * Numbers) + 2], numbers[(i * Numbers) + 3]) = (index.AmenityAt(i), place.Edge, place.Point, place.OffsetMm);
            (places[i * Places], places[(i * Places) + 1], places[(i * Places) + 2]) = (place.On.LatitudeDeg, place.On.LongitudeDeg, place.GapMetres);
        }
        draft.Add(prefix + ".at", numbers, required: false);
        draft.Add(prefix + ".on", places, required: false);
    }

    private static AmenityIndex Index(PackFile pack, string prefix, WalkGraph graph, IReadOnlyList<Amenity> amenities)
    {
        var numbers = pack.Column<int>(prefix + ".at");
        var count = numbers.Length / Numbers;
        if (count > amenities.Count || numbers.Length % Numbers != 0)
        {
            throw PackFile.Bad($"section {prefix}.at places more amenities than there are");
        }
        var on = pack.Column<double>(prefix + ".on", count * Places);
        var (snaps, amenityOf, isPlaced) = (new SnapPoint[count], new int[count], new bool[amenities.Count]);
        for (var i = 0; i < count; i++)
        {
            var (amenity, edge, point, offset) = (numbers[i * Numbers], numbers[(i * Numbers) + 1], numbers[(i * Numbers) + 2], numbers[(i * Numbers) + 3]);
            var (place, gap) = (new Coordinate(on[i * Places], on[(i * Places) + 1]), on[(i * Places) + 2]);
            // Found by their edges, so they rise; on a segment of the edge, which its last point does not begin.
            if ((uint)amenity >= amenities.Count || isPlaced[amenity] || (uint)edge >= graph.EdgeCount || (i > 0 && edge < snaps[i - 1].Edge)
                || point < graph.FirstPoint[edge] || point > graph.FirstPoint[edge + 1] - 2 || offset < 0 || offset > graph.LengthMm[edge]
                || !place.IsValid || gap is not (>= 0 and <= 1e6))
            {
                throw PackFile.Bad($"section {prefix}.at has a place that is on no path, or an amenity twice");
            }
            isPlaced[amenity] = true;
            (snaps[i], amenityOf[i]) = (new SnapPoint(edge, point, offset, place, gap, amenities[amenity].Point), amenity);
        }
        return new AmenityIndex(snaps, amenityOf);
    }
}
