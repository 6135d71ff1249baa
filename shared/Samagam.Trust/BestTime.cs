namespace Samagam.Trust;

/// <summary>
/// The best time a box knows, and whether it trusts it. A box that booted in 1970 and has met no time source says
/// <see cref="Trusted"/> = false: then no validity window is judged, so that it can join, learn the time and only then judge.
/// </summary>
/// <param name="Now">Best time known: a trusted wall clock, or the median of the neighbours.</param>
/// <param name="Trusted">Whether windows may be judged by it.</param>
public readonly record struct BestTime(DateTimeOffset Now, bool Trusted)
{
    /// <summary>Judges <c>[from, until]</c> (both ends valid); <see cref="TrustProblem.None"/> when the clock is not trusted.</summary>
    public TrustProblem Judge(DateTimeOffset from, DateTimeOffset until)
    {
        if (!Trusted)
        {
            return TrustProblem.None;
        }
        return Now < from ? TrustProblem.NotYetValid : Now > until ? TrustProblem.Expired : TrustProblem.None;
    }
}
