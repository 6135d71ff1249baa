using Samagam.Core.Content;

namespace Samagam.Core.Amenities;

/// <summary>What ids and texts about amenities may look like.</summary>
public static class AmenityWords
{
    public const int MaxIdLength = 40;
    public const int MaxNameLength = 80;
    public const int MaxTextLength = 200;
    public const int MaxByLength = 40;

    /// <summary>Letters, digits, dashes and underscores: <c>n12</c> of a map, <c>s0f3a…</c> of staff.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= MaxIdLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>An id staff or their box make: <c>s</c> and 16 lower-case hexadecimal digits. No map has such an id.</summary>
    public static bool IsOwnId(string? id) => id is { Length: 17 } && id[0] == 's' && id.AsSpan(1).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <summary>A word of the API for a type or category: lower-case letters, digits, underscores.</summary>
    public static bool IsWord(string? word) => word is { Length: >= 2 and <= MaxIdLength } && char.IsAsciiLetterLower(word[0]) && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>Empty, or a line people may be shown.</summary>
    public static bool IsLine(string? text, int max) => text is "" || (text is not null && ContentText.WrongLine(text, max) is null);
}
