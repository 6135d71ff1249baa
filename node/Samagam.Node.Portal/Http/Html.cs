using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// A piece of markup that is already safe. Text becomes markup only by <see cref="Of"/>, which encodes every value it is
/// given, so a template cannot forget to. Values stand in element content or in quoted attributes, never in a tag or a script.
/// </summary>
internal readonly struct Html(string markup)
{
    public static readonly Html None = new("");

    // Devanagari and the other scripts stay readable and short; only what markup gives a meaning is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? _markup = markup;

    /// <summary>Markup from a template: <c>Html.Of($"&lt;b&gt;{name}&lt;/b&gt;")</c>.</summary>
    public static Html Of(Template template) => new(template.Take());

    /// <summary>A value as element content or attribute text.</summary>
    public static Html Text(string? value) => new(Encoder.Encode(value ?? ""));

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.ToString())));

    public Html If(bool shown) => shown ? this : None;

    public override string ToString() => _markup ?? "";

    /// <summary>Collects a template; the compiler calls it for the holes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template
    {
        private readonly StringBuilder _text;

        public Template(int literalLength, int holes) => _text = new StringBuilder(literalLength + (holes * 24));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(string? value) => _text.Append(Encoder.Encode(value ?? ""));

        public void AppendFormatted(Html value) => _text.Append(value.ToString());

        public void AppendFormatted(int value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(IEnumerable<Html> values)
        {
            foreach (var value in values)
            {
                _text.Append(value.ToString());
            }
        }

        internal string Take() => _text.ToString();
    }
}
