using System.Runtime.InteropServices;
using Samagam.Routing.Graph;
using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.MapPack;

/// <summary>The walk graph in a pack. What follows from tails and heads (which arcs leave a vertex) is worked out again, so that it can not contradict them.</summary>
internal static class GraphColumns
{
    // Of the builder: 1,000 km of sand, as long as a cost can be.
    private const int MostLength = 1_500_000_000;
    private const int MostTime = 1_100_000_000;
    private const byte AllFlags = WalkGraph.ForwardFlag | WalkGraph.BackwardFlag | WalkGraph.GatedFlag;

    public static void Add(PackDraft draft, WalkGraph graph)
    {
        draft.Add("vtx.lat", graph.VertexLatE7);
        draft.Add("vtx.lon", graph.VertexLonE7);
        draft.Add("vtx.part", graph.ComponentOf);
        draft.Add("parts", [graph.ComponentCount, graph.MainComponents]);
        draft.Add("edg.tail", graph.Tail);
        draft.Add("edg.head", graph.Head);
        draft.Add("edg.mm", graph.LengthMm);
        draft.Add("edg.ms", graph.TimeMs);
        draft.Add("edg.dir", graph.Directions);
        draft.Add("edg.kind", Array.ConvertAll(graph.Kinds, k => (byte)k));
        draft.Add("edg.step", Array.ConvertAll(graph.StepFree, s => (byte)s));
        draft.Add("edg.clmb", graph.Climb);
        draft.Add("edg.name", graph.NameOf);
        draft.Add("edg.way", graph.WayId);
        draft.Add("edg.pf", graph.FirstPoint);
        draft.Add("edg.zf", graph.FirstZone);
        draft.Add("ezn.zone", Array.ConvertAll(graph.ZoneEntries, z => z.Zone));
        draft.Add("ezn.in", Array.ConvertAll(graph.ZoneEntries, z => z.IsEntered));
        draft.Add("pnt.lat", graph.PointLatE7);
        draft.Add("pnt.lon", graph.PointLonE7);
        draft.Add("names", draft.Texts.NumbersOf(graph.Names));
    }

    /// <param name="crowdZones">How many zones edges may lie in.</param>
    public static WalkGraph Read(PackFile pack, Texts texts, int crowdZones, MapLoadOptions options)
    {
        var lat = pack.Column<int>("vtx.lat");
        var lon = pack.Column<int>("vtx.lon", lat.Length);
        CheckPlaces("vtx", lat, lon);
        var tail = pack.Column<int>("edg.tail");
        var (vertices, edges) = (lat.Length, tail.Length);
        if (edges == 0 || edges > options.MaxEdges)
        {
            throw new MapFormatException(edges == 0 ? MapFault.Empty : MapFault.TooLarge, $"it has {edges} edges; 1 to {options.MaxEdges} are allowed", -1);
        }
        var head = pack.Column<int>("edg.head", edges);
        PackFile.CheckRange("edg.tail", tail, 0, vertices - 1);
        PackFile.CheckRange("edg.head", head, 0, vertices - 1);
        var pointLat = pack.Column<int>("pnt.lat");
        var pointLon = pack.Column<int>("pnt.lon", pointLat.Length);
        CheckPlaces("pnt", pointLat, pointLon);
        var firstPoint = pack.Column<int>("edg.pf", edges + 1);
        // A segment has two points.
        PackFile.CheckStarts("edg.pf", firstPoint, edges, pointLat.Length, least: 2);
        var names = texts.Names(pack, "names");
        if (names.Length == 0 || !names[0].IsEmpty)
        {
            throw PackFile.Bad("its first name is not empty");
        }
        var (firstZone, entries) = Zones(pack, edges, crowdZones);
        var parts = pack.Column<int>("parts", 2);
        if (parts[0] < 1 || parts[0] > vertices || parts[1] < 0 || parts[1] > parts[0])
        {
            throw PackFile.Bad($"it says it has {parts[0]} parts, {parts[1]} of them large");
        }
        var (firstArc, arcOf, arcHead) = WalkGraphBuilder.Arcs(vertices, tail, head);
        return new WalkGraph
        {
            VertexLatE7 = lat,
            VertexLonE7 = lon,
            FirstArc = firstArc,
            ArcOf = arcOf,
            ArcHead = arcHead,
            Tail = tail,
            Head = head,
            LengthMm = InRange(pack, "edg.mm", edges, 0, MostLength),
            TimeMs = InRange(pack, "edg.ms", edges, 0, MostTime),
            Directions = Small(pack, "edg.dir", edges, AllFlags),
            Kinds = MemoryMarshal.Cast<byte, PathKind>(Small(pack, "edg.kind", edges, (byte)PathKind.AreaCrossing)).ToArray(),
            StepFree = MemoryMarshal.Cast<byte, StepFree>(Small(pack, "edg.step", edges, (byte)StepFree.No)).ToArray(),
            Climb = Climbs(pack, edges),
            FirstZone = firstZone,
            ZoneEntries = entries,
            NameOf = InRange(pack, "edg.name", edges, 0, names.Length - 1),
            WayId = pack.Column<long>("edg.way", edges),
            FirstPoint = firstPoint,
            PointLatE7 = pointLat,
            PointLonE7 = pointLon,
            Names = names,
            ComponentOf = InRange(pack, "vtx.part", vertices, 0, parts[0] - 1),
            ComponentCount = parts[0],
            MainComponents = parts[1],
        };
    }

    /// <summary>Refuses places that are not on the Earth.</summary>
    public static void CheckPlaces(string what, int[] latE7, int[] lonE7)
    {
        PackFile.CheckRange(what + ".lat", latE7, -900_000_000, 900_000_000);
        PackFile.CheckRange(what + ".lon", lonE7, -1_800_000_000, 1_800_000_000);
    }

    private static (int[] First, ZoneEntry[] Entries) Zones(PackFile pack, int edges, int crowdZones)
    {
        var zones = pack.Column<int>("ezn.zone");
        PackFile.CheckRange("ezn.zone", zones, 0, crowdZones - 1);
        var entered = Small(pack, "ezn.in", zones.Length, WalkGraph.ForwardFlag | WalkGraph.BackwardFlag);
        var first = pack.Column<int>("edg.zf", edges + 1);
        PackFile.CheckStarts("edg.zf", first, edges, zones.Length);
        var entries = new ZoneEntry[zones.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new ZoneEntry(zones[i], entered[i]);
        }
        return (first, entries);
    }

    private static int[] InRange(PackFile pack, string name, int count, int least, int most)
    {
        var values = pack.Column<int>(name, count);
        PackFile.CheckRange(name, values, least, most);
        return values;
    }

    private static byte[] Small(PackFile pack, string name, int count, byte most)
    {
        var values = pack.Column<byte>(name, count);
        PackFile.CheckRange(name, values, most);
        return values;
    }

    private static sbyte[] Climbs(PackFile pack, int edges)
    {
        var values = pack.Column<sbyte>("edg.clmb", edges);
        return values.AsSpan().IndexOfAnyExceptInRange((sbyte)-1, (sbyte)1) < 0 ? values : throw PackFile.Bad("section edg.clmb has a value that is not -1, 0 or 1");
    }
}
