using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Search;

namespace Samagam.Benchmarks.Map;

/// <summary>
/// What a hierarchy is measured against, over the same graph and the same weights: Dijkstra (1959), the same from both
/// ends (Pohl 1971), and A* with the straight chord (Hart, Nilsson, Raphael 1968).
/// </summary>
internal sealed class PlainSearches(WalkGraph graph, int[] weights)
{
    private readonly SearchScratch _from = new(graph.VertexCount);
    private readonly SearchScratch _to = new(graph.VertexCount);
    private readonly GraphChords _chords = new(graph);

    public int Dijkstra(int from, int to)
    {
        _from.Begin();
        _from.Offer(from, 0, 0, -1);
        while (_from.TrySettle(out var vertex, out var here))
        {
            if (vertex == to)
            {
                return here;
            }
            Relax(_from, vertex, here, flip: 0);
        }
        return Cost.Infinite;
    }

    /// <summary>Costs to every vertex.</summary>
    public void All(int from, int[] costs)
    {
        Array.Fill(costs, Cost.Infinite);
        _from.Begin();
        _from.Offer(from, 0, 0, -1);
        while (_from.TrySettle(out var vertex, out var here))
        {
            costs[vertex] = here;
            Relax(_from, vertex, here, flip: 0);
        }
    }

    public int FromBothEnds(int from, int to)
    {
        _from.Begin();
        _to.Begin();
        _from.Offer(from, 0, 0, -1);
        _to.Offer(to, 0, 0, -1);
        var (best, a, b) = (Cost.Infinite, 0, 0);
        while (a + b < best)
        {
            var (scratch, other, flip) = a <= b ? (_from, _to, 0) : (_to, _from, 1);
            if (!scratch.TrySettle(out var vertex, out var here))
            {
                break;
            }
            (a, b) = flip == 0 ? (here, b) : (a, here);
            if (other.IsReached(vertex))
            {
                best = Math.Min(best, here + other.CostOf(vertex));
            }
            Relax(scratch, vertex, here, flip);
        }
        return best;
    }

    /// <summary>Only where weights are millimetres.</summary>
    public int AStar(int from, int to)
    {
        var goal = _chords.Of(graph.VertexAt(to));
        _from.Begin();
        _from.Offer(from, 0, StillToGo(from), -1);
        while (_from.TrySettle(out var vertex, out _))
        {
            var here = _from.CostOf(vertex);
            if (vertex == to)
            {
                return here;
            }
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                var arc = graph.ArcOf[i];
                if (weights[arc] < Cost.Infinite)
                {
                    _from.Offer(graph.ArcHead[i], here + weights[arc], here + weights[arc] + StillToGo(graph.ArcHead[i]), arc);
                }
            }
        }
        return Cost.Infinite;

        int StillToGo(int vertex) => Math.Max(0, (int)(_chords.Metres(vertex, goal) * 1000) - 2);
    }

    private void Relax(SearchScratch scratch, int vertex, int here, int flip)
    {
        for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
        {
            var arc = graph.ArcOf[i];
            if (weights[arc ^ flip] is < Cost.Infinite and var weight)
            {
                scratch.Offer(graph.ArcHead[i], here + weight, here + weight, arc);
            }
        }
    }
}
