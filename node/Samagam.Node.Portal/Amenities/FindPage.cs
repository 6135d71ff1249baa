using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Amenities;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Lookup;
using Samagam.Web.Html;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Amenities;

/// <summary>Finding a place without script: by a word, by a kind, and the way there from this box.</summary>
internal sealed class FindPage(PortalParts parts, Frame frame, Languages languages, AmenityAnswers answers, PacedCalls paced)
{
    public const string Path = "/find";

    private const int PerPage = 10;

    // What a search form sends; everything else a page is asked with is not looked at.
    private static readonly HashSet<string> Fields = ["q", "type", "open_now", "step_free", "page"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        routes.MapMethods(Path + "/{amenityId}", [HttpMethods.Get, HttpMethods.Head], OneAsync);
        routes.MapPost(Path + "/{amenityId}/report", ReportAsync);
    }

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var query = new QueryCollection(http.Request.Query.Where(q => Fields.Contains(q.Key) && !string.IsNullOrEmpty(q.Value)).ToDictionary());
        if (answers.Now() is not { } moment)
        {
            return WriteAsync(http, w, StatusCodes.Status200OK, Markup.Of($"""<h1>{w[Say.FindTitle]}</h1><section class="card"><p>{w[Say.NoMap]}</p></section>"""));
        }
        var asked = query.Count == 0 ? null : AmenityQuestion.Read(query, AmenityDoor.Search, parts.Node.Picture.Snapshot.Amenities);
        if (asked is not null && paced.SecondsToSearch(http) is > 0 and var seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return WriteAsync(http, w, StatusCodes.Status429TooManyRequests, Markup.Of($"""<h1>{w[Say.FindTitle]}</h1><p>{w.With(Say.ErrorSlowDown, seconds)}</p>"""));
        }
        var body = Markup.Of($"""
            <h1>{w[Say.FindTitle]}</h1>
            {FindForm.Of(w, asked?.Wrong is null ? asked : null)}
            {(asked is null ? Markup.Empty : Found(w, moment, asked))}
            {Kinds(w, moment)}
            """);
        return WriteAsync(http, w, StatusCodes.Status200OK, body);
    }

    private Task OneAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        if (answers.Now() is not { } moment || moment.View.Map.AmenityById((string)http.Request.RouteValues["amenityId"]!) is not { } amenity)
        {
            return WriteAsync(http, w, StatusCodes.Status404NotFound, Markup.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p>{w[Say.ErrorAmenityUnknown]}</p>{FindForm.Of(w, null)}"""));
        }
        var index = moment.Catalogue.IndexOf(amenity);
        var way = moment.View.Route(answers.Here, amenity.Point, WalkMetric.Crowd) is RouteFound route ? RouteView.Of(route, moment.View, WalkMetric.Crowd, w.Tag, crowdAgeMs: null) with { Picture = RoutePictures.Small(moment.View, route, w.Tag) } : null;
        var body = Markup.Of($"""
            <h1>{AmenityHtml.Title(w, amenity)}</h1>
            <section class="card">{AmenityHtml.Facts(w, moment, index, way?.DurationSeconds)}
            {(way is null ? Markup.Empty : Markup.Of($"""<p><a class="wide dial" href="/route?to={Uri.EscapeDataString(amenity.Id)}">{Icons.Of("walk")}{w[Say.WalkThere]}</a></p>{WayMap.Of(w, way)}"""))}</section>
            <section class="card">{(http.Request.Query.ContainsKey("told") ? Markup.Of($"""<p class="now">{w[Say.ReportThanks]}</p>""") : AmenityHtml.ReportForm(w, amenity))}</section>
            {AmenityHtml.Week(w, moment, index)}
            <p class="small">{w[Say.FindFrom]}</p>
            <p><a class="dial" href="/find">{Icons.Of("find")}{w[Say.FindTitle]}</a></p>
            """);
        return WriteAsync(http, w, StatusCodes.Status200OK, body);
    }

    private async Task ReportAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var id = (string)http.Request.RouteValues["amenityId"]!;
        if (paced.SecondsToSearch(http) is > 0 and var seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await WriteAsync(http, w, StatusCodes.Status429TooManyRequests, Markup.Of($"""<h1>{w[Say.FindTitle]}</h1><p>{w.With(Say.ErrorSlowDown, seconds)}</p>""")).ConfigureAwait(false);
            return;
        }
        var form = await FormFields.ReadAsync(http.Request, parts.Options.MaxBodyBytes, http.RequestAborted).ConfigureAwait(false);
        var state = FoundWords.Read(form?["status"]);
        var outcome = await parts.Node.ReportAmenity.RunAsync(id, PacedCalls.AddressOf(http), state, "", http.RequestAborted).ConfigureAwait(false);
        if (outcome is ReportOutcome.Kept or ReportOutcome.Unchanged)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = $"{Path}/{Uri.EscapeDataString(id)}?told=1";
            return;
        }
        var (status, say) = outcome switch
        {
            ReportOutcome.Unknown => (StatusCodes.Status404NotFound, w[Say.ErrorAmenityUnknown]),
            ReportOutcome.Invalid => (StatusCodes.Status400BadRequest, w.With(Say.ErrorField, "status")),
            ReportOutcome.Full => (StatusCodes.Status503ServiceUnavailable, w[Say.ErrorReportsFull]),
            _ => (StatusCodes.Status503ServiceUnavailable, w[Say.ErrorNotSaved]),
        };
        await WriteAsync(http, w, status, Markup.Of($"""<h1>{w[Say.FindTitle]}</h1><p>{say}</p>""")).ConfigureAwait(false);
    }

    private Markup Found(Words w, AmenityMoment moment, AmenityQuestion asked)
    {
        // A hand-written address that cannot be read finds nothing; the page still helps.
        var found = asked.Wrong is null ? answers.Search(moment, asked, answers.Here) ?? answers.Search(moment, asked, from: null)! : [];
        if (found.Count == 0)
        {
            return Markup.Of($"""<section class="card"><p class="now">{w[Say.FoundNone]}</p></section>""");
        }
        var first = (int)Math.Min(found.Count, (asked.Page - 1L) * PerPage);
        var rows = found.Skip(first).Take(PerPage).Select(f => AmenityHtml.Row(w, moment, f));
        var more = first + PerPage < found.Count ? Markup.Of($"""<p><a class="dial" href="{FindForm.Address(asked, asked.Page + 1)}">{w[Say.FoundMore]}</a></p>""") : Markup.Empty;
        return Markup.Of($"""
            <section class="card"><h2>{w.With(Say.FoundN, found.Count)}</h2><ul class="found">{rows}</ul>{more}<p class="small">{w[Say.FindFrom]}</p></section>
            """);
    }

    private Markup Kinds(Words w, AmenityMoment moment)
    {
        var kinds = CategoryNames.All(moment, parts.Node.Picture.Snapshot.Amenities, w.Tag).Where(k => k.Count > 0).Select(k => Markup.Of($"""
            <a href="/find?type={k.Type}">{Icons.Of(k.Icon)}<span>{k.Name}</span><small>{k.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)}</small></a>
            """));
        return Markup.Of($"""<section class="card"><h2>{w[Say.FindAllKinds]}</h2><nav class="kinds">{kinds}</nav></section>""");
    }

    private Task WriteAsync(HttpContext http, Words w, int status, Markup body) => frame.WriteAsync(http, status, new PortalPage(w, w[Say.FindTitle], body));
}
