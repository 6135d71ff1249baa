using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Finds the cheapest walk without any preparation: what a walker avoids by themselves, a view of another day, a map too dense for a hierarchy.</summary>
internal sealed class AStarFinder(PointToPoint search, ScratchPool pool) : IPathFinder
{
    public (SearchEnd End, int Cost) Find(SnapPoint from, SnapPoint to, ArcCosts costs, List<int> arcs)
    {
        var scratch = pool.Rent();
        var ended = search.Find(scratch, from, to, costs, arcs);
        pool.Return(scratch);
        return ended;
    }
}
