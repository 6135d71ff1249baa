namespace Samagam.Routing.Hierarchy;

/// <summary>The working memory of one side of a search: costs by depth.</summary>
internal sealed class SearchSide(ContractionHierarchy hierarchy)
{
    public int[] Cost { get; } = new int[hierarchy.ScratchLength];

    /// <summary>The depth of the node below by which a node was reached; −1 where the side starts.</summary>
    public int[] By { get; } = new int[hierarchy.ScratchLength];

    /// <summary>The nodes on the way to the root; only where marks are kept.</summary>
    public int[] Chain { get; } = new int[hierarchy.ScratchLength];

    public void Start(ContractionHierarchy h, in WayEnd end)
    {
        var depth = h.Nodes[end.Low].Depth;
        Cost.AsSpan(0, depth + ContractionHierarchy.Lanes).Fill(Hierarchy.Cost.Infinite);
        Cost[depth] = end.LowCost;
        ref var high = ref Cost[h.Nodes[end.High].Depth];
        high = Math.Min(high, end.HighCost);
    }

    public void StartMarked(ContractionHierarchy h, in WayEnd end)
    {
        Start(h, end);
        By[h.Nodes[end.Low].Depth] = By[h.Nodes[end.High].Depth] = -1;
    }

    /// <summary>Relaxes the arcs of a node that costs less than <paramref name="below"/> and tells the next on the way to the root.</summary>
    public int Climb(ContractionHierarchy h, int[] weights, int node, int below = Hierarchy.Cost.Infinite)
    {
        ref readonly var at = ref h.Nodes[node];
        var here = Cost[at.Depth];
        if (here < below)
        {
            Relaxation.Relax(
                at.IsDense, at.First, at.End, here, ref Relaxation.FirstOf(weights), ref Relaxation.FirstOf(h.HeadDepth), ref Relaxation.FirstOf(Cost));
        }
        return at.Parent;
    }
}
