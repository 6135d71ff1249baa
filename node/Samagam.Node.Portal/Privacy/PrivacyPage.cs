using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Privacy;

/// <summary>The notice as a page: read on a phone, without script.</summary>
internal sealed class PrivacyPage(Frame frame, Languages languages, PrivacyNotice notices)
{
    public const string Path = "/privacy";

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var notice = notices.OfPage(http);
        var body = Markup.Of($"""
            <article lang="{notice.Language}"><h1>{notice.Title}</h1><p>{notice.Short}</p>
            {notice.Sections.Select(s => Markup.Of($"""<section class="card"><h2>{s.Heading}</h2><ul>{s.Lines.Select(l => Markup.Of($"""<li>{l}</li>"""))}</ul></section>"""))}
            <section class="card"><h2>{notice.AskHeading}</h2><p>{notice.Ask}</p><p>{notice.AskMore}</p></section>
            <p class="small">{w.With(Say.PrivacyVersion, notice.Version, notice.InForceSince)}</p></article>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, notice.Title, body));
    }
}
