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
    private readonly NodeCosts _costs;

    public Customization(ContractionHierarchy hierarchy) => (_hierarchy, _costs) = (hierarchy, new NodeCosts(hierarchy));

    /// <summary>Works every slot of a metric out.</summary>
    /// <param name="metric">Receives the weights.</param>
    /// <param name="weights">Cost of each arc of the input, 0 to <see cref="Cost.Infinite"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(HierarchyMetric metric, ReadOnlySpan<int> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _hierarchy.EdgeCount * 2);
        metric.Clear();
        foreach (var input in _hierarchy.Inputs)
        {
            Relaxation.Offer(weights[input.UpArc], Through.Input(input.UpArc), ref metric.Up[input.Slot], ref metric.For[input.Slot * 2]);
            Relaxation.Offer(weights[input.UpArc ^ 1], Through.Input(input.UpArc ^ 1), ref metric.Down[input.Slot], ref metric.For[(input.Slot * 2) + 1]);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Follow(HierarchyMetric metric, ReadOnlySpan<Triangle> triangles)
    {
        ref var up = ref Relaxation.FirstOf(metric.Up);
        ref var down = ref Relaxation.FirstOf(metric.Down);
        ref var ways = ref Relaxation.FirstOf(metric.For);
        foreach (var triangle in triangles)
        {
            var (slot, through) = (triangle.Slot, triangle.Through);
            var toX = Through.ToX(through);
            var toY = toX - Through.Offset(through);
            Relaxation.Offer(
                Unsafe.Add(ref down, toX) + Unsafe.Add(ref up, toY), through, ref Unsafe.Add(ref up, slot), ref Unsafe.Add(ref ways, slot * 2));
            Relaxation.Offer(
                Unsafe.Add(ref down, toY) + Unsafe.Add(ref up, toX), through, ref Unsafe.Add(ref down, slot), ref Unsafe.Add(ref ways, (slot * 2) + 1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pull(HierarchyMetric metric, int x, ReadOnlySpan<int> belowX)
    {
        ref readonly var node = ref _hierarchy.Nodes[x];
        _costs.Load(metric, node);
        foreach (var slot in belowX)
        {
            _costs.Relax(metric, slot, _hierarchy.Nodes[_hierarchy.Tail[slot]]);
        }
        _costs.Store(metric, node);
    }
}
