using System.Text.Json.Serialization;
using Samagam.Core.Geo;
using Samagam.Core.Orders;
using Samagam.Mesh.Orders;
using Samagam.Node.Routes;
using Samagam.Routing;
using Samagam.Routing.Guidance;

namespace Samagam.Node.Portal.Routes;

/// <summary>One instruction. <paramref name="Name"/> is the path walked on, maybe empty; <paramref name="Point"/> an index into the geometry.</summary>
/// <param name="Kind"><c>depart</c>, <c>left</c>, <c>steps-up</c>, <c>arrive</c> …</param>
/// <param name="Flags">What to know of the stretch: <c>crowded</c>, <c>dangerous</c>, <c>one-way</c>, <c>gate</c>, <c>maybe-not-step-free</c>.</param>
internal sealed record RouteStep(string Instruction, string Kind, string Name, int Meters, int Seconds, int Point, IReadOnlyList<string> Flags);

/// <summary>
/// A walk. <paramref name="DistanceMeters"/> and <paramref name="DurationSeconds"/> count the way from the asked place to the path and from it as well.
/// <paramref name="Epoch"/> rises with each change of crowd or orders on this box; <paramref name="CrowdAgeSeconds"/> is left out where nobody counts.
/// <paramref name="Alternatives"/> are other good ways, each kept under its own id; left out where nobody asked.
/// </summary>
internal sealed record RouteView(
    string? RouteId, string Profile, int DistanceMeters, int DurationSeconds, LineString Geometry, string Polyline, IReadOnlyList<RouteStep> Steps, bool EntersDanger,
    string MapVersion, long Epoch, long? CrowdAgeSeconds, IReadOnlyList<RouteView>? Alternatives = null)
{
    /// <summary>A small picture of it as an image's address, for our own pages; empty where none is wanted.</summary>
    [JsonIgnore]
    public string Picture { get; init; } = "";

    public static RouteView Of(RouteFound route, MapView view, WalkMetric metric, string language, long? crowdAgeMs, string? id = null) => new(
        id,
        metric.Word(),
        (int)Math.Round(route.DoorToDoorMetres),
        (int)Math.Round(route.DoorToDoorSeconds),
        new LineString(route.Geometry),
        Routing.Polyline.Encode(route.Points),
        StepsOf(view.Map.Guide(route), metric, language),
        route.EntersDanger,
        view.Map.Version,
        view.Conditions.Epoch,
        crowdAgeMs / 1000);

    /// <summary>A responder's way between two places, or null when there is none. Kept for later askers, so it tells no age.</summary>
    /// <param name="withPicture">Drawing it costs some milliseconds; only our own pages show it.</param>
    public static RouteView? Between(MapView view, GeoPoint from, GeoPoint to, string language, bool withPicture) =>
        view.Route(Of(from), Of(to), WalkMetric.Emergency) is RouteFound found
            ? Of(found, view, WalkMetric.Emergency, language, crowdAgeMs: null) with { Picture = withPicture ? RoutePictures.Small(view, found, language) : "" }
            : null;

    public static Coordinate Of(GeoPoint point) => new(point.LatitudeDeg, point.LongitudeDeg);

    private static RouteStep[] StepsOf(IReadOnlyList<Manoeuvre> manoeuvres, WalkMetric metric, string language)
    {
        var said = GuidanceText.Say(manoeuvres, language, metric);
        var steps = new RouteStep[said.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var m = manoeuvres[i];
            steps[i] = new RouteStep(
                said[i], KindWords[(int)m.Kind], m.Name.In(language), (int)Math.Round(m.LengthMetres), (int)Math.Round(m.Seconds), m.FirstPoint, WordsOfFlags[(int)m.Flags]);
        }
        return steps;
    }

    private static readonly string[] KindWords =
    [
        "depart", "continue", "slight-left", "left", "sharp-left", "slight-right", "right", "sharp-right", "turn-back",
        "steps-up", "steps-down", "steps", "cross", "boat", "gate", "to-path", "off-path", "arrive",
    ];

    private static readonly (LegFlags Flag, string Word)[] FlagWords =
    [
        (LegFlags.Crowded, "crowded"), (LegFlags.Dangerous, "dangerous"), (LegFlags.OneWay, "one-way"), (LegFlags.Gate, "gate"),
        (LegFlags.Up, "up"), (LegFlags.Down, "down"), (LegFlags.MaybeNotStepFree, "maybe-not-step-free"), (LegFlags.Ramp, "ramp"),
    ];

    // Every combination once: the answers share them.
    private static readonly string[][] WordsOfFlags =
    [
        .. Enumerable.Range(0, byte.MaxValue + 1).Select(flags => FlagWords.Where(f => ((LegFlags)flags & f.Flag) != 0).Select(f => f.Word).ToArray()),
    ];
}

/// <summary>One way among several, and what it is best at: <c>fastest</c>, <c>least-crowded</c>, <c>step-free</c>, <c>amenities</c>; null when there is none.</summary>
internal sealed record RouteOption(string Best, RouteView? Route);

/// <summary>What became of a route that was given.</summary>
/// <param name="State"><c>good</c>, <c>closed</c>, <c>dangerous</c>, or <c>new-map</c> when another map is in force.</param>
/// <param name="Epoch">Of the conditions it was looked at under, now; the route itself tells those it was made under.</param>
/// <param name="NewRoute">The best way now, where the old one no longer is good; null when there is none.</param>
/// <param name="Because">The order that closed it or turned it; left out for another cause.</param>
internal sealed record RouteCheck(string State, long Epoch, RouteView Route, RouteView? NewRoute, RouteOrder? Because = null);

/// <summary>An order about paths, as a walker is told of it.</summary>
/// <param name="Effect"><c>closed</c>, <c>one-way</c>, <c>opened</c>, <c>flow</c>.</param>
/// <param name="Reason">Why, in English; may be empty.</param>
/// <param name="ReasonHi">Why, in Hindi; may be empty.</param>
/// <param name="Until">When it ends, ISO 8601.</param>
internal sealed record RouteOrder(string Effect, string Reason, string ReasonHi, DateTimeOffset Until)
{
    public static RouteOrder Of(WayOrder order) =>
        new(OrderWords.Of(order.Effect), order.ReasonEn, order.ReasonHi, DateTimeOffset.FromUnixTimeMilliseconds(order.UntilMs));
}
