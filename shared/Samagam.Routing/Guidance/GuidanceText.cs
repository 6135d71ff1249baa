using System.Globalization;
using System.Text;

namespace Samagam.Routing.Guidance;

/// <summary>Says manoeuvres in a language that has a table; Hindi where it has none.</summary>
public static class GuidanceText
{
    /// <summary>Languages with a complete table, BCP 47 primary tags.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["hi", "en"];

    /// <summary>A whole walk, an instruction each.</summary>
    /// <param name="manoeuvres">In walking order.</param>
    /// <param name="language">BCP 47 primary tag.</param>
    /// <param name="metric">Whether wheels get along is told to who asked for it, once per stretch where nobody knows.</param>
    public static string[] Say(IReadOnlyList<Manoeuvre> manoeuvres, string language, WalkMetric metric)
    {
        var said = new string[manoeuvres.Count];
        var before = metric == WalkMetric.Accessible ? LegFlags.None : LegFlags.MaybeNotStepFree;
        for (var i = 0; i < said.Length; i++)
        {
            var untold = before & LegFlags.MaybeNotStepFree;
            said[i] = Say(manoeuvres[i] with { Flags = manoeuvres[i].Flags & ~untold }, language);
            before = metric == WalkMetric.Accessible ? manoeuvres[i].Flags : before;
        }
        return said;
    }

    /// <summary>One instruction as sentences a person reads or hears: what to do, how far, what to know.</summary>
    public static string Say(Manoeuvre manoeuvre, string language)
    {
        var table = TableOf(language);
        var (plain, named) = table.Sentences[manoeuvre.Kind];
        var name = manoeuvre.Name.In(language);
        var text = new StringBuilder(name.Length == 0 ? plain : named);
        text.Replace("{dir}", table.Compass[manoeuvre.Heading]);
        text.Replace("{name}", name);
        if (manoeuvre.Towards.In(language) is { Length: > 0 } landmark)
        {
            Around(text, table.Towards).Replace("{to}", landmark);
        }
        if (manoeuvre.LengthMetres >= 0.5)
        {
            Around(text, table.For).Replace("{n}", Distance(manoeuvre.LengthMetres, language));
        }
        // A named instruction may end in the comma that goes on to its distance.
        if (text[^1] == ',')
        {
            text.Length--;
        }
        text.Append(table.Stop);
        foreach (var (flag, sentence) in table.Notes)
        {
            if ((NotedFlags(manoeuvre) & flag) != 0)
            {
                text.Append(' ').Append(sentence).Append(table.Stop);
            }
        }
        return text.ToString();
    }

    /// <summary>A distance as people say it: to 5 m below 100 m, to 10 m below a kilometre, then to 100 m.</summary>
    public static string Distance(double metres, string language)
    {
        var table = TableOf(language);
        var step = metres < 97.5 ? 5 : 10;
        var rounded = Math.Max(step, Math.Round(metres / step) * step);
        return rounded < 1000
            ? table.Metres.Replace("{n}", rounded.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            : table.Kilometres.Replace("{n}", (metres / 1000).ToString("0.0", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    // Steps say themselves where they lead.
    private static LegFlags NotedFlags(Manoeuvre m) =>
        m.Kind is ManoeuvreKind.StepsUp or ManoeuvreKind.StepsDown or ManoeuvreKind.Steps ? m.Flags & ~(LegFlags.Up | LegFlags.Down) : m.Flags;

    private static GuidanceTable TableOf(string language) => language == "en" ? GuidanceTable.English : GuidanceTable.Hindi;

    private static StringBuilder Around(StringBuilder text, string template)
    {
        var sentence = text.ToString();
        return text.Clear().Append(template).Replace("{do}", sentence);
    }
}
