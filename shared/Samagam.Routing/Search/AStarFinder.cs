using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Finds the cheapest walk without any preparation: what a walker avoids by themselves, a view of another day, a map too dense for a hierarchy.</summary>
internal sealed class AStarFinder(WalkGraph graph, Exits exits, OneToMany oneToMany, Spares<SearchScratch> pool, WalkLimits limits) : IPathFinder
{
    private readonly PointToPoint _search = new(graph, new GraphChords(graph), exits, limits);

    public (SearchEnd End, int Cost) Find(SnapPoint from, SnapPoint to, ArcCosts costs, List<int> arcs)
    {
        var scratch = pool.Rent();
        var ended = _search.Find(scratch, from, to, costs, arcs);
        pool.Return(scratch);
        return ended;
    }

    public IViaFinder Vias(SnapPoint from, SnapPoint to, ArcCosts costs) => new PlainVias(graph, oneToMany, pool, costs, from, to, limits);
}
