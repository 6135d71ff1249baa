using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>
/// How far one gets in a time: Dijkstra's algorithm (1959) over walking times, up to the longest time asked for, along what a metric lets one
/// walk; danger is not entered. Working memory of one question; reused.
/// </summary>
internal sealed class Reach(WalkGraph graph, WalkLimits limits)
{
    private readonly GrowList<int> _settled = new(4096);
    private readonly int[] _limitMs = new int[byte.MaxValue];
    private ReachGrid _grid = null!;
    private ArcCosts _costs = null!;
    private int[] _timeMs = [];
    private int _first;

    /// <param name="scratch">Working memory of the search.</param>
    /// <param name="from">The start.</param>
    /// <param name="costs">Of the metric: what may be walked.</param>
    /// <param name="timeMs">By arc.</param>
    /// <param name="seconds">The times; in any order.</param>
    public IsochroneOutcome Find(SearchScratch scratch, SnapPoint from, ArcCosts costs, int[] timeMs, IReadOnlyList<double> seconds)
    {
        (_costs, _timeMs) = (costs, timeMs);
        var order = Enumerable.Range(0, seconds.Count).OrderBy(i => seconds[i]).ToArray();
        var gapMs = from.GapMetres * FootRules.WalkingMsPerMetre;
        for (var i = 0; i < order.Length; i++)
        {
            _limitMs[i] = (int)((seconds[order[i]] * 1000) - gapMs);
        }
        var levels = order.Length;
        _first = _limitMs.AsSpan(0, levels).IndexOfAnyExceptInRange(int.MinValue, -1);
        if (_first < 0)
        {
            return new IsochronesFound([.. seconds.Select(s => new Isochrone(s, [], 0))]);
        }
        if (!Settle(scratch, from, _limitMs[levels - 1]))
        {
            return new NoIsochrones(NoRouteReason.LimitReached);
        }
        // Paths may bulge out of the box of their junctions: then the box is measured point by point.
        _grid = GridOver(scratch, from, withPoints: false);
        if (!Draw(scratch, from, levels))
        {
            _grid = GridOver(scratch, from, withPoints: true);
            if (!Draw(scratch, from, levels))
            {
                throw new InvalidOperationException("a box measured point by point holds every point");
            }
        }
        var outlines = new Isochrone[levels];
        for (var i = 0; i < levels; i++)
        {
            outlines[order[i]] = new Isochrone(seconds[order[i]], _limitMs[i] < 0 ? [] : _grid.Rings((byte)i), 6 * _grid.CellMetres);
        }
        return new IsochronesFound(outlines);
    }

    private bool Settle(SearchScratch scratch, SnapPoint from, int limit)
    {
        _settled.Clear();
        scratch.Begin();
        Seed(from.Edge * 2, graph.Head[from.Edge], graph.LengthMm[from.Edge] - from.OffsetMm);
        Seed((from.Edge * 2) + 1, graph.Tail[from.Edge], from.OffsetMm);
        while (scratch.TrySettle(out var vertex, out var here) && here <= limit)
        {
            if (_settled.Count == limits.MaxSettled)
            {
                return false;
            }
            _settled.Add(vertex);
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                var arc = graph.ArcOf[i];
                if (IsFree(arc) && (long)here + _timeMs[arc] is var there && there <= limit)
                {
                    scratch.Offer(graph.ArcHead[i], (int)there, (int)there, arc);
                }
            }
        }
        return true;

        void Seed(int arc, int vertex, int mm)
        {
            if (mm == 0 || IsFree(arc) || (_costs.MayWalk(arc) && mm < graph.LengthMm[arc >> 1]))
            {
                scratch.Offer(vertex, TimeOf(arc, mm), TimeOf(arc, mm), ~arc);
            }
        }
    }

    // Whoever stands on the first arc inside a zone is not coming in.
    private bool IsFree(int arc) => _costs.MayWalk(arc) && !_costs.Endangers(arc);

    private int TimeOf(int arc, int mm) => mm == 0 ? 0 : (int)((long)_timeMs[arc] * mm / Math.Max(1, graph.LengthMm[arc >> 1]));

    private ReachGrid GridOver(SearchScratch scratch, SnapPoint from, bool withPoints)
    {
        var (south, west) = ((int)(from.On.LatitudeDeg * 1e7), (int)(from.On.LongitudeDeg * 1e7));
        var (north, east) = (south, west);
        foreach (var vertex in _settled.Span)
        {
            Widen(graph.VertexLatE7[vertex], graph.VertexLonE7[vertex]);
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                Widen(graph.VertexLatE7[graph.ArcHead[i]], graph.VertexLonE7[graph.ArcHead[i]]);
                if (withPoints)
                {
                    WidenAlong(graph.ArcOf[i] >> 1);
                }
            }
        }
        if (withPoints)
        {
            WidenAlong(from.Edge);
        }
        return new ReachGrid(south, west, north, east, limits.IsochroneCellMetres, limits.MaxIsochroneSide);

        void WidenAlong(int edge)
        {
            for (var p = graph.FirstPoint[edge]; p < graph.FirstPoint[edge + 1]; p++)
            {
                Widen(graph.PointLatE7[p], graph.PointLonE7[p]);
            }
        }

        void Widen(int lat, int lon)
            => (south, west, north, east) = (Math.Min(south, lat), Math.Min(west, lon), Math.Max(north, lat), Math.Max(east, lon));
    }

    private bool Draw(SearchScratch scratch, SnapPoint from, int levels)
    {
        var isInside = _grid.Mark(from.On.LatitudeDeg * 1e7, from.On.LongitudeDeg * 1e7, (byte)_first);
        foreach (var vertex in _settled.Span)
        {
            var here = scratch.CostOf(vertex);
            for (var i = graph.FirstArc[vertex]; isInside && i < graph.FirstArc[vertex + 1]; i++)
            {
                var arc = graph.ArcOf[i];
                if (IsFree(arc) && !IsDrawnFromTheOtherEnd(scratch, arc, here, graph.ArcHead[i]))
                {
                    isInside = DrawArc(arc, 0, graph.LengthMm[arc >> 1], here, _timeMs[arc], levels);
                }
            }
        }
        return isInside && DrawFrom(from, from.Edge * 2, from.OffsetMm, levels)
            && DrawFrom(from, (from.Edge * 2) + 1, graph.LengthMm[from.Edge] - from.OffsetMm, levels);
    }

    private bool DrawFrom(SnapPoint from, int arc, int offset, int levels)
    {
        var rest = graph.LengthMm[from.Edge] - offset;
        return rest == 0 || !(IsFree(arc) || (offset > 0 && _costs.MayWalk(arc))) || DrawArc(arc, offset, rest, 0, TimeOf(arc, rest), levels);
    }

    // Most edges are walked whole within the least time, from either end.
    private bool IsDrawnFromTheOtherEnd(SearchScratch scratch, int arc, int here, int head) => (arc & 1) == 1
        && here + _timeMs[arc] <= _limitMs[0] && scratch.IsSettled(head) && IsFree(arc ^ 1) && scratch.CostOf(head) + _timeMs[arc ^ 1] <= _limitMs[0];

    // A stretch of an arc that is entered at a moment and takes a time: each piece of it at the level it is reached at.
    private bool DrawArc(int arc, int fromMm, int mm, int here, int takes, int levels)
    {
        var length = Math.Max(1, graph.LengthMm[arc >> 1]);
        if (fromMm == 0 && here + takes <= _limitMs[0])
        {
            return DrawWhole(arc >> 1);
        }
        var since = (double)fromMm / length;
        for (var level = 0; level < levels; level++)
        {
            if (here > _limitMs[level])
            {
                continue;
            }
            var share = takes == 0 ? 1 : Math.Min(1, (double)(_limitMs[level] - here) / takes);
            var until = (fromMm + (mm * share)) / length;
            if (until >= since && !DrawPart(arc, since, until, (byte)level))
            {
                return false;
            }
            if (share >= 1)
            {
                return true;
            }
            since = until;
        }
        return true;
    }

    private bool DrawWhole(int edge)
    {
        var isInside = true;
        for (var p = graph.FirstPoint[edge]; p + 1 < graph.FirstPoint[edge + 1]; p++)
        {
            isInside &= _grid.Mark(graph.PointLatE7[p], graph.PointLonE7[p], graph.PointLatE7[p + 1], graph.PointLonE7[p + 1], 0);
        }
        return isInside;
    }

    // Between two shares of the length of an arc.
    private bool DrawPart(int arc, double since, double until, byte level)
    {
        var edge = arc >> 1;
        var (first, count) = (graph.FirstPoint[edge], graph.FirstPoint[edge + 1] - graph.FirstPoint[edge]);
        var whole = 0.0;
        for (var i = 1; i < count; i++)
        {
            whole += Metres(first + i - 1);
        }
        var (isInside, walked) = (true, 0.0);
        for (var i = 1; i < count && isInside; i++)
        {
            var (a, b) = (arc & 1) == 0 ? (first + i - 1, first + i) : (first + count - i, first + count - i - 1);
            var metres = Metres(Math.Min(a, b));
            var (from, to) = whole == 0 ? (0, 1) : (((since * whole) - walked) / metres, ((until * whole) - walked) / metres);
            walked += metres;
            if (to >= 0 && from <= 1)
            {
                var (start, end) = (Math.Clamp(from, 0, 1), Math.Clamp(to, 0, 1));
                var (lat, lon) = ((double)graph.PointLatE7[b] - graph.PointLatE7[a], (double)graph.PointLonE7[b] - graph.PointLonE7[a]);
                isInside = _grid.Mark(
                    graph.PointLatE7[a] + (lat * start), graph.PointLonE7[a] + (lon * start), graph.PointLatE7[a] + (lat * end), graph.PointLonE7[a] + (lon * end), level);
            }
        }
        return isInside;

        double Metres(int p) => Math.Max(1e-9, graph.PointAt(p).DistanceMetres(graph.PointAt(p + 1)));
    }
}
