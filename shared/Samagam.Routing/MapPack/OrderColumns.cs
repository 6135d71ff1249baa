using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Osm;

namespace Samagam.Routing.MapPack;

/// <summary>
/// The order of the hierarchy in a pack. Only the order: finding it takes a second, laying the hierarchy out by it takes milliseconds, and
/// no stranger's order can make a hierarchy that contradicts itself.
/// </summary>
internal static class OrderColumns
{
    private const string Section = "hrc.node";

    public static void Add(PackDraft draft, ContractionHierarchy? hierarchy)
    {
        if (hierarchy is not null)
        {
            draft.Add(Section, hierarchy.NodeAt);
        }
    }

    /// <summary>The hierarchy by the order in the pack; null where there is none.</summary>
    public static ContractionHierarchy? Read(PackFile pack, HierarchyLimits limits)
    {
        if (!pack.Has(Section))
        {
            return null;
        }
        var lat = pack.Column<int>("vtx.lat");
        var lon = pack.Column<int>("vtx.lon", lat.Length);
        var tail = pack.Column<int>("edg.tail");
        var head = pack.Column<int>("edg.head", tail.Length);
        PackFile.CheckRange("edg.tail", tail, 0, lat.Length - 1);
        PackFile.CheckRange("edg.head", head, 0, lat.Length - 1);
        var order = pack.Column<int>(Section, lat.Length);
        CheckPermutation(order);
        var hierarchy = HierarchyBuilder.TryBuild(order, NeighbourGraph.Of(lat.Length, tail, head, lat, lon), tail, head, limits);
        return hierarchy ?? throw new MapFormatException(MapFault.TooLarge, "by its order the map is too dense for a hierarchy", -1);
    }

    private static void CheckPermutation(int[] order)
    {
        PackFile.CheckRange(Section, order, 0, order.Length - 1);
        var seen = new bool[order.Length];
        foreach (var node in order)
        {
            if (seen[node])
            {
                throw PackFile.Bad($"section {Section} has a node twice");
            }
            seen[node] = true;
        }
    }
}
