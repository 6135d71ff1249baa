using Samagam.Hub.Api.Words;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>Where an operator shows their voucher.</summary>
internal static class EnterPage
{
    /// <param name="next">Id of the case to go to afterwards; empty for the board.</param>
    /// <param name="notice">Why not, in the reader's language; empty for none.</param>
    /// <param name="reason">The same as exactly as the gate knows it, in English.</param>
    public static Markup Of(PageContext page, string next, string notice = "", string reason = "")
    {
        var words = page.Words;
        return Shell.Of(page, words[BoardWord.EnterTitle], Markup.Of($"""
            <section class="paper narrow"><h2>{words[BoardWord.EnterTitle]}</h2>
            {Markup.When(notice.Length > 0, $"<p class=\"notice\" role=\"alert\">{notice}</p>{Markup.When(reason.Length > 0, $"<p><small lang=\"en\">{reason}</small></p>")}")}
            <form method="post" action="/enter"><input type="hidden" name="next" value="{next}">
            <label>{words[BoardWord.Voucher]}<textarea name="voucher" rows="5" maxlength="300" required autocomplete="off" spellcheck="false"></textarea></label>
            <button>{words[BoardWord.EnterButton]}</button></form>
            <p><a href="/">{words[BoardWord.BackToBoard]}</a></p></section>
            """));
    }
}
