using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Reference;

/// <summary>One page for each error of the catalogue, where the <c>Link</c> of its answer leads: what happened, what to do, which calls can have it, how it is said.</summary>
internal sealed class ErrorPages(ApiSurface surface, Frame frame, Languages languages, PacedCalls paced)
{
    public const string Path = "/docs/errors";

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] reads = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods(Path, reads, paced.Before(ListAsync));
        routes.MapMethods(Path + "/{code}", reads, paced.Before(OneAsync));
    }

    public static string UrlOf(ApiError error) => ApiReply.HelpAt + error.Code;

    private Task ListAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var body = Markup.Of($"""
            <p><a class="aside" href="{DocsPage.Path}">{w[Say.DocsTitle]}</a></p><h1>{w[Say.DocsErrors]}</h1>
            {ApiError.All.GroupBy(e => e.Status).Select(s => Markup.Of($"""
            <section class="card ref"><h2>{s.Key}</h2><ul>{s.Select(e => Markup.Of($"""<li><a href="{UrlOf(e)}"><code>{e.Code}</code></a><br>{Said(w, e)}</li>"""))}</ul></section>
            """))}
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.DocsErrors], body));
    }

    private Task OneAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        if (ApiError.Find((string)http.Request.RouteValues["code"]!) is not { } error)
        {
            var missing = Markup.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p><a class="wide dial" href="{Path}">{w[Say.DocsErrors]}</a></p>""");
            return frame.WriteAsync(http, StatusCodes.Status404NotFound, new PortalPage(w, w[Say.NotFoundTitle], missing));
        }
        var calls = surface.Read().Where(o => o.Errors.Contains(error)).ToList();
        var body = Markup.Of($"""
            <p><a class="aside" href="{Path}">{w[Say.DocsErrors]}</a></p><h1><code>{error.Code}</code></h1>
            <section class="card ref"><p><b>{Said(w, error)}</b></p><dl><dt>HTTP</dt><dd>{error.Status}</dd><dt>{w[Say.DocsMeans]}</dt><dd lang="en">{error.Means}</dd><dt>{w[Say.DocsRemedy]}</dt><dd lang="en">{error.Remedy}</dd></dl></section>
            <section class="card ref"><h2>{w[Say.DocsCalls]}</h2>{(error.IsGeneral ? Markup.Of($"<p>{w[Say.DocsEveryCall]}</p>") : Markup.Of($"""<ul>{calls.Select(o => Markup.Of($"""<li><a href="{DocsPage.UrlOf(o)}"><code>{o.Method} {o.Path}</code></a></li>"""))}</ul>"""))}</section>
            <section class="card ref"><h2>{w[Say.DocsSaid]}</h2><ul>{languages.OfErrors.Select(l => Markup.Of($"""<li lang="{l.Tag}">{l[Say.LanguageName]}: {Said(l, error)}</li>"""))}</ul></section>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, error.Code, body));
    }

    // Where a value would stand.
    private static string Said(Words w, ApiError error) => w.With(error.Message, "…", "…", "…");
}
