using Samagam.Routing.Graph;

namespace Samagam.Routing.MapPack;

/// <summary>The spatial index in a pack: which segments pass through which cell.</summary>
internal static class GridColumns
{
    public static void Add(PackDraft draft, EdgeGrid grid)
    {
        draft.Add("grd.cell", grid.First);
        draft.Add("grd.seg", grid.Points);
    }

    public static EdgeGrid Read(PackFile pack, WalkGraph graph)
    {
        var (first, points) = (pack.Column<int>("grd.cell"), pack.Column<int>("grd.seg"));
        PackFile.CheckRange("grd.seg", points, 0, graph.PointLatE7.Length - 2);
        var grid = EdgeGrid.TryOf(graph, first, points) ?? throw PackFile.Bad("section grd.cell is of another grid than its paths have");
        return grid;
    }
}
