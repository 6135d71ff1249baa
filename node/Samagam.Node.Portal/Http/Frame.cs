using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Language;
using Samagam.Web.Assets;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Http;

/// <summary>One page as a feature gives it; the frame adds what all pages share.</summary>
internal sealed record PortalPage(Words Words, string Title, Markup Body)
{
    /// <summary>Further elements of the head.</summary>
    public Markup Head { get; init; }

    /// <summary>Plain name of a script that makes the page livelier; nothing depends on it.</summary>
    public string? Script { get; init; }

    /// <summary>Id that a press of the button on this page will have; null for a new one.</summary>
    public SosId? NextCall { get; init; }

    /// <summary>Data for the script, as attributes of the body.</summary>
    public Markup Data { get; init; }
}

/// <summary>
/// What all pages share: head, box name, language switch, and the bar with the button for help, the telephone and the text
/// message, always in the same place.
/// </summary>
internal sealed class Frame(PortalParts parts, StaticAssets assets, Languages languages, DevicePass pass)
{
    // Own style and script files only; nothing inline, nothing from elsewhere.
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const int MaxCarriedQuery = 1_000;

    /// <summary>A fresh id for the forms of a page: pressing twice on one page is one call.</summary>
    public SosId NewCall() => new(pass.NewId());

    public async Task WriteAsync(HttpContext http, int status, PortalPage page)
    {
        pass.Ensure(http);
        var headers = http.Response.Headers;
        // Each page carries its own id for the next call and figures that age: a kept copy would be wrong.
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.ContentLanguage = page.Words.Tag;
        await Web.Html.Page.SendAsync(http, Render(http, page), status).ConfigureAwait(false);
    }

    private Markup Render(HttpContext http, PortalPage page)
    {
        var w = page.Words;
        var script = page.Script is { } name ? Markup.Of($"""<script src="{assets.UrlOf(name)}" defer></script>""") : Markup.Empty;
        return Markup.Of($"""
            <!doctype html><html lang="{w.Tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{page.Title} · {Name(w)}</title><link rel="stylesheet" href="{assets.UrlOf("portal.css")}"><link rel="icon" href="data:,">{page.Head}{script}</head>
            <body{page.Data}>{Icons.Sprite}
            <header><a class="box" href="/"><b>{Name(w)}</b><span>{w.With(Say.Sector, parts.Node.Self.Sector)}</span></a>{Switch(http, w)}</header>
            <main>{page.Body}</main>
            {Bar(w, page.NextCall ?? NewCall())}
            </body></html>
            """);
    }

    public string Name(Words w) => w.Pick(parts.Node.Self.Name, parts.Node.Self.NameHi);

    private Markup Switch(HttpContext http, Words now)
    {
        // A page that answers a form has no address of its own to come back to.
        var isGet = HttpMethods.IsGet(http.Request.Method);
        var path = isGet ? http.Request.Path.Value : "/";
        // What is long was not typed, and is not carried on.
        var asked = isGet && http.Request.QueryString.Value is { Length: > 0 and <= MaxCarriedQuery } ? http.Request.Query.Where(q => q.Key != Web.Languages.LanguageChoice.QueryName && q.Key != "voucher") : [];
        var kept = string.Concat(asked.SelectMany(q => q.Value, (q, value) => $"&{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}"));
        return Markup.Of($"""<nav class="lang">{languages.All.Where(l => l.Tag != now.Tag).Select(l => Markup.Of($"""<a lang="{l.Tag}" hreflang="{l.Tag}" href="{path}?lang={l.Tag}{kept}">{l[Say.LanguageName]}</a>"""))}</nav>""");
    }

    private Markup Bar(Words w, SosId next)
    {
        var options = parts.Options;
        var at = parts.Node.Self;
        var text = Uri.EscapeDataString(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{w[Say.SmsText]} {Name(w)} {at.Point.LatitudeDeg:0.00000},{at.Point.LongitudeDeg:0.00000}"));
        return Markup.Of($"""
            <nav class="bar" aria-label="{w[Say.HelpNow]}"><form method="post" action="/sos"><input type="hidden" name="id" value="{next.ToString()}"><button class="sos">{Icons.Of("bell")}<b>SOS<small>{w[Say.CallHelp]}</small></b></button></form><a class="dial" href="tel:{options.EmergencyNumber}">{Icons.Of("phone")}<span>{w[Say.Dial]} {options.EmergencyNumber}</span></a><a class="dial" href="sms:{options.SmsNumber}?body={text}">{Icons.Of("text")}<span>{w[Say.Sms]} {options.SmsNumber}</span></a></nav>
            """);
    }
}
