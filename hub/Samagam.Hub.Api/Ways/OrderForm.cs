using System.Globalization;
using Samagam.Core.Geo;
using Samagam.Core.Orders;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Orders;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api.Ways;

/// <summary>The fields of the order form, as text, as they were typed.</summary>
internal sealed record OrderForm(
    string Id, string Effect, string Place, string Zone, string Lat, string Lng, string Radius, string Ways, string Bearing, string From, string Until,
    string Reason, string ReasonHi)
{
    /// <summary>How a browser writes a local time (HTML, <c>datetime-local</c>).</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    public const string ByZone = "zone";
    public const string ByCircle = "circle";
    public const string ByWays = "ways";

    /// <summary>Directions to choose from: the eight winds.</summary>
    public static readonly IReadOnlyList<(BoardWord Word, int Deg)> Winds =
    [
        (BoardWord.North, 0), (BoardWord.NorthEast, 45), (BoardWord.East, 90), (BoardWord.SouthEast, 135),
        (BoardWord.South, 180), (BoardWord.SouthWest, 225), (BoardWord.West, 270), (BoardWord.NorthWest, 315),
    ];

    private static readonly string[] TimeFormats = [TimeFormat, "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>An empty form: a closure from now, for two hours.</summary>
    public static OrderForm Fresh(Guid id, string zone, DateTimeOffset localNow) => new(
        id.ToString(), OrderWords.Of(OrderEffect.Closed), ByZone, zone, "", "", "50", "", "0", "", localNow.AddHours(2).ToString(TimeFormat, CultureInfo.InvariantCulture), "", "");

    public static OrderForm Of(FormFields form) => new(
        form["id"], form["effect"], form["place"], form["zone"], form["lat"], form["lng"], form["radius"], form["ways"], form["bearing"], form["from"], form["until"],
        form["reason"], form["reasonHi"]);

    /// <summary>The request behind the form, or the word for the first field that is wrong.</summary>
    public (OrderRequest? Request, BoardWord? Wrong) Read(TimeSpan localOffset)
    {
        IReadOnlyList<OrderPoint>? area = null;
        IReadOnlyList<long>? ways = null;
        switch (Place)
        {
            case ByZone when Zone.Length > 0:
                break;
            case ByZone:
                return (null, BoardWord.Zone);
            case ByCircle:
                if (Number(Lat) is not { } lat || Number(Lng) is not { } lng || Number(Radius) is not { } radius || OrderGround.Round(new GeoPoint(lat, lng), radius) is not { } ring)
                {
                    return (null, BoardWord.ByCircle);
                }
                area = [.. ring.Select(p => new OrderPoint(p.LatitudeDeg, p.LongitudeDeg))];
                break;
            case ByWays:
                ways = WaysSaid();
                if (ways is null)
                {
                    return (null, BoardWord.ByWays);
                }
                break;
            default:
                return (null, BoardWord.Where);
        }
        var effect = OrderWords.Read(Effect);
        DateTimeOffset? from = null;
        if (From.Length > 0 && (from = Time(From, localOffset)) is null)
        {
            return (null, BoardWord.ValidFrom);
        }
        var bearing = OrderWords.HasBearing(effect) ? Number(Bearing) : null;
        return effect == OrderEffect.Unspecified ? (null, BoardWord.Effect)
            : OrderWords.HasBearing(effect) && bearing is null ? (null, BoardWord.Direction)
            : !Guid.TryParse(Id, out var id) || id == Guid.Empty ? (null, BoardWord.BadRequest)
            : Time(Until, localOffset) is not { } until || (from is { } begin && until <= begin) ? (null, BoardWord.ValidUntil)
            : Reason.Length == 0 && ReasonHi.Length == 0 ? (null, BoardWord.Why)
            : (new OrderRequest(id, Effect, ways, area, Place == ByZone ? Zone : null, bearing, from, until, Reason, ReasonHi), null);
    }

    private List<long>? WaysSaid()
    {
        var said = Ways.Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var ids = said.Select(w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : 0).Distinct().ToList();
        return ids.Count is > 0 and <= WayOrder.MaxWays && !ids.Contains(0) ? ids : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static DateTimeOffset? Time(string text, TimeSpan localOffset) =>
        DateTime.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is > 2000 and < 9000
            ? new DateTimeOffset(time, localOffset)
            : null;
}
