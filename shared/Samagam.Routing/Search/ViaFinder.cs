using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>A place a walk may be led over.</summary>
/// <param name="Cost">Of the cheapest walk over it.</param>
/// <param name="Rank">The less, the sooner it is tried.</param>
/// <param name="Junction">Where.</param>
/// <param name="Key">The finder's own name for it.</param>
internal readonly record struct Via(long Cost, long Rank, int Junction, int Key);

/// <summary>The walks over a third place between two places on edges. Working memory of one question; given back by disposing of it.</summary>
internal interface IViaFinder : IDisposable
{
    /// <summary>What walks may be led over, those to be tried first before the others.</summary>
    /// <param name="below">What they must cost less than.</param>
    /// <param name="best">The best walk.</param>
    /// <param name="maxShared">How much of it they may share at most; a finder that cannot tell yet names them all the same.</param>
    IReadOnlyList<Via> Vias(long below, KnownWalk best, long maxShared);

    /// <summary>The arcs of the walk over a via in walking order, the first and the last of them partial; how many come before the via.</summary>
    int Trace(in Via via, List<int> arcs);

    /// <summary>
    /// Whether no walk from one junction to another costs less than <paramref name="cost"/>. −1 stands for the start, or the end,
    /// themselves; not for both.
    /// </summary>
    bool IsCheapest(int from, int to, long cost);
}
