using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Finds the cheapest walk between two places on edges.</summary>
internal interface IPathFinder
{
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="costs">Of the metric; the finder may know them by heart.</param>
    /// <param name="arcs">
    /// Receives the arcs in walking order, the first and the last of them partial; empty when both places are on one edge and the walk
    /// stays on it.
    /// </param>
    (SearchEnd End, int Cost) Find(SnapPoint from, SnapPoint to, ArcCosts costs, List<int> arcs);

    /// <summary>Opens a search for walks over third places.</summary>
    IViaFinder Vias(SnapPoint from, SnapPoint to, ArcCosts costs);
}
