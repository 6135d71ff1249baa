using Samagam.Core.Crowd;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Crowd;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>Where an operator says how full a zone is.</summary>
internal static class ReportPage
{
    /// <param name="chosen">Id of the zone chosen already; empty for none.</param>
    /// <param name="notice">Why it was not taken; empty for none.</param>
    public static Markup Of(PageContext page, IReadOnlyList<ZoneView> zones, string chosen, string notice = "")
    {
        var words = page.Words;
        return Shell.Of(page, words[BoardWord.ReportLevel], Markup.Of($"""
            <section class="paper narrow"><h2>{words[BoardWord.ReportLevel]}</h2>
            {Markup.When(notice.Length > 0, $"<p class=\"notice\" role=\"alert\">{notice}</p>")}
            <form method="post" action="/ways/report">{Shell.FormToken(page)}
            <label>{words[BoardWord.Zone]}<select name="zone" required>{Options(words, zones, chosen)}</select></label>
            <fieldset><legend>{words[BoardWord.Level]}</legend>
            {Enumerable.Range(CrowdLevels.Least, CrowdLevels.Most).Select(l => Markup.Of($"<label><input type=\"radio\" name=\"level\" value=\"{l}\" required> {WaysPage.Level(words, l)} <small>≈ {CrowdLevels.DensityOf(l)} / {words[BoardWord.SquareMetre]}</small></label>"))}
            </fieldset>
            <button>{words[BoardWord.ReportButton]}</button></form>
            <p><a href="/ways">← {words[BoardWord.Ways]}</a></p></section>
            """));
    }

    /// <summary>Zones to choose from, by name.</summary>
    public static Markup Options(BoardWords words, IReadOnlyList<ZoneView> zones, string chosen) => Markup.Join(
        zones.OrderBy(words.NameOf, StringComparer.Ordinal)
            .Select(z => Markup.Of($"<option value=\"{z.ZoneId}\"{Markup.When(z.ZoneId == chosen, $" selected")}>{words.NameOf(z)}</option>"))
            .Prepend(Markup.Of($"<option value=\"\"></option>")));
}
