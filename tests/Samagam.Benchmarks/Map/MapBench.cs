using System.Diagnostics;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Guidance;
using Samagam.Routing.Hierarchy;

namespace Samagam.Benchmarks.Map;

/// <summary>How quick the router is over a real map, beside plain searches over the same map in the same run, and whether it is right.</summary>
internal sealed partial class MapBench
{
    private const int Closures = 100;
    private const int Amenities = 500;

    private readonly MapBenchOptions _options;
    private readonly Figures _figures = new();
    private readonly MapSnapshot _map;
    private readonly WalkGraph _graph;
    private readonly ContractionHierarchy _hierarchy;
    private readonly int[] _weights;
    private readonly LiveMetric _live;
    private readonly PlainSearches _plain;
    private readonly (int From, int To)[] _pairs;
    private readonly int[] _main;
    private int _wrong;

    private MapBench(MapBenchOptions options)
    {
        _options = options;
        var started = Stopwatch.GetTimestamp();
        var map = _map = MapSnapshot.Load(() => File.OpenRead(options.File!));
        var loaded = Stopwatch.GetElapsedTime(started);
        _graph = map.Graph;
        var near = NeighbourGraph.Of(_graph.VertexCount, _graph.Tail, _graph.Head, _graph.VertexLatE7, _graph.VertexLonE7);
        var ordering = Stopwatch.GetTimestamp();
        var order = DissectionOrder.Find(near);
        var ordered = Stopwatch.GetElapsedTime(ordering);
        _hierarchy = HierarchyBuilder.TryBuild(order, near, _graph.Tail, _graph.Head, new HierarchyLimits())
            ?? throw new InvalidOperationException("too dense for a hierarchy");
        _weights = Array.ConvertAll(map.Usual.CostsOf(WalkMetric.Shortest).All.ToArray(), c => c == ArcCosts.Blocked ? Cost.Infinite : c);
        _live = new LiveMetric(_hierarchy, _weights);
        var ready = Stopwatch.GetElapsedTime(started);
        _plain = new PlainSearches(_graph, _weights);
        _main = [.. Enumerable.Range(0, _graph.VertexCount).Where(v => _graph.ComponentOf[v] == 0)];
        var luck = new Random(options.Seed);
        _pairs = [.. Enumerable.Range(0, options.Pairs).Select(_ => (_main[luck.Next(_main.Length)], _main[luck.Next(_main.Length)]))];

        Console.WriteLine($"{Path.GetFileName(options.File)}, seed {options.Seed}, {Environment.ProcessorCount} processors");
        _figures.Fact("file → ready, cold", ready.TotalMilliseconds, "ms", aim: 2500);
        _figures.Fact("  of it reading and areas, cold", loaded.TotalMilliseconds, "ms");
        _figures.Fact("  of it ordering, cold", ordered.TotalMilliseconds, "ms");
        _figures.Fact("peak memory", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB", aim: 150);
        PackStart.Run(map, _figures);
        Describe();
    }

    public static int Run(MapBenchOptions options)
    {
        var bench = new MapBench(options);
        Figures.Heading();
        bench.Questions();
        bench.Updates();
        bench._figures.WhileUpdating(bench._live, bench._weights, bench._hierarchy, bench._pairs, options.Seed);
        bench.Nearest();
        bench.Doors();
        bench.Plain();
        bench.Exactness();
        bench._figures.Verdict();
        if (options.Json is { } path)
        {
            bench._figures.Save(path);
        }
        return bench._wrong == 0 ? 0 : 1;
    }

    private WayEnd At(int vertex) => WayEnd.At(_hierarchy, vertex);

    private void Describe()
    {
        var h = _hierarchy;
        var (arcs, up, all) = (new long[h.NodeCount + 1], 0L, 0L);
        for (var v = h.NodeCount - 1; v >= 0; v--)
        {
            var own = h.Head.AsSpan(h.Nodes[v].First..h.Nodes[v].End);
            arcs[v] = arcs[h.Nodes[v].Parent] + own.Length - own.Count(ContractionHierarchy.None);
            (up, all) = (up + arcs[v], all + h.Nodes[v].Depth + 1);
        }
        _figures.Fact("vertices", _graph.VertexCount, "");
        _figures.Fact("edges", _graph.EdgeCount, "");
        _figures.Fact("hierarchy arcs", h.ArcCount, "");
        _figures.Fact("hierarchy slots", h.SlotCount, "");
        _figures.Fact("height of the elimination tree", h.Height, "");
        _figures.Fact("search space, mean nodes", (double)all / h.NodeCount, "");
        _figures.Fact("search space, mean arcs", (double)up / h.NodeCount, "");
        _figures.Fact("one metric, one copy", h.SlotCount * 16 / 1e6, "MB");
    }

    private void Questions()
    {
        using var reader = _live.Read();
        var (metric, search) = (reader.Metric, reader.Search);
        _figures.Time("distance", _pairs.Length, i => search.Distance(metric, At(_pairs[i].From), At(_pairs[i].To)), aim: 3.2);
        _figures.Time("distance and path", _pairs.Length, i => search.Path(metric, At(_pairs[i].From), At(_pairs[i].To), out _), aim: 7);
        _figures.Time("distance, weights taken and given back", _pairs.Length, i =>
        {
            using var once = _live.Read();
            once.Search.Distance(once.Metric, At(_pairs[i].From), At(_pairs[i].To));
        });
    }

    private void Updates()
    {
        var luck = new Random(_options.Seed + 1);
        var crowd = new int[_weights.Length];
        var (customization, metric) = (new Customization(_hierarchy), new HierarchyMetric(_hierarchy));
        _figures.Time("whole metric", 200, _ => customization.Run(metric, crowd), aim: 5000, passes: 1, prepare: _ => Crowd());
        _figures.Time("whole metric, published", 100, _ => _live.Replace(crowd), passes: 1, prepare: _ => Crowd());
        _live.Replace(_weights);
        _live.Change([]);
        Change("100 arcs around a place", aim: 60, () => Around(_main[luck.Next(_main.Length)]));
        Change("100 arcs anywhere", aim: 0, () => [.. Enumerable.Range(0, Closures).Select(_ => luck.Next(_weights.Length))]);
        _live.Replace(_weights);

        void Change(string which, double aim, Func<int[]> choose)
        {
            ArcCost[] open = [], shut = [];
            _figures.Time($"close {which}, published", 500, _ => _live.Change(shut), aim, passes: 1, prepare: _ =>
            {
                _live.Change(open);
                _live.CatchUp();
                Choose();
            });
            _live.Change(open);
            _figures.Time($"open {which}, published", 500, _ => _live.Change(open), aim, passes: 1, prepare: _ =>
            {
                Choose();
                _live.Change(shut);
                _live.CatchUp();
            });

            void Choose()
            {
                var arcs = choose();
                (open, shut) = ([.. arcs.Select(a => new ArcCost(a, _weights[a]))], [.. arcs.Select(a => new ArcCost(a, Cost.Infinite))]);
            }
        }

        void Crowd()
        {
            for (var arc = 0; arc < crowd.Length; arc++)
            {
                crowd[arc] = _weights[arc] < Cost.Infinite ? (int)(_weights[arc] * (1 + luck.NextDouble())) : Cost.Infinite;
            }
        }
    }

    // A street or a square that is closed: the edges nearest to a vertex, both ways.
    private int[] Around(int vertex)
    {
        var (arcs, seen, queue) = (new HashSet<int>(), new HashSet<int> { vertex }, new Queue<int>([vertex]));
        while (queue.TryDequeue(out var v))
        {
            for (var i = _graph.FirstArc[v]; i < _graph.FirstArc[v + 1]; i++)
            {
                arcs.Add(_graph.ArcOf[i]);
                arcs.Add(_graph.ArcOf[i] ^ 1);
                if (arcs.Count >= Closures)
                {
                    return [.. arcs];
                }
                if (seen.Add(_graph.ArcHead[i]))
                {
                    queue.Enqueue(_graph.ArcHead[i]);
                }
            }
        }
        return [.. arcs];
    }

    private void Nearest()
    {
        var luck = new Random(_options.Seed + 2);
        var places = Enumerable.Range(0, Amenities).Select(_ => At(_main[luck.Next(_main.Length)])).ToArray();
        using var reader = _live.Read();
        var metric = reader.Metric;
        var (side, nearest, costs) = (new SearchSide(_hierarchy), new NearestList(5), new int[Amenities]);
        var pinned = new PinnedTargets(metric, places);
        _figures.Time("nearest 5 of 500", _pairs.Length, i =>
        {
            nearest.Begin(5);
            pinned.Nearest(side, metric, At(_pairs[i].From), nearest);
        }, aim: 60);
        _figures.Time("costs to all 500", _pairs.Length, i => pinned.All(side, metric, At(_pairs[i].From), costs));
        _figures.Time("costs to all 500, not pinned", 1000, i => reader.Search.Many(metric, At(_pairs[i % _pairs.Length].From), places, costs));
        _figures.Time("pin 500 places", 100, _ => pinned = new PinnedTargets(metric, places), passes: 1);
    }
}
