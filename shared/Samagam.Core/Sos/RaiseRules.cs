using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Sos;

/// <summary>What a new press means, beside the cases known on this box.</summary>
public abstract record RaiseVerdict
{
    /// <summary>A case of its own; <paramref name="PossiblySame"/> links an open one at nearly the same place and minute.</summary>
    public sealed record NewCase(SosId? PossiblySame) : RaiseVerdict;

    /// <summary>The same call repeated: nothing new to store.</summary>
    public sealed record Repeat(SosId Case) : RaiseVerdict;

    /// <summary>The same caller presses again on an open case: its place and count are updated.</summary>
    public sealed record Again(SosId Case) : RaiseVerdict;
}

/// <summary>
/// Rule 1 of sos.md: never refused. The same id, or the same device pass while its case is open, is the same case; anything
/// else is a new one (phones are shared, and a case may be for another person).
/// </summary>
public static class RaiseRules
{
    /// <summary>Farther than this, two calls are not linked.</summary>
    public const double SamePlaceM = 100;

    /// <summary>Longer ago than this, two calls are not linked.</summary>
    public const long SameTimeMs = 5 * 60_000;

    /// <summary>A retry of a call that has ended comes within this; later, the same id is a new need and becomes a case of its own.</summary>
    public const long RetryMs = 60_000;

    /// <param name="sameId">Case with the id the caller gave, if known here.</param>
    /// <param name="sameDevice">Newest case of the same device pass, if any.</param>
    /// <param name="newPlace">True when the press brings a place that differs from the one known.</param>
    /// <param name="open">Open cases known here, for the link.</param>
    public static RaiseVerdict Judge(SosCase? sameId, SosCase? sameDevice, bool forSomebodyElse, SosRaised call, bool newPlace, HybridTime now, IEnumerable<SosCase> open)
    {
        var isOver = sameId?.EndedBy is { } end && now.WallMs - end.Time.WallMs > RetryMs;
        if (sameId is { Raised: not null } && !isOver)
        {
            return newPlace && sameId.IsOpen ? new RaiseVerdict.Again(sameId.Id) : new RaiseVerdict.Repeat(sameId.Id);
        }
        if (sameDevice is { IsOpen: true } && !forSomebodyElse)
        {
            return new RaiseVerdict.Again(sameDevice.Id);
        }
        var near = open
            .Where(c => c.IsOpen && c.Raised!.Drill == call.Drill
                && c.Place.Point.DistanceM(call.Place.Point) <= SamePlaceM
                && Math.Abs(c.RaisedFact!.Time.WallMs - now.WallMs) <= SameTimeMs)
            .OrderBy(c => c.RaisedFact!.Time.Packed).ThenBy(c => c.Id)
            .FirstOrDefault();
        return new RaiseVerdict.NewCase(near?.Id);
    }
}
