using System.Runtime.CompilerServices;

namespace Samagam.Web.Html;

/// <summary>
/// A piece of finished HTML. The only way to make one is an interpolated string, whose literal parts are the template and whose
/// holes are encoded: text of strangers cannot become markup by forgetting something. Write attribute values in quotes.
/// </summary>
public readonly record struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    public static readonly Markup Empty;

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>Literal parts as they are, holes encoded; a hole that is <see cref="Markup"/> already goes in whole.</summary>
    public static Markup Of(MarkupHandler content) => new(content.Take());

    /// <summary>The pieces one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(p => p._text)));

    /// <summary><paramref name="content"/> when the condition holds, else nothing.</summary>
    public static Markup When(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] MarkupHandler content) =>
        condition ? new(content.Take()) : Empty;

    public override string ToString() => _text ?? "";
}
