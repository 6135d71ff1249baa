using Samagam.Core.Ids;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Sos;

/// <summary>The honest ladder as markup: what is true, since when; what is not yet true, as such. Also sent over the stream.</summary>
internal static class LadderHtml
{
    public static Markup Of(Words w, CaseView view)
    {
        var rungs = view.Ladder.Select(r => Markup.Of($"""<li class="{(r.Reached ? "done" : "open")}"><span>{RungText(w, r, view.Coming)}</span> {When(w, r)}</li>"""));
        return Markup.Of($"""
            {Coming(w, view)}<ol class="ladder">{rungs}</ol>{Ended(w, view)}
            """);
    }

    /// <summary>One sentence of where the call stands, for screen readers and for the head of the page.</summary>
    public static string Sentence(Words w, CaseView view)
    {
        if (view.EndedBy is { } ending)
        {
            return w[EndingWord(ending)];
        }
        if (view.Coming is { Arrived: true } here)
        {
            return w.With(Say.HasArrived, here.CallSign);
        }
        if (view.Coming is { } coming)
        {
            return w.With(Say.IsComing, coming.CallSign);
        }
        return w[Reached(view, "on-a-phone") ? Say.NowOnAPhone : Reached(view, "copied-to-boxes") ? Say.NowCopied : Say.NowSaved];
    }

    /// <summary>An age that a script may count on.</summary>
    public static Markup Ago(Words w, long? seconds) =>
        seconds is { } age ? Markup.Of($"""<time data-age="{age}">{w.Ago(age)}</time>""") : Markup.Empty;

    /// <summary>What the scripts of live pages need to say and know.</summary>
    public static Markup ScriptWords(Words w, PortalOptions options) =>
        Markup.Of($""" data-s="{w[Say.AgoSeconds]}" data-m="{w[Say.AgoMinutes]}" data-h="{w[Say.AgoHours]}" data-lost="{w[Say.LinkLost]}" data-retry="{options.RefreshSeconds}" """);

    private static Markup When(Words w, RungView rung) => rung.Reached ? Ago(w, rung.AgeSeconds) : Markup.Of($"""<em>{w[Say.NotYet]}</em>""");

    private static bool Reached(CaseView view, string rung) => view.Ladder.Any(r => r.Rung == rung && r.Reached);

    private static string RungText(Words w, RungView rung, ComingView? coming) => rung.Rung switch
    {
        "saved-here" => w[Say.RungSaved],
        "copied-to-boxes" => rung.Reached ? w.With(Say.RungCopiedN, rung.Count) : w[Say.RungCopied],
        "on-a-phone" => w[Say.RungOnAPhone],
        "accepted" => coming is null ? w[Say.RungAccepted] : w.With(Say.RungAcceptedBy, coming.CallSign),
        "arrived" => w[Say.RungArrived],
        _ => w[Say.RungHub],
    };

    private static Markup Coming(Words w, CaseView view)
    {
        if (view.Coming is not { } coming || view.EndedBy is not null)
        {
            return Markup.Empty;
        }
        if (coming.Arrived)
        {
            return Markup.Of($"""<p class="coming">{Icons.Of("walk")}<b>{w.With(Say.HasArrived, coming.CallSign)}</b></p>""");
        }
        var promise = coming.RemainingSeconds switch
        {
            null => w.With(Say.PromisedWithin, Minutes(coming.EtaSeconds)),
            0 => w[Say.ShouldBeThere],
            { } left => w.With(Say.AboutMinutes, Minutes(left)),
        };
        var walk = coming.WalkSeconds is { } seconds ? Markup.Of($"""<span>{w.With(Say.WalkAway, Minutes(seconds))}</span>""") : Markup.Empty;
        return Markup.Of($"""<p class="coming">{Icons.Of("walk")}<b>{promise}</b>{walk}</p>""");
    }

    private static long Minutes(long seconds) => Math.Max(1, (seconds + 59) / 60);

    private static Markup Ended(Words w, CaseView view) => view.EndedBy is { } ending
        ? Markup.Of($"""<p class="ended"><b>{w[EndingWord(ending)]}</b> {Ago(w, view.EndedAgeSeconds)}<br>{w[Say.PressAgain]}</p>""")
        : Markup.Empty;

    private static Say EndingWord(string ending) => ending switch
    {
        "caller-safe" => Say.EndedSafe,
        "caller-false-alarm" or "false-alarm" => Say.EndedFalseAlarm,
        "helped" => Say.EndedHelped,
        "taken-to-hospital" => Say.EndedHospital,
        "nobody-found" => Say.EndedNobody,
        "exercise" => Say.EndedExercise,
        _ => Say.EndedOther,
    };

    /// <summary>The forms below an open case.</summary>
    public static Markup Forms(Words w, SosId id, CaseView view)
    {
        if (view.EndedBy is not null)
        {
            return Markup.Empty;
        }
        return Markup.Of($"""
            <section class="card"><h2>{w[Say.BetterPlace]}</h2><form method="post" action="/sos/{id.ToString()}/location" data-place>
            <label>{w[Say.Pole]}<input name="pole" maxlength="80" autocapitalize="characters" value="{view.Place.Label}"></label>
            <input type="hidden" name="lat"><input type="hidden" name="lng"><input type="hidden" name="accuracy">
            <div class="row"><button type="button" class="plain" data-gps hidden>{w[Say.UseGps]}</button><button class="plain">{w[Say.SavePlace]}</button></div></form></section>
            <section class="card"><h2>{w[Say.NoLonger]}</h2><form class="row" method="post" action="/sos/{id.ToString()}/cancel"><button class="plain" name="why" value="safe">{w[Say.IAmSafe]}</button><button class="plain" name="why" value="false">{w[Say.FalseAlarm]}</button></form></section>
            """);
    }
}
