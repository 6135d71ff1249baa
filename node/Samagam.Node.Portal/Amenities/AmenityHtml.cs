using System.Globalization;
using Samagam.Core.Amenities;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Hours;
using Samagam.Routing.Amenities.Lookup;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Amenities;

/// <summary>A place as a page shows it: a row of a list, its facts, its week.</summary>
internal static class AmenityHtml
{
    public static string Title(Words w, Amenity amenity) => amenity.Name.In(w.Tag) is { Length: > 0 } name ? name : TypeWords.Label(amenity.Type, w.Tag);

    public static Markup Row(Words w, AmenityMoment moment, AmenityFind found)
    {
        var amenity = moment.View.Map.Amenities[found.Index];
        var walk = found.Seconds is { } seconds ? Markup.Of($"""<b class="far">{w.Walk(seconds)}</b>""") : Markup.Empty;
        var facts = Short(w, moment, found.Index).Select(f => Markup.Of($"""<span class="{(f.Bad ? "bad" : "fact")}">{f.Text}</span>"""));
        return Markup.Of($"""<li><a href="/find/{amenity.Id}">{Icons.Of(AmenityIcons.Of(amenity.Type))}<b>{Title(w, amenity)}</b>{walk}<span class="more">{Kind(w, moment, amenity)}{facts}</span></a></li>""");
    }

    /// <summary>All that is known, one line each.</summary>
    public static Markup Facts(Words w, AmenityMoment moment, int index, int? walkSeconds)
    {
        var amenity = moment.View.Map.Amenities[index];
        var facts = amenity.Facts;
        List<string> lines = [];
        if (walkSeconds is { } seconds)
        {
            lines.Add(w.Walk(seconds));
        }
        lines.AddRange(Short(w, moment, index).Select(f => f.Text));
        if (facts.Hours is null)
        {
            // What the map says is shown as it stands, rather than read wrongly.
            lines.Add(facts.HoursText is { } text ? $"{w[Say.HoursWord]}: {text}" : w[Say.HoursUnknown]);
        }
        if (facts.Capacity is { } capacity)
        {
            lines.Add(w.With(Say.PlacesN, capacity));
        }
        if (facts.Address.Length > 0)
        {
            lines.Add(facts.Address);
        }
        if (amenity.Tags.GetValueOrDefault(w.Tag == "hi" ? "description:hi" : "description") is { } said)
        {
            lines.Add(said);
        }
        return Markup.Of($"""<p>{Icons.Of(AmenityIcons.Of(amenity.Type))} {moment.KindOf(amenity, w.Tag)}</p><ul class="facts">{lines.Select(l => Markup.Of($"<li>{l}</li>"))}</ul>""");
    }

    /// <summary>One press tells how it is.</summary>
    public static Markup ReportForm(Words w, Amenity amenity) => Markup.Of($"""
        <form class="report" method="post" action="/find/{amenity.Id}/report"><p><b>{w[Say.ReportAsk]}</b></p><p class="row">{FoundWords.All.Select(f => Markup.Of($"""<button class="plain" name="status" value="{f.Word}">{w[f.Say]}</button> """))}</p></form>
        """);

    public static Markup Week(Words w, AmenityMoment moment, int index)
    {
        if (moment.WeekOf(index, w) is not { } week || moment.View.Map.Amenities[index].Facts.Hours is { IsAlwaysOpen: true })
        {
            return Markup.Empty;
        }
        var rows = week.Select(d => Markup.Of($"""<tr><th scope="row">{d.Name}</th><td>{Day(w, d)}</td></tr>"""));
        var holidays = moment.View.Map.Amenities[index].Facts.Hours!.DependsOnHolidays ? Markup.Of($"""<p class="small">{w[Say.HolidaysDiffer]}</p>""") : Markup.Empty;
        return Markup.Of($"""<section class="card"><h2>{w[Say.HoursWord]}</h2><table class="week">{rows}</table>{holidays}</section>""");
    }

    private static string Day(Words w, DayHours day) => day.Open.Count == 0
        ? w[Say.ClosedWord]
        : string.Join(", ", day.Open.Select(o => $"{o.From}–{o.To}{(o.Sure ? "" : " (?)")}"));

    // A nameless place is called by its kind already; a name that says its kind needs no second word for it.
    private static Markup Kind(Words w, AmenityMoment moment, Amenity amenity) => amenity.Name.In(w.Tag) is { Length: > 0 } name && !TypeWords.Asked(amenity.Type).Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        ? Markup.Of($"""<span class="fact">{moment.KindOf(amenity, w.Tag)}</span>""")
        : Markup.Empty;

    private static IEnumerable<(string Text, bool Bad)> Short(Words w, AmenityMoment moment, int index)
    {
        var facts = moment.View.Map.Amenities[index].Facts;
        var state = moment.StateOf(index);
        if (!(state.Operational ?? facts.IsOperational))
        {
            yield return (w[Say.OutOfUse], true);
        }
        if (state.Note.Length > 0)
        {
            yield return ($"{state.Note} ({w.Ago(state.StaffAgeMs / 1000)})", state.Operational == false);
        }
        if (state.Reported is { } reported)
        {
            yield return (w.With(reported.People == 1 ? Say.ReportedByOne : Say.ReportedByN, w[FoundWords.SayOf(reported.State)], w.Ago(reported.AgeMs / 1000), reported.People), reported.State != FoundState.Ok);
        }
        if (facts.Hours is { IsAlwaysOpen: true })
        {
            yield return (w[Say.OpenAlways], false);
        }
        else if (moment.HoursOf(index) is { State: not OpenState.Unknown } hours)
        {
            yield return hours.State == OpenState.Open
                ? (hours.Next == OpenState.Closed ? w.With(Say.OpenUntil, When(w, moment, hours.Until)) : w[Say.OpenWord], false)
                : (hours.Next == OpenState.Open ? w.With(Say.ClosedUntil, When(w, moment, hours.Until)) : w[Say.ClosedWord], true);
        }
        if (state.CrowdLevel is { } told)
        {
            yield return ($"{w[Say.CrowdFree + told - 1]} ({w.Ago(state.StaffAgeMs / 1000)})", told >= 4);
        }
        else if (moment.CrowdOf(index) is var (level, age))
        {
            yield return ($"{w[Say.CrowdFree + level - 1]} ({w.Ago(age)})", level >= 4);
        }
        if (facts.Fee != Said.Unknown)
        {
            yield return (w[facts.Fee == Said.No ? Say.NoCharge : Say.Charge], false);
        }
        if (facts.StepFree != Said.Unknown)
        {
            yield return (w[facts.StepFree switch { Said.Yes => Say.StepFreeYes, Said.Partly => Say.StepFreePartly, _ => Say.StepFreeNo }], false);
        }
        if (facts.Drinkable == Said.No)
        {
            yield return (w[Say.NotForDrinking], true);
        }
        foreach (var (whom, say) in ((ForWhom, Say)[])[(ForWhom.Female, Say.ForWomen), (ForWhom.Male, Say.ForMen), (ForWhom.Family, Say.ForFamilies)])
        {
            if ((facts.ForWhom & whom) != 0)
            {
                yield return (w[say], false);
            }
        }
    }

    private static string When(Words w, AmenityMoment moment, DateTime local)
    {
        var clock = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return DateOnly.FromDateTime(local) == moment.Today ? clock : $"{w[Say.Sunday + (int)local.DayOfWeek]} {clock}";
    }
}
