using System.Globalization;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Board;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>The board.</summary>
internal static class BoardPage
{
    public static Markup Of(PageContext page, BoardView view) =>
        Shell.Of(page, page.Words[BoardWord.Title], Content(page, view), "/board", view.Totals.Pending > 0 ? view.Totals.Pending.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>What changes; the script fetches it anew by itself.</summary>
    public static Markup Content(PageContext page, BoardView view)
    {
        var words = page.Words;
        return Markup.Of($"""
            {Totals(words, view)}
            {WarningsPage.OnBoard(page, view.Warnings)}
            <div class="columns">
            <section class="cases" aria-labelledby="h-open">
            <h2 id="h-open">{words[BoardWord.OpenCases]}</h2>
            {(view.Open.IsEmpty ? Markup.Of($"<p class=\"quiet\">{words[BoardWord.NoOpenCases]}</p>") : Markup.Of($"<div class=\"cards\">{view.Open.Select(r => CaseCard.Of(page, r))}</div>"))}
            {Markup.When(view.OpenNotShown > 0, $"<p class=\"alarm\">{words[BoardWord.NotShown]}: {view.OpenNotShown}</p>")}
            {Markup.When(!view.Drills.IsEmpty, $"<h2>{words[BoardWord.Drills]}</h2><div class=\"cards\">{view.Drills.Select(r => CaseCard.Of(page, r))}</div>")}
            </section>
            <aside>
            {Sectors(page, view)}
            {Boxes(page, view)}
            {Ended(page, view)}
            </aside>
            </div>
            """);
    }

    private static Markup Totals(BoardWords words, BoardView view)
    {
        var t = view.Totals;
        return Markup.Of($"""
            <ul class="totals" data-pending="{t.Pending}">
            {Figure(words[BoardWord.Open], t.Open, "")}
            {Figure(words[BoardWord.Pending], t.Pending, t.Pending > 0 ? "warn" : "")}
            {Figure(words[BoardWord.Unheard], t.Unheard, t.Unheard > 0 ? "alarm" : "")}
            {Figure(words[BoardWord.Acknowledged], t.Acknowledged, "")}
            {Figure(words[BoardWord.Arrived], t.Arrived, "")}
            {Figure(words[BoardWord.OnDuty], t.OnDuty, t.OnDuty == 0 ? "warn" : "")}
            <li class="{(t.SilentBoxes > 0 ? "warn" : "")}"><b>{t.Boxes - t.SilentBoxes}<small>/{t.Boxes}</small></b> <span>{words[BoardWord.Boxes]}</span></li>
            {Figure(words[BoardWord.Total], t.Ever, "")}
            </ul>
            """);
    }

    private static Markup Figure(string name, int value, string state) => Markup.Of($"<li class=\"{state}\"><b>{value}</b> <span>{name}</span></li>");

    private static Markup Sectors(PageContext page, BoardView view)
    {
        var words = page.Words;
        return Markup.Of($"""
            <section class="paper"><h2>{words[BoardWord.Sectors]}</h2>
            <table><thead><tr><th scope="col">{words[BoardWord.Sector]}</th><th scope="col">{words[BoardWord.Open]}</th><th scope="col">{words[BoardWord.OldestPending]}</th><th scope="col">{words[BoardWord.OnDuty]}</th></tr></thead>
            <tbody>{view.Sectors.Select(s => Markup.Of($"<tr class=\"{(s.Pending > 0 ? "warn" : "")}\"><th scope=\"row\">{words.SectorName(s.Sector)}</th><td>{s.Open}</td><td>{(s.OldestPending is { } age ? page.Ago(age) : Markup.Of($"–"))}</td><td>{s.OnDuty}</td></tr>"))}</tbody></table></section>
            """);
    }

    private static Markup Boxes(PageContext page, BoardView view)
    {
        var words = page.Words;
        return Markup.Of($"""
            <section class="paper"><h2>{words[BoardWord.Boxes]}</h2>
            <table><thead><tr><th scope="col">{words[BoardWord.Box]}</th><th scope="col">{words[BoardWord.LastHeard]}</th><th scope="col">{words[BoardWord.Open]}</th><th scope="col">{words[BoardWord.OnDuty]}</th></tr></thead>
            <tbody>{view.Boxes.Select(b => Box(page, b))}</tbody></table></section>
            """);
    }

    private static Markup Box(PageContext page, BoxRow row)
    {
        var words = page.Words;
        var heard = row.IsHub ? Markup.Of($"{words[BoardWord.Hub]}")
            : row.Linked ? Markup.Of($"{words[BoardWord.Linked]}")
            : row.HeardSecondsAgo is { } ago ? Markup.Of($"{Markup.When(row.Silent, $"<b>{words[BoardWord.Silent]}</b> ")}<time class=\"ago\" data-at=\"{page.NowMs - (ago * 1000)}\">{words.Duration(ago)}</time>")
            : Markup.Of($"<b>{words[BoardWord.Silent]}</b> {words[BoardWord.NeverHeard]}");
        return Markup.Of($"""
            <tr class="{(row.Silent ? "warn" : "")}"><th scope="row">{words.Name(row.Box)} <small>{row.Box.Node.ToString()}{Markup.When(!row.IsHub, $" · {words.SectorName(row.Box.Sector)}")}</small></th><td>{heard}</td><td>{row.Open}</td><td>{row.OnDuty}</td></tr>
            """);
    }

    private static Markup Ended(PageContext page, BoardView view)
    {
        var words = page.Words;
        return Markup.Of($"""
            <section class="paper"><details data-key="ended"><summary><h2>{words[BoardWord.EndedLately]} ({view.Totals.EndedLately})</h2></summary>
            {(view.Ended.IsEmpty ? Markup.Of($"<p>{words[BoardWord.NoneEnded]}</p>") : Markup.Of($"<ul class=\"ended\">{view.Ended.Select(r => CaseCard.EndedLine(page, r))}</ul>"))}
            </details></section>
            """);
    }
}
