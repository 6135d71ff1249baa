namespace Samagam.Routing.Graph;

/// <summary>
/// Where walks bend round fences: a little beside each free end and each outer corner, off the fence, so that nobody gets from one
/// side to the other at a point that belongs to both.
/// </summary>
internal static class FenceCorners
{
    // About 5 cm: what a walk round a corner is longer than the fence itself would make it.
    private const double AsideE7 = 5;

    public static IEnumerable<GridPoint> Of(IReadOnlyList<(int From, int To)> pieces, Func<int, GridPoint> at)
    {
        var arms = new SortedDictionary<int, List<GridPoint>>();
        foreach (var (from, to) in pieces)
        {
            Arms(from).Add(at(to));
            Arms(to).Add(at(from));
        }
        foreach (var (node, others) in arms)
        {
            var here = at(node);
            // Degrees of longitude are squeezed, which turns no left into a right: the widest gap stays the one of more than half a turn.
            var angles = others.Select(o => Math.Atan2((double)o.LatE7 - here.LatE7, (double)o.LonE7 - here.LonE7)).Order().ToList();
            for (var i = 0; i < angles.Count; i++)
            {
                var gap = i + 1 < angles.Count ? angles[i + 1] - angles[i] : angles[0] + Math.Tau - angles[i];
                if (gap > Math.PI + 1e-9)
                {
                    var (sin, cos) = Math.SinCos(angles[i] + (gap / 2));
                    yield return new GridPoint((int)Math.Round(here.LatE7 + (AsideE7 * sin)), (int)Math.Round(here.LonE7 + (AsideE7 * cos)));
                }
            }
        }

        List<GridPoint> Arms(int node) => arms.TryGetValue(node, out var known) ? known : arms[node] = [];
    }
}
