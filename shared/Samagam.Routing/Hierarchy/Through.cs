using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// What an arc (x, y) of a hierarchy stands for, in one number: an arc of the input (its complement, below zero), or the
/// two lower sides of a triangle z, x, y: the slot (z, x), and how far before it the slot (z, y) is. So a path is unpacked
/// without looking for its triangles.
/// </summary>
internal static class Through
{
    private const int OffsetBits = 7;

    /// <summary>A node of no more slots than this has all its triangles in one number.</summary>
    public const int MaxOffset = (1 << OffsetBits) - 1;

    /// <summary>Most slots whose numbers fit.</summary>
    public const int MaxSlots = 1 << (31 - OffsetBits);

    /// <summary>Nothing: an arc that cannot be walked.</summary>
    public const int Nothing = int.MinValue;

    /// <summary>The arc of the input itself.</summary>
    public static int Input(int arc) => ~arc;

    /// <summary>What slots (x, y) are marked with when they lead over the slot (z, x) and a slot (z, y) of the node z.</summary>
    public static Marking Triangle(int slot, in HierarchyNode z)
        // Where the offset might not fit it is none, and the slot is looked for.
        => z.End - z.First <= MaxOffset ? new((slot << OffsetBits) + slot, 1) : Marking.Same(slot << OffsetBits);

    public static bool IsInput(int through, out int arc)
    {
        arc = ~through;
        return through < 0;
    }

    /// <summary>How far before the slot (z, x) the slot (z, y) is; 0 where it has to be looked for.</summary>
    public static int Offset(int through) => through & MaxOffset;

    /// <summary>The slot (z, x).</summary>
    public static int ToX(int through) => through >> OffsetBits;

    /// <summary>The slots (z, x) and (z, y) that slot (x, y) leads over.</summary>
    public static (int ToX, int ToY) Sides(ContractionHierarchy hierarchy, int through, int slot)
    {
        var (toX, offset) = (ToX(through), Offset(through));
        return (toX, offset > 0 ? toX - offset : hierarchy.SlotAt(hierarchy.Tail[toX], hierarchy.HeadDepth[slot]));
    }
}
