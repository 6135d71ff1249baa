using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Tests.Hierarchy;

/// <summary>A graph nobody thought about: loops, parallel edges, one-ways, free edges, islands. And plain Dijkstra over it.</summary>
internal sealed class RandomRoads
{
    private readonly List<(int Arc, int To)>[] _out;

    /// <param name="luck">Where the luck comes from.</param>
    /// <param name="nodes">How many nodes.</param>
    /// <param name="edges">How many edges.</param>
    /// <param name="reach">How far apart the two ends of an edge may be numbered; small for streets, large for a tangle.</param>
    public RandomRoads(Random luck, int nodes, int edges, int reach)
    {
        (Tail, Head, Weights) = (new int[edges], new int[edges], new int[edges * 2]);
        (Lat, Lon) = (new int[nodes], new int[nodes]);
        var width = Math.Max(1, (int)Math.Sqrt(nodes));
        for (var v = 0; v < nodes; v++)
        {
            (Lat[v], Lon[v]) = ((v / width * 1000) + luck.Next(900), (v % width * 1000) + luck.Next(900));
        }
        for (var e = 0; e < edges; e++)
        {
            Tail[e] = luck.Next(nodes);
            var step = luck.Next(3) switch { 0 => 0, 1 => width, _ => -width };
            Head[e] = Math.Clamp(Tail[e] + step + luck.Next(-reach, reach + 1), 0, nodes - 1);
            (Weights[e * 2], Weights[(e * 2) + 1]) = (AnyCost(luck), AnyCost(luck));
        }
        _out = [.. Enumerable.Range(0, nodes).Select(_ => new List<(int, int)>())];
        for (var e = 0; e < edges; e++)
        {
            _out[Tail[e]].Add((e * 2, Head[e]));
            _out[Head[e]].Add(((e * 2) + 1, Tail[e]));
        }
        var graph = NeighbourGraph.Of(nodes, Tail, Head, Lat, Lon);
        Hierarchy = HierarchyBuilder.TryBuild(graph, Tail, Head, new HierarchyLimits())!;
    }

    public int[] Tail { get; }

    public int[] Head { get; }

    public int[] Lat { get; }

    public int[] Lon { get; }

    /// <summary>By arc.</summary>
    public int[] Weights { get; }

    public ContractionHierarchy Hierarchy { get; }

    public int Count => Lat.Length;

    public static RandomRoads Any(Random luck)
    {
        var nodes = luck.Next(1, 400);
        return new RandomRoads(luck, nodes, luck.Next(0, nodes * 3), luck.Next(8) == 0 ? nodes : luck.Next(1, 6));
    }

    public static int AnyCost(Random luck) => luck.Next(8) switch
    {
        0 => Cost.Infinite,
        1 => 0,
        2 => luck.Next(1_000_000),
        _ => luck.Next(1, 100),
    };

    public int From(int arc) => (arc & 1) == 0 ? Tail[arc >> 1] : Head[arc >> 1];

    public int To(int arc) => From(arc ^ 1);

    public WayEnd At(int node) => WayEnd.At(Hierarchy, node);

    /// <summary>Least costs from a node to all (Dijkstra 1959).</summary>
    public int[] Costs(int from)
    {
        var costs = new int[Count];
        Array.Fill(costs, Cost.Infinite);
        var open = new PriorityQueue<int, int>();
        costs[from] = 0;
        open.Enqueue(from, 0);
        while (open.TryDequeue(out var v, out var cost))
        {
            if (cost > costs[v])
            {
                continue;
            }
            foreach (var (arc, to) in _out[v])
            {
                if (cost + Weights[arc] < costs[to])
                {
                    open.Enqueue(to, costs[to] = cost + Weights[arc]);
                }
            }
        }
        return costs;
    }

    /// <summary>A walk must lead from one node to the other over open arcs, and cost what is said.</summary>
    public void MustWalk(int from, int to, int cost, ReadOnlySpan<int> arcs)
    {
        var (here, sum) = (from, 0L);
        foreach (var arc in arcs)
        {
            Assert.Equal(here, From(arc));
            Assert.True(Weights[arc] < Cost.Infinite, $"arc {arc} is shut");
            (here, sum) = (To(arc), sum + Weights[arc]);
        }
        Assert.Equal(to, here);
        Assert.Equal(cost, sum);
    }
}
