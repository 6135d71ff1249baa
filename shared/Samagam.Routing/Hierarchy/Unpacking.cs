using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>From ways over arcs of a hierarchy to the arcs of the input they stand for.</summary>
internal static class Unpacking
{
    /// <summary>Takes all ways and adds what they stand for, in walking order.</summary>
    /// <param name="ways">Still to be walked, the next one last: a slot × 2, + 1 when it is walked downwards. Empty afterwards.</param>
    /// <param name="metric">The weights the ways were found with.</param>
    /// <param name="arcs">Receives the arcs of the input.</param>
    public static void Run(GrowList<int> ways, HierarchyMetric metric, GrowList<int> arcs)
    {
        while (ways.Count > 0)
        {
            var way = ways.TakeLast();
            var (slot, isDown) = (way >> 1, (way & 1) == 1);
            var through = metric.For[way];
            if (Through.IsInput(through, out var arc))
            {
                arcs.Add(arc);
                continue;
            }
            // x → y is x → z → y, and y → x is y → z → x.
            var (toX, toY) = Through.Sides(metric.Hierarchy, through, slot);
            ways.Add((isDown ? toX : toY) * 2);
            ways.Add(((isDown ? toY : toX) * 2) + 1);
        }
    }
}
