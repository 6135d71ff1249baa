using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Samagam.Routing.Hierarchy;

/// <summary>What is noted where a relaxation improves a cost: a number that falls, or stays, from slot to slot.</summary>
/// <param name="AtZero">What it would be at slot 0.</param>
/// <param name="Fall">By how much it falls a slot: 1 or 0.</param>
internal readonly record struct Marking(int AtZero, int Fall)
{
    /// <summary>The same at every slot.</summary>
    public static Marking Same(int mark) => new(mark, 0);

    public int Of(int slot) => AtZero - (Fall * slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> OfBlock(int slot) => Vector256.Create(AtZero - (Fall * slot)) - (Vector256<int>.Indices * Fall);
}
