using System.Runtime.CompilerServices;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// In what order, and how, the triangles z, x, y of a hierarchy are worked out. Most nodes z have a few arcs: their
/// triangles are listed, and worked out one after the other without a branch. The triangles of the few nodes whose slots
/// are blocks are most of all; they are reckoned block by block and never listed.
/// </summary>
/// <param name="Listed">Triangles of nodes z that are not dense, by rising x.</param>
/// <param name="Pulled">The nodes x that have dense nodes below, rising.</param>
/// <param name="ListedBefore">How many listed triangles come before a pulled node is worked out.</param>
/// <param name="FirstBelow">The slots (z, x) below pulled node i are Below[FirstBelow[i] .. FirstBelow[i + 1]).</param>
/// <param name="Below">Slots of dense nodes.</param>
internal sealed record TriangleSchedule(Triangle[] Listed, int[] Pulled, int[] ListedBefore, int[] FirstBelow, int[] Below)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TriangleSchedule Of(ContractionHierarchy h)
    {
        var (listed, count) = (new Triangle[Count(h)], 0);
        var (pulled, before, firstBelow, below) = (new GrowList<int>(), new GrowList<int>(), new GrowList<int>(), new GrowList<int>());
        for (var x = 0; x < h.NodeCount; x++)
        {
            var pulls = below.Count;
            for (var i = h.FirstDown[x]; i < h.FirstDown[x + 1]; i++)
            {
                var toX = h.DownSlot[i];
                ref readonly var z = ref h.Nodes[h.Tail[toX]];
                if (!z.IsDense)
                {
                    count = List(h, x, toX, z, listed, count);
                }
                else if (toX > z.First)
                {
                    below.Add(toX);
                }
            }
            if (below.Count > pulls)
            {
                pulled.Add(x);
                before.Add(count);
                firstBelow.Add(pulls);
            }
        }
        firstBelow.Add(below.Count);
        return new(listed, pulled.ToArray(), before.ToArray(), firstBelow.ToArray(), below.ToArray());
    }

    // Each pair of the arcs of a node is a triangle.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Count(ContractionHierarchy h)
    {
        var count = 0;
        foreach (ref readonly var z in h.Nodes.AsSpan())
        {
            var arcs = z.End - z.First;
            count += z.IsDense ? 0 : arcs * (arcs - 1) / 2;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int List(ContractionHierarchy h, int x, int toX, in HierarchyNode z, Triangle[] listed, int count)
    {
        var mark = Through.Triangle(toX, z);
        for (var toY = z.First; toY < toX; toY++)
        {
            listed[count++] = new Triangle(h.SlotAt(x, h.HeadDepth[toY]), mark.Of(toY));
        }
        return count;
    }
}

/// <summary>A triangle z, x, y.</summary>
/// <param name="Slot">The slot of (x, y).</param>
/// <param name="Through">Its two lower sides, as <see cref="Hierarchy.Through"/> has them, with an offset.</param>
internal readonly record struct Triangle(int Slot, int Through);
