using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>Vias above the two ends in a contraction hierarchy.</summary>
internal sealed class HierarchyVias(HierarchyFinder finder, HierarchyScratchPool pool, EdgeEnd start, EdgeEnd end) : IViaFinder
{
    private readonly HierarchySearch _search = pool.Searches.Rent();
    private readonly ViaSearch _vias = pool.Vias.Rent();

    public IReadOnlyList<Via> Vias(long below, KnownWalk best, long maxShared)
    {
        _vias.Run(finder.Metric, start.Way, end.Way, below);
        var nodes = _vias.Nodes;
        nodes.Clear();
        _vias.Vias(nodes, below);
        nodes.Sort(static (a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : a.Before.CompareTo(b.Before));
        var vias = new List<Via>();
        for (int first = 0, next; first < nodes.Count; first = next)
        {
            for (next = first + 1; next < nodes.Count && nodes[next].Cost == nodes[first].Cost;)
            {
                next++;
            }
            // Nodes of one cost are on one walk; what lies between them is walked the best way whichever is chosen.
            var middle = (first + next) / 2;
            var plateau = nodes[next - 1].Before - nodes[first].Before;
            if (_vias.Shared(nodes[middle], best) is var shared && shared <= maxShared)
            {
                vias.Add(new Via(nodes[first].Cost, (2L * nodes[first].Cost) + shared - plateau, nodes[middle].Node, middle));
            }
        }
        vias.Sort(static (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : a.Cost.CompareTo(b.Cost));
        return vias;
    }

    public int Trace(in Via via, List<int> arcs)
    {
        var between = _vias.Trace(_vias.Nodes[via.Key], out var before);
        arcs.Clear();
        finder.Join(start, between, end, via.Junction, arcs);
        return before + 1;
    }

    public bool IsCheapest(int from, int to, long cost)
        => _search.Distance(finder.Metric, from < 0 ? start.Way : finder.At(from), to < 0 ? end.Way : finder.At(to)) >= cost;

    public void Dispose()
    {
        pool.Searches.Return(_search);
        pool.Vias.Return(_vias);
    }
}
