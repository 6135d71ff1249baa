using System.Globalization;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Duty;

/// <summary>One case on the volunteer page as markup, with the buttons that fit its stage. Also sent over the stream.</summary>
internal static class OfferHtml
{
    /// <summary>A shorter way needs no drawing: the place is in sight.</summary>
    private const int AtThePlaceMeters = 20;

    private static readonly int[] EtaMinutes = [5, 10, 15];

    private static readonly (string Word, Say Say)[] Endings =
    [
        ("helped", Say.EndingHelped), ("taken-to-hospital", Say.EndingHospital), ("nobody-found", Say.EndingNobody),
        ("false-alarm", Say.EndingFalse), ("exercise", Say.EndingExercise),
    ];

    public static Markup Of(Words w, OfferView view)
    {
        var mine = view.State != "offered";
        var type = SosReading.TypeOf(view.EmergencyType);
        return Markup.Of($"""
            <article class="card {(mine ? "mine" : "offer")}" id="case-{view.AlertId}" data-case="{view.AlertId}" data-state="{view.State}">
            {Markup.When(view.Drill, $"""<p class="drill">{w[Say.Exercise]}</p>""")}<h2>{Icons.Of(SosForm.IconOf(type))}{w[SosForm.WordOf(type)]}<small>{LadderHtml.Ago(w, view.RaisedAgeSeconds)}</small></h2>
            <ul class="facts">{Facts(w, view)}</ul>{Way(w, view)}{(mine ? Going(w, view) : Asked(w, view))}</article>
            """);
    }

    /// <summary>The word for why a case is not shown any more.</summary>
    public static Say WordOf(string reason) => reason switch
    {
        "ended" => Say.GoneEnded,
        "stood-down" => Say.GoneStoodDown,
        "declined" => Say.GoneDeclined,
        _ => Say.GoneTaken,
    };

    private static IEnumerable<Markup> Facts(Words w, OfferView view)
    {
        if (view.WalkSeconds is { } walk)
        {
            yield return Item(Markup.Of($"""<b>{w.Walk(walk)}</b>"""));
        }
        var where = view.Place.Label ?? (view.Place.Source == "node" ? view.HeardBy : "");
        yield return Item(Markup.Of($"""{w[Say.PlaceWord]}: {where} {string.Create(CultureInfo.InvariantCulture, $"{view.Place.Lat:0.00000}, {view.Place.Lng:0.00000}")} (±{w.With(Say.Meters, (int)view.Place.RadiusMeters)}, {w[SourceWord(view.Place.Source)]})"""));
        if (view.People > 0)
        {
            yield return Item(Markup.Of($"{w.With(Say.PeopleN, view.People)}"));
        }
        if (view.ForSomebodyElse)
        {
            yield return Item(Markup.Of($"{w[Say.ForOther]}"));
        }
        if (view.Silent)
        {
            yield return Item(Markup.Of($"""<b>{w[Say.SilentCall]}</b>"""));
        }
        if (view.PossiblySameAs is { } same)
        {
            yield return Item(Markup.Of($"{w.With(Say.PossiblySame, same[..8])}"));
        }
        if (view.Note is { } note)
        {
            yield return Item(Markup.Of($"""{w[Say.NoteWord]}: <b lang="{view.Language}">{note}</b>"""));
        }
        if (view.Name is { } name)
        {
            yield return Item(Markup.Of($"""{w[Say.NameWord]}: <b>{name}</b>"""));
        }
        if (view.Phone is { } phone)
        {
            yield return Item(Markup.Of($"""<a class="dial" href="tel:{phone.Replace(" ", "", StringComparison.Ordinal)}">{Icons.Of("phone")}{phone}</a>"""));
        }
    }

    private static Markup Item(Markup content) => Markup.Of($"""<li>{content}</li>""");

    private static Markup Way(Words w, OfferView view) => view.Route is { DistanceMeters: >= AtThePlaceMeters } route ? WayMap.Of(w, route) : Markup.Empty;

    private static Markup Asked(Words w, OfferView view)
    {
        var buttons = EtaMinutes.Select(m => Markup.Of($"""<button class="go" name="minutes" value="{m}">{w.With(Say.InMinutes, m)}</button>"""));
        return Markup.Of($"""
            <p><b>{w[Say.ICome]}</b></p><form class="eta" method="post" action="{Action(view, "accept")}">{buttons}</form>
            <form class="eta" method="post" action="{Action(view, "accept")}"><label>{w[Say.OwnMinutes]} <input name="minutes" inputmode="numeric" pattern="[0-9]*" maxlength="3" required></label><button class="go">{w[Say.ICome]}</button></form>
            <form method="post" action="{Action(view, "decline")}"><button class="plain">{w[Say.ICannot]}</button></form>
            """);
    }

    private static Markup Going(Words w, OfferView view)
    {
        var promise = view.State == "arrived" ? w[Say.YouArrived]
            : view.RemainingSeconds is { } left ? w.With(Say.YouPromised, (left + 59) / 60) : w[Say.YouAccepted];
        var arrived = view.State == "arrived" ? Markup.Empty
            : Markup.Of($"""<form method="post" action="{Action(view, "arrive")}"><button class="go wide">{w[Say.IAmThere]}</button></form>""");
        var endings = Endings.Select(e => Markup.Of($"""<option value="{e.Word}">{w[e.Say]}</option>"""));
        return Markup.Of($"""
            <p class="now">{promise}</p>{arrived}
            <form class="eta" method="post" action="{Action(view, "resolve")}"><label>{w[Say.HowEnded]} <select name="ending">{endings}</select></label><button class="plain">{w[Say.CloseCase]}</button></form>
            <form method="post" action="{Action(view, "hand-over")}"><button class="plain">{w[Say.HandOver]}</button></form>
            """);
    }

    private static string Action(OfferView view, string what) => $"/volunteer/{view.AlertId}/{what}";

    private static Say SourceWord(string source) => source switch
    {
        "node" => Say.SourceNode,
        "map-tap" => Say.SourceMap,
        "pole-code" => Say.SourcePole,
        "gps" => Say.SourceGps,
        "device" => Say.SourceDevice,
        _ => Say.SourceUnknown,
    };
}
