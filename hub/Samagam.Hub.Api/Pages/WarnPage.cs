using Samagam.Core.Warnings;
using Samagam.Hub.Api.Warnings;
using Samagam.Hub.Api.Words;
using Samagam.Web.Html;
using Samagam.Wire.Warnings;

namespace Samagam.Hub.Api.Pages;

/// <summary>Where an operator composes a warning. Hindi and English stand open, the other languages of the event below.</summary>
internal static class WarnPage
{
    private const int OpenLanguages = 2;

    /// <param name="form">What it is filled with.</param>
    /// <param name="notice">Why it was not taken; empty for none.</param>
    public static Markup Of(PageContext page, WarningsDesk desk, WarningForm form, string notice = "")
    {
        var words = page.Words;
        var title = words[form.Updates.Length > 0 ? BoardWord.WarningUpdate : BoardWord.WarningNew];
        return Shell.Of(page, title, Markup.Of($"""
            <section class="paper narrow"><h2>{title}</h2>
            {Markup.When(notice.Length > 0, $"<p class=\"notice\" role=\"alert\">{notice}</p>")}
            <form method="post" action="/warnings/new">{Shell.FormToken(page)}<input type="hidden" name="identifier" value="{form.Identifier}"><input type="hidden" name="updates" value="{form.Updates}"><input type="hidden" name="step" value="preview">
            <fieldset><legend>{words[BoardWord.WarningWhat]}</legend><div class="two">
            {Choice(words, BoardWord.WarningSeverity, "severity", form.Severity, Enum.GetValues<WarningSeverity>().Skip(1).Take(4).Select(s => (s.ToString(), words.Of(s))))}
            {Choice(words, BoardWord.WarningUrgency, "urgency", form.Urgency, Enum.GetValues<WarningUrgency>().Skip(1).Take(3).Select(u => (u.ToString(), words.Of(u))))}
            {Choice(words, BoardWord.WarningCertainty, "certainty", form.Certainty, Enum.GetValues<WarningCertainty>().Skip(1).Take(3).Select(c => (c.ToString(), words.Of(c))))}
            {Choice(words, BoardWord.WarningCategory, "category", form.Category, Enum.GetValues<WarningCategory>().Skip(1).Select(c => (c.ToString(), words.Of(c))))}
            {Choice(words, BoardWord.WarningResponse, "response", form.Response, Enum.GetValues<WarningResponse>().Skip(1).Select(r => (r.ToString(), words.Of(r))))}
            {Choice(words, BoardWord.WarningStatus, "status", form.Status, [("Actual", words[BoardWord.WarningReal]), ("Exercise", words[BoardWord.Drill])])}</div></fieldset>
            {form.Texts.Take(OpenLanguages).Select(t => Tongue(words, t))}
            <details{Markup.When(form.Texts.Skip(OpenLanguages).Any(t => !t.IsEmpty), $" open")}><summary>{words[BoardWord.WarningMoreLanguages]}</summary>{form.Texts.Skip(OpenLanguages).Select(t => Tongue(words, t))}</details>
            <fieldset><legend>{words[BoardWord.Where]}</legend>
            {Place(words, form, WarningForm.Everywhere, BoardWord.WarningEverywhere)}
            {Place(words, form, WarningForm.ByZone, BoardWord.ByZone)}
            <label class="inner">{words[BoardWord.Zone]}<select name="zone"><option value=""></option>{desk.Zones().Select(z => Markup.Of($"<option value=\"{z.Id}\"{Markup.When(form.Zone == z.Id, $" selected")}>{z.Name}</option>"))}</select></label>
            {Place(words, form, WarningForm.ByCircle, BoardWord.ByCircle)}
            <div class="inner three"><label>{words[BoardWord.Latitude]}<input name="lat" inputmode="decimal" maxlength="12" placeholder="23.18500" value="{form.Lat}"></label>
            <label>{words[BoardWord.Longitude]}<input name="lng" inputmode="decimal" maxlength="12" placeholder="75.76500" value="{form.Lng}"></label>
            <label>{words[BoardWord.WarningRadiusKm]}<input name="radius" inputmode="decimal" maxlength="6" value="{form.RadiusKm}"></label></div>
            <label>{words[BoardWord.WarningAreaWords]}<input name="areaDesc" maxlength="{WarningText.MaxShort}" value="{form.AreaDesc}"></label></fieldset>
            <fieldset><legend>{words[BoardWord.When]}</legend><label>{words[BoardWord.ValidUntil]}<input type="datetime-local" name="until" required value="{form.Until}"></label></fieldset>
            <button>{words[BoardWord.WarningPreview]}</button></form>
            <p><a href="/warnings">← {words[BoardWord.Warnings]}</a></p></section>
            """));
    }

    private static Markup Tongue(BoardWords words, WarningFormText text)
    {
        var name = WarningForm.Languages.First(l => l.Tag == text.Language).Name;
        return Markup.Of($"""
            <fieldset lang="{text.Language}"><legend>{name}</legend>
            <label>{words[BoardWord.WarningHeadline]}<input name="headline-{text.Language}" maxlength="{WarningText.MaxShort}" value="{text.Headline}"></label>
            <label>{words[BoardWord.WarningInstruction]}<textarea name="instruction-{text.Language}" rows="2" maxlength="{WarningText.MaxLong}">{text.Instruction}</textarea></label>
            <label>{words[BoardWord.WarningDescription]}<textarea name="description-{text.Language}" rows="2" maxlength="{WarningText.MaxLong}">{text.Description}</textarea></label>
            <input type="hidden" name="event-{text.Language}" value="{text.Event}"></fieldset>
            """);
    }

    private static Markup Choice(BoardWords words, BoardWord label, string name, string chosen, IEnumerable<(string Value, string Text)> options) => Markup.Of($"""
        <label>{words[label]}<select name="{name}">{options.Select(o => Markup.Of($"<option value=\"{o.Value}\"{Markup.When(o.Value == chosen, $" selected")}>{o.Text}</option>"))}</select></label>
        """);

    private static Markup Place(BoardWords words, WarningForm form, string value, BoardWord word) =>
        Markup.Of($"<label><input type=\"radio\" name=\"place\" value=\"{value}\" required{Markup.When(form.Place == value, $" checked")}> {words[word]}</label>");
}

/// <summary>A warning as people will read it, before it goes out.</summary>
internal static class WarnPreview
{
    public static Markup Of(PageContext page, WarningForm form, WarningMessage message)
    {
        var words = page.Words;
        var first = message.Infos[0];
        var carried = form.Fields.Select(f => Markup.Of($"<input type=\"hidden\" name=\"{f.Name}\" value=\"{f.Value}\">")).ToList();
        return Shell.Of(page, words[BoardWord.WarningPreview], Markup.Of($"""
            <section class="paper narrow"><h2>{words[BoardWord.WarningPreview]}</h2>
            <article class="case warning-card s-{first.Severity.ToString()}"><header><span class="badge">{words.Of(first.Severity)}</span> {Markup.When(message.Status == WarningStatus.Exercise, $"<span class=\"badge drill\">{words[BoardWord.Drill]}</span> ")}<span class="when">{words.Of(first.Urgency)} · {words.Of(first.Certainty)}</span></header>
            {message.Infos.Select(WarningsPage.Texts)}
            <p class="times">{words[BoardWord.ValidUntil]} <b>{page.ClockTime(message.ExpiresMs)}</b></p>
            <p class="held">{WarningCodec.Serialise(message).Length} / {WarningCodec.MaxBodyBytes}</p></article>
            {Markup.When(!message.Infos.Any(i => i.Language == "hi") || !message.Infos.Any(i => i.Language == "en"), $"<p class=\"notice\">{words[BoardWord.WarningOneLanguage]}</p>")}
            <form method="post" action="/warnings/new">{Shell.FormToken(page)}<input type="hidden" name="step" value="issue">{carried}<button class="danger">{words[BoardWord.WarningIssue]}</button></form>
            <form method="post" action="/warnings/new">{Shell.FormToken(page)}<input type="hidden" name="step" value="edit">{carried}<button class="plain">{words[BoardWord.WarningChange]}</button></form></section>
            """));
    }
}
