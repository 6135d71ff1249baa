using System.Globalization;
using Samagam.Core.Geo;
using Samagam.Node.Portal.Duty;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>Body of a question for a route.</summary>
/// <param name="Via">Up to five places in between, in order.</param>
/// <param name="Profile"><c>crowd</c> (default), <c>shortest</c>, <c>amenity</c>, <c>accessible</c>, or <c>emergency</c> for responders.</param>
/// <param name="Departure">When the walk begins, ISO 8601; at most a day ahead. Without an offset it is the local time of the event (<see cref="PortalOptions.TimeZone"/>), never that of the box's system.</param>
/// <param name="Language">Of the instructions: <c>hi</c> or <c>en</c>; the caller's when left out or not known here, as with <c>?lang=</c>.</param>
/// <param name="Avoid">Up to eight rings of 3 to 100 points that no path of the walk may touch.</param>
/// <param name="Alternatives">How many other good ways to tell, 0 to 3; not together with places in between.</param>
internal sealed record RouteRequest(
    PointRequest? From = null,
    PointRequest? To = null,
    IReadOnlyList<PointRequest>? Via = null,
    string? Profile = null,
    string? Departure = null,
    string? Language = null,
    IReadOnlyList<IReadOnlyList<PointRequest>>? Avoid = null,
    int? Alternatives = null)
{
    public const int MaxVia = 5;
    public const int MaxAlternatives = 3;
    public const int MaxAvoid = 8;
    public const int MaxRingPoints = 100;
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>When the walk begins; null for now, and for what is no time.</summary>
    /// <param name="local">In which a time without an offset is meant.</param>
    public DateTimeOffset? DepartureIn(TimeZoneInfo local) =>
        !DateTime.TryParseExact(Departure, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) || time.Year is < 2000 or > 9000 ? null
            : time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, local.GetUtcOffset(time))
            : new DateTimeOffset(time);

    /// <summary>The path of the first field that is wrong, or null.</summary>
    /// <param name="now">Best time known.</param>
    /// <param name="local">The time zone of the event.</param>
    public string? Wrong(DateTimeOffset now, TimeZoneInfo local)
    {
        if (From?.Point is null)
        {
            return "$.from";
        }
        if (To?.Point is null)
        {
            return "$.to";
        }
        if (Via is { } via && (via.Count > MaxVia || via.Any(v => v?.Point is null)))
        {
            return "$.via";
        }
        if (Profile is not null && !WalkMetrics.TryParse(Profile, out _))
        {
            return "$.profile";
        }
        if (Departure is not null && !(DepartureIn(local) is { } departure && departure >= now - TimeSpan.FromMinutes(10) && departure <= now + Ahead))
        {
            return "$.departure";
        }
        if (Alternatives is < 0 or > MaxAlternatives || (Alternatives > 0 && Via is { Count: > 0 }))
        {
            return "$.alternatives";
        }
        return Avoid is { } avoid && (avoid.Count > MaxAvoid || avoid.Any(r => r is null || r.Count is < 3 or > MaxRingPoints || r.Any(p => p?.Point is null)))
            ? "$.avoid"
            : null;
    }

    /// <summary>The question as it is asked of the map; only after <see cref="Wrong"/> said null.</summary>
    public RouteQuestion Question() => new(
        [Of(From!), .. (Via ?? []).Select(Of), Of(To!)],
        WalkMetrics.TryParse(Profile, out var metric) ? metric : WalkMetric.Crowd,
        [.. (Avoid ?? []).Select(r => (IReadOnlyList<Coordinate>)[.. r.Select(Of)])]);

    private static Coordinate Of(PointRequest point) => RouteView.Of(point.Point ?? default(GeoPoint));
}

/// <summary>What is asked of a map.</summary>
internal sealed record RouteQuestion(IReadOnlyList<Coordinate> Stops, WalkMetric Metric, IReadOnlyList<IReadOnlyList<Coordinate>> Avoid);
