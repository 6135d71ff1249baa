using System.Globalization;
using System.Text;

namespace Samagam.Core.Content;

/// <summary>What texts and ids of a pack may look like. Each check gives what is wrong, or null.</summary>
public static class ContentText
{
    /// <summary>Words a page's address needs for itself.</summary>
    private static readonly string[] Taken = ["plans"];

    /// <summary>Lower-case letters, digits and single dashes between them; a letter first; at least 3 characters.</summary>
    public static string? WrongId(string? id, int max)
    {
        if (string.IsNullOrEmpty(id))
        {
            return "is missing";
        }
        if (id.Length < 3 || id.Length > max)
        {
            return $"must have 3 to {max} characters";
        }
        var good = char.IsAsciiLetterLower(id[0]) && id[^1] != '-' && !id.Contains("--", StringComparison.Ordinal)
            && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        return !good ? "must be lower-case letters, digits and single dashes, a letter first" : Taken.Contains(id) ? $"must not be '{id}'" : null;
    }

    /// <summary>Text on one line.</summary>
    public static string? WrongLine(string? text, int max) => Wrong(text, max, mayBreak: false);

    /// <summary>Text that may have line breaks (<c>\n</c>).</summary>
    public static string? WrongText(string? text, int max) => Wrong(text, max, mayBreak: true);

    /// <summary>
    /// A path inside a pack: lower-case letters, digits, '-', '_' and '.', at most one folder, an ending; nothing that could lead out of the folder or be
    /// another name for the same file.
    /// </summary>
    public static string? WrongFileName(string? name, int max)
    {
        if (string.IsNullOrEmpty(name) || name.Length > max)
        {
            return $"must have 1 to {max} characters";
        }
        var parts = name.Split('/');
        var good = parts.Length <= 2 && parts.All(p => p.Length > 0 && char.IsAsciiLetterOrDigit(p[0]) && char.IsAsciiLetterOrDigit(p[^1])
            && !p.Contains("..", StringComparison.Ordinal) && p.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.'));
        return !good ? "must be a plain lower-case file name, at most one folder deep" : !parts[^1].Contains('.', StringComparison.Ordinal) ? "must have an ending" : null;
    }

    public static string? WrongHash(string? hash) =>
        hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower) ? null : "must be 64 lower-case hexadecimal digits";

    private static string? Wrong(string? text, int max, bool mayBreak)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is missing";
        }
        if (text.Length > max)
        {
            return $"is longer than {max} characters";
        }
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return "begins or ends with a blank";
        }
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return "holds a broken character";
            }
            if (rune.Value is '<' or '>')
            {
                return "holds '<' or '>': texts are plain, without markup";
            }
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned && !(mayBreak && rune.Value == '\n'))
            {
                return $"holds the control character U+{rune.Value:X4}";
            }
            // Marks that turn the direction of writing can make a text read as what it does not say.
            if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029 or 0xFEFF)
            {
                return $"holds the invisible mark U+{rune.Value:X4}";
            }
        }
        return HasEntity(text) ? "holds an HTML entity: texts are plain, without markup" : null;
    }

    // "&amp;", "&#60;": would be shown as they stand, and were meant otherwise. "Food & water;" is neither.
    private static bool HasEntity(string text)
    {
        for (var at = text.IndexOf('&', StringComparison.Ordinal); at >= 0; at = text.IndexOf('&', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '#'))
            {
                end++;
            }
            if (end > at + 1 && end < text.Length && text[end] == ';')
            {
                return true;
            }
        }
        return false;
    }
}
