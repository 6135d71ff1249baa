using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Samagam.Hosting;

/// <summary>
/// Names and texts of the Prometheus text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
/// </summary>
internal static class PrometheusNames
{
    /// <summary>The instrument's name with what the format forbids replaced, its unit and, for a counter, <c>_total</c>.</summary>
    public static string OfMetric(Instrument instrument, bool isCounter)
    {
        var name = Clean(instrument.Name, colonAllowed: true);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "%" or "1" => "_ratio",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
        {
            name += unit;
        }
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>A label name; one that begins with two underscores is the server's own and is changed.</summary>
    public static string OfLabel(string name)
    {
        var clean = Clean(name, colonAllowed: false);
        return clean.StartsWith("__", StringComparison.Ordinal) ? "label" + clean : clean;
    }

    public static void AppendLabel(StringBuilder to, string name, object? value, int maxChars)
    {
        var text = value switch
        {
            null => "",
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        to.Append(name).Append("=\"");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, maxChars)))
        {
            _ = c switch
            {
                '\\' => to.Append("\\\\"),
                '"' => to.Append("\\\""),
                '\n' => to.Append("\\n"),
                // Half a character of two, where it was cut or came so, is no text.
                _ when char.IsSurrogate(c) => to.Append('?'),
                _ => to.Append(c),
            };
        }
        to.Append('"');
    }

    public static string Help(string? description, string name) =>
        string.IsNullOrWhiteSpace(description) ? $"{name}." : description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Clean(string name, bool colonAllowed)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            clean.Append(char.IsAsciiLetterOrDigit(c) || c == '_' || (colonAllowed && c == ':') ? c : '_');
        }
        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]))
        {
            clean.Insert(0, '_');
        }
        return clean.ToString();
    }
}
