using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>What an edge, or a part of one, costs under a metric: millimetres or milliseconds.</summary>
internal readonly struct WalkCost(WalkGraph graph, WalkMetric metric)
{
    // Above the true time, so that trunk roads are taken only when they save a third.
    private const int TrunkNumerator = 3;
    private const int TrunkDenominator = 2;

    public int OfEdge(int edge)
    {
        if (metric == WalkMetric.Shortest)
        {
            return graph.LengthMm[edge];
        }
        var time = graph.TimeMs[edge];
        return graph.Kinds[edge] == PathKind.Trunk ? (int)((long)time * TrunkNumerator / TrunkDenominator) : time;
    }

    /// <summary>Cost of walking <paramref name="mm"/> of an edge, rounded down.</summary>
    public int OfPart(int edge, int mm)
        => graph.LengthMm[edge] == 0 ? 0 : (int)((long)OfEdge(edge) * mm / graph.LengthMm[edge]);

    /// <summary>No walk over this straight distance costs less.</summary>
    public int AtLeast(double metres)
        // Two off, because parts of edges are rounded.
        => Math.Max(0, (int)(metric == WalkMetric.Shortest ? metres * 1000 : metres * FootRules.WalkingMsPerMetre) - 2);

    /// <summary>A limit in metres as a cost no walk within it exceeds.</summary>
    public int Limit(double metres)
        => metric == WalkMetric.Shortest ? (int)(metres * 1000) : (int)Math.Min(int.MaxValue / 2, metres * 2 * FootRules.WalkingMsPerMetre);
}
