using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>
/// Chooses among walks over third places those that keep <see cref="AlternativeRules"/>: dear, repeated, roundabout and
/// turning walks are dropped, and those that enter more danger than the best. Working memory of one question; reused.
/// </summary>
internal sealed class AlternativeChoice(WalkGraph graph) : KnownWalk
{
    private const int Nowhere = -1;

    // By edge and vertex; of this round when it carries its number.
    private readonly uint[] _usedEdge = new uint[graph.EdgeCount];
    private readonly uint[] _onBest = new uint[graph.VertexCount];
    private readonly Place[] _bestAt = new Place[graph.VertexCount];
    private readonly uint[] _seenVertex = new uint[graph.VertexCount];
    private readonly List<Part> _parts = [];
    private readonly List<int> _arcs = [];
    private uint _round;
    private uint _walk;
    private Sum _best;

    /// <summary>Adds the arcs of each alternative, the first and last partial, and what it costs.</summary>
    public void Choose(
        IViaFinder finder, IReadOnlyList<int> best, SnapPoint start, SnapPoint end, ArcCosts costs, AlternativeRules rules, int most, List<(int[] Arcs, int Cost)> chosen)
    {
        if (best.Count == 0 || most == 0)
        {
            return;
        }
        NextRound();
        var whole = _best = Measure(best, start, end, costs);
        if (whole.Plain == 0)
        {
            return;
        }
        MarkBest(best);
        var bounds = new Bounds(
            whole, MaxPlain: (long)(whole.Plain * rules.MaxStretch), MaxShared: (long)(whole.Plain * rules.MaxSharing), Local: (long)(whole.Plain * rules.LocalShare), rules.MaxStretch);
        var tried = 0;
        foreach (var via in finder.Vias(bounds.MaxPlain + ((long)whole.Dangers * ArcCosts.DangerPenalty) + 1, this, bounds.MaxShared))
        {
            if (_onBest[via.Junction] == _round)
            {
                continue;
            }
            if (tried++ == rules.MaxTried)
            {
                return;
            }
            var after = finder.Trace(via, _arcs);
            var cost = Measure(_arcs, start, end, costs);
            if (cost.Dangers <= whole.Dangers && cost.Plain <= bounds.MaxPlain && Shared() <= bounds.MaxShared
                && IsSimple() && IsStraight(bounds) && IsLocallyBest(finder, after, bounds))
            {
                chosen.Add(([.. _arcs], (int)(cost.Plain + ((long)cost.Dangers * ArcCosts.DangerPenalty))));
                if (chosen.Count == most)
                {
                    return;
                }
                MarkUsed(_arcs);
            }
        }
    }

    public override bool IsAt(int node, long cost, bool toEnd)
        => _onBest[node] == _round && (toEnd ? Whole(_best) - _bestAt[node].Whole : _bestAt[node].Whole) == cost;

    public override long Shared(int node, bool toEnd) => toEnd ? _best.Plain - _bestAt[node].Plain : _bestAt[node].Plain;

    private void NextRound()
    {
        if (++_round == 0)
        {
            Array.Clear(_usedEdge);
            Array.Clear(_onBest);
            _round = 1;
        }
    }

    // Fills the parts of a walk and sums them up.
    private Sum Measure(IReadOnlyList<int> arcs, SnapPoint start, SnapPoint end, ArcCosts costs)
    {
        _parts.Clear();
        var (plain, dangers) = (0L, 0);
        for (var i = 0; i < arcs.Count; i++)
        {
            var (arc, length) = (arcs[i], graph.LengthMm[arcs[i] >> 1]);
            var forward = (arc & 1) == 0;
            var cost = i == 0 ? costs.OfRest(arc, forward ? length - start.OffsetMm : start.OffsetMm)
                : i == arcs.Count - 1 ? costs.OfBeginning(arc, forward ? end.OffsetMm : length - end.OffsetMm)
                : costs.Of(arc);
            var isDanger = cost >= ArcCosts.DangerPenalty;
            _parts.Add(new Part(arc, cost - (isDanger ? ArcCosts.DangerPenalty : 0), isDanger));
            plain += _parts[i].Plain;
            dangers += isDanger ? 1 : 0;
        }
        return new Sum(plain, dangers);
    }

    private void MarkBest(IReadOnlyList<int> best)
    {
        var (plain, whole) = (0L, 0L);
        MarkUsed(best);
        for (var i = 0; i < best.Count - 1; i++)
        {
            (plain, whole) = (plain + _parts[i].Plain, whole + Whole(_parts[i]));
            var vertex = graph.ComesFrom(best[i] ^ 1);
            (_onBest[vertex], _bestAt[vertex]) = (_round, new Place(plain, whole));
        }
    }

    private void MarkUsed(IReadOnlyList<int> arcs)
    {
        foreach (var arc in arcs)
        {
            _usedEdge[arc >> 1] = _round;
        }
    }

    private long Shared()
    {
        var shared = 0L;
        foreach (var part in _parts)
        {
            shared += _usedEdge[part.Arc >> 1] == _round ? part.Plain : 0;
        }
        return shared;
    }

    // No junction twice, and no turning back on the edge it starts or ends on.
    private bool IsSimple()
    {
        if (++_walk == 0)
        {
            Array.Clear(_seenVertex);
            _walk = 1;
        }
        for (var i = 0; i < _parts.Count - 1; i++)
        {
            var vertex = graph.ComesFrom(_parts[i].Arc ^ 1);
            if (_seenVertex[vertex] == _walk || _parts[i].Arc >> 1 == _parts[i + 1].Arc >> 1)
            {
                return false;
            }
            _seenVertex[vertex] = _walk;
        }
        return true;
    }

    // Between any two meetings with the best route it goes forward, and not much dearer.
    private bool IsStraight(in Bounds bounds)
    {
        var (here, since, last) = (0L, 0L, 0L);
        for (var i = 0; i < _parts.Count; i++)
        {
            here += _parts[i].Plain;
            var vertex = graph.ComesFrom(_parts[i].Arc ^ 1);
            var isEnd = i == _parts.Count - 1;
            if (isEnd || _onBest[vertex] == _round)
            {
                var at = isEnd ? bounds.Best.Plain : _bestAt[vertex].Plain;
                if (at < last || here - since > (long)((at - last) * bounds.Stretch))
                {
                    return false;
                }
                (since, last) = (here, at);
            }
        }
        return true;
    }

    // The T-test: both halves are best walks, so only what leads over the via can fail.
    private bool IsLocallyBest(IViaFinder finder, int after, in Bounds bounds)
    {
        var (cost, first, last) = (0L, after, after);
        for (var plain = 0L; first > 0 && plain < bounds.Local; first--)
        {
            plain += _parts[first - 1].Plain;
            cost += Whole(_parts[first - 1]);
        }
        for (var plain = 0L; last < _parts.Count && plain < bounds.Local; last++)
        {
            plain += _parts[last].Plain;
            cost += Whole(_parts[last]);
        }
        var from = first == 0 ? Nowhere : graph.ComesFrom(_parts[first].Arc);
        var to = last == _parts.Count ? Nowhere : graph.ComesFrom(_parts[last].Arc);
        return from == Nowhere && to == Nowhere ? cost <= Whole(bounds.Best) : finder.IsCheapest(from, to, cost);
    }

    private static long Whole(in Part part) => part.Plain + (part.IsDanger ? ArcCosts.DangerPenalty : 0);

    private static long Whole(in Sum sum) => sum.Plain + ((long)sum.Dangers * ArcCosts.DangerPenalty);

    private readonly record struct Part(int Arc, int Plain, bool IsDanger);

    private readonly record struct Place(long Plain, long Whole);

    private readonly record struct Sum(long Plain, int Dangers);

    private readonly record struct Bounds(Sum Best, long MaxPlain, long MaxShared, long Local, double Stretch);
}
