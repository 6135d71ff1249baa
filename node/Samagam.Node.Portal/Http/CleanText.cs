using System.Text;

namespace Samagam.Node.Portal.Http;

/// <summary>Text of a stranger made fit to keep: valid Unicode, no control characters, trimmed, cut at a limit. Never refused.</summary>
internal static class CleanText
{
    /// <param name="max">UTF-16 units; a character is never cut in half.</param>
    public static string Of(string? text, int max)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var clean = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = Rune.IsControl(rune) ? new Rune(' ') : rune;
            if (clean.Length + kept.Utf16SequenceLength > max)
            {
                break;
            }
            if (clean.Length > 0 || !Rune.IsWhiteSpace(kept))
            {
                clean.Append(kept.ToString());
            }
        }
        return clean.ToString().TrimEnd();
    }

    /// <summary>A number to call as a caller typed it: digits, spaces, plus and dashes stay.</summary>
    public static string Phone(string? text, int max) =>
        Of(text is null ? null : string.Concat(text.Where(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ')), max);
}
