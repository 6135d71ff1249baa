using Samagam.Core.Geo;

namespace Samagam.Core.Locations;

/// <summary>Where a phone says it is.</summary>
/// <param name="AccuracyM">Radius within which it is with 68 % likelihood (W3C Geolocation, section 8.3).</param>
/// <param name="RecordedMs">When, by the phone's clock, ms since 1970.</param>
public sealed record PositionFix(GeoPoint Point, double AccuracyM, long RecordedMs)
{
    /// <summary>Of a phone that does not say.</summary>
    public const double UsualAccuracyM = 25;

    public double? AltitudeM { get; init; }

    /// <summary>Clockwise from north.</summary>
    public double? HeadingDeg { get; init; }
    public double? SpeedMps { get; init; }

    /// <summary>Recorded while there was no box, and sent later.</summary>
    public bool IsOfflineSync { get; init; }
}

/// <summary>A point of a history.</summary>
/// <param name="Mark">Of the phone's own id of a point it sent later; 0 for none.</param>
public readonly record struct TrailPoint(PositionFix Fix, ulong Mark);

/// <summary>Whether a point can be true, and why not.</summary>
public enum FixVerdict : byte
{
    Good,

    /// <summary>No number, beyond ±90° or ±180°, or a negative uncertainty, height or speed that cannot be.</summary>
    OutsideEarth,

    /// <summary>0°, 0°: what a phone says that knows nothing.</summary>
    NullIsland,

    /// <summary>Less sure than a point may be.</summary>
    TooVague,

    /// <summary>Ahead of the box by more than clocks differ.</summary>
    FromTheFuture,

    TooOld,

    /// <summary>Not later than the point before it: a repeat, or out of order.</summary>
    NotLater,

    /// <summary>Nobody gets there from the point before in that time, even if both are as wrong as they say.</summary>
    TooFast,
}

/// <summary>Sorts out points that cannot be true. Pure: a point is judged by itself, the one before it and the time.</summary>
public static class FixRules
{
    // Below the Dead Sea and above every airliner nobody carries a phone.
    private const double LowestM = -500;
    private const double HighestM = 20_000;
    private const double NullIslandDeg = 0.001;

    /// <param name="before">The last good point of the same phone; null for none.</param>
    /// <param name="oldestMs">Age a point may have.</param>
    public static FixVerdict Judge(PositionFix? before, PositionFix now, long nowMs, long oldestMs, LocationOptions options)
    {
        if (!now.Point.IsValid || !double.IsFinite(now.AccuracyM) || now.AccuracyM < 0
            || now.AltitudeM is { } height && !(height is >= LowestM and <= HighestM)
            || now.HeadingDeg is { } heading && !(heading is >= 0 and <= 360)
            || now.SpeedMps is { } speed && !(double.IsFinite(speed) && speed >= 0))
        {
            return FixVerdict.OutsideEarth;
        }
        if (Math.Abs(now.Point.LatitudeDeg) < NullIslandDeg && Math.Abs(now.Point.LongitudeDeg) < NullIslandDeg)
        {
            return FixVerdict.NullIsland;
        }
        if (now.AccuracyM > options.MaxAccuracyM)
        {
            return FixVerdict.TooVague;
        }
        if (now.RecordedMs > nowMs + (options.MaxAheadSeconds * 1_000L))
        {
            return FixVerdict.FromTheFuture;
        }
        if (now.RecordedMs < nowMs - oldestMs)
        {
            return FixVerdict.TooOld;
        }
        if (before is null)
        {
            return FixVerdict.Good;
        }
        if (now.RecordedMs <= before.RecordedMs)
        {
            return FixVerdict.NotLater;
        }
        var leastM = before.Point.DistanceM(now.Point) - before.AccuracyM - now.AccuracyM;
        return leastM > options.MaxSpeedMps * (now.RecordedMs - before.RecordedMs) / 1_000 ? FixVerdict.TooFast : FixVerdict.Good;
    }

    /// <summary>Whether a point adds to a history: time has passed, or way has been made.</summary>
    public static bool IsWorthKeeping(PositionFix? kept, PositionFix now, LocationOptions options) =>
        kept is null || now.RecordedMs - kept.RecordedMs >= options.HistorySeconds * 1_000L || kept.Point.DistanceM(now.Point) >= options.HistoryMetres + now.AccuracyM;

    /// <summary>The word of the API.</summary>
    public static string Word(this FixVerdict verdict) => verdict switch
    {
        FixVerdict.Good => "good",
        FixVerdict.OutsideEarth => "outside-earth",
        FixVerdict.NullIsland => "null-island",
        FixVerdict.TooVague => "too-vague",
        FixVerdict.FromTheFuture => "from-the-future",
        FixVerdict.TooOld => "too-old",
        FixVerdict.NotLater => "not-later",
        _ => "too-fast",
    };
}
