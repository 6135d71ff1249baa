using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Node.Portal.Content;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Warnings;
using Samagam.Routing;
using Samagam.Routing.Graph;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Routes;

/// <summary>
/// <c>/route?to=…</c>: a way on foot for people without script, with picture, time, steps and what to know of it. Places are <c>lat,lng</c>, the id of an
/// amenity, or <c>poi:</c> and the id of a place of the guide; it starts at this box when nothing is said, because a sign-in sheet has no position. <c>/route?id=…</c> looks whether a way still holds and
/// shows the new one where it does not.
/// </summary>
internal sealed class RoutePage(PortalParts parts, Frame frame, Languages languages, RouteBook book, RouteChecks checks, RouteShares shares, PacedCalls paced, WarningHtml warnings)
{
    private const string Fastest = "fastest";

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/route", [HttpMethods.Get, HttpMethods.Head], paced.Before(ShowAsync));

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        if (parts.Node.Map.View is not { } view)
        {
            return RefuseAsync(http, w, StatusCodes.Status503ServiceUnavailable, w[Say.NoMap]);
        }
        var here = new Coordinate(parts.Node.Self.Point.LatitudeDeg, parts.Node.Self.Point.LongitudeDeg);
        var ask = RouteAsk.Of(http.Request.Query);
        if (ask.Id.Length > 0 && book.Find(ask.Id) is { } kept)
        {
            return RecheckAsync(http, w, view, kept, ask);
        }
        if (!TryPlace(ask.To, view.Map, out var to, out var goal))
        {
            return RefuseAsync(http, w, StatusCodes.Status400BadRequest, w[ask.Id.Length > 0 ? Say.WayForgotten : Say.WayNotUnderstood]);
        }
        var from = here;
        if (ask.From.Length > 0 && !TryPlace(ask.From, view.Map, out from, out _))
        {
            return RefuseAsync(http, w, StatusCodes.Status400BadRequest, w[Say.WayNotUnderstood]);
        }
        return Find(view, from, to, ask.Profile) switch
        {
            (var metric, RouteFound found) => ShowAsync(http, w, view, book.Keep(new RouteQuestion([from, to], metric, []), found, view, w.Tag), ask, goal, "", null),
            (_, NoRoute none) => RefuseAsync(http, w, StatusCodes.Status422UnprocessableEntity, w[WhyNot(none.Reason, ask.Profile)], RoutePageHtml.Profiles(w, ask)),
            _ => throw new InvalidOperationException("a route outcome is found or not found"),
        };
    }

    private Task RecheckAsync(HttpContext http, Words w, MapView view, KeptRoute kept, RouteAsk ask)
    {
        TryPlace(ask.To, view.Map, out _, out var goal);
        ask = ask with { Profile = ask.Profile == Fastest ? Fastest : kept.Question.Metric.Word() };
        var state = RouteChecks.StateOf(kept, view);
        if (state == "good")
        {
            return ShowAsync(http, w, view, kept, ask, goal, http.Request.Query.ContainsKey("again") ? w[Say.WayStillGood] : "", null);
        }
        var why = RoutePageHtml.Reason(w, checks.Why(kept, view, state)) is { Length: > 0 } reason ? " " + reason : "";
        return checks.Better(kept, view) is { } better
            ? ShowAsync(http, w, view, better, ask, goal, "", w[RoutePageHtml.ChangeWord(state)] + why)
            : ShowAsync(http, w, view, kept, ask, goal, "", w[Say.WayChangedNone] + why);
    }

    /// <param name="goal">What is reached, if it has a name.</param>
    /// <param name="calm">Good news, or empty.</param>
    /// <param name="alarm">That the way is another than before, or null.</param>
    private Task ShowAsync(HttpContext http, Words w, MapView view, KeptRoute kept, RouteAsk ask, PathName goal, string calm, string? alarm)
    {
        var route = RouteView.Of(kept.Found, view, kept.Question.Metric, w.Tag, parts.Node.Map.CrowdAgeMs, kept.Id);
        var name = goal.In(w.Tag) is { Length: > 0 } given ? given : route.Steps[^1].Name;
        var title = name.Length > 0 ? w.With(Say.WayTo, name) : w[Say.WayOnFoot];
        ask = ask with
        {
            From = ask.From.Length > 0 ? ask.From : Text(kept.Question.Stops[0]),
            To = ask.To.Length > 0 ? ask.To : Text(kept.Question.Stops[^1]),
        };
        var along = kept.MapVersion == view.Map.Version ? checks.Along(kept.Found, view) : [];
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(
            w, title, Markup.Of($"{warnings.Banner(http, w, [.. kept.Question.Stops.Select(Place)])}{RoutePageHtml.Of(w, title, route, ask, calm, alarm, along)}"))
        {
            Script = "route.js",
            Data = RoutePageHtml.Data(w, route),
        });
    }

    private (WalkMetric Metric, RouteOutcome Outcome) Find(MapView view, Coordinate from, Coordinate to, string profile)
    {
        if (profile != Fastest)
        {
            WalkMetrics.TryParse(profile, out var metric);
            return (metric, shares.Choice(view, new RouteQuestion([from, to], metric, []), alternatives: 0, isNow: true).Best);
        }
        return RouteShares.Fastest((WalkMetric.Shortest, view.Route(from, to, WalkMetric.Shortest)), (WalkMetric.Crowd, view.Route(from, to, WalkMetric.Crowd)));
    }

    private static Say WhyNot(NoRouteReason reason, string profile) => reason switch
    {
        NoRouteReason.StartFarFromPaths or NoRouteReason.EndFarFromPaths => Say.WayFar,
        _ => profile == "accessible" ? Say.WayNoneStepFree : Say.WayNone,
    };

    private bool TryPlace(string text, MapSnapshot map, out Coordinate place, out PathName name)
    {
        name = PathName.None;
        if (map.AmenityById(text) is { } amenity)
        {
            (place, name) = (amenity.Point, amenity.Name);
            return true;
        }
        if (PoiPlace.Find(text, parts.Node.Content.InForce) is { } poi)
        {
            (place, name) = (RouteView.Of(poi.Point), PoiPlace.NameOf(poi));
            return true;
        }
        return PlaceText.TryParse(text, out place);
    }

    private static GeoPoint Place(Coordinate at) => new(at.LatitudeDeg, at.LongitudeDeg);

    private static string Text(Coordinate place) => string.Create(CultureInfo.InvariantCulture, $"{place.LatitudeDeg:0.######},{place.LongitudeDeg:0.######}");

    private Task RefuseAsync(HttpContext http, Words w, int status, string why, Markup more = default)
    {
        var body = Markup.Of($"""<h1>{w[Say.WayOnFoot]}</h1><p>{why}</p>{more}<p><a class="wide dial" href="/">{w[Say.BackHome]}</a></p>""");
        return frame.WriteAsync(http, status, new PortalPage(w, w[Say.WayOnFoot], body));
    }
}

/// <summary>A question to the page, as it stood in its address; empty where nothing was said.</summary>
/// <param name="Profile">One of <see cref="RoutePageHtml.IsProfile"/>.</param>
internal sealed record RouteAsk(string Id, string From, string To, string Profile)
{
    private const int MaxChars = 64;

    public static RouteAsk Of(IQueryCollection query) => new(
        CleanText.Of(query["id"], MaxChars), CleanText.Of(query["from"], MaxChars), CleanText.Of(query["to"], MaxChars),
        RoutePageHtml.IsProfile(query["profile"]) ? query["profile"].ToString() : "crowd");

    /// <summary>The same question as a query.</summary>
    public string Query
    {
        get
        {
            (string Key, string Value)[] said = [("id", Id), ("from", From), ("to", To), ("profile", Profile)];
            return string.Join('&', said.Where(p => p.Value.Length > 0).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        }
    }
}
