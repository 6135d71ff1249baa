using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>
/// Chooses where a walk starts and ends. On open ground: right there, with straight lines to all that is seen. Else on the
/// paths: the nearest edge when both ends share its part of the graph, else the nearest edge of a part that leads somewhere, so that
/// nobody is put on a fenced-in courtyard; and rather a little further than across a fence or wall.
/// </summary>
internal sealed class Snapping(WalkGraph graph, EdgeGrid grid, OpenGround ground, WalkLimits limits)
{
    /// <summary>The nearest place of all.</summary>
    public SnapPoint? Nearest(Coordinate point) => Nearest(point, limits.MaxSnapMetres, static _ => true);

    /// <summary>The nearest place of a main part.</summary>
    public SnapPoint? NearestMain(Coordinate point, double maxMetres) => Nearest(point, maxMetres, IsMain);

    /// <summary>The nearest place of all, if it is of a small part.</summary>
    public SnapPoint? NearestAside(Coordinate point, double maxMetres)
        => Nearest(point, maxMetres, static _ => true) is { } snap && !IsMain(PartOf(snap)) ? snap : null;

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
        var part = PartOf(a);
        return (a.Edge == b.Edge && a.Edge >= 0) || (part >= 0 && part == PartOf(b));
    }

    /// <summary>The same place, or the nearest on a main part when it lies on a small one.</summary>
    public SnapPoint ToMain(SnapPoint snap)
        => IsMain(PartOf(snap)) ? snap : NearestMain(snap.Asked, limits.MaxSnapMetres) ?? snap;

    /// <summary>The part of the graph a place belongs to; −1 between parts.</summary>
    public int PartOf(SnapPoint snap)
    {
        if (snap.Spot is not { } spot)
        {
            return graph.ComponentOfEdge(snap.Edge);
        }
        // Of several parts the largest: they are numbered by size.
        var part = spot.Beside is { } beside ? graph.ComponentOfEdge(beside.Place.Edge) : -1;
        foreach (var line in spot.Lines)
        {
            part = part < 0 ? graph.ComponentOf[line.Vertex] : Math.Min(part, graph.ComponentOf[line.Vertex]);
        }
        return part;
    }

    private SnapPoint? Nearest(Coordinate point, double maxMetres, Predicate<int> accepts)
    {
        var areas = ground.At(point, out var at);
        if (areas.Length > 0 && SpotAt(at, areas, point, 0) is { } inside && accepts(PartOf(inside)))
        {
            return inside;
        }
        if (grid.Nearest(point, maxMetres, accepts) is not { } nearest)
        {
            return null;
        }
        if (ground.IsTailBarred(point, nearest.On, areas))
        {
            // Behind a fence without a gap there is no better place: then the nearest it is.
            nearest = grid.Nearest(point, Math.Min(maxMetres, nearest.GapMetres + limits.MaxTailDetourMetres), accepts,
                on => !ground.IsTailBarred(point, on, areas)) ?? nearest;
        }
        // From beside the ground one steps onto it and goes on from there.
        return ground.AreaOf(nearest.Edge) is >= 0 and var area && ground.OnGround(area, nearest.On) is { } onRim
            && SpotAt(onRim, ground.At(onRim.Place, out _), point, nearest.GapMetres) is { } spot && accepts(PartOf(spot))
            ? spot
            : nearest;
    }

    private SnapPoint? SpotAt(GridPoint at, int[] areas, Coordinate asked, double gapMetres)
    {
        var lines = ground.Seen(at, areas);
        SnapPoint? beside = null;
        foreach (var area in areas)
        {
            beside = grid.NearestOf(ground.PathsOn(area), at.Place, beside?.GapMetres ?? double.PositiveInfinity,
                on => ground.Between(at, GroundSpot.GridOf(on), areas) >= 0) ?? beside;
        }
        if (lines.Length == 0 && beside is null)
        {
            // Shut in by barriers.
            return null;
        }
        var spot = new GroundSpot
        {
            At = at,
            Areas = areas,
            Lines = lines,
            Beside = beside is { } place ? (place, ground.Between(at, GroundSpot.GridOf(place.On), areas)) : null,
        };
        return new SnapPoint(-1, -1, 0, at.Place, gapMetres, asked) { Spot = spot };
    }
}
