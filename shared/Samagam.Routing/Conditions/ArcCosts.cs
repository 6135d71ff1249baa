using Samagam.Routing.Graph;

namespace Samagam.Routing.Conditions;

/// <summary>
/// What each arc costs under one metric at one epoch: millimetres or milliseconds, or <see cref="Blocked"/>. An arc that
/// comes into a dangerous zone costs <see cref="DangerPenalty"/> more, whole, at its beginning: more than any walk,
/// so that it is taken only where there is no other.
/// </summary>
internal sealed class ArcCosts
{
    public const int Blocked = int.MaxValue;

    /// <summary>37 hours in milliseconds, 134 km in millimetres; ten of them still fit a cost.</summary>
    public const int DangerPenalty = 1 << 27;

    private readonly WalkGraph _graph;
    private readonly int[] _cost;
    // Not a number until somebody asks: only plain searches do, and all who ask at once find the same.
    private double _leastPerMm = double.NaN;

    public ArcCosts(WalkGraph graph, int[] cost) => (_graph, _cost) = (graph, cost);

    /// <summary>The same costs without some edges.</summary>
    public ArcCosts Without(IEnumerable<int> edges)
    {
        var cost = _cost.AsSpan().ToArray();
        foreach (var edge in edges)
        {
            (cost[edge * 2], cost[(edge * 2) + 1]) = (Blocked, Blocked);
        }
        return new ArcCosts(_graph, cost) { _leastPerMm = LeastPerMm() };
    }

    /// <summary>By arc.</summary>
    public ReadOnlySpan<int> All => _cost;

    /// <summary>By arc; of a metric whose costs are times.</summary>
    public int[] AsTimes => _cost;

    public bool MayWalk(int arc) => _cost[arc] < Blocked;

    /// <summary>Whether a part of an arc may be walked: nothing at all may, so a junction is left by any of its edges.</summary>
    public bool MayWalk(int arc, int mm) => mm == 0 || MayWalk(arc);

    public bool Endangers(int arc) => _cost[arc] is >= DangerPenalty and < Blocked;

    public int Of(int arc) => _cost[arc];

    /// <summary>The first <paramref name="mm"/> of an arc, from the junction it begins at.</summary>
    public int OfBeginning(int arc, int mm) => mm == 0 ? 0 : Share(arc, mm) + (Endangers(arc) ? DangerPenalty : 0);

    /// <summary>A part of an arc that begins on it; whoever is inside already does not come in, unless it is the whole arc.</summary>
    public int OfRest(int arc, int mm) => mm == _graph.LengthMm[arc >> 1] ? OfBeginning(arc, mm) : Share(arc, mm);

    /// <summary>No walk over this straight distance costs less.</summary>
    // Two off, because parts of edges are rounded.
    public int AtLeast(double metres) => Math.Max(0, (int)Math.Min(metres * 1000 * LeastPerMm(), int.MaxValue / 4) - 2);

    private double LeastPerMm()
    {
        var known = Volatile.Read(ref _leastPerMm);
        if (!double.IsNaN(known))
        {
            return known;
        }
        var least = double.PositiveInfinity;
        for (var arc = 0; arc < _cost.Length; arc++)
        {
            if (_cost[arc] < Blocked && _graph.LengthMm[arc >> 1] > 0)
            {
                least = Math.Min(least, (double)_cost[arc] / _graph.LengthMm[arc >> 1]);
            }
        }
        least = double.IsFinite(least) ? least : 0;
        Volatile.Write(ref _leastPerMm, least);
        return least;
    }

    private int Share(int arc, int mm)
    {
        var length = _graph.LengthMm[arc >> 1];
        if (length == 0 || mm == 0)
        {
            return 0;
        }
        var whole = _cost[arc] - (Endangers(arc) ? DangerPenalty : 0);
        return (int)((long)whole * mm / length);
    }
}
