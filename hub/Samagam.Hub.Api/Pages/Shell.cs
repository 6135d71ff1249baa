using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Words;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>The frame of every page.</summary>
internal static class Shell
{
    /// <param name="source">Where the script fetches the content anew; empty for a page that does not change.</param>
    public static Markup Of(PageContext page, string title, Markup content, string source = "", string alertCount = "")
    {
        var words = page.Words;
        var live = source.Length > 0;
        return Markup.Of($"""
            <!doctype html>
            <html lang="{words.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="dark light">
            <title>{(alertCount.Length > 0 ? $"({alertCount}) " : "")}{title}</title>
            <link rel="icon" href="{page.Asset("board.svg")}">
            <link rel="stylesheet" href="{page.Asset("board.css")}">
            {Markup.When(live, $"<script defer src=\"{page.Asset("board.js")}\"></script><noscript><meta http-equiv=\"refresh\" content=\"{page.Options.RefreshSeconds}\"></noscript>")}
            </head>
            <body data-offset="{(long)page.Options.LocalOffset.TotalMilliseconds}" data-units="{words[BoardWord.UnitSecond]}|{words[BoardWord.UnitMinute]}|{words[BoardWord.UnitHour]}|{words[BoardWord.UnitDay]}" data-eta="{words[BoardWord.Eta]}" data-late="{words[BoardWord.EtaPast]}" data-news="{words[BoardWord.NewCall]}">
            <header class="bar">
            <a class="home" href="/">Samagam · {words[BoardWord.Title]}</a>
            {Markup.When(live, $"<p id=\"live\" data-on=\"{words[BoardWord.LiveOn]}\" data-off=\"{words[BoardWord.LiveOff]}\"><span>{words[BoardWord.LiveWithoutScript]}</span> <time>{page.Now}</time></p>")}
            <nav>
            <a href="/ways">{words[BoardWord.Ways]}</a>
            <a href="/warnings">{words[BoardWord.Warnings]}</a>
            <a href="{page.Path}?lang={words.OtherLanguage}" lang="{words.OtherLanguage}" hreflang="{words.OtherLanguage}">{words[BoardWord.OtherLanguage]}</a>
            {Who(page)}
            </nav>
            </header>
            <p id="news" class="hidden" role="status" aria-live="assertive"></p>
            <main id="content" data-source="{source}" data-now="{page.NowMs}">
            {content}
            </main>
            </body>
            </html>
            """);
    }

    /// <summary>A page that only says one sentence.</summary>
    public static Markup Saying(PageContext page, string sentence) =>
        Of(page, page.Words[BoardWord.Title], Markup.Of($"<section class=\"paper\"><p class=\"sentence\">{sentence}</p><p><a class=\"press\" href=\"/\">{page.Words[BoardWord.BackToBoard]}</a></p></section>"));

    private static Markup Who(PageContext page) => page.Operator is { } session
        ? Markup.Of($"<form method=\"post\" action=\"/leave\"><span>{session.DisplayName}</span> {FormToken(page)}<button>{page.Words[BoardWord.Leave]}</button></form>")
        : Markup.Of($"<a href=\"/enter\">{page.Words[BoardWord.Enter]}</a>");

    public static Markup FormToken(PageContext page) => Markup.Of($"<input type=\"hidden\" name=\"{OperatorDoor.FormTokenField}\" value=\"{page.FormToken}\">");
}
