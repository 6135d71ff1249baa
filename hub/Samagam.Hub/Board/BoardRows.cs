using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;

namespace Samagam.Hub.Board;

/// <summary>When something was stated, and how long ago that is; the age is null when the clock that stamped it was never set.</summary>
public readonly record struct Moment(HybridTime Time, long? AgeSeconds)
{
    public static Moment At(HybridTime time, long nowMs) =>
        new(time, time.Quality == ClockQuality.Unknown ? null : Math.Max(0, nowMs - time.WallMs) / 1000);
}

/// <summary>How long a case has been waiting.</summary>
/// <param name="SinceMs">Start of the count, ms since 1970; null when no trustworthy clock has spoken of the case yet.</param>
/// <param name="AtLeast">True when the call's own stamp is of no use and the first trustworthy step counts instead.</param>
public readonly record struct CaseAge(long? SinceMs, bool AtLeast, long NowMs)
{
    public long? Seconds => SinceMs is { } since ? Math.Max(0, NowMs - since) / 1000 : null;
}

/// <summary>A box as people name it. Names are empty when the box has not stated itself here yet.</summary>
public readonly record struct BoxLabel(NodeId Node, string Name, string NameHi, ushort Sector);

/// <summary>How loud a case is on the board; the order is that of the rows.</summary>
public enum Urgency
{
    /// <summary>Pending, and the siren has been asked for.</summary>
    Siren,

    /// <summary>Pending, and the control room itself has been asked.</summary>
    ControlRoom,

    /// <summary>Pending, and no responder's phone has it after the critical bound.</summary>
    Unheard,

    /// <summary>Nobody has accepted.</summary>
    Pending,

    /// <summary>Accepted, and the promised arrival has passed.</summary>
    Late,

    Accepted,
    Arrived,
    Ended,
}

/// <summary>One step of a case, by the box that stated it.</summary>
public sealed record StepRow(FactId Fact, Moment At, BoxLabel Box, string Kind, SosStep Step);

/// <summary>One responder beside a case: what they were asked, and how they answered.</summary>
/// <param name="CallSign">Empty when neither their claim nor the duty roster says one.</param>
/// <param name="EtaLeftSeconds">Promised arrival from now; negative when it has passed; null without a live claim or when the clock is of no use.</param>
public sealed record ResponderRow(
    ResponderId Responder,
    string CallSign,
    RingLevel Level,
    int? WalkSeconds,
    Moment? Asked,
    Moment? Received,
    bool Declined,
    ClaimState? Claim,
    Moment? Accepted,
    int? EtaSeconds,
    long? EtaLeftSeconds,
    Moment? Arrived,
    bool Standing);

/// <summary>One call for help on the board.</summary>
public sealed record CaseRow
{
    public required SosId Id { get; init; }

    /// <summary>Null while the call itself has not arrived and only steps of it are known.</summary>
    public required SosRaised? Call { get; init; }
    public required SosStatus Status { get; init; }
    public required Urgency Urgency { get; init; }
    public required RingLevel Level { get; init; }
    public required CaseAge Age { get; init; }
    public required Place Place { get; init; }
    public required string PlaceLabel { get; init; }

    /// <summary>The box that took the call and leads its escalation; null while the call has not arrived.</summary>
    public required BoxLabel? Leader { get; init; }

    /// <summary>Boxes that took the call themselves (a phone that moved and repeated), the leader first.</summary>
    public required IReadOnlyList<BoxLabel> TakenBy { get; init; }

    /// <summary>The hub's receipt for the call has been given: it is on the hub's disk and the boxes are told.</summary>
    public required bool Receipted { get; init; }
    public required IReadOnlyList<ResponderRow> Responders { get; init; }

    /// <summary>All steps, oldest first.</summary>
    public required IReadOnlyList<StepRow> Steps { get; init; }

    /// <summary>The step that ended the case; null while open.</summary>
    public required StepRow? Ended { get; init; }

    public bool Drill => Call?.Drill == true;

    public ResponderRow? Standing => Responders.FirstOrDefault(r => r.Standing);
}

/// <summary>One sector at a glance; exercises are not counted.</summary>
public sealed record SectorRow(ushort Sector, int Open, int Pending, CaseAge? OldestPending, int OnDuty, int Boxes, int SilentBoxes);

/// <summary>One box at a glance.</summary>
/// <param name="HeardSecondsAgo">Since its last sign of life reached the hub; null when there was none since the hub started.</param>
/// <param name="Linked">A link to the hub is up right now.</param>
public sealed record BoxRow(BoxLabel Box, GeoPoint Point, bool IsHub, long? HeardSecondsAgo, bool Linked, bool Silent, int Open, int OnDuty);

/// <summary>The event in figures; exercises are counted in <see cref="OpenDrills"/> only.</summary>
public sealed record BoardTotals(
    int Open,
    int Pending,
    int Unheard,
    int Acknowledged,
    int Arrived,
    int EndedLately,
    int Ever,
    int OpenDrills,
    int OnDuty,
    int Boxes,
    int SilentBoxes);
