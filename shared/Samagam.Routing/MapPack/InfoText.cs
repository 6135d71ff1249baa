using System.Globalization;
using System.Text;
using Samagam.Routing.Osm;

namespace Samagam.Routing.MapPack;

/// <summary>
/// What a pack says of how it came to be: the load report, as lines of a word, a space and a value. Lines with words nobody knows are
/// ignored. No date: the same file and the same options give the same pack.
/// </summary>
internal static class InfoText
{
    private const string Section = "info";
    private const int MaxBytes = 1 << 20;

    public static void Add(PackDraft draft, MapLoadReport report)
    {
        var text = new StringBuilder();
        Line("source-sha256", report.SourceSha256);
        Line("source-bytes", Text(report.FileBytes));
        Line("names", string.Join(',', report.Languages));
        Line("ways", Text(report.Ways));
        Line("areas", Text(report.Areas));
        Line("area-crossings", Text(report.AreaCrossings));
        foreach (var (why, count) in report.Dropped)
        {
            Line("dropped", $"{Text(count)} {why}");
        }
        draft.Add(Section, Encoding.UTF8.GetBytes(text.ToString()));

        void Line(string word, string value) => text.Append(word).Append(' ').Append(value).Append('\n');

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    public static MapLoadReport Read(PackFile pack)
    {
        var bytes = pack.Bytes(Section);
        if (bytes.Length > MaxBytes)
        {
            throw PackFile.Bad($"section {Section} has more than {MaxBytes} bytes");
        }
        var report = new MapLoadReport();
        foreach (var line in Encoding.UTF8.GetString(bytes).EnumerateLines())
        {
            var space = line.IndexOf(' ');
            if (space > 0)
            {
                report = With(report, line[..space], line[(space + 1)..]);
            }
        }
        return report;
    }

    private static MapLoadReport With(MapLoadReport report, ReadOnlySpan<char> word, ReadOnlySpan<char> value)
    {
        switch (word)
        {
            case "source-sha256":
                return report with { SourceSha256 = value.ToString() };
            case "source-bytes":
                return report with { FileBytes = Number(value) };
            case "names":
                return report with { Languages = value.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries) };
            case "ways":
                return report with { Ways = Count(value) };
            case "areas":
                return report with { Areas = Count(value) };
            case "area-crossings":
                return report with { AreaCrossings = Count(value) };
            case "dropped" when value.IndexOf(' ') is > 0 and var end:
                return report.With(value[(end + 1)..].ToString(), Count(value[..end]));
            default:
                return report;
        }
    }

    private static int Count(ReadOnlySpan<char> text) => (int)Math.Min(Number(text), int.MaxValue);

    private static long Number(ReadOnlySpan<char> text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw PackFile.Bad($"section {Section} has a number that is none");
}
