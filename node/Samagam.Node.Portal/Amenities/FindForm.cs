using System.Globalization;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Amenities;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Amenities;

/// <summary>The search field, and the address of what it asks.</summary>
internal static class FindForm
{
    /// <param name="asked">What was asked before; null for an empty form.</param>
    public static Markup Of(Words w, AmenityQuestion? asked)
    {
        var type = asked is not null && TypeOf(asked.Filter) is { } one ? Markup.Of($"""<input type="hidden" name="type" value="{one.Word()}">""") : Markup.Empty;
        return Markup.Of($"""
            <form class="find" action="/find">{Field(w, asked?.Text)}{type}<div class="row">{Tick(w, Say.OnlyOpen, "open_now", asked?.Filter.OpenNow == true)}{Tick(w, Say.OnlyStepFree, "step_free", asked?.Filter.StepFree == true)}</div></form>
            """);
    }

    /// <summary>The field alone, for pages that have more to say.</summary>
    public static Markup Small(Words w) => Markup.Of($"""<form class="find" action="/find">{Field(w, null)}</form>""");

    /// <summary>The address of a further page of the same search.</summary>
    public static string Address(AmenityQuestion asked, int page) => string.Create(
        CultureInfo.InvariantCulture,
        $"/find?{(asked.Text is { Length: > 0 } text ? $"q={Uri.EscapeDataString(text)}&" : "")}{(TypeOf(asked.Filter) is { } type ? $"type={type.Word()}&" : "")}{(asked.Filter.OpenNow == true ? "open_now=true&" : "")}{(asked.Filter.StepFree == true ? "step_free=true&" : "")}page={page}");

    private static Markup Field(Words w, string? text) => Markup.Of($"""
        <input type="search" name="q" aria-label="{w[Say.FindTitle]}" maxlength="{AmenityQuestion.MaxText.ToString(CultureInfo.InvariantCulture)}" value="{text ?? ""}" placeholder="{w[Say.FindHint]}" autocomplete="off" enterkeyhint="search"><button class="plain">{Icons.Of("find")}{w[Say.FindButton]}</button>
        """);

    private static Markup Tick(Words w, Say what, string name, bool on) => Markup.Of($"""<label class="tick"><input type="checkbox" name="{name}" value="true"{(on ? Markup.Of($" checked") : Markup.Empty)}>{w[what]}</label>""");

    private static AmenityType? TypeOf(AmenityFilter filter) => uint.PopCount(filter.Types) == 1 ? (AmenityType)uint.TrailingZeroCount(filter.Types) : null;
}
