using Samagam.Routing.Graph;

namespace Samagam.Routing.MapPack;

/// <summary>
/// Rings (or lines) of many things as four columns: which rings a thing has, which points a ring has, where the points are. For zones,
/// and for whatever is drawn.
/// </summary>
internal static class RingColumns
{
    /// <summary>Adds the sections <c>prefix.rf</c>, <c>.pf</c>, <c>.lat</c>, <c>.lon</c>. A prefix has at most four characters.</summary>
    public static void Add(PackDraft draft, string prefix, IEnumerable<IReadOnlyList<IReadOnlyList<Coordinate>>> things, bool required = true)
    {
        var (firstRing, firstPoint, lat, lon) = (new GrowList<int>(), new GrowList<int>(), new GrowList<int>(), new GrowList<int>());
        foreach (var rings in things)
        {
            firstRing.Add(firstPoint.Count);
            foreach (var ring in rings)
            {
                firstPoint.Add(lat.Count);
                foreach (var point in ring)
                {
                    lat.Add((int)Math.Round(point.LatitudeDeg * 1e7));
                    lon.Add((int)Math.Round(point.LongitudeDeg * 1e7));
                }
            }
        }
        firstRing.Add(firstPoint.Count);
        firstPoint.Add(lat.Count);
        draft.Add(prefix + ".rf", firstRing.ToArray(), required);
        draft.Add(prefix + ".pf", firstPoint.ToArray(), required);
        draft.Add(prefix + ".lat", lat.ToArray(), required);
        draft.Add(prefix + ".lon", lon.ToArray(), required);
    }

    /// <summary>The rings of <paramref name="things"/> things.</summary>
    /// <param name="leastPoints">3 for rings, 2 for lines.</param>
    public static Coordinate[][][] Read(PackFile pack, string prefix, int things, int leastPoints = 3)
    {
        var (firstRing, firstPoint) = (pack.Column<int>(prefix + ".rf"), pack.Column<int>(prefix + ".pf"));
        var lat = pack.Column<int>(prefix + ".lat");
        var lon = pack.Column<int>(prefix + ".lon", lat.Length);
        PackFile.CheckStarts(prefix + ".rf", firstRing, things, firstPoint.Length - 1, least: 1);
        PackFile.CheckStarts(prefix + ".pf", firstPoint, firstPoint.Length - 1, lat.Length, leastPoints);
        GraphColumns.CheckPlaces(prefix, lat, lon);
        var all = new Coordinate[things][][];
        for (var t = 0; t < things; t++)
        {
            all[t] = new Coordinate[firstRing[t + 1] - firstRing[t]][];
            for (var r = 0; r < all[t].Length; r++)
            {
                var ring = firstRing[t] + r;
                all[t][r] = new Coordinate[firstPoint[ring + 1] - firstPoint[ring]];
                for (var p = 0; p < all[t][r].Length; p++)
                {
                    all[t][r][p] = Coordinate.FromE7(lat[firstPoint[ring] + p], lon[firstPoint[ring] + p]);
                }
            }
        }
        return all;
    }
}
