namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Where a walk starts or ends: at a node, or on an edge, from where both its nodes are near. The two nodes of an edge
/// lie on one way to the root, so either costs one search.
/// </summary>
/// <param name="Low">The lower of the two, a rank.</param>
/// <param name="LowCost">What it costs between the place and that node.</param>
/// <param name="High">The higher; the same as <paramref name="Low"/> at a node.</param>
/// <param name="HighCost">What it costs between the place and that node.</param>
internal readonly record struct WayEnd(int Low, int LowCost, int High, int HighCost)
{
    /// <summary>At a node of the input.</summary>
    public static WayEnd At(ContractionHierarchy hierarchy, int node)
        => new(hierarchy.RankOf[node], 0, hierarchy.RankOf[node], 0);

    /// <summary>On an edge of the input; <see cref="Cost.Infinite"/> towards a node that cannot be walked to.</summary>
    public static WayEnd On(ContractionHierarchy hierarchy, int node, int cost, int otherNode, int otherCost)
    {
        var (one, other) = (hierarchy.RankOf[node], hierarchy.RankOf[otherNode]);
        return one < other ? new(one, cost, other, otherCost) : new(other, otherCost, one, cost);
    }
}
