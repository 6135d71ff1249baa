using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Works a whole metric out: basic customization (Dibbelt, Strasser, Wagner 2016, section 5.1), from the lowest node
/// upwards. The law: afterwards every arc (x, y) costs the least of its own edges of the input and of the two lower sides
/// of any triangle z, x, y with z below both.
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
    public void Run(HierarchyMetric metric, ReadOnlySpan<int> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _hierarchy.EdgeCount * 2);
        metric.Clear();
        foreach (var input in _hierarchy.Inputs)
        {
            Relaxation.Offer(weights[input.UpArc], Through.Input(input.UpArc), ref metric.Up[input.Slot], ref metric.UpFor[input.Slot]);
            Relaxation.Offer(weights[input.UpArc ^ 1], Through.Input(input.UpArc ^ 1), ref metric.Down[input.Slot], ref metric.DownFor[input.Slot]);
        }
        var schedule = _hierarchy.Schedule;
        var done = 0;
        for (var i = 0; i < schedule.Pulled.Length; i++)
        {
            Follow(metric, schedule.Listed.AsSpan(done..schedule.ListedBefore[i]));
            Pull(metric, schedule.Pulled[i], schedule.Below.AsSpan(schedule.FirstBelow[i]..schedule.FirstBelow[i + 1]));
            done = schedule.ListedBefore[i];
        }
        Follow(metric, schedule.Listed.AsSpan(done));
    }

    private static void Follow(HierarchyMetric metric, ReadOnlySpan<Triangle> triangles)
    {
        ref var up = ref Relaxation.FirstOf(metric.Up);
        ref var down = ref Relaxation.FirstOf(metric.Down);
        ref var upFor = ref Relaxation.FirstOf(metric.UpFor);
        ref var downFor = ref Relaxation.FirstOf(metric.DownFor);
        foreach (var triangle in triangles)
        {
            var (slot, through) = (triangle.Slot, triangle.Through);
            var toX = Through.ToX(through);
            var toY = toX - Through.Offset(through);
            Relaxation.Offer(
                Unsafe.Add(ref down, toX) + Unsafe.Add(ref up, toY), through, ref Unsafe.Add(ref up, slot), ref Unsafe.Add(ref upFor, slot));
            Relaxation.Offer(
                Unsafe.Add(ref down, toY) + Unsafe.Add(ref up, toX), through, ref Unsafe.Add(ref down, slot), ref Unsafe.Add(ref downFor, slot));
        }
    }

    // The costs of x are laid out by depth, and each dense node below relaxes what it shares with x.
    private void Pull(HierarchyMetric metric, int x, ReadOnlySpan<int> belowX)
    {
        var h = _hierarchy;
        ref var depths = ref Relaxation.FirstOf(h.HeadDepth);
        ref var ups = ref Relaxation.FirstOf(metric.Up);
        ref var downs = ref Relaxation.FirstOf(metric.Down);
        ref var up = ref Relaxation.FirstOf(_up);
        ref var down = ref Relaxation.FirstOf(_down);
        ref var upFor = ref Relaxation.FirstOf(_upFor);
        ref var downFor = ref Relaxation.FirstOf(_downFor);
        ref readonly var node = ref h.Nodes[x];
        for (var slot = node.First; slot < node.End; slot++)
        {
            var depth = h.HeadDepth[slot];
            (_up[depth], _down[depth]) = (metric.Up[slot], metric.Down[slot]);
            (_upFor[depth], _downFor[depth]) = (metric.UpFor[slot], metric.DownFor[slot]);
        }
        foreach (var slot in belowX)
        {
            // Nearer to the root than x are the slots of z before that of x.
            ref readonly var z = ref h.Nodes[h.Tail[slot]];
            var mark = Through.Triangle(slot, z);
            var (fromX, toX) = (Unsafe.Add(ref downs, slot), Unsafe.Add(ref ups, slot));
            for (var at = z.First; at < slot; at += ContractionHierarchy.Lanes)
            {
                var depth = Unsafe.Add(ref depths, at);
                var marks = mark.OfBlock(at);
                Relaxation.OfferBlock(fromX, ref Unsafe.Add(ref ups, at), marks, ref Unsafe.Add(ref up, depth), ref Unsafe.Add(ref upFor, depth));
                Relaxation.OfferBlock(toX, ref Unsafe.Add(ref downs, at), marks, ref Unsafe.Add(ref down, depth), ref Unsafe.Add(ref downFor, depth));
            }
        }
        for (var slot = node.First; slot < node.End; slot++)
        {
            // Lower blocks reach where x has no arc: what they left there is not kept.
            if (h.Head[slot] >= 0)
            {
                var depth = h.HeadDepth[slot];
                (metric.Up[slot], metric.Down[slot]) = (_up[depth], _down[depth]);
                (metric.UpFor[slot], metric.DownFor[slot]) = (_upFor[depth], _downFor[depth]);
            }
        }
    }
}
