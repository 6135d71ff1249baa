using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Works a whole metric out: basic customization (Dibbelt, Strasser, Wagner 2016, section 5.1), from the lowest node
/// upwards. The law: afterwards every arc (x, y) costs the least of its own input and of the two lower sides of any
/// triangle z, x, y with z below both. A node's triangles are reckoned with its costs laid out by depth, in the
/// loop the searches use; none are listed.
/// </summary>
/// <remarks>Holds the working memory of one thread.</remarks>
internal sealed class Customization
{
    private readonly ContractionHierarchy _hierarchy;
    private readonly int[] _up;
    private readonly int[] _down;
    private readonly int[] _upFor;
    private readonly int[] _downFor;

    public Customization(ContractionHierarchy hierarchy)
    {
        _hierarchy = hierarchy;
        var length = hierarchy.ScratchLength;
        (_up, _down, _upFor, _downFor) = (new int[length], new int[length], new int[length], new int[length]);
    }

    /// <summary>Works every slot of a metric out.</summary>
    /// <param name="metric">Receives the weights.</param>
    /// <param name="weights">Cost of each arc of the input, 0 to <see cref="Cost.Infinite"/>.</param>
    public void Run(HierarchyMetric metric, ReadOnlySpan<int> weights) => Run(metric, weights, 0, _hierarchy.NodeCount);

    /// <summary>Works the nodes [first .. end) out; everything below them has been.</summary>
    public void Run(HierarchyMetric metric, ReadOnlySpan<int> weights, int first, int end)
    {
        var h = _hierarchy;
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, h.EdgeCount * 2);
        ref var depths = ref Relaxation.FirstOf(h.HeadDepth);
        ref var ups = ref Relaxation.FirstOf(metric.Up);
        ref var downs = ref Relaxation.FirstOf(metric.Down);
        ref var up = ref Relaxation.FirstOf(_up);
        ref var down = ref Relaxation.FirstOf(_down);
        ref var upFor = ref Relaxation.FirstOf(_upFor);
        ref var downFor = ref Relaxation.FirstOf(_downFor);
        for (var x = first; x < end; x++)
        {
            ref readonly var node = ref h.Nodes[x];
            Clear(node);
            for (var i = h.FirstInput[x]; i < h.FirstInput[x + 1]; i++)
            {
                var input = h.Inputs[i];
                var depth = h.HeadDepth[input.Slot];
                var (cost, mark) = input.IsUp ? (_up, _upFor) : (_down, _downFor);
                if (weights[input.Arc] < cost[depth])
                {
                    (cost[depth], mark[depth]) = (weights[input.Arc], ~input.Arc);
                }
            }
            for (var i = h.FirstDown[x]; i < h.FirstDown[x + 1]; i++)
            {
                // Nearer to the root than x are the slots of z before that of x.
                var slot = h.DownSlot[i];
                ref readonly var below = ref h.Nodes[h.Tail[slot]];
                var (toX, fromX) = (Unsafe.Add(ref ups, slot), Unsafe.Add(ref downs, slot));
                if (fromX < Cost.Infinite)
                {
                    Relaxation.Relax(below.IsDense, below.First, slot, fromX, slot, ref ups, ref depths, ref up, ref upFor);
                }
                if (toX < Cost.Infinite)
                {
                    Relaxation.Relax(below.IsDense, below.First, slot, toX, slot, ref downs, ref depths, ref down, ref downFor);
                }
            }
            // Blocks reach a little deeper than x: slots without an arc stay infinite.
            _up.AsSpan(node.Depth, ContractionHierarchy.Lanes).Fill(Cost.Infinite);
            _down.AsSpan(node.Depth, ContractionHierarchy.Lanes).Fill(Cost.Infinite);
            for (var slot = node.First; slot < node.End; slot++)
            {
                var depth = h.HeadDepth[slot];
                (metric.Up[slot], metric.Down[slot]) = (_up[depth], _down[depth]);
                (metric.UpFor[slot], metric.DownFor[slot]) = (_upFor[depth], _downFor[depth]);
            }
        }
    }

    private void Clear(in HierarchyNode node)
    {
        var length = node.Depth + ContractionHierarchy.Lanes;
        _up.AsSpan(0, length).Fill(Cost.Infinite);
        _down.AsSpan(0, length).Fill(Cost.Infinite);
        _upFor.AsSpan(0, length).Fill(-1);
        _downFor.AsSpan(0, length).Fill(-1);
    }
}
