using Samagam.Core.Sos;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Board;
using Samagam.Mesh.People;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>One case with all that is known of it, and, for an operator, the acts.</summary>
internal static class CasePage
{
    /// <param name="notice">A sentence about the act just tried; empty for none.</param>
    /// <param name="details">What the caller said, when an operator has asked for it just now.</param>
    public static Markup Of(PageContext page, CaseRow row, IReadOnlyList<FileEntry> file, string notice = "", Markup details = default)
    {
        var words = page.Words;
        return Shell.Of(
            page,
            $"{words[BoardWord.Case]} {CaseCard.ShortId(row)}",
            Markup.Of($"""
                <p><a href="/">← {words[BoardWord.BackToBoard]}</a></p>
                {Markup.When(notice.Length > 0, $"<p class=\"notice\" role=\"alert\">{notice}</p>")}
                <div class="columns one">
                <div id="part">{Part(page, row, file)}</div>
                <div>{details}{Acts(page, row)}</div>
                </div>
                """),
            $"/cases/{row.Id.ToString()}/part");
    }

    /// <summary>What changes; forms and opened details stay where they are.</summary>
    public static Markup Part(PageContext page, CaseRow row, IReadOnlyList<FileEntry> file)
    {
        var words = page.Words;
        return Markup.Of($"""
            {CaseCard.Of(page, row)}
            <section class="paper"><h2>{words[BoardWord.Timeline]}</h2>
            <div class="wide"><table class="file"><thead><tr><th scope="col">{words[BoardWord.ColumnTime]}</th><th scope="col">{words[BoardWord.ColumnAge]}</th><th scope="col">{words[BoardWord.ColumnWhat]}</th><th scope="col">{words[BoardWord.ColumnBox]}</th><th scope="col">{words[BoardWord.ColumnClock]}</th><th scope="col">{words[BoardWord.ColumnFact]}</th></tr></thead>
            <tbody>{file.Select(e => Entry(page, row, e))}</tbody></table></div></section>
            """);
    }

    /// <summary>What the caller said of themselves, for an operator.</summary>
    public static Markup Details(BoardWords words, SosRaised? call, SosDetails? details) => Markup.Of($"""
        <section class="paper"><h2>{words[BoardWord.Details]}</h2>{Said(words, call, details)}</section>
        """);

    private static Markup Said(BoardWords words, SosRaised? call, SosDetails? details) => (call, details) switch
    {
        ({ Details.IsEmpty: false }, null) => Markup.Of($"<p>{words[BoardWord.DetailsClosed]}</p>"),
        (_, null) => Markup.Of($"<p>{words[BoardWord.NoDetails]}</p>"),
        (_, { } said) => Markup.Of($"""
            <dl><dt>{words[BoardWord.Name]}</dt><dd>{said.Name}</dd><dt>{words[BoardWord.Phone]}</dt><dd><a href="tel:{said.Phone}">{said.Phone}</a></dd><dt>{words[BoardWord.Note]}</dt><dd>{said.Note}</dd></dl>
            """),
    };

    private static Markup Entry(PageContext page, CaseRow row, FileEntry entry)
    {
        var words = page.Words;
        return Markup.Of($"""
            <tr><td>{page.ClockTime(entry.At.Time)}</td><td>{page.Ago(entry.At)}</td><td>{words.Say(entry.Step, row.Responders)}<br><small>{entry.Kind}</small></td><td>{words.Name(entry.Box)} <small>{entry.Box.Node.ToString()}</small></td><td>{words.Of(entry.At.Time.Quality)}</td><td><small>{entry.Fact.ToString()}<br>{words[entry.Signed ? BoardWord.Signed : BoardWord.Unsigned]}</small></td></tr>
            """);
    }

    private static Markup Acts(PageContext page, CaseRow row)
    {
        var words = page.Words;
        if (page.Operator is null)
        {
            return Markup.Of($"<section class=\"paper\"><p>{words[BoardWord.ReadOnly]}</p><p><a class=\"press\" href=\"/enter?next={row.Id.ToString()}\">{words[BoardWord.Enter]}</a></p></section>");
        }
        var look = Markup.Of($"""
            <section class="paper"><form method="post" action="/cases/{row.Id.ToString()}/details">{Shell.FormToken(page)}<button>{words[BoardWord.ShowDetails]}</button> <small>{words[BoardWord.DetailsLogged]}</small></form></section>
            """);
        return row.Ended is not null ? look : Markup.Of($"""
            {look}
            <section class="paper"><h2>{words[BoardWord.EndThisCase]}</h2>
            <form method="post" action="/cases/{row.Id.ToString()}/resolve">{Shell.FormToken(page)}
            <fieldset><legend>{words[BoardWord.EndReason]}</legend>
            {Enum.GetValues<SosEnding>().Where(e => e != SosEnding.Unspecified).Select(e => Markup.Of($"<label><input type=\"radio\" name=\"ending\" value=\"{e.ToString()}\" required> {words.Of(e)}</label>"))}
            </fieldset><button class="danger">{words[BoardWord.EndButton]}</button></form></section>
            """);
    }
}
