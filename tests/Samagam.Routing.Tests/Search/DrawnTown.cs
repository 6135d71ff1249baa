using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Search;

/// <summary>
/// A random town on a bent grid, with one-ways, steps, trunk roads and gaps, and a plain Dijkstra over its node list
/// that shares no code with the product's search.
/// </summary>
internal sealed class DrawnTown
{
    private readonly int _side;
    private readonly Coordinate[] _points;
    private readonly List<(int To, double Metres, int MsPerMetre, bool Trunk)>[] _next;

    public DrawnTown(Random luck, int side)
    {
        _side = side;
        _points = new Coordinate[side * side];
        _next = [.. _points.Select(_ => new List<(int, double, int, bool)>())];
        for (var i = 0; i < _points.Length; i++)
        {
            _points[i] = new(Math.Round(50 + ((i / side) + (luck.NextDouble() * 0.6)) * 0.001, 7),
                Math.Round(8 + ((i % side) + (luck.NextDouble() * 0.6)) * 0.001, 7));
            Text.Node(i + 1, _points[i].LatitudeDeg, _points[i].LongitudeDeg);
        }
        long way = 1000;
        for (var i = 0; i < _points.Length; i++)
        {
            foreach (var j in new[] { i % side < side - 1 ? i + 1 : -1, i + side < _points.Length ? i + side : -1, i % side < side - 1 && i + side < _points.Length ? i + side + 1 : -1 })
            {
                if (j >= 0 && luck.Next(5) > 0)
                {
                    Draw(luck, ++way, i, j);
                }
            }
        }
    }

    public OsmText Text { get; } = new();

    public int Count => _points.Length;

    public Coordinate At(int i) => _points[i];

    /// <summary>Least length in metres, or least cost in milliseconds with the trunk penalty; infinite where there is no walk.</summary>
    public double[] Costs(int from, WalkMetric metric, bool reversed = false)
    {
        var cost = new double[Count];
        Array.Fill(cost, double.PositiveInfinity);
        cost[from] = 0;
        var open = new PriorityQueue<int, double>();
        open.Enqueue(from, 0);
        var edges = reversed ? Reversed() : _next;
        while (open.TryDequeue(out var v, out var c))
        {
            if (c > cost[v])
            {
                continue;
            }
            foreach (var (to, metres, pace, trunk) in edges[v])
            {
                var there = c + (metric == WalkMetric.Shortest ? metres : metres * pace * (trunk ? 1.5 : 1));
                if (there < cost[to])
                {
                    cost[to] = there;
                    open.Enqueue(to, there);
                }
            }
        }
        return cost;
    }

    private List<(int To, double Metres, int MsPerMetre, bool Trunk)>[] Reversed()
    {
        var back = _points.Select(_ => new List<(int, double, int, bool)>()).ToArray();
        for (var v = 0; v < Count; v++)
        {
            foreach (var (to, metres, pace, trunk) in _next[v])
            {
                back[to].Add((v, metres, pace, trunk));
            }
        }
        return back;
    }

    private void Draw(Random luck, long way, int i, int j)
    {
        var (tags, pace, trunk) = luck.Next(8) switch
        {
            0 => ("highway=steps", FootRules.StepsMsPerMetre, false),
            1 => ("highway=trunk", FootRules.WalkingMsPerMetre, true),
            2 => ("highway=track;surface=sand", FootRules.WalkingMsPerMetre * 2, false),
            _ => ("highway=residential;oneway=yes", FootRules.WalkingMsPerMetre, false),
        };
        var (forward, backward) = luck.Next(10) switch { 0 => (true, false), 1 => (false, true), _ => (true, true) };
        tags += (forward, backward) switch { (true, false) => ";oneway:foot=yes", (false, true) => ";oneway:foot=-1", _ => "" };
        var metres = _points[i].DistanceMetres(_points[j]);
        Text.Way(way, tags, i + 1, j + 1);
        if (forward)
        {
            _next[i].Add((j, metres, pace, trunk));
        }
        if (backward)
        {
            _next[j].Add((i, metres, pace, trunk));
        }
    }
}
