using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>Vias between the two trees of a plain search from either end: where the trees agree for a stretch, a plateau ("Camvit": Abraham and others 2013, section 4).</summary>
internal sealed class PlainVias(WalkGraph graph, OneToMany search, Spares<SearchScratch> pool, ArcCosts costs, SnapPoint start, SnapPoint end, WalkLimits limits) : IViaFinder
{
    private readonly SearchScratch _away = pool.Rent();
    private readonly SearchScratch _home = pool.Rent();
    private readonly SearchScratch _between = pool.Rent();

    public IReadOnlyList<Via> Vias(long below, KnownWalk best, long maxShared)
    {
        Grow(_away, start, flip: 0, below);
        Grow(_home, end, flip: 1, below);
        var vias = new List<Via>();
        for (var v = 0; v < graph.VertexCount; v++)
        {
            if (_away.IsSettled(v) && _home.IsSettled(v) && (long)_away.CostOf(v) + _home.CostOf(v) is var cost && cost < below && !IsWithin(v))
            {
                vias.Add(new Via(cost, (2 * cost) - Plateau(v), v, v));
            }
        }
        vias.Sort(static (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : a.Junction.CompareTo(b.Junction));
        return vias;
    }

    public int Trace(in Via via, List<int> arcs)
    {
        arcs.Clear();
        var first = _away.TraceBack(via.Junction, graph, arcs);
        arcs.Add(_away.Starts[first].Way);
        arcs.Reverse();
        var before = arcs.Count;
        var last = _home.TraceBack(via.Junction, graph, arcs);
        for (var i = before; i < arcs.Count; i++)
        {
            arcs[i] ^= 1;
        }
        // A way to the end is told as it is walked.
        arcs.Add(_home.Starts[last].Way);
        return before;
    }

    public bool IsCheapest(int from, int to, long cost)
    {
        if (from < 0)
        {
            return _away.CostOf(to) >= cost;
        }
        if (to < 0)
        {
            return _home.CostOf(from) >= cost;
        }
        _between.Begin();
        _between.Offer(from, 0, 0, -1);
        while (_between.TrySettle(out var vertex, out var here) && here < cost)
        {
            if (vertex == to)
            {
                return false;
            }
            search.Relax(_between, vertex, here, costs, flip: 0);
        }
        return true;
    }

    public void Dispose()
    {
        pool.Return(_away);
        pool.Return(_home);
        pool.Return(_between);
    }

    private void Grow(SearchScratch scratch, SnapPoint seed, int flip, long below)
    {
        scratch.Begin();
        search.Seed(scratch, seed, costs, reversed: flip == 1);
        while (scratch.TrySettle(out var vertex, out var here) && here < below && scratch.Settled <= limits.MaxSettled)
        {
            search.Relax(scratch, vertex, here, costs, flip);
        }
    }
    // What the two trees have in common from a vertex on.
    private long Plateau(int vertex)
    {
        var last = vertex;
        while (_home.ParentArcOf(last) is >= 0 and var back && graph.ComesFrom(back) is var next && _away.IsSettled(next) && _away.ParentArcOf(next) == (back ^ 1))
        {
            last = next;
        }
        return _away.CostOf(last) - _away.CostOf(vertex);
    }

    // Whether the plateau of a vertex begins before it.
    private bool IsWithin(int vertex)
        => _away.ParentArcOf(vertex) is >= 0 and var arc && graph.ComesFrom(arc) is var before && _home.IsSettled(before) && _home.ParentArcOf(before) == (arc ^ 1);
}
