using System.Text.Json.Serialization;
using Samagam.Core.Geo;
using Samagam.Core.Locations;
using Samagam.Node.Locations;
using Samagam.Node.Portal.People;

namespace Samagam.Node.Portal.Locations;

/// <summary>Where a phone is. <paramref name="UserId"/> may be left out; if it is there it must be the caller's.</summary>
/// <param name="Accuracy">Metres; 25 when not said.</param>
/// <param name="Timestamp">When the phone knew it.</param>
internal sealed record PointRequest(
    string? UserId = null, double? Lat = null, double? Lng = null, double? Accuracy = null, DateTimeOffset? Timestamp = null, double? Altitude = null, double? Heading = null, double? Speed = null,
    string? ClientId = null)
{
    /// <summary>The point, or the field that is missing. Whether it can be true is for the rules to say.</summary>
    public (PositionFix? Fix, string? Wrong) Read() =>
        Lat is not { } lat ? (null, "lat")
        : Lng is not { } lng ? (null, "lng")
        : Timestamp is not { } at ? (null, "timestamp")
        : (new PositionFix(new GeoPoint(lat, lng), Accuracy ?? PositionFix.UsualAccuracyM, at.ToUnixTimeMilliseconds()) { AltitudeM = Altitude, HeadingDeg = Heading, SpeedMps = Speed }, null);
}

/// <summary>Points recorded while there was no box.</summary>
internal sealed record BatchRequest(IReadOnlyList<PointRequest>? Locations = null);

/// <summary>Answer to an update.</summary>
/// <param name="Kept">It becomes part of the history, since the person consented.</param>
/// <param name="Fences">What it meant at geofences.</param>
internal sealed record PointTaken(bool Kept, int FreshForSeconds, IReadOnlyList<FenceEvent> Fences);

/// <summary>What became of one point of a batch.</summary>
/// <param name="Result"><c>kept</c>, <c>known</c> (sent before), <c>not-kept</c> (no consent for a history), <c>full</c>, <c>not-saved</c> (send again) or <c>impossible</c>.</param>
/// <param name="Reason">Why it is impossible.</param>
internal sealed record PointResult(string ClientId, string Result, string? Reason)
{
    public static PointResult Of(OfflineResult result) => new(
        result.ClientId,
        result.Keep switch
        {
            null => "impossible",
            KeepOutcome.Kept => "kept",
            KeepOutcome.Known => "known",
            KeepOutcome.NotAllowed => "not-kept",
            KeepOutcome.Full => "full",
            _ => "not-saved",
        },
        result.Keep is null ? result.Verdict.Word() : null);
}

/// <summary>A point of one's own history.</summary>
internal sealed record HistoryPoint(double Lat, double Lng, double Accuracy, double? Altitude, double? Heading, double? Speed, DateTimeOffset RecordedAt, bool IsOfflineSync)
{
    public static HistoryPoint Of(TrailPoint point) => new(
        point.Fix.Point.LatitudeDeg, point.Fix.Point.LongitudeDeg, point.Fix.AccuracyM, point.Fix.AltitudeM, point.Fix.HeadingDeg, point.Fix.SpeedMps,
        DateTimeOffset.FromUnixTimeMilliseconds(point.Fix.RecordedMs), point.Fix.IsOfflineSync);
}

/// <summary>A place as others see it.</summary>
/// <param name="IsFresh">Not older than 10 s.</param>
internal sealed record PlaceNow(double Lat, double Lng, double Accuracy, double AgeSeconds, bool IsFresh)
{
    public static PlaceNow Of(SeenPlace seen, LocationOptions limits) => new(
        seen.Place.Point.LatitudeDeg, seen.Place.Point.LongitudeDeg, seen.Place.AccuracyM, Math.Round(seen.AgeMs / 1_000.0, 1), seen.AgeMs <= limits.GroupFreshSeconds * 1_000);
}

/// <summary>Body of <c>fence-entered</c>, <c>fence-left</c> and <c>fence-crossed</c>. To the person.</summary>
/// <param name="Change"><c>entered</c>, <c>left</c>, <c>crossed-forward</c> or <c>crossed-back</c>.</param>
internal sealed record FenceEvent(string FenceId, string Name, string Change, DateTimeOffset At)
{
    public static FenceEvent Of(FenceNews news) => new(news.Fence.Id.ToString(), news.Fence.Name, WordOf(news.Change), DateTimeOffset.FromUnixTimeMilliseconds(news.RecordedMs));

    public static string WordOf(FenceChange change) => change switch
    {
        FenceChange.Entered => "entered",
        FenceChange.Left => "left",
        FenceChange.CrossedForward => "crossed-forward",
        _ => "crossed-back",
    };
}

/// <summary>The same, to staff: how many, not who.</summary>
/// <param name="InsideHere">People inside whose phones this box hears.</param>
internal sealed record FenceCount(string FenceId, string Name, string Change, DateTimeOffset At, int InsideHere)
{
    public static FenceCount Of(FenceNews news) => new(
        news.Fence.Id.ToString(), news.Fence.Name, FenceEvent.WordOf(news.Change), DateTimeOffset.FromUnixTimeMilliseconds(news.RecordedMs), news.Inside);
}

/// <summary>A point of a fence.</summary>
internal sealed record FencePoint(double? Lat = null, double? Lng = null);

/// <summary>Body of making or changing a geofence.</summary>
/// <param name="FenceId">Made by the caller where it can be; a new one otherwise.</param>
/// <param name="Shape"><c>circle</c> (one point), <c>polygon</c>, <c>corridor</c>, or <c>line</c>, whose crossing from its right to its left is forward.</param>
/// <param name="RadiusMeters">Of a circle, or half the width of a corridor.</param>
/// <param name="Tells"><c>person</c>, <c>staff</c> or <c>both</c> (default).</param>
internal sealed record FenceRequest(string? FenceId = null, string? Name = null, string? Shape = null, IReadOnlyList<FencePoint>? Points = null, double? RadiusMeters = null, string? Tells = null)
{
    private static readonly string[] Shapes = ["circle", "polygon", "corridor", "line"];
    private static readonly string[] Told = ["person", "staff", "both"];

    /// <summary>The fence, or the field that is wrong.</summary>
    public (Fence? Fence, string? Wrong) Read(FenceId id, LocationOptions limits)
    {
        var shape = Array.IndexOf(Shapes, Shape) + 1;
        var tells = Array.IndexOf(Told, Tells ?? "both") + 1;
        if (shape == 0 || tells == 0)
        {
            return (null, shape == 0 ? "$.shape" : "$.tells");
        }
        if (Points is null || Points.Count > limits.MaxFencePoints || Points.Any(p => p?.Lat is null || p.Lng is null))
        {
            return (null, "$.points");
        }
        var fence = new Fence(
            id, People.Shapes.Text(Name), (FenceShape)shape, [.. Points.Select(p => new GeoPoint(p.Lat!.Value, p.Lng!.Value))], RadiusMeters ?? 0, (FenceTells)tells, IsRemoved: false);
        return fence.Wrong(limits) is { } wrong ? (null, wrong) : (fence, null);
    }

    public static FenceView View(Fence fence) => new(
        fence.Id.ToString(), fence.Name, Shapes[(int)fence.Shape - 1], [.. fence.Points.Select(p => new FencePoint(p.LatitudeDeg, p.LongitudeDeg))],
        fence.RadiusM > 0 ? fence.RadiusM : null, Told[(int)fence.Tells - 1]);
}

/// <summary>A geofence as it stands.</summary>
internal sealed record FenceView(string FenceId, string Name, string Shape, IReadOnlyList<FencePoint> Points, double? RadiusMeters, string Tells);

/// <summary>Shapes of this feature, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(PointRequest))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(PointTaken))]
[JsonSerializable(typeof(IReadOnlyList<PointResult>))]
[JsonSerializable(typeof(HistoryPoint[]))]
[JsonSerializable(typeof(FenceEvent))]
[JsonSerializable(typeof(FenceCount))]
[JsonSerializable(typeof(FenceRequest))]
[JsonSerializable(typeof(FenceView))]
[JsonSerializable(typeof(FenceView[]))]
internal sealed partial class LocationJson : JsonSerializerContext;
