using System.Globalization;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Guidance;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Routes;

/// <summary>The page of a way as markup.</summary>
internal static class RoutePageHtml
{
    private static readonly (string Word, Say Say)[] Kinds =
        [("fastest", Say.WayFastest), ("crowd", Say.WayLeastCrowded), ("accessible", Say.WayStepFree), ("amenity", Say.WayAmenities)];

    public static bool IsProfile(string? word) => Kinds.Any(k => k.Word == word);

    public static Say ChangeWord(string state) => state switch
    {
        "dangerous" => Say.WayChangedDanger,
        "new-map" => Say.WayChangedMap,
        _ => Say.WayChangedClosed,
    };

    /// <summary>Why an order was given, as a sentence; empty when nobody said why.</summary>
    public static string Reason(Words w, RouteOrder? order) =>
        order is null || w.Either(order.Reason, order.ReasonHi) is not { Length: > 0 } reason ? "" : w.With(Say.WayWhy, reason);

    /// <param name="orders">What was ordered of paths on the way, and of those that meet it.</param>
    public static Markup Of(Words w, string title, RouteView route, RouteAsk ask, string calm, string? alarm, IReadOnlyList<(RouteOrder Order, bool IsOnIt)> orders)
    {
        var again = "/route?" + (ask with { Id = route.RouteId! }).Query;
        var steps = route.Steps.Select(s => Markup.Of($"""<li>{s.Instruction}</li>"""));
        return Markup.Of($"""
            <h1>{title}</h1>
            <section class="card warn" id="changed" role="alert" {Hidden(alarm is null)}><p class="now">{alarm}</p><a class="wide dial" {Hidden(alarm is not null)} href="{again}">{w[Say.WayShowNew]}</a></section>
            {Markup.When(calm.Length > 0, $"""<p class="coming" role="status">{calm}</p>""")}<p class="now">{w.Walk(route.DurationSeconds)} · {GuidanceText.Distance(route.DistanceMeters, w.Tag)}</p>
            {Notes(w, route, orders)}
            <a class="shot" href="{Picture(route, w)}"><img src="{Picture(route, w)}" alt="{w.With(Say.WayPicture, GuidanceText.Distance(route.DistanceMeters, w.Tag))}. {w[Say.WayInWords]}"></a>
            {Profiles(w, ask)}
            <section class="card"><h2>{w[Say.WaySteps]}</h2><ol class="way">{steps}</ol></section>
            <p class="small">{(route.CrowdAgeSeconds is { } age ? w.With(Say.WayCrowdAge, w.Ago(age)) : w[Say.WayNoCrowd])}</p>
            <p><a class="wide dial" href="{again}&amp;again=1">{w[Say.WayAskAgain]}</a></p>
            <p class="row"><a class="dial" href="geo:{Goal(route)}?q={Goal(route)}">{w[Say.OpenMaps]}</a><a class="dial" href="/">{w[Say.BackHome]}</a></p>
            """);
    }

    /// <summary>The other ways to ask the same, as plain links.</summary>
    public static Markup Profiles(Words w, RouteAsk ask) => ask.To.Length == 0 ? Markup.Empty : Markup.Of($"""
        <nav class="kinds" aria-label="{w[Say.WayKinds]}">{Kinds.Select(k => Markup.Of($"""<a class="dial" {Markup.When(k.Word == ask.Profile, $"""aria-current="page" """)}href="/route?{(ask with { Id = "", Profile = k.Word }).Query}">{w[k.Say]}</a>"""))}</nav>
        """);

    /// <summary>What the script needs: the route, and what to say when it changes.</summary>
    public static Markup Data(Words w, RouteView route) => Markup.Of($"""
         data-route="{route.RouteId}" data-closed="{w[Say.WayIsClosed]}" data-dangerous="{w[Say.WayIsDangerous]}" data-map="{w[Say.WayChangedMap]}" data-why="{w[Say.WayWhy]}"
        """);

    private static Markup Notes(Words w, RouteView route, IReadOnlyList<(RouteOrder Order, bool IsOnIt)> orders)
    {
        var flags = route.Steps.SelectMany(s => s.Flags).ToHashSet(StringComparer.Ordinal);
        var notes = new List<Markup>();
        if (route.EntersDanger || flags.Contains("dangerous"))
        {
            notes.Add(Markup.Of($"""<li class="bad">{Icons.Of("crush")}{w[Say.WayNoteDanger]}</li>"""));
        }
        if (flags.Contains("crowded"))
        {
            notes.Add(Markup.Of($"""<li>{Icons.Of("crush")}{w[Say.WayNoteCrowded]}</li>"""));
        }
        if (route.Steps.Any(s => s.Kind.StartsWith("steps", StringComparison.Ordinal)))
        {
            notes.Add(Markup.Of($"""<li>{w[Say.WayNoteSteps]}</li>"""));
        }
        if (route.Profile == "accessible" && flags.Contains("maybe-not-step-free"))
        {
            notes.Add(Markup.Of($"""<li>{w[Say.WayNoteMaybe]}</li>"""));
        }
        notes.AddRange(orders.Select(o => Markup.Of($"""<li>{w[OrderWord(o.Order.Effect, o.IsOnIt)]} {Reason(w, o.Order)}</li>""")));
        return notes.Count == 0 ? Markup.Empty : Markup.Of($"""<ul class="notes">{notes}</ul>""");
    }

    private static Say OrderWord(string effect, bool isOnIt) => effect switch
    {
        "closed" => isOnIt ? Say.WayIsClosed : Say.WayNoteClosedBeside,
        "one-way" => Say.WayNoteOneWay,
        "opened" => Say.WayNoteOpened,
        _ => Say.WayNoteFlow,
    };

    private static Markup Hidden(bool isHidden) => Markup.When(isHidden, $"hidden");

    private static string Picture(RouteView route, Words w) => $"/api/v1/routes/{route.RouteId}/picture.svg?lang={w.Tag}";

    private static string Goal(RouteView route) =>
        string.Create(CultureInfo.InvariantCulture, $"{route.Geometry.Points[^1].LatitudeDeg:0.######},{route.Geometry.Points[^1].LongitudeDeg:0.######}");
}
