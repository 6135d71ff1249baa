using System.Globalization;
using Samagam.Core.Orders;
using Samagam.Hub.Api.Ways;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Routing.Zones;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>How full the zones are, sector by sector, and what is ordered.</summary>
internal static class WaysPage
{
    public static Markup Of(PageContext page, WaysDesk desk) => Shell.Of(
        page,
        page.Words[BoardWord.Ways],
        Markup.Of($"""<p><a href="/">← {page.Words[BoardWord.BackToBoard]}</a></p><div id="part">{Content(page, desk)}</div>"""),
        "/ways/part");

    /// <summary>What changes; the script fetches it anew by itself.</summary>
    public static Markup Content(PageContext page, WaysDesk desk) => Markup.Of($"""
        <div class="columns ways">
        <section aria-labelledby="h-orders"><h2 id="h-orders">{page.Words[BoardWord.StandingOrders]}</h2>{Orders(page, desk)}</section>
        <section aria-labelledby="h-zones"><h2 id="h-zones">{page.Words[BoardWord.Zones]}</h2>{Zones(page, desk)}</section>
        </div>
        """);

    /// <summary>A level as a coloured figure with its word.</summary>
    public static Markup Level(BoardWords words, int level) => Markup.Of($"<span class=\"level l{level}\">{level}</span> {words.CrowdLevel(level)}");

    // The usual of a zone nobody counts is no news: it is not shown as if somebody had seen it.
    private static bool IsCounted(ZoneView zone) => zone.AgeSeconds is not null || zone.Dangerous;

    private static Markup NotCounted(BoardWords words) => Markup.Of($"<span class=\"level l0\">?</span> <span class=\"dim\">{words[BoardWord.NotCounted]}</span>");

    /// <summary>What an order does, where, when, why, and by whom.</summary>
    public static Markup Order(PageContext page, WaysDesk desk, WayOrder order)
    {
        var words = page.Words;
        var holds = order.HoldsAt(desk.NowMs);
        var other = words.Language == "en" ? ("hi", order.ReasonHi) : ("en", order.ReasonEn);
        return Markup.Of($"""
            <header><span class="badge e-{OrderWords.Of(order.Effect)}">{words.Of(order.Effect)}</span> {Markup.When(OrderWords.HasBearing(order.Effect), $"<span>{words.Wind(order.BearingDeg)}</span> ")}<span class="when">{(holds ? words[BoardWord.InForce] : words[BoardWord.NotYet])}</span></header>
            <p class="where">{Where(page, desk, order)}</p>
            <p class="times">{page.ClockTime(order.FromMs)} – <b>{page.ClockTime(order.UntilMs)}</b></p>
            {Markup.When(words.ReasonOf(order).Length > 0, $"<p class=\"why\">{words.ReasonOf(order)}</p>")}
            {Markup.When(other.Item2.Length > 0 && other.Item2 != words.ReasonOf(order), $"<p class=\"why other\" lang=\"{other.Item1}\">{other.Item2}</p>")}
            <p class="held">{words[BoardWord.GivenBy]}: {order.By}</p>
            """);
    }

    private static Markup Zones(PageContext page, WaysDesk desk)
    {
        var words = page.Words;
        if (desk.Map is not { } map)
        {
            return Markup.Of($"<p class=\"quiet\">{words[BoardWord.NoMapYet]}</p>");
        }
        var zones = desk.Zones();
        if (zones.Count == 0)
        {
            return Markup.Of($"<p class=\"quiet\">{words[BoardWord.NoZones]}</p>");
        }
        var sectors = map.Zones.Where(z => z.Kind == ZoneKind.Sector).ToDictionary(z => z.Id, z => z.Name.In(words.Language), StringComparer.Ordinal);
        return Markup.Join(zones
            .GroupBy(z => z.SectorId)
            .OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Sector(page, g.Key is { } id ? sectors[id] : words[BoardWord.NoSector], [.. g])));
    }

    private static Markup Sector(PageContext page, string name, List<ZoneView> zones)
    {
        var words = page.Words;
        var dangerous = zones.Count(z => z.Dangerous);
        return Markup.Of($"""
            <section class="paper"><h3>{name} <span class="sum">{(zones.Exists(IsCounted) ? Level(words, zones.Where(IsCounted).Max(z => z.Level)) : NotCounted(words))}{Markup.When(dangerous > 0, $" · <b class=\"danger\">⚠ {words[BoardWord.Danger]}: {dangerous}</b>")}</span></h3>
            <table class="zones"><thead><tr><th scope="col">{words[BoardWord.Zone]}</th><th scope="col">{words[BoardWord.Level]}</th><th scope="col">{words[BoardWord.Density]}</th><th scope="col">{words[BoardWord.LastWord]}</th><th scope="col">{words[BoardWord.Belief]}</th>{Markup.When(page.Operator is not null, $"<th><span class=\"hidden\">{words[BoardWord.Acts]}</span></th>")}</tr></thead>
            <tbody>{zones.OrderByDescending(z => z.Dangerous).ThenByDescending(IsCounted).ThenByDescending(z => z.DensityPerM2).Select(z => Row(page, z))}</tbody></table></section>
            """);
    }

    private static Markup Row(PageContext page, ZoneView zone)
    {
        var words = page.Words;
        var age = zone.AgeSeconds is { } seconds
            ? Markup.Of($"<time class=\"ago\" data-at=\"{page.NowMs - (seconds * 1000)}\">{words.Duration(seconds)}</time>")
            : Markup.Of($"<span class=\"dim\">{words[BoardWord.NobodySpoke]}</span>");
        var acts = Markup.When(page.Operator is not null, $"""
            <td class="acts"><a class="press small" href="/ways/report?zone={zone.ZoneId}">{words[BoardWord.ReportLevel]}</a> <a class="press small" href="/ways/order?zone={zone.ZoneId}">{words[BoardWord.GiveOrder]}</a></td>
            """);
        return Markup.Of($"""
            <tr class="{(zone.Dangerous ? "danger" : !IsCounted(zone) ? "silent" : "")}"><th scope="row">{words.NameOf(zone)}{Markup.When(zone.Dangerous, $" <b class=\"danger\">⚠ {words[BoardWord.Danger]}</b>")}</th><td data-name="{words[BoardWord.Level]}"><span>{(IsCounted(zone) ? Level(words, zone.Level) : NotCounted(words))}</span></td><td data-name="{words[BoardWord.Density]}">{(IsCounted(zone) ? zone.DensityPerM2.ToString("0.0", CultureInfo.InvariantCulture) : "–")}</td><td data-name="{words[BoardWord.LastWord]}">{age}</td><td data-name="{words[BoardWord.Belief]}">{Math.Round(zone.Belief * 100)} %</td>{acts}</tr>
            """);
    }

    private static Markup Orders(PageContext page, WaysDesk desk)
    {
        var words = page.Words;
        var orders = desk.Orders();
        var give = page.Operator is not null
            ? Markup.Of($"<p><a class=\"press\" href=\"/ways/order\">{words[BoardWord.GiveOrder]}</a></p>")
            : Markup.Of($"<p>{words[BoardWord.ReadOnly]} <a href=\"/enter?next=ways\">{words[BoardWord.Enter]}</a></p>");
        return orders.Count == 0
            ? Markup.Of($"{give}<p class=\"quiet\">{words[BoardWord.NoOrders]}</p>")
            : Markup.Of($"{give}{orders.Select(o => Card(page, desk, o))}");
    }

    private static Markup Card(PageContext page, WaysDesk desk, WayOrder order) => Markup.Of($"""
        <article class="order case{(order.HoldsAt(desk.NowMs) ? "" : " later")}" id="o-{order.Id.ToString()}">{Order(page, desk, order)}
        {Markup.When(page.Operator is not null, $"<p><a class=\"press danger\" href=\"/ways/orders/{order.Id.ToString()}/lift\">{page.Words[BoardWord.Lift]}</a></p>")}</article>
        """);

    private static Markup Where(PageContext page, WaysDesk desk, WayOrder order)
    {
        var words = page.Words;
        var place = desk.PlaceOf(order) is { } zone ? Markup.Of($"<strong>{zone.Name.In(words.Language)}</strong> ") : Markup.Empty;
        var ways = order.Ways.Count == 0 ? Markup.Empty
            : Markup.Of($"<span>{words[BoardWord.Paths]} {string.Join(", ", order.Ways.Take(8))}{(order.Ways.Count > 8 ? " …" : "")}</span> ");
        if (order.Area.Count == 0)
        {
            return ways;
        }
        var at = WaysDesk.MiddleOf(order);
        var text = string.Create(CultureInfo.InvariantCulture, $"{at.LatitudeDeg:0.00000}, {at.LongitudeDeg:0.00000}");
        return Markup.Of($"{place}{ways}<span class=\"geo\"><a href=\"geo:{at.LatitudeDeg:0.00000},{at.LongitudeDeg:0.00000}\">{text}</a></span>");
    }
}
