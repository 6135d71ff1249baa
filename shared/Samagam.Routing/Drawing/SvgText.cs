using System.Globalization;
using System.Text;

namespace Samagam.Routing.Drawing;

/// <summary>
/// Collects SVG 1.1 as text. Text of strangers goes through <see cref="Escaped"/>: markup is encoded, and what XML 1.0 (§2.2) does not allow at all is
/// left out, so the result always parses.
/// </summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new(8 * 1024);

    /// <summary>UTF-16 units so far.</summary>
    public int Length => _text.Length;

    public SvgText Raw(string text)
    {
        _text.Append(text);
        return this;
    }

    public SvgText Raw(FormattableString text) => Raw(text.ToString(CultureInfo.InvariantCulture));

    public SvgText Text(string text) => Raw(Escaped(text));

    public override string ToString() => _text.ToString();

    public static string Escaped(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\t' or '\n' or '\r' => safe.Append(' '),
                < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => safe,
                // Marks that turn the direction of what follows: a name must not reorder the names beside it.
                (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => safe,
                // A lone surrogate reads as this already.
                var value => safe.Append(char.ConvertFromUtf32(value)),
            };
        }
        return safe.ToString();
    }

    /// <summary>At most so many characters as a reader counts them, with a mark where something is left out.</summary>
    public static string Shortened(string text, int max)
    {
        var letters = new StringInfo(text);
        return letters.LengthInTextElements <= max ? text : letters.SubstringByTextElements(0, max - 1).TrimEnd() + "…";
    }
}
