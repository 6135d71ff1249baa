using System.Text;

namespace Samagam.Trust;

/// <summary>What texts in signed documents may look like, said once.</summary>
internal static class TextRules
{
    /// <summary>1..max UTF-8 bytes, well-formed, no control characters, no blank ends.</summary>
    public static bool IsLine(string? text, int maxBytes)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > maxBytes || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return false;
        }
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune))
            {
                return false;
            }
        }
        return Encoding.UTF8.GetByteCount(text) <= maxBytes;
    }

    /// <summary>Lower-case letters, digits, '-' and '_'; 1..max characters; starts with a letter or digit.</summary>
    public static bool IsWord(string? text, int maxChars)
    {
        if (string.IsNullOrEmpty(text) || text.Length > maxChars || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>An IP address or a DNS name (RFC 1123) of at most 253 characters.</summary>
    public static bool IsHost(string? text) =>
        text is { Length: > 0 and <= 253 } && Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    public static bool IsPort(int port) => port is >= 1 and <= 65535;

    public static bool IsPlace(double latitudeDeg, double longitudeDeg) =>
        latitudeDeg is >= -90 and <= 90 && longitudeDeg is >= -180 and <= 180;

    public static bool IsLowerHex(string? text, int maxChars)
    {
        if (string.IsNullOrEmpty(text) || text.Length > maxChars)
        {
            return false;
        }
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }
        return true;
    }
}
