using System.Runtime.InteropServices;
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

    // Bits of the filter before _onBest; a power of two.
    private const int FilterBits = 4096;

    // By edge and vertex; of this round when it carries its number.
    private readonly uint[] _usedEdge = new uint[graph.EdgeCount];
    private readonly uint[] _onBest = new uint[graph.VertexCount];
    private readonly Place[] _bestAt = new Place[graph.VertexCount];
    private readonly uint[] _seenVertex = new uint[graph.VertexCount];
    private readonly ulong[] _mayBeOnBest = new ulong[FilterBits / 64];
    private readonly List<int> _bestVertices = [];
    private readonly List<Part> _parts = [];
    private readonly List<int> _arcs = [];
    private readonly List<(int Arc, int From, int To)> _beside = [];
    private uint _round;
    private uint _walk;
    private Sum _best;

    /// <summary>Adds the arcs of each alternative, the first and last partial, and what it costs.</summary>
    public void Choose(
        IViaFinder finder, in InnerWalk walk, ArcCosts costs, AlternativeRules rules, in OtherWays others, List<(int[] Arcs, int Cost)> chosen)
    {
        ReadOnlySpan<int> best = CollectionsMarshal.AsSpan(walk.Arcs);
        var (start, end) = (walk.Start, walk.End);
        var most = others.Most;
        if (best.Length == 0 || most == 0)
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
        // Straight lines to and from the paths are walked by all.
        var lines = walk.LineCost % ArcCosts.DangerPenalty;
        var bounds = new Bounds(
            whole, MaxPlain: (long)((whole.Plain + lines) * Math.Min(rules.MaxStretch, others.MaxStretch)) - lines, MaxShared: (long)((whole.Plain + lines) * rules.MaxSharing) - lines, Local: (long)(whole.Plain * rules.LocalShare), rules.MaxStretch);
        var tried = 0;
        FindBeside(best, costs, bounds);
        foreach (var (arc, from, to) in _beside)
        {
            _arcs.Clear();
            _arcs.AddRange(best[..from]);
            _arcs.Add(arc);
            _arcs.AddRange(best[to..]);
            // Longer than what has to be a best walk, and all else is part of one.
            if (tried++ < rules.MaxTried && Keeps(start, end, costs, bounds, out var cost) && Take(cost))
            {
                return;
            }
        }
        foreach (var via in finder.Vias(bounds.MaxPlain + ((long)whole.Dangers * ArcCosts.DangerPenalty) + 1, this, bounds.MaxShared))
        {
            if (_onBest[via.Junction] == _round)
            {
                continue;
            }
            if (tried++ >= rules.MaxTried)
            {
                return;
            }
            var after = finder.Trace(via, _arcs);
            if (Keeps(start, end, costs, bounds, out var cost) && IsLocallyBest(finder, after, bounds) && Take(cost))
            {
                return;
            }
        }

        bool Take(Sum cost)
        {
            chosen.Add(([.. _arcs], (int)Whole(cost)));
            MarkUsed(CollectionsMarshal.AsSpan(_arcs));
            return chosen.Count == most;
        }
    }

    // Long edges beside the best route: a second bridge between the same two banks has no junction of its own to go over.
    private void FindBeside(ReadOnlySpan<int> best, ArcCosts costs, in Bounds bounds)
    {
        _beside.Clear();
        for (var from = 1; from < best.Length; from++)
        {
            var vertex = _bestVertices[from - 1];
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                // Nearly all lead elsewhere, and the filter knows that of most of them.
                var head = graph.ArcHead[i];
                if ((_mayBeOnBest[(head & (FilterBits - 1)) >> 6] & (1ul << (head & 63))) == 0)
                {
                    continue;
                }
                var arc = graph.ArcOf[i];
                if (_onBest[head] == _round && costs.MayWalk(arc) && costs.Of(arc) > bounds.Local && _usedEdge[arc >> 1] != _round
                    && IsWorthIt(costs.Of(arc) % ArcCosts.DangerPenalty, _bestAt[head].Plain - _bestAt[vertex].Plain, bounds))
                {
                    var to = from;
                    while (to < best.Length && graph.ComesFrom(best[to]) != head)
                    {
                        to++;
                    }
                    if (to > from && to < best.Length)
                    {
                        _beside.Add((arc, from, to));
                    }
                }
            }
        }
        if (_beside.Count > 1)
        {
            SortBeside(costs);
        }
    }

    private void SortBeside(ArcCosts costs) => _beside.Sort((a, b) => costs.Of(a.Arc).CompareTo(costs.Of(b.Arc)));

    // Whether an edge instead of a part of the best route could keep the rules; says no to nearly all, before a walk is made of them.
    private static bool IsWorthIt(long plain, long instead, in Bounds bounds)
        => instead >= 0 && bounds.Best.Plain - instead <= bounds.MaxShared && bounds.Best.Plain - instead + plain <= bounds.MaxPlain && plain <= (long)(instead * bounds.Stretch);

    // Measures a walk and tells whether it keeps every rule that needs no search.
    private bool Keeps(SnapPoint start, SnapPoint end, ArcCosts costs, in Bounds bounds, out Sum cost)
    {
        cost = Measure(CollectionsMarshal.AsSpan(_arcs), start, end, costs);
        return cost.Dangers <= bounds.Best.Dangers && cost.Plain <= bounds.MaxPlain && Shared() <= bounds.MaxShared && IsSimple() && IsStraight(bounds);
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
    private Sum Measure(ReadOnlySpan<int> arcs, SnapPoint start, SnapPoint end, ArcCosts costs)
    {
        _parts.Clear();
        var (plain, dangers) = (0L, 0);
        for (var i = 0; i < arcs.Length; i++)
        {
            var (arc, length) = (arcs[i], graph.LengthMm[arcs[i] >> 1]);
            var forward = (arc & 1) == 0;
            var cost = i == 0 ? costs.OfRest(arc, forward ? length - start.OffsetMm : start.OffsetMm)
                : i == arcs.Length - 1 ? costs.OfBeginning(arc, forward ? end.OffsetMm : length - end.OffsetMm)
                : costs.Of(arc);
            var isDanger = cost >= ArcCosts.DangerPenalty;
            _parts.Add(new Part(arc, cost - (isDanger ? ArcCosts.DangerPenalty : 0), isDanger));
            plain += _parts[i].Plain;
            dangers += isDanger ? 1 : 0;
        }
        return new Sum(plain, dangers);
    }

    private void MarkBest(ReadOnlySpan<int> best)
    {
        var (plain, whole) = (0L, 0L);
        MarkUsed(best);
        _bestVertices.Clear();
        Array.Clear(_mayBeOnBest);
        for (var i = 0; i < best.Length - 1; i++)
        {
            (plain, whole) = (plain + _parts[i].Plain, whole + Whole(_parts[i]));
            var vertex = graph.ComesFrom(best[i] ^ 1);
            (_onBest[vertex], _bestAt[vertex]) = (_round, new Place(plain, whole));
            _mayBeOnBest[(vertex & (FilterBits - 1)) >> 6] |= 1ul << (vertex & 63);
            _bestVertices.Add(vertex);
        }
    }

    private void MarkUsed(ReadOnlySpan<int> arcs)
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
