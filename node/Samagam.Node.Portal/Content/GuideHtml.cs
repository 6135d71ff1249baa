using System.Globalization;
using Samagam.Core.Content;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Content;

/// <summary>Places and plans as pages show them.</summary>
internal static class GuideHtml
{
    /// <param name="withKind">False in a list of one kind, which says it once.</param>
    public static Markup Row(Words w, PoiFind found, bool withKind)
    {
        var walk = found.Walk is { } way ? Markup.Of($"""<b class="far">{w.Walk(way.Seconds)}</b>""") : Markup.Empty;
        return Markup.Of($"""
            <li><a href="{GuidePage.Path}/{found.Poi.Id}">{Icons.Of(ContentSay.Icon(found.Poi.Category))}<b>{w.Pick(found.Poi.Name, found.Poi.NameHi)}</b>{walk}<span class="more">{Markup.When(withKind, $"""<span class="fact">{w[ContentSay.Of(found.Poi.Category)]}</span>""")}<span class="fact">{w.With(Say.GuideStay, found.Poi.AverageDurationMinutes)}</span></span></a></li>
            """);
    }

    public static Markup PlanLink(Words w, Itinerary plan) => Markup.Of($"""
        <li><a href="{PlanPage.Path}/{plan.Id}">{Icons.Of("walk")}<b>{w.Pick(plan.Name, plan.NameHi)}</b><span class="more fact">{w[ContentSay.Of(plan.PilgrimType)]}</span></a></li>
        """);

    /// <summary>The kinds this pack has, to be touched.</summary>
    public static Markup Kinds(Words w, ContentPack pack, PoiCategory? shown)
    {
        var kinds = pack.Pois.CountBy(p => p.Category).OrderBy(k => k.Key).Select(k => Markup.Of($"""
            <a {Markup.When(k.Key == shown, $"""aria-current="page" """)}href="{GuidePage.Path}?category={k.Key.Word()}">{Icons.Of(ContentSay.Icon(k.Key))}<span>{w[ContentSay.Of(k.Key)]}</span><small>{k.Value.ToString(CultureInfo.InvariantCulture)}</small></a>
            """));
        return Markup.Of($"""<section class="card"><h2>{w[Say.FindAllKinds]}</h2><nav class="kinds">{kinds}</nav></section>""");
    }

    /// <summary>A warning first: who reads no further has read it.</summary>
    public static Markup Caution(Words w, PointOfInterest poi) => poi.Caution.Length == 0 ? Markup.Empty
        : Markup.Of($"""<ul class="notes"><li>{Icons.Of("hand")}<span><b>{w[Say.GuideCaution]}</b> {w.Pick(poi.Caution, poi.CautionHi)}</span></li></ul>""");

    public static Markup Paragraphs(string text) => Markup.Join(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(p => Markup.Of($"<p>{p}</p>")));

    public static Markup Facts(Words w, PointOfInterest poi)
    {
        List<string> lines = [w[ContentSay.Of(poi.Category)], w.With(Say.GuideStay, poi.AverageDurationMinutes)];
        if (poi.BestTimes.Count > 0)
        {
            lines.Add(w.With(Say.GuideBest, string.Join(", ", poi.BestTimes.Select(t => w[ContentSay.Of(t)]))));
        }
        return Markup.Of($"""<ul class="facts">{lines.Select(l => Markup.Of($"<li>{l}</li>"))}</ul>""");
    }

    /// <summary>To be heard, by the browser's own player, and to be read by who cannot. Nothing is fetched before it is played.</summary>
    public static Markup Audio(Words w, ContentPack pack, PointOfInterest poi)
    {
        var all = pack.AudioOf(poi.Id).ToList();
        if ((all.Find(a => a.Language == w.Tag) ?? all.Find(a => a.Language == "hi") ?? all.FirstOrDefault()) is not { } audio)
        {
            return Markup.Empty;
        }
        return Markup.Of($"""
            <section class="card"><h2>{w[Say.GuideListen]}</h2><audio controls preload="none" src="{AudioDoor.AddressOf(audio)}"></audio><details lang="{audio.Language}"><summary>{w[Say.GuideTranscript]}</summary><p>{audio.Transcript}</p></details></section>
            """);
    }

    public static Markup Sample(Words w, ContentPack pack) => Markup.When(pack.Manifest.IsSample, $"""<p class="small">{w[Say.GuideSample]}</p>""");
}
