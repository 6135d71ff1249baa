using System.Globalization;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Geo;
using Samagam.Core.Warnings;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Warnings;

/// <summary>Warnings on our own pages: a banner with what concerns a place, in front of all else, and each in full.</summary>
internal sealed class WarningHtml(PortalParts parts, WarningDesk desk)
{
    /// <summary>Warnings told in a banner; the page has the others.</summary>
    private const int MaxTold = 2;

    /// <summary>Characters of a banner's text: what to do must be on the first screen of a phone.</summary>
    private const int MaxChars = 220;

    /// <summary>Nothing when nothing is in force here.</summary>
    /// <param name="places">Places it is about beside this box's own.</param>
    public Markup Banner(HttpContext http, Words w, params ReadOnlySpan<GeoPoint> places)
    {
        var found = desk.Near([parts.Node.Self.Point, .. places]);
        if (found.Count == 0)
        {
            return Markup.Empty;
        }
        var tongue = ReaderTongue.Of(http, w.Tag);
        var told = found.Take(MaxTold).Select(m => (Message: m, Info: m.InfoIn(tongue.For(m))!)).Select(t => Markup.Of($"""
            <a class="alarm {Level(t.Info)}" href="{WarningPage.Path}#{t.Message.Id.ToString()}"{Lang(w, t.Info)}><b>{Icons.Of("bell")}{Title(t.Info)}</b>{Short(t.Info)}<small lang="{w.Tag}">{Until(w, t.Message, t.Info)}</small></a>
            """));
        return Markup.Of($"""<section role="alert" aria-label="{w[Say.Warnings]}">{told}{Markup.When(found.Count > MaxTold, $"<p><a class=\"dial\" href=\"{WarningPage.Path}\">{w.With(Say.WarningsAll, found.Count)}</a></p>")}</section>""");
    }

    /// <summary>One warning with all it says to people.</summary>
    public static Markup Whole(Words w, ReaderTongue tongue, WarningMessage message)
    {
        var info = message.InfoIn(tongue.For(message))!;
        var areas = info.Areas.Select(a => a.Description).Where(d => d.Length > 0).Distinct().ToList();
        return Markup.Of($"""
            <article class="card warning {Level(info)}" id="{message.Id.ToString()}"{Lang(w, info)}><h2>{Title(info)}</h2>
            <p class="small" lang="{w.Tag}"><b>{w[Danger(info.Severity)]}</b> · {Until(w, message, info)}{Markup.When(info.SenderName.Length > 0, $" · {info.SenderName}")}</p>
            {Markup.When(areas.Count > 0, $"<p><b>{string.Join("; ", areas)}</b></p>")}{Text(info.Description)}{Markup.When(info.Instruction.Length > 0, $"<div class=\"do\">{Text(info.Instruction)}</div>")}
            {Markup.When(info.Contact.Length > 0, $"<p>{info.Contact}</p>")}<p class="small" lang="{w.Tag}"><a href="/api/v1/warnings/{message.Id.ToString()}.cap">CAP 1.2</a></p></article>
            """);
    }

    private static string Title(WarningInfo info) => info.Headline.Length > 0 ? info.Headline : info.Event;

    // The reader of an alarm is told what to do before why.
    private static Markup Short(WarningInfo info)
    {
        var text = info.Instruction.Length > 0 ? info.Instruction : info.Description;
        return Markup.When(text.Length > 0, $"<span>{CleanText.Of(text, MaxChars)}{(text.Length > MaxChars ? "…" : "")}</span>");
    }

    private static Markup Text(string text) => Markup.Join(text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Markup.Of($"<p>{line}</p>")));

    private static Markup Lang(Words w, WarningInfo info) => Markup.When(!info.Language.StartsWith(w.Tag, StringComparison.OrdinalIgnoreCase), $" lang=\"{info.Language}\"");

    private static string Level(WarningInfo info) => info.Severity is WarningSeverity.Extreme or WarningSeverity.Severe ? "red" : "amber";

    private static Say Danger(WarningSeverity severity) => severity switch
    {
        WarningSeverity.Extreme => Say.WarningExtreme,
        WarningSeverity.Severe => Say.WarningSevere,
        WarningSeverity.Moderate => Say.WarningModerate,
        _ => Say.WarningMinor,
    };

    private static string Until(Words w, WarningMessage message, WarningInfo info)
    {
        var zone = TimeSpan.FromMinutes(message.OffsetMinutes);
        var (end, sent) = (DateTimeOffset.FromUnixTimeMilliseconds(message.EndOf(info)).ToOffset(zone), DateTimeOffset.FromUnixTimeMilliseconds(message.SentMs).ToOffset(zone));
        return w.With(Say.WarningUntil, end.ToString(end.Date == sent.Date ? "HH:mm" : "d.M. HH:mm", CultureInfo.InvariantCulture), sent.ToString("d.M. HH:mm", CultureInfo.InvariantCulture));
    }
}

/// <summary><c>/warnings</c>: all that is in force, what is near this box first. No script needed.</summary>
internal sealed class WarningPage(PortalParts parts, WarningDesk desk, Frame frame, Languages languages)
{
    public const string Path = "/warnings";

    public void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes) =>
        Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapMethods(routes, Path, [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var tongue = ReaderTongue.Of(http, w.Tag);
        var near = desk.Near([parts.Node.Self.Point]);
        var all = near.Concat(desk.InForce().Except(near)).ToList();
        var body = Markup.Of($"""
            <h1>{w[Say.Warnings]}</h1>{Markup.When(all.Count == 0, $"<p>{w[Say.WarningsNone]}</p>")}{all.Select(m => WarningHtml.Whole(w, tongue, m))}<p><a class="wide dial" href="/">{w[Say.BackHome]}</a></p>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.Warnings], body));
    }
}
