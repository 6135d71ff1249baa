using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Content;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Content;

/// <summary>What to visit, without script: places by kind and by word, one place with the way there. Walks are from this box, because a sign-in sheet has no position.</summary>
internal sealed class GuidePage(PortalParts parts, Frame frame, Languages languages, PoiAnswers answers, PacedCalls paced)
{
    public const string Path = "/guide";

    private const int PerPage = 10;

    // What a form or link of ours sends; everything else a page is asked with is not looked at.
    private static readonly HashSet<string> Fields = ["q", "category", "page"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        routes.MapMethods(Path + "/{poiId}", [HttpMethods.Get, HttpMethods.Head], OneAsync);
    }

    private Coordinate Here => RouteView.Of(parts.Node.Self.Point);

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var query = new QueryCollection(http.Request.Query.Where(q => Fields.Contains(q.Key) && !string.IsNullOrEmpty(q.Value)).ToDictionary());
        var asked = PoiQuestion.Read(query, ContentDoor.Pois);
        if (asked.Text.Length > 0 && paced.SecondsToSearch(http) is > 0 and var seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return WriteAsync(http, w, StatusCodes.Status429TooManyRequests, w[Say.GuideTitle], Markup.Of($"""<h1>{w[Say.GuideTitle]}</h1><p>{w.With(Say.ErrorSlowDown, seconds)}</p>"""));
        }
        var pack = parts.Node.Content.InForce;
        var body = Markup.Of($"""
            <h1>{w[Say.GuideTitle]}</h1>
            <form class="find" action="{Path}"><input type="search" name="q" aria-label="{w[Say.GuideTitle]}" maxlength="{PoiQuestion.MaxText.ToString(CultureInfo.InvariantCulture)}" value="{asked.Text}" placeholder="{w[Say.GuideHint]}" autocomplete="off" enterkeyhint="search"><button class="plain">{Icons.Of("find")}{w[Say.FindButton]}</button></form>
            {Markup.When(query.Count == 0, $"""<p><a class="wide dial" href="{PlanPage.Path}">{Icons.Of("walk")}{w[Say.PlansTitle]}</a></p>""")}
            {(query.Count == 0 ? Main(w, pack) : Found(w, pack, asked))}
            {GuideHtml.Kinds(w, pack, asked.Category)}
            {GuideHtml.Sample(w, pack)}
            """);
        return WriteAsync(http, w, StatusCodes.Status200OK, w[Say.GuideTitle], body);
    }

    private Markup Main(Words w, ContentPack pack)
    {
        var question = PoiQuestion.Read(QueryCollection.Empty, ContentDoor.Pois);
        var first = answers.Find(pack, question, near: null)!.Take(PerPage).Select(f => f.Poi.Id).ToHashSet(StringComparer.Ordinal);
        var found = (answers.Find(pack, question, Here) ?? answers.Find(pack, question, near: null)!).Where(f => first.Contains(f.Poi.Id));
        return Markup.Of($"""<section class="card"><h2>{w[Say.GuideMain]}</h2><ul class="found">{found.Select(f => GuideHtml.Row(w, f, withKind: true))}</ul><p class="small">{w[Say.FindFrom]}</p></section>""");
    }

    private Markup Found(Words w, ContentPack pack, PoiQuestion asked)
    {
        // A hand-written address that cannot be read finds nothing; the page still helps.
        var found = asked.Wrong is null ? answers.Find(pack, asked, Here) ?? answers.Find(pack, asked, near: null)! : [];
        if (found.Count == 0)
        {
            return Markup.Of($"""<section class="card"><p class="now">{w[Say.FoundNone]}</p></section>""");
        }
        var first = (int)Math.Min(found.Count, (asked.Page - 1L) * PerPage);
        var more = first + PerPage < found.Count ? Markup.Of($"""<p><a class="dial" href="{Address(asked, asked.Page + 1)}">{w[Say.FoundMore]}</a></p>""") : Markup.Empty;
        var title = asked.Category is { } category && asked.Text.Length == 0 ? w[ContentSay.Of(category)] : w.With(Say.FoundN, found.Count);
        return Markup.Of($"""<section class="card"><h2>{title}</h2><ul class="found">{found.Skip(first).Take(PerPage).Select(f => GuideHtml.Row(w, f, withKind: asked.Category is null))}</ul>{more}<p class="small">{w[Say.FindFrom]}</p></section>""");
    }

    private Task OneAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var pack = parts.Node.Content.InForce;
        if (pack.Poi((string)http.Request.RouteValues["poiId"]!) is not { } poi)
        {
            return WriteAsync(http, w, StatusCodes.Status404NotFound, w[Say.NotFoundTitle], Markup.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p>{w[Say.ErrorPoiUnknown]}</p><p><a class="wide dial" href="{Path}">{w[Say.GuideTitle]}</a></p>"""));
        }
        var name = w.Pick(poi.Name, poi.NameHi);
        var walk = parts.Node.Map.View?.WalkTimes(Here, [RouteView.Of(poi.Point)])[0];
        var plans = pack.Itineraries.Where(i => i.Stops.Contains(poi.Id)).Take(PerPage).Select(i => GuideHtml.PlanLink(w, i)).ToList();
        var body = Markup.Of($"""
            <h1>{name}</h1>
            {GuideHtml.Caution(w, poi)}
            <section class="card">{GuideHtml.Paragraphs(w.Pick(poi.Description, poi.DescriptionHi))}{GuideHtml.Facts(w, poi)}
            {(walk is { IsFound: true } way ? Markup.Of($"""<p><a class="wide dial" href="/route?to={PoiPlace.Text(poi.Id)}">{Icons.Of("walk")}{w[Say.WalkThere]} · {w.Walk(way.Seconds)}</a></p><p class="small">{w[Say.FindFrom]}</p>""") : Markup.Of($"""<p>{w[Say.WayFar]}</p>"""))}</section>
            {GuideHtml.Audio(w, pack, poi)}
            {Markup.When(plans.Count > 0, $"""<section class="card"><h2>{w[Say.PlansTitle]}</h2><ul class="found">{plans}</ul></section>""")}
            {GuideHtml.Sample(w, pack)}
            <p><a class="dial" href="{Path}">{Icons.Of("temple")}{w[Say.GuideTitle]}</a></p>
            """);
        return WriteAsync(http, w, StatusCodes.Status200OK, name, body);
    }

    private static string Address(PoiQuestion asked, int page) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path}?{(asked.Text.Length > 0 ? $"q={Uri.EscapeDataString(asked.Text)}&" : "")}{(asked.Category is { } category ? $"category={category.Word()}&" : "")}page={page}");

    private Task WriteAsync(HttpContext http, Words w, int status, string title, Markup body) => frame.WriteAsync(http, status, new PortalPage(w, title, body));
}
