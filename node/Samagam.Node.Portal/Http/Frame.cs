using System.Text;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Http;

/// <summary>One page as a feature gives it; the frame adds what all pages share.</summary>
internal sealed record Page(Words Words, string Title, Html Body)
{
    /// <summary>Further elements of the head.</summary>
    public Html Head { get; init; }

    /// <summary>Plain name of a script that makes the page livelier; nothing depends on it.</summary>
    public string? Script { get; init; }

    /// <summary>Id that a press of the button on this page will have; null for a new one.</summary>
    public SosId? NextCall { get; init; }

    /// <summary>Data for the script, as attributes of the body.</summary>
    public Html Data { get; init; }
}

/// <summary>
/// What all pages share: head, box name, language switch, and the bar with the button for help, the telephone and the text
/// message, always in the same place.
/// </summary>
internal sealed class Frame(PortalParts parts, Assets assets, Languages languages, DevicePass pass)
{
    // Own style and script files only; nothing inline, nothing from elsewhere.
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A fresh id for the forms of a page: pressing twice on one page is one call.</summary>
    public SosId NewCall() => new(pass.NewId());

    public async Task WriteAsync(HttpContext http, int status, Page page)
    {
        pass.Ensure(http);
        var bytes = Encoding.UTF8.GetBytes(Render(http, page));
        var headers = http.Response.Headers;
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        // Each page carries its own id for the next call and figures that age: a kept copy would be wrong.
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.ContentLanguage = page.Words.Tag;
        headers.Vary = "Accept-Language, Cookie";
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    private string Render(HttpContext http, Page page)
    {
        var w = page.Words;
        var script = page.Script is { } name ? Html.Of($"""<script src="{assets.PathOf(name)}" defer></script>""") : Html.None;
        return Html.Of($"""
            <!doctype html><html lang="{w.Tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{page.Title} · {Name(w)}</title><link rel="stylesheet" href="{assets.PathOf("portal.css")}"><link rel="icon" href="data:,">{page.Head}{script}</head>
            <body{page.Data}>{Icons.Sprite}
            <header><a class="box" href="/"><b>{Name(w)}</b><span>{w.With(Say.Sector, parts.Node.Self.Sector)}</span></a>{Switch(http, w)}</header>
            <main>{page.Body}</main>
            {Bar(w, page.NextCall ?? NewCall())}
            </body></html>
            """).ToString();
    }

    public string Name(Words w) => w.Pick(parts.Node.Self.Name, parts.Node.Self.NameHi);

    private Html Switch(HttpContext http, Words now)
    {
        // A page that answers a form has no address of its own to come back to.
        var path = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path.Value : "/";
        return Html.Of($"""<nav class="lang">{languages.All.Where(l => l.Tag != now.Tag).Select(l => Html.Of($"""<a lang="{l.Tag}" hreflang="{l.Tag}" href="{path}?lang={l.Tag}">{l[Say.LanguageName]}</a>"""))}</nav>""");
    }

    private Html Bar(Words w, SosId next)
    {
        var options = parts.Options;
        var at = parts.Node.Self;
        var text = Uri.EscapeDataString(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{w[Say.SmsText]} {Name(w)} {at.Point.LatitudeDeg:0.00000},{at.Point.LongitudeDeg:0.00000}"));
        return Html.Of($"""
            <nav class="bar" aria-label="{w[Say.HelpNow]}"><form method="post" action="/sos"><input type="hidden" name="id" value="{next.ToString()}"><button class="sos">{Icons.Of("bell")}<b>SOS<small>{w[Say.CallHelp]}</small></b></button></form><a class="dial" href="tel:{options.EmergencyNumber}">{Icons.Of("phone")}<span>{w[Say.Dial]} {options.EmergencyNumber}</span></a><a class="dial" href="sms:{options.SmsNumber}?body={text}">{Icons.Of("text")}<span>{w[Say.Sms]} {options.SmsNumber}</span></a></nav>
            """);
    }
}
