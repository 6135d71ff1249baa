using System.Runtime.InteropServices;
using Samagam.Routing.Graph;

namespace Samagam.Routing.MapPack;

/// <summary>Open ground and barriers in a pack.</summary>
internal static class AreaColumns
{
    public static void Add(PackDraft draft, GroundColumns ground)
    {
        draft.Add("ara.osm", ground.OsmId);
        draft.Add("ara.rel", Array.ConvertAll(ground.IsRelation, r => (byte)(r ? 1 : 0)));
        draft.Add("ara.kind", Array.ConvertAll(ground.Kind, k => (byte)k));
        draft.Add("ara.name", draft.Texts.NumbersOf(ground.Names));
        draft.Add("ara.rf", ground.FirstRing);
        draft.Add("ara.pf", ground.FirstPoint);
        draft.Add("ara.lat", ground.PointLatE7);
        draft.Add("ara.lon", ground.PointLonE7);
        draft.Add("ara.vf", ground.FirstVertex);
        draft.Add("ara.vtx", ground.Vertex);
        draft.Add("ara.bf", ground.FirstStanding);
        draft.Add("ara.bar", ground.Standing);
        draft.Add("bar.lat", ground.BarrierLatE7);
        draft.Add("bar.lon", ground.BarrierLonE7);
    }

    /// <param name="vertices">How many the walk graph has.</param>
    public static GroundColumns Read(PackFile pack, Texts texts, int vertices)
    {
        var osmId = pack.Column<long>("ara.osm");
        var areas = osmId.Length;
        var lat = pack.Column<int>("ara.lat");
        var lon = pack.Column<int>("ara.lon", lat.Length);
        GraphColumns.CheckPlaces("ara", lat, lon);
        var (firstRing, firstPoint) = (pack.Column<int>("ara.rf"), pack.Column<int>("ara.pf"));
        PackFile.CheckStarts("ara.rf", firstRing, areas, firstPoint.Length - 1, least: 1);
        PackFile.CheckStarts("ara.pf", firstPoint, firstPoint.Length - 1, lat.Length, least: 3);
        var (firstVertex, vertex) = Lists(pack, "ara.vf", "ara.vtx", areas, vertices);
        var barrierLat = pack.Column<int>("bar.lat");
        var barrierLon = pack.Column<int>("bar.lon", barrierLat.Length);
        GraphColumns.CheckPlaces("bar", barrierLat, barrierLon);
        if (barrierLat.Length % 2 != 0)
        {
            throw PackFile.Bad("section bar.lat ends in the middle of a barrier");
        }
        var (firstStanding, standing) = Lists(pack, "ara.bf", "ara.bar", areas, barrierLat.Length / 2);
        return new GroundColumns
        {
            OsmId = osmId,
            IsRelation = Array.ConvertAll(Small(pack, "ara.rel", areas, 1), r => r == 1),
            Kind = MemoryMarshal.Cast<byte, WalkAreaKind>(Small(pack, "ara.kind", areas, (byte)WalkAreaKind.Ghat)).ToArray(),
            Names = texts.Names(pack, "ara.name", areas),
            FirstRing = firstRing,
            FirstPoint = firstPoint,
            PointLatE7 = lat,
            PointLonE7 = lon,
            FirstVertex = firstVertex,
            Vertex = vertex,
            FirstStanding = firstStanding,
            Standing = standing,
            BarrierLatE7 = barrierLat,
            BarrierLonE7 = barrierLon,
        };
    }

    private static (int[] First, int[] Entries) Lists(PackFile pack, string starts, string entries, int count, int below)
    {
        var values = pack.Column<int>(entries);
        PackFile.CheckRange(entries, values, 0, below - 1);
        var first = pack.Column<int>(starts, count + 1);
        PackFile.CheckStarts(starts, first, count, values.Length);
        return (first, values);
    }

    private static byte[] Small(PackFile pack, string name, int count, byte most)
    {
        var values = pack.Column<byte>(name, count);
        PackFile.CheckRange(name, values, most);
        return values;
    }
}
