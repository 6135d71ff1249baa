using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Drawing;

/// <summary>An order as it is drawn.</summary>
/// <param name="Lines">The paths it is about, joined where they go on; not all of them when <paramref name="IsCut"/>.</param>
/// <param name="Area">Its ring, or empty.</param>
public sealed record DrawnOrder(
    PathOrderEffect Effect, IReadOnlyList<IReadOnlyList<Coordinate>> Lines, IReadOnlyList<Coordinate> Area, double BearingDeg, bool IsCut);

/// <summary>Turns orders into lines.</summary>
internal static class OrderLines
{
    /// <summary>Most points of all orders together: what a phone draws and a box sends every few seconds. Of what is beyond, only the areas are drawn.</summary>
    public const int MaxPoints = 20_000;

    public static IReadOnlyList<DrawnOrder> Of(MapSnapshot map, IReadOnlyList<PathOrder> orders)
    {
        var left = MaxPoints;
        var drawn = new List<DrawnOrder>(orders.Count);
        foreach (var order in orders)
        {
            var (lines, isCut) = Lines(map.Graph, map.EdgesOf(order), ref left);
            drawn.Add(new DrawnOrder(order.Effect, lines, order.Area, order.BearingDeg, isCut));
        }
        return drawn;
    }

    private static (List<IReadOnlyList<Coordinate>> Lines, bool IsCut) Lines(WalkGraph graph, IReadOnlyList<int> edges, ref int left)
    {
        var lines = new List<IReadOnlyList<Coordinate>>();
        List<Coordinate>? line = null;
        foreach (var edge in edges)
        {
            var (from, to) = (graph.FirstPoint[edge], graph.FirstPoint[edge + 1]);
            if (to - from > left)
            {
                return (lines, true);
            }
            left -= to - from;
            if (line is null || line[^1] != graph.PointAt(from))
            {
                lines.Add(line = [graph.PointAt(from)]);
            }
            for (var p = from + 1; p < to; p++)
            {
                line.Add(graph.PointAt(p));
            }
        }
        return (lines, false);
    }
}
