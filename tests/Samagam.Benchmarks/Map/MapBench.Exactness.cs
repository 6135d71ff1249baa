using Samagam.Routing.Hierarchy;

namespace Samagam.Benchmarks.Map;

// Whether it is right: against plain searches in the same run.
internal sealed partial class MapBench
{
    private void Plain()
    {
        var slow = _options.SlowPairs;
        _figures.Time("Dijkstra", slow, i => _plain.Dijkstra(_pairs[i].From, _pairs[i].To), passes: 1);
        _figures.Time("Dijkstra from both ends", slow, i => _plain.FromBothEnds(_pairs[i].From, _pairs[i].To), passes: 1);
        _figures.Time("A*", slow, i => _plain.AStar(_pairs[i].From, _pairs[i].To), passes: 1);
        foreach (var name in new[] { "Dijkstra", "Dijkstra from both ends", "A*" })
        {
            _figures.Ratio(name, "distance");
        }
        using var reader = _live.Read();
        foreach (var (from, to) in _pairs.AsSpan(0, slow))
        {
            var truth = _plain.Dijkstra(from, to);
            _wrong += truth == reader.Search.Distance(reader.Metric, At(from), At(to))
                && truth == _plain.FromBothEnds(from, to) && truth == _plain.AStar(from, to) ? 0 : 1;
        }
        _figures.Fact("pairs on which the searches differ", _wrong, $"of {slow}", aim: 0);
    }

    // Crowd, closures, openings, reversals; after each round as many pairs as asked for, from a few places to many.
    private void Exactness()
    {
        if (_options.Rounds == 0)
        {
            return;
        }
        const int sources = 10;
        var luck = new Random(_options.Seed + 3);
        var costs = new int[_graph.VertexCount];
        var (pairs, wrong) = (0L, 0);
        for (var round = 0; round < _options.Rounds; round++)
        {
            var changes = Enumerable.Range(0, luck.Next(1, 400)).Select(_ => luck.Next(_weights.Length)).Distinct()
                .Select(arc => new ArcCost(arc, luck.Next(3) == 0 ? Cost.Infinite : _graph.LengthMm[arc >> 1] * luck.Next(1, 6))).ToArray();
            foreach (var (arc, cost) in changes)
            {
                _weights[arc] = cost;
            }
            _ = round % 10 == 9 ? _live.Replace(_weights) : _live.Change(changes);
            using var reader = _live.Read();
            for (var s = 0; s < sources; s++)
            {
                var from = _main[luck.Next(_main.Length)];
                _plain.All(from, costs);
                for (var i = 0; i < _options.Pairs / sources; i++, pairs++)
                {
                    var to = luck.Next(_graph.VertexCount);
                    wrong += reader.Search.Distance(reader.Metric, At(from), At(to)) == costs[to] ? 0 : 1;
                }
            }
        }
        _wrong += wrong;
        _figures.Fact($"wrong after {_options.Rounds} rounds of updates", wrong, $"of {pairs}", aim: 0);
    }
}
