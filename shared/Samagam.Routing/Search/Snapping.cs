using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>
/// Chooses where on the paths a walk starts and ends: the nearest edge when both ends share its part of the graph, else
/// the nearest edge of a part that leads somewhere, so that nobody is put on a fenced-in courtyard.
/// </summary>
internal sealed class Snapping(WalkGraph graph, EdgeGrid grid, WalkLimits limits)
{
    /// <summary>The nearest edge of all.</summary>
    public SnapPoint? Nearest(Coordinate point) => grid.Nearest(point, limits.MaxSnapMetres, static _ => true);

    /// <summary>The nearest edge of a main part.</summary>
    public SnapPoint? NearestMain(Coordinate point, double maxMetres) => grid.Nearest(point, maxMetres, IsMain);

    /// <summary>The nearest edge of all, if it is of a small part.</summary>
    public SnapPoint? NearestAside(Coordinate point, double maxMetres)
        => grid.Nearest(point, maxMetres, static _ => true) is { } snap && !IsMain(graph.ComponentOfEdge(snap.Edge)) ? snap : null;

    public bool IsMain(int component) => component >= 0 && component < graph.MainComponents;

    /// <summary>Both ends of a walk, on parts that belong together where that is possible.</summary>
    public NoRouteReason? TryPair(Coordinate from, Coordinate to, out SnapPoint start, out SnapPoint end)
    {
        start = end = default;
        if (!from.IsValid || !to.IsValid)
        {
            return NoRouteReason.InvalidCoordinate;
        }
        if (Nearest(from) is not { } a)
        {
            return NoRouteReason.StartFarFromPaths;
        }
        if (Nearest(to) is not { } b)
        {
            return NoRouteReason.EndFarFromPaths;
        }
        // On two parts there may still be a walk one way; the search finds out.
        (start, end) = SharePart(a, b) ? (a, b) : (ToMain(a), ToMain(b));
        return null;
    }

    /// <summary>Whether a walk may lead from one to the other without leaving their part of the graph.</summary>
    public bool SharePart(SnapPoint a, SnapPoint b)
    {
        var part = graph.ComponentOfEdge(a.Edge);
        return a.Edge == b.Edge || (part >= 0 && part == graph.ComponentOfEdge(b.Edge));
    }

    /// <summary>The same place, or the nearest on a main part when it lies on a small one.</summary>
    public SnapPoint ToMain(SnapPoint snap)
        => IsMain(graph.ComponentOfEdge(snap.Edge)) ? snap : NearestMain(snap.Asked, limits.MaxSnapMetres) ?? snap;
}
