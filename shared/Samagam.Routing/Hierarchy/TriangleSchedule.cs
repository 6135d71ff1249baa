using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// In what order, and how, the triangles of a hierarchy are worked out. Most nodes have a few arcs and a few triangles
/// below them: those are listed, and worked out one after the other without a branch. The few nodes with many arcs are
/// pulled: their triangles are reckoned block by block and never listed.
/// </summary>
/// <param name="Listed">Triangles z, x, y below the nodes x that are not pulled, by rising x.</param>
/// <param name="Pulled">The nodes that are pulled, rising.</param>
/// <param name="ListedBefore">How many triangles belong to nodes lower than each pulled node; one more, for the rest.</param>
internal sealed record TriangleSchedule(Triangle[] Listed, int[] Pulled, int[] ListedBefore)
{
    public static TriangleSchedule Of(ContractionHierarchy h)
    {
        var (listed, pulled, before) = (new GrowList<Triangle>(h.ArcCount + 16), new GrowList<int>(), new GrowList<int>());
        for (var x = 0; x < h.NodeCount; x++)
        {
            var mark = listed.Count;
            if (h.Nodes[x].IsDense || !TryList(h, x, listed))
            {
                listed.Cut(mark);
                pulled.Add(x);
                before.Add(mark);
            }
        }
        before.Add(listed.Count);
        return new(listed.ToArray(), pulled.ToArray(), before.ToArray());
    }

    private static bool TryList(ContractionHierarchy h, int x, GrowList<Triangle> listed)
    {
        for (var i = h.FirstDown[x]; i < h.FirstDown[x + 1]; i++)
        {
            var toX = h.DownSlot[i];
            var z = h.Nodes[h.Tail[toX]];
            for (var toY = z.First; toY < toX; toY++)
            {
                if (h.Head[toY] < 0)
                {
                    continue;
                }
                var through = Through.Triangle(toX, z).Of(toY);
                if (Through.Offset(through) == 0)
                {
                    return false;
                }
                listed.Add(new Triangle(h.SlotAt(x, h.HeadDepth[toY]), through));
            }
        }
        return true;
    }
}

/// <summary>A triangle z, x, y.</summary>
/// <param name="Slot">The slot of (x, y).</param>
/// <param name="Through">Its two lower sides, as <see cref="Hierarchy.Through"/> has them, with an offset.</param>
internal readonly record struct Triangle(int Slot, int Through);
