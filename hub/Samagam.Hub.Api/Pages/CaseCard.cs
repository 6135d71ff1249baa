using System.Globalization;
using Samagam.Core.Geo;
using Samagam.Core.Sos;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Board;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>One case on the board: loud things first, every step with its age.</summary>
internal static class CaseCard
{
    /// <summary>Newest steps in the open; the earlier ones are folded.</summary>
    public const int StepsInTheOpen = 6;

    /// <summary>Responders in the open; of a ring of hundreds the first by standing and walking time.</summary>
    public const int RespondersInTheOpen = 8;

    public static Markup Of(PageContext page, CaseRow row)
    {
        var words = page.Words;
        return Markup.Of($"""
            <article class="case u-{Css(row.Urgency)}" id="c-{row.Id.ToString()}" data-case="{row.Id.ToString()}">
            <header>
            <span class="badge">{words.Of(row.Urgency)}</span> {Drill(page, row)}<span class="age">{page.Ago(row.Age)}</span>
            <h3><a href="/cases/{row.Id.ToString()}">{Title(words, row)}</a></h3>
            </header>
            {Place(page, row)}
            {Flags(words, row)}
            {Responders(page, row)}
            {Steps(page, row)}
            {Holders(words, row)}
            </article>
            """);
    }

    public static Markup Title(BoardWords words, CaseRow row) =>
        Markup.Of($"<span class=\"icon\" aria-hidden=\"true\">{PageContext.Icon(row.Call?.Type ?? SosType.Unspecified)}</span> {words.Of(row.Call?.Type ?? SosType.Unspecified)} <small>{ShortId(row)}</small>");

    public static string ShortId(CaseRow row) => row.Id.ToString()[..8];

    /// <summary>An ended case in one line.</summary>
    public static Markup EndedLine(PageContext page, CaseRow row) => Markup.Of($"""
        <li>{Drill(page, row)}<a href="/cases/{row.Id.ToString()}">{Title(page.Words, row)}</a>
        <span>{row.PlaceLabel}{Markup.When(row.Leader is not null, $" · {page.Words.Name(row.Leader.GetValueOrDefault())}")}</span>
        <span>{page.Words.Say(row.Ended?.Step, row.Responders)}</span> {(row.Ended is { } end ? page.Ago(end.At) : Markup.Empty)}</li>
        """);

    public static Markup Place(PageContext page, CaseRow row)
    {
        var words = page.Words;
        if (row.Call is null)
        {
            return Markup.Of($"<p class=\"where\">{words[BoardWord.CallNotHere]}</p>");
        }
        var (lat, lng) = (row.Place.Point.LatitudeDeg, row.Place.Point.LongitudeDeg);
        var at = string.Create(CultureInfo.InvariantCulture, $"{lat:0.00000}, {lng:0.00000}");
        var source = row.Place.Source == PlaceSource.Unknown
            ? Markup.Of($"{words.Of(PlaceSource.Unknown)}")
            : Markup.Of($"<a href=\"geo:{lat:0.00000},{lng:0.00000}\">{at}</a> ±{row.Place.RadiusM:0} {words[BoardWord.UnitMetre]}, {words.Of(row.Place.Source)}");
        var leader = row.Leader.GetValueOrDefault();
        return Markup.Of($"""
            <p class="where">{Markup.When(row.PlaceLabel.Length > 0, $"<strong>{row.PlaceLabel}</strong> ")}<span>{words.Name(leader)} ({leader.Node.ToString()})</span> <span>{words.SectorName(leader.Sector)}</span> <span class="geo">{source}</span></p>
            """);
    }

    public static Markup Flags(BoardWords words, CaseRow row)
    {
        if (row.Call is not { } call)
        {
            return Markup.Empty;
        }
        return Markup.Of($"""
            <p class="flags">{Markup.When(call.People > 0, $"<span>{words[BoardWord.People]}: {call.People}</span>")}{Markup.When(call.Silent, $"<span class=\"strong\">{words[BoardWord.FlagSilent]}</span>")}{Markup.When(call.ForSomebodyElse, $"<span>{words[BoardWord.FlagForOther]}</span>")}<span>{words[BoardWord.Ring]}: {words.Of(row.Level)}</span><span>{words.Of(call.Door)}, {words[BoardWord.Language]} {call.Language}</span>{Markup.Join(call.Skills.Select(s => Markup.Of($"<span>{s}</span>")))}{Same(words, call.PossiblySameAs)}</p>
            """);
    }

    public static Markup Responders(PageContext page, CaseRow row)
    {
        var words = page.Words;
        if (row.Responders.Count == 0)
        {
            return Markup.Of($"<p class=\"nobody\">{words[row.Level >= RingLevel.ControlRoom ? BoardWord.NobodyToAsk : BoardWord.NobodyAsked]}</p>");
        }
        var shown = row.Responders.Take(RespondersInTheOpen).Select(r => Responder(page, r));
        var more = row.Responders.Count - RespondersInTheOpen;
        return Markup.Of($"<ul class=\"people\">{shown}{Markup.When(more > 0, $"<li class=\"more\">+{more}</li>")}</ul>");
    }

    public static Markup Holders(BoardWords words, CaseRow row) => row.Leader is not { } leader ? Markup.Empty : Markup.Of($"""
        <p class="held">{words[BoardWord.Leads]}: <b>{words.Name(leader)}</b> · {words[BoardWord.TakenBy]}: {string.Join(", ", row.TakenBy.Select(b => words.Name(b)))} · {words[row.Receipted ? BoardWord.HubReceipt : BoardWord.HubNoReceipt]}</p>
        """);

    private static Markup Drill(PageContext page, CaseRow row) => Markup.When(row.Drill, $"<span class=\"badge drill\">{page.Words[BoardWord.Drill]}</span> ");

    private static Markup Same(BoardWords words, Core.Ids.SosId? other) => other is not { } id ? Markup.Empty
        : Markup.Of($"<span>{words[BoardWord.PossiblySame]} <a href=\"/cases/{id.ToString()}\">{id.ToString()[..8]}</a></span>");

    private static Markup Responder(PageContext page, ResponderRow row)
    {
        var words = page.Words;
        var walk = row.WalkSeconds is { } seconds ? $"{words[BoardWord.Walk]} {words.Duration(seconds)}"
            : row.Asked is not null ? words[BoardWord.NoWay] : "";
        return Markup.Of($"""
            <li class="{(row.Standing ? "standing" : row.Declined || row.Claim is not (null or ClaimState.Live) ? "out" : "")}"><b>{BoardWords.Name(row)}</b> <span class="state">{State(page, row)}</span> <span class="walk">{walk}</span> {Eta(page, row)}</li>
            """);
    }

    private static Markup State(PageContext page, ResponderRow row)
    {
        var words = page.Words;
        return row switch
        {
            { Arrived: { } at } => Markup.Of($"{words[BoardWord.StateArrived]} {page.Ago(at)}"),
            { Claim: ClaimState.Lapsed } => Markup.Of($"{words[BoardWord.StateLapsed]}"),
            { Claim: ClaimState.HandedOver } => Markup.Of($"{words[BoardWord.StateHandedOver]}"),
            { Claim: ClaimState.StoodDown } => Markup.Of($"{words[BoardWord.StateStoodDown]}"),
            { Accepted: { } at } => Markup.Of($"{words[BoardWord.StateAccepted]} {page.Ago(at)}"),
            { Declined: true } => Markup.Of($"{words[BoardWord.StateDeclined]}"),
            { Received: { } at } => Markup.Of($"{words[BoardWord.StateReceived]} {page.Ago(at)}"),
            { Asked: { } at } => Markup.Of($"{words[BoardWord.StateAsked]} {page.Ago(at)}"),
            _ => Markup.Empty,
        };
    }

    private static Markup Eta(PageContext page, ResponderRow row)
    {
        if (row.EtaLeftSeconds is not { } left)
        {
            return Markup.Empty;
        }
        var due = page.NowMs + (left * 1000);
        var words = page.Words;
        return left < 0
            ? Markup.Of($"<span class=\"eta late\" data-due=\"{due}\">{words[BoardWord.EtaPast]} {words.Duration(-left)}</span>")
            : Markup.Of($"<span class=\"eta\" data-due=\"{due}\">{words[BoardWord.Eta]} {words.Duration(left)}</span>");
    }

    private static Markup Steps(PageContext page, CaseRow row)
    {
        var earlier = Math.Max(0, row.Steps.Count - StepsInTheOpen);
        var fold = earlier == 0 ? Markup.Empty : Markup.Of($"""
            <details data-key="s-{row.Id.ToString()}"><summary>+{earlier} {page.Words[BoardWord.EarlierSteps]}</summary><ol class="steps">{row.Steps.Take(earlier).Select(s => Step(page, row, s))}</ol></details>
            """);
        return Markup.Of($"{fold}<ol class=\"steps\">{row.Steps.Skip(earlier).Select(s => Step(page, row, s))}</ol>");
    }

    private static Markup Step(PageContext page, CaseRow row, StepRow step) =>
        Markup.Of($"<li>{page.Ago(step.At)} <span>{page.Words.Say(step.Step, row.Responders)}</span></li>");

    private static string Css(Urgency urgency) => urgency.ToString().ToLowerInvariant();
}
