using System.Text;

namespace Samagam.Core.Warnings;

/// <summary>How long texts of a warning may be, and what may be in them: what XML 1.0 can carry.</summary>
public static class WarningText
{
    /// <summary>UTF-16 units of a name or one line.</summary>
    public const int MaxShort = 200;

    /// <summary>UTF-16 units of a description or instruction.</summary>
    public const int MaxLong = 2_000;

    public static bool Fits(string text, int max) => text.Length <= max && IsClean(text);

    public static bool Fits(WarningCode code) => code.Name.Length > 0 && Fits(code.Name, MaxShort) && Fits(code.Value, MaxShort);

    /// <summary>An identifier or sender: no spaces, commas, <c>&lt;</c> or <c>&amp;</c> (CAP 1.2 §3.2.1), because references are made of them.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxShort && IsClean(text) && !text.Any(c => char.IsWhiteSpace(c) || c is ',' or '<' or '&');

    /// <summary>Empty, or what <c>xs:anyURI</c> takes.</summary>
    public static bool IsAddress(string text) => text.Length == 0 || Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _);

    /// <summary>True for a BCP 47 tag as far as <c>xs:language</c> goes.</summary>
    public static bool IsLanguage(string tag) =>
        tag.Length is > 0 and <= 35 && tag.Split('-').Select((part, i) => part.Length is >= 1 and <= 8 && part.All(c => i == 0 ? char.IsAsciiLetter(c) : char.IsAsciiLetterOrDigit(c))).All(ok => ok);

    /// <summary>What people typed, in the form it is kept: line breaks as one character, what XML cannot carry left out, trimmed.</summary>
    public static string Clean(string? text) => string.IsNullOrEmpty(text)
        ? ""
        : string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(r => IsClean(r) && r != Rune.ReplacementChar).Select(r => r.ToString())).Trim();

    private static bool IsClean(string text)
    {
        // A half of a pair alone is read as the replacement character, whose length tells it from one that was meant.
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsClean(rune) || (rune == Rune.ReplacementChar && text[length] != '\uFFFD'))
            {
                return false;
            }
            length += rune.Utf16SequenceLength;
        }
        return true;
    }

    private static bool IsClean(Rune rune) => rune.Value is >= 0x20 and not 0xFFFE and not 0xFFFF or '\t' or '\n';
}
