using System.Buffers;
using System.Text;

namespace Samagam.Modem;

/// <summary>
/// Text as it goes to a modem in text mode (3GPP TS 27.005 §3, TS 23.038): plain characters that mean the same in ASCII and in the GSM alphabet as they are, everything
/// else (Devanagari) as UCS-2 in hexadecimal.
/// </summary>
public static class SmsText
{
    /// <summary>Most characters of one message.</summary>
    public const int MaxPlain = 160, MaxUcs2 = 70;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;!?()+-/'\"%&*=<>#\n");

    /// <summary>True when every character is the same in ASCII and in the GSM alphabet.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Plain);

    /// <summary>True when it goes in one message.</summary>
    public static bool Fits(string text) => text.Length is > 0 && text.Length <= (IsPlain(text) ? MaxPlain : MaxUcs2);

    /// <summary>UCS-2, big-endian, in hexadecimal.</summary>
    public static string ToUcs2(string text) => Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text));
}
