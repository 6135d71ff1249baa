using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Search;

namespace Samagam.Routing;

/// <summary>
/// The views of one map, one after the other, on a contraction hierarchy that is weighed anew for each: what a box asks all
/// day. One writer; readers keep the view they took and never wait.
/// </summary>
public sealed class MapViews
{
    // Beyond that many changed arcs, weighing the whole metric costs less than following each change.
    private const int FewChanges = 1_000;

    // A smaller map is ordered before other threads have started.
    private const int WorthSharing = 20_000;

    private readonly MapSnapshot _map;
    private MapSnapshot _shown;
    private readonly ContractionHierarchy? _hierarchy;
    private readonly HierarchyScratchPool? _pool;
    private readonly LiveMetric[] _metrics;
    private MapView? _last;

    /// <summary>Orders the map, unless it came ordered from a pack: a second or so for a city.</summary>
    public MapViews(MapSnapshot map, HierarchyLimits? limits = null)
    {
        _map = _shown = map;
        _hierarchy = HierarchyOf(map, limits ?? new HierarchyLimits());
        _metrics = new LiveMetric[_hierarchy is null ? 0 : WalkMetrics.Count];
        _pool = _hierarchy is null ? null : new HierarchyScratchPool(_hierarchy, Environment.ProcessorCount * 2);
    }

    /// <summary>False when the map is too small to be worth a hierarchy or too dense for one: then every question is searched plainly.</summary>
    public bool IsPrepared => _hierarchy is not null;

    /// <summary>The next view; the one before goes on answering whoever holds it, more slowly once the next but one is there. Not for two threads at once.</summary>
    /// <param name="conditions">Of the next moment.</param>
    /// <param name="shown">The map with other amenities (<see cref="MapSnapshot.WithAmenities"/>); null for those of the view before.</param>
    public MapView Next(PathConditions conditions, MapSnapshot? shown = null)
    {
        if (shown is not null && shown.Graph != _map.Graph)
        {
            throw new ArgumentException("is another map", nameof(shown));
        }
        _shown = shown ?? _shown;
        // A box that starts has nothing better to do with its processors.
        var paths = _map.Weigh(conditions, parallel: _last is null);
        var view = new MapView(_shown, conditions, paths, _hierarchy is null ? null : Pin(paths));
        _last?.Retire();
        return _last = view;
    }

    /// <summary>What need not be done before a view is in force; called when it is, it makes the next one come sooner. By whoever calls <see cref="Next"/>.</summary>
    public void CatchUp()
    {
        foreach (var metric in _metrics)
        {
            metric?.CatchUp();
        }
    }

    /// <summary>The hierarchy a map came with, or a new one; null when it is too small to be worth one or too dense.</summary>
    internal static ContractionHierarchy? HierarchyOf(MapSnapshot map, HierarchyLimits limits)
    {
        var graph = map.Graph;
        return graph.VertexCount < limits.MinNodes ? null
            : map.Hierarchy ?? HierarchyBuilder.TryBuild(
                NeighbourGraph.Of(graph.VertexCount, graph.Tail, graph.Head, graph.VertexLatE7, graph.VertexLonE7), graph.Tail, graph.Head, limits,
                parallel: graph.VertexCount >= WorthSharing);
    }

    private ViewPins Pin(WeighedPaths paths)
    {
        var readers = new MetricReader[_metrics.Length];
        var finders = new HierarchyFinder[_metrics.Length];
        var amenities = new PinnedAmenities[_metrics.Length];
        var changes = new List<ArcCost>();
        if (_last is null)
        {
            // All of them need the schedule.
            _ = _hierarchy!.Schedule;
            Parallel.For(0, _metrics.Length, m => _metrics[m] = new LiveMetric(_hierarchy!, Weights(paths.ByMetric[m])));
        }
        for (var m = 0; m < _metrics.Length; m++)
        {
            if (_last is not null)
            {
                Follow(_metrics[m], _last.CostsOf((WalkMetric)m), paths.ByMetric[m], changes);
            }
            readers[m] = _metrics[m].Read();
            finders[m] = new HierarchyFinder(_map.Graph, _map.Ground.Exits, _hierarchy!, readers[m].Metric, _pool!);
            amenities[m] = new PinnedAmenities(_shown.Ground, finders[m], _hierarchy!, paths.ByMetric[m]);
        }
        return new ViewPins(readers, finders, amenities);
    }

    private static void Follow(LiveMetric metric, ArcCosts before, ArcCosts after, List<ArcCost> changes)
    {
        changes.Clear();
        var old = before.All;
        var now = after.All;
        for (var arc = 0; arc < now.Length && changes.Count <= FewChanges; arc++)
        {
            if (old[arc] != now[arc])
            {
                changes.Add(new ArcCost(arc, Weight(now[arc])));
            }
        }
        switch (changes.Count)
        {
            case 0:
                break;
            case <= FewChanges:
                metric.Change(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changes));
                break;
            default:
                metric.Replace(Weights(after));
                break;
        }
    }

    private static int[] Weights(ArcCosts costs)
    {
        var weights = costs.All.ToArray();
        weights.AsSpan().Replace(ArcCosts.Blocked, Cost.Infinite);
        return weights;
    }

    private static int Weight(int cost) => cost == ArcCosts.Blocked ? Cost.Infinite : cost;
}
