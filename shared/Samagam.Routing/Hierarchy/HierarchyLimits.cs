namespace Samagam.Routing.Hierarchy;

/// <summary>What a hierarchy may hold. A map that needs more is searched without one.</summary>
public sealed record HierarchyLimits
{
    /// <summary>Most arcs of the chordal completion. Each takes some 14 bytes, and some 32 in each metric.</summary>
    public int MaxArcs { get; init; } = 8_000_000;

    /// <summary>Most nodes on the way from any node to a root; one search keeps a few numbers for each. At most 65,535.</summary>
    public int MaxHeight { get; init; } = 20_000;

    /// <summary>A map of fewer nodes is searched plainly: as quick for people, and nothing to keep in memory.</summary>
    public int MinNodes { get; init; } = 5_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MinNodes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxArcs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxHeight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHeight, ushort.MaxValue);
    }
}
