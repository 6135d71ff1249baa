using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Content;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Guidance;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Content;

/// <summary>Plans for a day, without script: all of them, and one with its places and the walks between them as they are now.</summary>
internal sealed class PlanPage(PortalParts parts, Frame frame, Languages languages, PlanWalks walks)
{
    public const string Path = "/guide/plans";

    /// <summary>Most plans on one page.</summary>
    private const int PerPage = 20;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        routes.MapMethods(Path + "/{itineraryId}", [HttpMethods.Get, HttpMethods.Head], OneAsync);
    }

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var pack = parts.Node.Content.InForce;
        var question = PoiQuestion.Read(new QueryCollection(http.Request.Query.Where(q => q.Key == "page").ToDictionary()), ContentDoor.Itineraries);
        var plans = pack.Itineraries.OrderBy(i => i.PilgrimType).Skip((question.Page - 1) * PerPage).Take(PerPage).Select(i => Row(w, pack, i));
        var more = Markup.When(question.Page * PerPage < pack.Itineraries.Count, $"""<p><a class="dial" href="{Path}?page={(question.Page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}">{w[Say.FoundMore]}</a></p>""");
        var body = Markup.Of($"""
            <h1>{w[Say.PlansTitle]}</h1>
            <section class="card"><ul class="found">{plans}</ul>{more}</section>
            {GuideHtml.Sample(w, pack)}
            <p><a class="dial" href="{GuidePage.Path}">{Icons.Of("temple")}{w[Say.GuideTitle]}</a></p>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.PlansTitle], body));
    }

    private Task OneAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var pack = parts.Node.Content.InForce;
        if (pack.Itinerary((string)http.Request.RouteValues["itineraryId"]!) is not { } plan)
        {
            var none = Markup.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p>{w[Say.ErrorPlanUnknown]}</p><p><a class="wide dial" href="{Path}">{w[Say.PlansTitle]}</a></p>""");
            return frame.WriteAsync(http, StatusCodes.Status404NotFound, new PortalPage(w, w[Say.NotFoundTitle], none));
        }
        var name = w.Pick(plan.Name, plan.NameHi);
        var (stops, legs) = (pack.StopsOf(plan), walks.LegsOf(plan, pack));
        var steps = stops.Select((s, i) => Stop(w, s, i < legs.Length ? legs[i] : null));
        var body = Markup.Of($"""
            <h1>{name}</h1>
            <section class="card">{GuideHtml.Paragraphs(w.Pick(plan.Description, plan.DescriptionHi))}<ul class="facts">{Facts(w, pack, plan).Select(f => Markup.Of($"<li>{f}</li>"))}</ul></section>
            <section class="card"><h2>{w[Say.PlanPlaces]}</h2><ol class="stops">{steps}</ol></section>
            {GuideHtml.Sample(w, pack)}
            <p><a class="dial" href="{Path}">{Icons.Of("walk")}{w[Say.PlansTitle]}</a></p>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, name, body));
    }

    private Markup Row(Words w, ContentPack pack, Itinerary plan) => Markup.Of($"""
        <li><a href="{Path}/{plan.Id}">{Icons.Of("walk")}<b>{w.Pick(plan.Name, plan.NameHi)}</b><span class="more">{Facts(w, pack, plan).Select(f => Markup.Of($"""<span class="fact">{f}</span>"""))}</span></a></li>
        """);

    private IEnumerable<string> Facts(Words w, ContentPack pack, Itinerary plan)
    {
        yield return w[ContentSay.Of(plan.PilgrimType)];
        yield return w.With(Say.PlanHours, plan.DurationHours);
        yield return w[ContentSay.OfDifficulty(plan.Difficulty)];
        var length = walks.LengthOf(plan, pack);
        yield return w.With(length.IsWalked ? Say.PlanWalked : Say.PlanStraight, GuidanceText.Distance(length.Metres, w.Tag));
    }

    private static Markup Stop(Words w, PointOfInterest stop, LegView? next)
    {
        var way = next is null ? Markup.Empty
            : next is { WalkSeconds: { } seconds, WalkMeters: { } metres }
                ? Markup.Of($"""<a class="leg" href="{next.RouteUrl}">{Icons.Of("walk")}{w.Walk(seconds)} · {GuidanceText.Distance(metres, w.Tag)}</a>{Markup.When(next.HasSteps == true, $"""<p class="bad">{w[Say.WayNoneStepFree]}</p>""")}""")
                : Markup.Of($"""<p class="bad">{w[Say.WayNone]}</p>""");
        return Markup.Of($"""
            <li><a href="{GuidePage.Path}/{stop.Id}"><b>{w.Pick(stop.Name, stop.NameHi)}</b></a><span class="fact">{w.With(Say.GuideStay, stop.AverageDurationMinutes)}</span>{way}</li>
            """);
    }
}
