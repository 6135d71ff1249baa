using System.Globalization;
using System.Runtime.CompilerServices;

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
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        var (plain, named) = table.SentenceOf(manoeuvre.Kind);
        var sentence = manoeuvre.Name.In(language).Length == 0 ? plain : named;
        var (hasLandmark, hasLength) = (manoeuvre.Towards.In(language).Length > 0, manoeuvre.LengthMetres >= 0.5);
        // A named instruction may end in the comma that goes on to what follows.
        sentence = hasLandmark || hasLength ? sentence : sentence.TrimEnd(',');
        var inner = hasLandmark ? table.Towards : sentence;
        Fill(ref text, hasLength ? table.For : inner, hasLength ? inner : sentence, sentence, manoeuvre, table, language);
        text.AppendLiteral(table.Stop);
        var flags = NotedFlags(manoeuvre);
        foreach (var (flag, note) in flags == LegFlags.None ? [] : table.Notes)
        {
            if ((flags & flag) != 0)
            {
                text.AppendLiteral(" ");
                text.AppendLiteral(note);
                text.AppendLiteral(table.Stop);
            }
        }
        return text.ToStringAndClear();
    }

    /// <summary>A distance as people say it: to 5 m below 100 m, to 10 m below a kilometre, then to 100 m.</summary>
    public static string Distance(double metres, string language)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[32]);
        AppendDistance(ref text, metres, TableOf(language));
        return text.ToStringAndClear();
    }

    private static void AppendDistance(ref DefaultInterpolatedStringHandler text, double metres, GuidanceTable table)
    {
        const string hole = "{n}";
        var step = metres < 97.5 ? 5 : 10;
        var rounded = Math.Max(step, Math.Round(metres / step) * step);
        ReadOnlySpan<char> words = rounded < 1000 ? table.Metres : table.Kilometres;
        var at = words.IndexOf(hole);
        text.AppendFormatted(words[..at]);
        if (rounded < 1000)
        {
            // A whole number is written ten times as fast as a fraction.
            text.AppendFormatted((int)rounded);
        }
        else
        {
            text.AppendFormatted(metres / 1000, "0.0");
        }
        text.AppendFormatted(words[(at + hole.Length)..]);
    }

    // Steps say themselves where they lead.
    private static LegFlags NotedFlags(Manoeuvre m) =>
        m.Kind is ManoeuvreKind.StepsUp or ManoeuvreKind.StepsDown or ManoeuvreKind.Steps ? m.Flags & ~(LegFlags.Up | LegFlags.Down) : m.Flags;

    private static GuidanceTable TableOf(string language) => language == "en" ? GuidanceTable.English : GuidanceTable.Hindi;

    // Writes a template; its {do} is the next one, whose {do} in turn is the sentence.
    private static void Fill(
        ref DefaultInterpolatedStringHandler text, ReadOnlySpan<char> template, ReadOnlySpan<char> next, ReadOnlySpan<char> sentence, in Manoeuvre manoeuvre, GuidanceTable table,
        string language)
    {
        while (template.IndexOf('{') is >= 0 and var hole)
        {
            text.AppendFormatted(template[..hole]);
            template = template[(hole + 1)..];
            var end = template.IndexOf('}');
            switch (template[..end])
            {
                case "do":
                    Fill(ref text, next, sentence, sentence, manoeuvre, table, language);
                    break;
                case "dir":
                    text.AppendLiteral(table.Compass[manoeuvre.Heading]);
                    break;
                case "name":
                    text.AppendLiteral(manoeuvre.Name.In(language));
                    break;
                case "to":
                    text.AppendLiteral(manoeuvre.Towards.In(language));
                    break;
                case "n":
                    AppendDistance(ref text, manoeuvre.LengthMetres, table);
                    break;
                default:
                    throw new InvalidOperationException($"no such hole in a sentence: {template[..end]}");
            }
            template = template[(end + 1)..];
        }
        text.AppendFormatted(template);
    }
}
