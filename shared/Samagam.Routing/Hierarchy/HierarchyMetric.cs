using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// The weights of a hierarchy under one metric, by slot and direction, and what each stands for. Written by one
/// <see cref="Customization"/> at a time, read by any number of searches while nobody writes.
/// </summary>
internal sealed class HierarchyMetric(ContractionHierarchy hierarchy)
{
    internal int[] Up { get; } = Fresh(hierarchy.SlotCount, Cost.Infinite);

    internal int[] Down { get; } = Fresh(hierarchy.SlotCount, Cost.Infinite);

    /// <summary>What each stands for, <see cref="Through"/>: slot × 2, + 1 for the way down. Both side by side, as they are asked.</summary>
    internal int[] For { get; } = Fresh(hierarchy.SlotCount * 2, Through.Nothing);

    public ContractionHierarchy Hierarchy => hierarchy;

    /// <summary>Counts what was published; what carries the same number was reckoned with the same weights.</summary>
    public long Epoch { get; internal set; }

    /// <summary>Shuts everything. What a shut arc stands for is never asked, and stays what it was.</summary>
    internal void Clear()
    {
        Up.AsSpan().Fill(Cost.Infinite);
        Down.AsSpan().Fill(Cost.Infinite);
    }

    /// <summary>Takes over all weights of another.</summary>
    internal void CopyFrom(HierarchyMetric other)
    {
        other.Up.CopyTo(Up, 0);
        other.Down.CopyTo(Down, 0);
        other.For.CopyTo(For, 0);
    }

    /// <summary>Takes over the weights of some slots of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void CopyFrom(HierarchyMetric other, ReadOnlySpan<int> slots)
    {
        foreach (var slot in slots)
        {
            (Up[slot], Down[slot]) = (other.Up[slot], other.Down[slot]);
            (For[slot * 2], For[(slot * 2) + 1]) = (other.For[slot * 2], other.For[(slot * 2) + 1]);
        }
    }

    private static int[] Fresh(int length, int value)
    {
        var array = new int[length];
        array.AsSpan().Fill(value);
        return array;
    }
}
