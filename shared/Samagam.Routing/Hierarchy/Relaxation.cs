using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// The inner loop of searches and customization: for each arc of a node, the cost at the depth of its head becomes the
/// lesser of what it was and <c>cost + weight</c>. Marks remember who was last to improve each.
/// </summary>
/// <remarks>
/// Slots are trusted: they come from a <see cref="ContractionHierarchy"/>, and costs are as long as its
/// <see cref="ContractionHierarchy.ScratchLength"/>; so there are no bounds checks here and nowhere else are there none.
/// </remarks>
internal static class Relaxation
{
    /// <summary>Relaxes the slots [first .. end) of a node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Relax(bool isDense, int first, int end, int cost, ref int weights, ref ushort depths, ref int costs)
    {
        if (isDense)
        {
            var from = Vector256.Create(cost);
            for (var slot = first; slot < end; slot += ContractionHierarchy.Lanes)
            {
                ref var there = ref Unsafe.Add(ref costs, Unsafe.Add(ref depths, slot));
                Vector256.Min(Vector256.LoadUnsafe(ref there), from + Vector256.LoadUnsafe(ref Unsafe.Add(ref weights, slot))).StoreUnsafe(ref there);
            }
            return;
        }
        for (var slot = first; slot < end; slot++)
        {
            ref var there = ref Unsafe.Add(ref costs, Unsafe.Add(ref depths, slot));
            there = Math.Min(there, cost + Unsafe.Add(ref weights, slot));
        }
    }

    /// <summary>As the other, and writes a mark where it improved a cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Relax(bool isDense, int first, int end, int cost, Marking mark, ref int weights, ref ushort depths, ref int costs, ref int marks)
    {
        if (isDense)
        {
            for (var slot = first; slot < end; slot += ContractionHierarchy.Lanes)
            {
                var depth = Unsafe.Add(ref depths, slot);
                OfferBlock(cost, ref Unsafe.Add(ref weights, slot), mark.OfBlock(slot), ref Unsafe.Add(ref costs, depth), ref Unsafe.Add(ref marks, depth));
            }
            return;
        }
        for (var slot = first; slot < end; slot++)
        {
            var depth = Unsafe.Add(ref depths, slot);
            ref var there = ref Unsafe.Add(ref costs, depth);
            Offer(cost + Unsafe.Add(ref weights, slot), mark.Of(slot), ref there, ref Unsafe.Add(ref marks, depth));
        }
    }

    /// <summary>
    /// <c>cost</c> becomes <paramref name="offer"/> and <c>mark</c> what it is given, where that is less. Without a branch: which
    /// is less cannot be foretold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Offer(int offer, int mark, ref int cost, ref int markThere)
    {
        var less = offer - cost;
        var ifLess = less >> 31;
        cost += less & ifLess;
        markThere ^= (markThere ^ mark) & ifLess;
    }

    /// <summary>As the other, for a block of slots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfferBlock(int cost, ref int weights, Vector256<int> mark, ref int costs, ref int marks)
    {
        var (old, offer) = (Vector256.LoadUnsafe(ref costs), Vector256.Create(cost) + Vector256.LoadUnsafe(ref weights));
        Vector256.Min(old, offer).StoreUnsafe(ref costs);
        Vector256.ConditionalSelect(Vector256.LessThan(offer, old), mark, Vector256.LoadUnsafe(ref marks)).StoreUnsafe(ref marks);
    }

    /// <summary>The first of an array, for reading without bounds checks.</summary>
    public static ref T FirstOf<T>(T[] array) => ref MemoryMarshal.GetArrayDataReference(array);
}
