using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Reference;

/// <summary><c>/docs</c>: all calls by feature, and <c>/docs/{feature}</c>: each with access, parameters, bodies, answers, errors and an example call. Plain HTML, from the same words as the document.</summary>
internal sealed class DocsPage(ApiSurface surface, Frame frame, Languages languages, PacedCalls paced)
{
    public const string Path = "/docs";

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] reads = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods(Path, reads, paced.Before(IndexAsync));
        routes.MapMethods(Path + "/{feature}", reads, paced.Before(FeatureAsync));
    }

    /// <summary>Where an operation is told.</summary>
    public static string UrlOf(ApiOperation o) => $"{Path}/{o.Feature}#{o.Id}";

    private Task IndexAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var features = surface.Read().GroupBy(o => o.Feature).OrderBy(f => f.Key, StringComparer.Ordinal);
        var body = Markup.Of($"""
            <h1>{w[Say.DocsTitle]}</h1><p>{w[Say.DocsHint]}</p>
            <p><a class="wide dial" href="{OpenApiDoor.Path}">{w[Say.DocsDocument]}</a></p><p><a class="wide dial" href="{ErrorPages.Path}">{w[Say.DocsErrors]}</a></p>
            {features.Select(f => Markup.Of($"""
            <section class="card ref"><h2><a href="{Path}/{f.Key}">{f.Key}</a></h2><ul>{f.Select(o => Markup.Of($"""<li><a href="{UrlOf(o)}"><code>{o.Method} {o.Path}</code></a><br><span lang="en">{o.Call.Summary}</span></li>"""))}</ul></section>
            """))}
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.DocsTitle], body));
    }

    private Task FeatureAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var feature = (string)http.Request.RouteValues["feature"]!;
        var operations = surface.Read().Where(o => o.Feature == feature).ToList();
        if (operations.Count == 0)
        {
            var missing = Markup.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p><a class="wide dial" href="{Path}">{w[Say.DocsTitle]}</a></p>""");
            return frame.WriteAsync(http, StatusCodes.Status404NotFound, new PortalPage(w, w[Say.NotFoundTitle], missing));
        }
        var document = OpenApiDocument.Write(operations, languages["en"]);
        var body = Markup.Of($"""
            <p><a class="aside" href="{Path}">{w[Say.DocsTitle]}</a></p><h1>{feature}</h1>
            {operations.Select(o => Operation(w, o, (JsonObject)document["paths"]![o.Path]![o.Method.ToLowerInvariant()]!, new SchemaText(document)))}
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, feature, body));
    }

    private static Markup Operation(Words w, ApiOperation o, JsonObject said, SchemaText shapes)
    {
        var sent = said["requestBody"]?["content"]?["application/json"];
        return Markup.Of($"""
            <section class="card ref" id="{o.Id}"><h2><code>{o.Method} {o.Path}</code></h2><p lang="en">{o.Call.Summary}.</p>
            <dl><dt>{w[Say.DocsAccess]}</dt><dd lang="en">{string.Join(", ", AccessTable.WordsOf(o.Call.Who))}</dd><dt>{w[Say.DocsWhose]}</dt><dd lang="en">{AccessTable.WordOf(o.Call.Whose)}</dd><dt>{w[Say.DocsPace]}</dt><dd lang="en">{AccessTable.WordOf(o.Pace)}</dd></dl>
            {Parameters(w, o)}
            {Markup.When(sent is not null, $"<h3>{w[Say.DocsBody]}</h3>{Shape(shapes, sent?["schema"])}")}
            <h3>{w[Say.DocsAnswer]}</h3>{o.Successes.Select(status => Answer(status, said["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)]!, shapes))}
            <h3>{w[Say.DocsErrors]}</h3><ul>{o.Errors.Select(e => Markup.Of($"""<li><a href="{ErrorPages.UrlOf(e)}">{e.Status} <code>{e.Code}</code></a></li>"""))}</ul>
            <h3>{w[Say.DocsExample]}</h3><pre>{Curl(o, sent?["example"])}</pre></section>
            """);
    }

    private static Markup Parameters(Words w, ApiOperation o)
    {
        var all = o.InPath.Select(p => (p, Place: "path")).Concat(o.Call.Query.Select(p => (p, Place: "query"))).ToList();
        return Markup.When(all.Count > 0, $"""<h3>{w[Say.DocsParameters]}</h3><ul lang="en">{all.Select(a => Markup.Of($"<li><code>{a.p.Name}</code> ({a.Place}, {a.p.Type}{(a.p.Required ? ", required" : "")}): {a.p.Summary}{(a.p.Words.Count > 0 ? ": " + string.Join(", ", a.p.Words) : "")}</li>"))}</ul>""");
    }

    private static Markup Answer(int status, JsonNode response, SchemaText shapes)
    {
        var json = response["content"]?["application/json"];
        return Markup.Of($"""
            <p><b>{status}</b></p>{Shape(shapes, json?["schema"]?["properties"]?["data"])}{Markup.When(json?["example"] is not null, $"<details><summary>JSON</summary><pre>{SchemaText.Pretty(json?["example"])}</pre></details>")}
            """);
    }

    private static Markup Shape(SchemaText shapes, JsonNode? schema) => schema is null ? Markup.Empty
        : Markup.Of($"""<ul class="fields" lang="en">{shapes.Lines(schema).Select(l => Markup.Of($"<li><code>{l.Path}</code> {l.Type}</li>"))}</ul>""");

    private static string Curl(ApiOperation o, JsonNode? body)
    {
        var path = o.InPath.Aggregate(o.Path, (at, p) => at.Replace("{" + p.Name + "}", p.Example, StringComparison.Ordinal));
        var query = string.Join('&', o.Call.Query.Where(q => q.Example is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Example!)}"));
        var lines = new List<string> { $"curl -X {o.Method} 'http://BOX{path}{(query.Length > 0 ? "?" + query : "")}'" };
        if (!o.Call.Who.HasFlag(Who.Anyone))
        {
            lines.Add("-H 'Authorization: Bearer TOKEN'");
        }
        if (body is not null)
        {
            lines.Add("-H 'Content-Type: application/json'");
            lines.Add($"-d '{SchemaText.Flat(body)}'");
        }
        return string.Join(" \\\n  ", lines);
    }
}
