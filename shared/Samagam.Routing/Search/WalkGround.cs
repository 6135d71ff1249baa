using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>The parts of a map that answers are made of; the same under all conditions.</summary>
/// <param name="Main">Every amenity, on the main parts.</param>
/// <param name="Aside">Those whose nearest path is of a small part, there.</param>
internal sealed record WalkGround(
    WalkGraph Graph, Snapping Snapping, AmenityIndex Main, AmenityIndex Aside, IReadOnlyList<Amenity> Amenities, OrderedPaths Paths, WalkLimits Limits)
{
    public required OpenGround OpenGround { get; init; }

    public required LineGround Lines { get; init; }

    public Spares<SearchScratch> Searches { get; } = new(() => new SearchScratch(Graph.VertexCount), Limits.MaxIdleScratch);

    public Spares<AlternativeChoice> Choices { get; } = new(() => new AlternativeChoice(Graph), Limits.MaxIdleScratch);

    public Spares<Reach> Reaches { get; } = new(() => new Reach(Graph, Limits), Limits.MaxIdleScratch);

    public Spares<WalkDraft> Drafts { get; } = new(() => new WalkDraft(), Limits.MaxIdleScratch);

    public Exits Exits => field ??= new Exits(Graph, OpenGround);

    public WalkPieces Pieces => field ??= new WalkPieces(Graph, Exits);

    public OneToMany OneToMany => field ??= new OneToMany(Graph, Exits, Limits);

    /// <summary>The finder that needs no preparation.</summary>
    public IPathFinder Plain => field ??= new AStarFinder(Graph, Exits, OneToMany, Searches, Limits);
}

/// <summary>The costs of a metric, and who finds ways by them.</summary>
/// <param name="Pinned">Finds the nearest of a type at once; null where there is no preparation.</param>
internal readonly record struct MetricInUse(ArcCosts Costs, IPathFinder Finder, PinnedAmenities? Pinned = null);

/// <summary>The cheapest wanted entries of an index, cheapest first, at most <paramref name="k"/>, none dearer than <paramref name="maxCost"/>.</summary>
internal delegate List<(int Cost, int Entry)> NearestFinder(AmenityIndex index, SnapPoint from, ArcCosts costs, Predicate<int> wanted, int k, int maxCost);

/// <summary>What other walks are looked for beside the best.</summary>
/// <param name="Most">How many.</param>
internal readonly record struct OtherWays(int Most)
{
    /// <summary>What they cost at most as a whole, as times the best.</summary>
    public double MaxStretch { get; init; } = double.PositiveInfinity;

    /// <summary>Whether they are looked for at all beside this best; always when null.</summary>
    public Predicate<RouteFound>? IsWanted { get; init; }
}
