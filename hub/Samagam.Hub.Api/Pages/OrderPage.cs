using Samagam.Core.Orders;
using Samagam.Hub.Api.Ways;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Orders;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>Where an operator gives an order about paths.</summary>
internal static class OrderPage
{
    /// <param name="form">What it is filled with.</param>
    /// <param name="notice">Why it was not taken; empty for none.</param>
    public static Markup Of(PageContext page, WaysDesk desk, OrderForm form, string notice = "")
    {
        var words = page.Words;
        return Shell.Of(page, words[BoardWord.GiveOrder], Markup.Of($"""
            <section class="paper narrow"><h2>{words[BoardWord.GiveOrder]}</h2>
            {Markup.When(notice.Length > 0, $"<p class=\"notice\" role=\"alert\">{notice}</p>")}
            <form method="post" action="/ways/order">{Shell.FormToken(page)}<input type="hidden" name="id" value="{form.Id}">
            <fieldset><legend>{words[BoardWord.Effect]}</legend>{Effects.Select(e => Effect(words, form, e))}
            <label>{words[BoardWord.Direction]} <small>({words.Of(OrderEffect.OneWay)}, {words.Of(OrderEffect.Flow)})</small><select name="bearing">{OrderForm.Winds.Select(w => Markup.Of($"<option value=\"{w.Deg}\"{Selected(form.Bearing == w.Deg.ToString(System.Globalization.CultureInfo.InvariantCulture))}>{words[w.Word]}</option>"))}</select></label>
            </fieldset>
            <fieldset><legend>{words[BoardWord.Where]}</legend>
            {Place(words, form, OrderForm.ByZone, BoardWord.ByZone)}
            <label class="inner">{words[BoardWord.Zone]}<select name="zone">{ReportPage.Options(words, desk.Zones(), form.Zone)}</select></label>
            {Place(words, form, OrderForm.ByCircle, BoardWord.ByCircle)}
            <div class="inner three"><label>{words[BoardWord.Latitude]}<input name="lat" inputmode="decimal" maxlength="12" placeholder="23.18500" value="{form.Lat}"></label>
            <label>{words[BoardWord.Longitude]}<input name="lng" inputmode="decimal" maxlength="12" placeholder="75.76500" value="{form.Lng}"></label>
            <label>{words[BoardWord.Radius]}<input name="radius" inputmode="decimal" maxlength="6" value="{form.Radius}"></label></div>
            {Place(words, form, OrderForm.ByWays, BoardWord.ByWays)}
            <label class="inner">{words[BoardWord.Paths]}<input name="ways" maxlength="3000" placeholder="1055, 1056" value="{form.Ways}"></label>
            </fieldset>
            <fieldset><legend>{words[BoardWord.When]}</legend><div class="two">
            <label>{words[BoardWord.ValidFrom]} <small>({words[BoardWord.EmptyIsNow]})</small><input type="datetime-local" name="from" value="{form.From}"></label>
            <label>{words[BoardWord.ValidUntil]}<input type="datetime-local" name="until" required value="{form.Until}"></label></div></fieldset>
            <fieldset><legend>{words[BoardWord.Why]} <small>({words[BoardWord.WhyHint]})</small></legend>
            <label>हिन्दी<input name="reasonHi" lang="hi" maxlength="{WayOrder.MaxTextLength}" value="{form.ReasonHi}"></label>
            <label>English<input name="reason" lang="en" maxlength="{WayOrder.MaxTextLength}" value="{form.Reason}"></label></fieldset>
            <button>{words[BoardWord.GiveOrder]}</button></form>
            <p><a href="/ways">← {words[BoardWord.Ways]}</a></p></section>
            """));
    }

    private static readonly OrderEffect[] Effects = [OrderEffect.Closed, OrderEffect.OneWay, OrderEffect.Opened, OrderEffect.Flow];

    private static Markup Effect(BoardWords words, OrderForm form, OrderEffect effect) => Markup.Of($"""
        <label><input type="radio" name="effect" value="{OrderWords.Of(effect)}" required{Checked(form.Effect == OrderWords.Of(effect))}> <b>{words.Of(effect)}</b> <small>{words.Meaning(effect)}</small></label>
        """);

    private static Markup Place(BoardWords words, OrderForm form, string value, BoardWord word) =>
        Markup.Of($"<label><input type=\"radio\" name=\"place\" value=\"{value}\" required{Checked(form.Place == value)}> {words[word]}</label>");

    private static Markup Checked(bool isIt) => Markup.When(isIt, $" checked");

    private static Markup Selected(bool isIt) => Markup.When(isIt, $" selected");
}

/// <summary>The question before an order is lifted: what stands here is opened to people again.</summary>
internal static class LiftPage
{
    public static Markup Of(PageContext page, WaysDesk desk, WayOrder order)
    {
        var words = page.Words;
        return Shell.Of(page, words[BoardWord.LiftQuestion], Markup.Of($"""
            <section class="paper narrow"><h2>{words[BoardWord.LiftQuestion]}</h2>
            <article class="order case">{WaysPage.Order(page, desk, order)}</article>
            <form method="post" action="/ways/orders/{order.Id.ToString()}/lift" class="choice">{Shell.FormToken(page)}
            <button class="danger">{words[BoardWord.LiftYes]}</button> <a class="press plain" href="/ways">{words[BoardWord.LiftNo]}</a></form></section>
            """));
    }
}
