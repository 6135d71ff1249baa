using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Samagam.Web.Html;

/// <summary>
/// Collects an interpolated string as HTML: literals raw, holes encoded for text and for quoted attribute values, numbers in the invariant
/// culture. Letters of every script stay letters (a page in Hindi is a third of the size of its entities).
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupHandler
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder? _text;

    public MarkupHandler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>Skips the work when <paramref name="condition"/> is false.</summary>
    public MarkupHandler(int literalLength, int formattedCount, bool condition, out bool wanted)
    {
        wanted = condition;
        _text = condition ? new StringBuilder(literalLength + (formattedCount * 16)) : null;
    }

    public void AppendLiteral(string literal) => _text!.Append(literal);

    public void AppendFormatted(Markup piece) => _text!.Append(piece.ToString());

    public void AppendFormatted(IEnumerable<Markup> pieces)
    {
        foreach (var piece in pieces)
        {
            _text!.Append(piece.ToString());
        }
    }

    public void AppendFormatted(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            _text!.Append(Encoder.Encode(text));
        }
    }

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable =>
        AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    internal string Take() => _text?.ToString() ?? "";
}
