using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.MapPack;

/// <summary>
/// Whether a map is what it claims to be, beyond what reading it makes sure of: its index and parts are those of its paths, lengths are those of their lines, and
/// the prepared search finds what the plain one finds. For who built a pack or received one.
/// </summary>
public static class MapPackCheck
{
    /// <summary>Most that is said.</summary>
    private const int MaxSaid = 20;

    /// <summary>What is wrong, a sentence each; empty when nothing is.</summary>
    /// <param name="map">The map, as read.</param>
    /// <param name="pairs">How many random pairs of places are walked by both searches, by one metric after the other.</param>
    /// <param name="luck">Chooses the pairs.</param>
    /// <param name="cancel">Stops between pairs.</param>
    public static IReadOnlyList<string> Run(MapSnapshot map, int pairs, Random luck, CancellationToken cancel = default)
    {
        var said = new List<string>();
        Shape(map.Graph, said);
        Index(map, said);
        if (said.Count == 0)
        {
            Walks(map, pairs, luck, said, cancel);
        }
        return said;
    }

    private static void Shape(WalkGraph graph, List<string> said)
    {
        for (var e = 0; e < graph.EdgeCount && said.Count < MaxSaid; e++)
        {
            var (first, last) = (graph.FirstPoint[e], graph.FirstPoint[e + 1] - 1);
            if (graph.VertexAt(graph.Tail[e]) != graph.PointAt(first) || graph.VertexAt(graph.Head[e]) != graph.PointAt(last))
            {
                said.Add($"edge {e} (way {graph.WayId[e]}) does not begin and end where its junctions are");
            }
            // Rounded up to a millimetre when it was built, and reckoned on another machine perhaps.
            var metres = graph.MetresToPoint(e, last);
            if (Math.Abs((graph.LengthMm[e] / 1000.0) - metres) > 0.002 + (metres * 1e-9))
            {
                said.Add(FormattableString.Invariant($"edge {e} (way {graph.WayId[e]}) says it is {graph.LengthMm[e] / 1000.0} m long; its line is {metres:F3} m"));
            }
        }
    }

    private static void Index(MapSnapshot map, List<string> said)
    {
        var graph = map.Graph;
        var anew = map.Anew();
        var grid = anew.Grid;
        if (!grid.First.AsSpan().SequenceEqual(map.Grid.First) || !grid.Points.AsSpan().SequenceEqual(map.Grid.Points))
        {
            said.Add("its spatial index is not that of its paths");
        }
        if (!SamePlaces(map.Placed.Main, anew.Placed.Main) || !SamePlaces(map.Placed.Aside, anew.Placed.Aside) || !map.Placed.ShareOf.AsSpan().SequenceEqual(anew.Placed.ShareOf))
        {
            said.Add("its amenities do not lie along its paths where they should");
        }
        var (component, count, main) = WalkGraphBuilder.PartsOf(graph);
        if (count != graph.ComponentCount || main != graph.MainComponents || !component.AsSpan().SequenceEqual(graph.ComponentOf))
        {
            said.Add("its parts are not those of its paths");
        }
    }

    private static bool SamePlaces(AmenityIndex one, AmenityIndex other)
    {
        var isSame = one.Count == other.Count;
        for (var i = 0; isSame && i < one.Count; i++)
        {
            isSame = one.AmenityAt(i) == other.AmenityAt(i) && one.PlaceAt(i) == other.PlaceAt(i);
        }
        return isSame;
    }

    private static void Walks(MapSnapshot map, int pairs, Random luck, List<string> said, CancellationToken cancel)
    {
        // Also a map too small to be ordered on a box is ordered here: what is checked is that both searches agree.
        var prepared = new MapViews(map, new HierarchyLimits { MinNodes = 0 }).Next(PathConditions.Usual);
        var plain = map.Usual;
        for (var i = 0; i < pairs && said.Count < MaxSaid; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var metric = (WalkMetric)(i % WalkMetrics.Count);
            var (from, to) = (Place(), Place());
            var (one, other) = (prepared.Route(from, to, metric), plain.Route(from, to, metric));
            if (one.GetType() != other.GetType() || (one is RouteFound found && other is RouteFound expected && found.Cost != expected.Cost))
            {
                said.Add(FormattableString.Invariant(
                    $"from {from.LatitudeDeg},{from.LongitudeDeg} to {to.LatitudeDeg},{to.LongitudeDeg} by {metric}: the hierarchy finds {Text(one)}, the plain search {Text(other)}"));
            }
        }

        Coordinate Place() => map.Graph.VertexAt(luck.Next(map.Graph.VertexCount));

        static string Text(RouteOutcome outcome) => outcome is RouteFound found ? $"a cost of {found.Cost}" : outcome.ToString();
    }
}
