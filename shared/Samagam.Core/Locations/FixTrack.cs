namespace Samagam.Core.Locations;

/// <summary>
/// The points of one phone as far as they matter for the next. Law: a point that is too far from the last good one is refused, and so are those after it, until
/// <see cref="Agreeing"/> of them in a row agree with each other: then it was the good one that was wrong, and nobody stays locked out by it.
/// </summary>
/// <param name="Last">The last good point.</param>
/// <param name="Doubted">The last point refused as too fast.</param>
/// <param name="InARow">How many doubted ones agree so far.</param>
public sealed record FixTrack(PositionFix? Last, PositionFix? Doubted, int InARow)
{
    /// <summary>So many points at another place are believed against one: 3.</summary>
    public const int Agreeing = 3;

    public static readonly FixTrack Empty = new(null, null, 0);

    /// <param name="oldestMs">Age a point may have.</param>
    public (FixVerdict Verdict, FixTrack Now) Move(PositionFix fix, long nowMs, long oldestMs, LocationOptions options)
    {
        var verdict = FixRules.Judge(Last, fix, nowMs, oldestMs, options);
        if (verdict == FixVerdict.Good)
        {
            return (verdict, new FixTrack(fix, null, 0));
        }
        if (verdict != FixVerdict.TooFast)
        {
            return (verdict, this);
        }
        var agrees = Doubted is not null && FixRules.Judge(Doubted, fix, nowMs, oldestMs, options) == FixVerdict.Good;
        var inARow = agrees ? InARow + 1 : 1;
        return inARow >= Agreeing ? (FixVerdict.Good, new FixTrack(fix, null, 0)) : (verdict, new FixTrack(Last, fix, inARow));
    }
}
