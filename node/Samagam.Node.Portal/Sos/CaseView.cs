using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;

namespace Samagam.Node.Portal.Sos;

/// <summary>One rung as told to the caller. <paramref name="AgeSeconds"/> is null when the clocks do not allow to say.</summary>
internal sealed record RungView(string Rung, bool Reached, DateTimeOffset? At, long? AgeSeconds, int? Count);

/// <summary>Who comes. <paramref name="RemainingSeconds"/> of the own promise; 0 when it has passed, null when not known.</summary>
internal sealed record ComingView(string ResponderId, string CallSign, int EtaSeconds, long? RemainingSeconds, int? WalkSeconds, bool Arrived);

/// <summary>A place as the API says it: never without radius and source.</summary>
internal sealed record PlaceView(double Lat, double Lng, double RadiusMeters, string Source, string? Label)
{
    public static PlaceView Of(Place place, string label) =>
        new(place.Point.LatitudeDeg, place.Point.LongitudeDeg, place.RadiusM, WordOf(place.Source), label.Length == 0 ? null : label);

    private static string WordOf(PlaceSource source) => source switch
    {
        PlaceSource.Node => "node",
        PlaceSource.MapTap => "map-tap",
        PlaceSource.PoleCode => "pole-code",
        PlaceSource.Gps => "gps",
        PlaceSource.Device => "device",
        _ => "unknown",
    };
}

/// <summary>A case as its caller may see it; the same for page, API and stream.</summary>
/// <param name="Ring">How far the search for a responder has been opened: none, nearest, next-nearest, sector, neighbours, control-room, siren.</param>
internal sealed record CaseView(
    string AlertId,
    string Status,
    string EmergencyType,
    bool Drill,
    string Ring,
    PlaceView Place,
    IReadOnlyList<RungView> Ladder,
    ComingView? Coming,
    string? EndedBy,
    long? EndedAgeSeconds)
{
    /// <summary>Markup and a sentence for our own page; absent for other clients.</summary>
    public string? Html { get; init; }

    public string? Sentence { get; init; }

    /// <summary>Null when the case is not known here.</summary>
    public static CaseView? Of(NodeApplication node, SosId id)
    {
        if (node.Picture.Snapshot.Sos.Find(id) is not { Raised: { } raised } sos || node.LadderOf(id) is not { } ladder)
        {
            return null;
        }
        var now = node.Desk.BestTime();
        return new CaseView(
            id.ToString(),
            WordOf(sos.Status),
            SosReading.WordOf(raised.Type),
            raised.Drill,
            WordOf(sos.Level),
            PlaceView.Of(sos.Place, sos.PlaceLabel),
            [.. ladder.Steps.Select(s => new RungView(
                WordOf(s.Rung),
                s.Reached,
                s.At is { Quality: not ClockQuality.Unknown } at ? DateTimeOffset.FromUnixTimeMilliseconds(at.WallMs) : null,
                Age.Of(s.At, now),
                s.Rung is LadderRung.CopiedToBoxes or LadderRung.OnAPhone ? s.Count : null))],
            ladder.Standing is { } claim ? ComingOf(claim, sos, now) : null,
            sos.EndedBy?.Step switch
            {
                SosCancelled { FalseAlarm: true } => "caller-false-alarm",
                SosCancelled => "caller-safe",
                SosResolved resolved => WordOf(resolved.Ending),
                _ => null,
            },
            Age.Of(sos.EndedBy?.Time, now));
    }

    public static string WordOf(SosStatus status) => status switch
    {
        SosStatus.Pending => "pending",
        SosStatus.Acknowledged => "acknowledged",
        _ => "resolved",
    };

    public static string WordOf(SosEnding ending) => ending switch
    {
        SosEnding.Helped => "helped",
        SosEnding.TakenToHospital => "taken-to-hospital",
        SosEnding.NobodyFound => "nobody-found",
        SosEnding.FalseAlarm => "false-alarm",
        SosEnding.Exercise => "exercise",
        _ => "ended",
    };

    private static string WordOf(RingLevel level) => level switch
    {
        RingLevel.None => "none",
        RingLevel.Nearest => "nearest",
        RingLevel.NextNearest => "next-nearest",
        RingLevel.Sector => "sector",
        RingLevel.Neighbours => "neighbours",
        RingLevel.ControlRoom => "control-room",
        _ => "siren",
    };

    private static string WordOf(LadderRung rung) => rung switch
    {
        LadderRung.SavedHere => "saved-here",
        LadderRung.CopiedToBoxes => "copied-to-boxes",
        LadderRung.OnAPhone => "on-a-phone",
        LadderRung.Accepted => "accepted",
        LadderRung.Arrived => "arrived",
        _ => "hub-knows",
    };

    private static ComingView ComingOf(Claim claim, SosCase sos, (long WallMs, ClockQuality Quality) now) => new(
        claim.Responder.Value,
        claim.CallSign,
        claim.EtaSeconds,
        Age.Of(claim.Time, now) is { } age ? Math.Max(0, claim.EtaSeconds - age) : null,
        // Reckoned to where the call was raised: since a better place is known, it would be a wrong promise.
        sos.Place == sos.Raised!.Place ? sos.Offers.FirstOrDefault(o => o.Responder == claim.Responder)?.WalkSeconds : null,
        claim.ArrivedAt is not null);
}

/// <summary>How long ago something was, as far as the clocks allow to say.</summary>
internal static class Age
{
    /// <summary>Seconds, at least 0; null when exactly one of the two clocks knows the time: a box in 1970 would claim 58 years.</summary>
    public static long? Of(HybridTime? at, (long WallMs, ClockQuality Quality) now) =>
        at is { } then && (then.Quality == ClockQuality.Unknown) == (now.Quality == ClockQuality.Unknown)
            ? Math.Max(0, (now.WallMs - then.WallMs) / 1000)
            : null;
}
