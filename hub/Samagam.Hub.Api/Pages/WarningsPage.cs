using Samagam.Core.Warnings;
using Samagam.Hub.Api.Warnings;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Warnings;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>What the public is told, and what has ended lately.</summary>
internal static class WarningsPage
{
    private const int MaxOver = 20;

    public static Markup Of(PageContext page, WarningsDesk desk) => Shell.Of(
        page,
        page.Words[BoardWord.Warnings],
        Markup.Of($"""<p><a href="/">← {page.Words[BoardWord.BackToBoard]}</a></p><div id="part">{Content(page, desk)}</div>"""),
        "/warnings/part");

    /// <summary>What changes; the script fetches it anew by itself.</summary>
    public static Markup Content(PageContext page, WarningsDesk desk)
    {
        var (words, book, now) = (page.Words, desk.Book, desk.NowMs);
        var standing = book.Standing(now);
        var over = book.All.Where(m => m.Type != WarningMsgType.Cancel && !standing.Contains(m)).OrderByDescending(m => m.SentMs).ThenBy(m => m.Id).Take(MaxOver).ToList();
        return Markup.Of($"""
            {Markup.When(page.Operator is not null, $"<p><a class=\"press\" href=\"/warnings/new\">{words[BoardWord.WarningNew]}</a></p>")}
            <section aria-labelledby="h-standing"><h2 id="h-standing">{words[BoardWord.WarningsStanding]}</h2>
            {(standing.Count == 0 ? Markup.Of($"<p class=\"quiet\">{words[BoardWord.WarningsNone]}</p>") : Markup.Of($"<div class=\"cards\">{standing.Select(m => Card(page, book, m, now))}</div>"))}</section>
            {Markup.When(over.Count > 0, $"<section class=\"paper\"><details data-key=\"over\"><summary><h2>{words[BoardWord.WarningsOver]} ({over.Count})</h2></summary><div class=\"cards\">{over.Select(m => Card(page, book, m, now))}</div></details></section>")}
            """);
    }

    /// <summary>The line of each standing warning at the top of the board.</summary>
    public static Markup OnBoard(PageContext page, IEnumerable<WarningMessage> standing) => Markup.Join(standing.Select(m => Markup.Of($"""
        <p class="warning s-{m.Infos[0].Severity.ToString()}"><a href="/warnings#w-{m.Id.ToString()}"><b>{Markup.When(m.Status == WarningStatus.Exercise, $"{page.Words[BoardWord.Drill]} · ")}{Title(page, m)}</b></a> <span>{page.Words[BoardWord.ValidUntil]} {page.ClockTime(m.ExpiresMs)}</span></p>
        """)));

    /// <summary>A message as an operator sees it: all languages, times, areas, who.</summary>
    public static Markup Card(PageContext page, WarningBook book, WarningMessage message, long nowMs)
    {
        var words = page.Words;
        var state = book.StateOf(message, nowMs);
        var acts = page.Operator is not null && state is WarningState.InForce or WarningState.Announced;
        var first = message.Infos[0];
        return Markup.Of($"""
            <article class="case warning-card s-{first.Severity.ToString()}" id="w-{message.Id.ToString()}"><header><span class="badge">{words.Of(first.Severity)}</span> {Markup.When(message.Status == WarningStatus.Exercise, $"<span class=\"badge drill\">{words[BoardWord.Drill]}</span> ")}<span class="when">{words.Of(state)}</span></header>
            <h3>{Title(page, message)}</h3>
            <p class="times">{page.ClockTime(message.SentMs)} – <b>{page.ClockTime(message.ExpiresMs)}</b></p>
            {message.Infos.Select(Texts)}
            <p class="held">{words[BoardWord.GivenBy]}: {message.By} · {message.Sender} · <a href="/api/v1/warnings/{message.Id.ToString()}.cap">CAP 1.2</a></p>
            {Markup.When(acts && page.Operator is not null, $"<p class=\"choice\"><a class=\"press\" href=\"/warnings/new?updates={message.Id.ToString()}\">{words[BoardWord.WarningUpdate]}</a> <a class=\"press plain\" href=\"/warnings/{message.Id.ToString()}/end\">{words[BoardWord.WarningEnd]}</a></p>")}
            </article>
            """);
    }

    /// <summary>What one language says, as people will read it.</summary>
    public static Markup Texts(WarningInfo info) => Markup.Of($"""
        <div class="tongue" lang="{info.Language}"><p><small>{info.Language}</small> <b>{(info.Headline.Length > 0 ? info.Headline : info.Event)}</b></p>
        {Markup.When(info.Areas.Any(a => a.Description.Length > 0), $"<p class=\"where\">{string.Join("; ", info.Areas.Select(a => a.Description).Where(d => d.Length > 0).Distinct())}</p>")}
        {Markup.When(info.Description.Length > 0, $"<p class=\"text\">{info.Description}</p>")}{Markup.When(info.Instruction.Length > 0, $"<p class=\"text do\">{info.Instruction}</p>")}</div>
        """);

    private static string Title(PageContext page, WarningMessage message) => message.InfoIn(page.Words.Language) is { } info ? info.Headline.Length > 0 ? info.Headline : info.Event : "";
}

/// <summary>The question before a warning is ended: for good, everywhere.</summary>
internal static class EndWarningPage
{
    public static Markup Of(PageContext page, WarningsDesk desk, WarningMessage message)
    {
        var words = page.Words;
        return Shell.Of(page, words[BoardWord.WarningEndQuestion], Markup.Of($"""
            <section class="paper narrow"><h2>{words[BoardWord.WarningEndQuestion]}</h2>
            <article class="case">{message.Infos.Select(WarningsPage.Texts)}</article>
            <form method="post" action="/warnings/{message.Id.ToString()}/end">{Shell.FormToken(page)}<input type="hidden" name="identifier" value="{desk.NewIdentifier()}">
            <label>{words[BoardWord.Why]}<input name="reason" maxlength="{WarningText.MaxShort}"></label>
            <p class="choice"><button class="danger">{words[BoardWord.WarningEndYes]}</button> <a class="press plain" href="/warnings">{words[BoardWord.LiftNo]}</a></p></form></section>
            """));
    }
}
