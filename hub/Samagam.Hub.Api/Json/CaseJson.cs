using System.Globalization;
using Samagam.Core.Geo;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Hub.Board;

namespace Samagam.Hub.Api.Json;

/// <summary>A box as the calls name it.</summary>
public sealed record BoxRefJson(string Node, string Name, string NameHi, int Sector)
{
    public static BoxRefJson Of(BoxLabel box) => new(box.Node.ToString(), box.Name, box.NameHi, box.Sector);
}

/// <summary>A moment: RFC 3339 in UTC, seconds ago (absent when the clock was never set), and how far the clock could be trusted.</summary>
public sealed record MomentJson(string Time, long? AgeSeconds, ClockQuality Clock)
{
    public static MomentJson Of(Moment at) => new(Text(at.Time.WallMs), at.AgeSeconds, at.Time.Quality);

    public static MomentJson? Of(Moment? at) => at is { } moment ? Of(moment) : null;

    private static string Text(long wallMs) =>
        // Ten thousand years are more than a stamp of 48 bits needs to say.
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(wallMs, 253_402_300_799_999)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A place, never without its radius and source.</summary>
public sealed record PlaceJson(string Label, double Lat, double Lng, double RadiusM, PlaceSource Source);

/// <summary>One responder beside the case.</summary>
public sealed record ResponderJson(
    string Responder,
    string CallSign,
    RingLevel Level,
    int? WalkSeconds,
    MomentJson? Asked,
    MomentJson? Received,
    bool Declined,
    ClaimState? Claim,
    MomentJson? Accepted,
    int? EtaSeconds,
    long? EtaLeftSeconds,
    MomentJson? Arrived,
    bool Standing)
{
    public static ResponderJson Of(ResponderRow row) => new(
        row.Responder.Value,
        row.CallSign,
        row.Level,
        row.WalkSeconds,
        MomentJson.Of(row.Asked),
        MomentJson.Of(row.Received),
        row.Declined,
        row.Claim,
        MomentJson.Of(row.Accepted),
        row.EtaSeconds,
        row.EtaLeftSeconds,
        MomentJson.Of(row.Arrived),
        row.Standing);
}

/// <summary>One step, by kind, time and box.</summary>
public sealed record StepJson(string Fact, string Kind, MomentJson At, BoxRefJson Box)
{
    public static StepJson Of(StepRow row) => new(row.Fact.ToString(), row.Kind, MomentJson.Of(row.At), BoxRefJson.Of(row.Box));
}

/// <summary>A case as anybody may see it: nothing a caller said of themselves.</summary>
public sealed record CaseJson
{
    public required string Id { get; init; }
    public required SosStatus Status { get; init; }
    public required Urgency Urgency { get; init; }
    public required RingLevel Level { get; init; }

    /// <summary>False while only steps of the case have arrived, and not yet the call.</summary>
    public required bool CallKnown { get; init; }
    public required SosType Type { get; init; }
    public required SosDoor Door { get; init; }
    public required int People { get; init; }
    public required bool Drill { get; init; }
    public required bool Silent { get; init; }
    public required bool ForSomebodyElse { get; init; }
    public required bool HasDetails { get; init; }
    public required string Language { get; init; }
    public string? PossiblySameAs { get; init; }
    public long? AgeSeconds { get; init; }
    public required bool AgeAtLeast { get; init; }
    public PlaceJson? Place { get; init; }
    public BoxRefJson? Leader { get; init; }
    public required IReadOnlyList<BoxRefJson> TakenBy { get; init; }
    public required bool HubReceipt { get; init; }
    public required IReadOnlyList<ResponderJson> Responders { get; init; }
    public required IReadOnlyList<StepJson> Steps { get; init; }
    public StepJson? Ended { get; init; }

    public static CaseJson Of(CaseRow row) => new()
    {
        Id = row.Id.ToString(),
        Status = row.Status,
        Urgency = row.Urgency,
        Level = row.Level,
        CallKnown = row.Call is not null,
        Type = Known(row.Call?.Type ?? SosType.Unspecified, SosType.Other),
        Door = Known(row.Call?.Door ?? SosDoor.Unspecified, SosDoor.Unspecified),
        People = row.Call?.People ?? 0,
        Drill = row.Drill,
        Silent = row.Call?.Silent ?? false,
        ForSomebodyElse = row.Call?.ForSomebodyElse ?? false,
        HasDetails = row.Call?.Details.IsEmpty == false,
        Language = row.Call?.Language ?? "",
        PossiblySameAs = row.Call?.PossiblySameAs?.ToString(),
        AgeSeconds = row.Age.Seconds,
        AgeAtLeast = row.Age.AtLeast,
        Place = row.Call is null && row.PlaceLabel.Length == 0
            ? null
            : new PlaceJson(row.PlaceLabel, row.Place.Point.LatitudeDeg, row.Place.Point.LongitudeDeg, row.Place.RadiusM, Known(row.Place.Source, PlaceSource.Unknown)),
        Leader = row.Leader is { } leader ? BoxRefJson.Of(leader) : null,
        TakenBy = [.. row.TakenBy.Select(BoxRefJson.Of)],
        HubReceipt = row.Receipted,
        Responders = [.. row.Responders.Select(ResponderJson.Of)],
        Steps = [.. row.Steps.Select(StepJson.Of)],
        Ended = row.Ended is { } end ? StepJson.Of(end) : null,
    };

    /// <summary>A newer box may say a word this build has no name for.</summary>
    private static T Known<T>(T value, T otherwise)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : otherwise;
}

/// <summary>One fact of the after-action file.</summary>
public sealed record FileEntryJson(string Fact, string Kind, string Lane, MomentJson At, BoxRefJson Box, bool Signed, int Bytes)
{
    public static FileEntryJson Of(FileEntry entry) => new(
        entry.Fact.ToString(), entry.Kind, entry.Lane.ToString().ToLowerInvariant(), MomentJson.Of(entry.At), BoxRefJson.Of(entry.Box), entry.Signed, entry.Bytes);
}

/// <summary>A case with every fact about it.</summary>
public sealed record CaseFileJson(CaseJson Case, IReadOnlyList<FileEntryJson> Timeline);

/// <summary>What a caller said of themselves; only ever to an operator.</summary>
public sealed record DetailsJson(string Name, string Phone, string Note);

/// <summary>Body of <c>POST cases/{id}/resolve</c>.</summary>
public sealed record EndCaseJson(SosEnding Ending);

/// <summary>How ending a case ended.</summary>
/// <param name="Changed">False when the case had ended before.</param>
public sealed record EndedJson(bool Changed, CaseJson Case);
