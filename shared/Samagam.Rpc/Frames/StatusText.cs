using System.Globalization;
using System.Text;

namespace Samagam.Rpc.Frames;

/// <summary>
/// The percent encoding of <c>grpc-message</c> (PROTOCOL-HTTP2.md): UTF-8 bytes outside 0x20-0x7E, and the percent sign,
/// become <c>%XX</c>. Decoding never fails: what is no valid escape stays as it came.
/// </summary>
internal static class StatusText
{
    /// <summary>Encodes as many whole characters as fit in <paramref name="maxBytes"/> of encoded text.</summary>
    public static string Encode(string text, int maxBytes)
    {
        var encoded = new StringBuilder(Math.Min(text.Length, maxBytes));
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0x20 and <= 0x7E and not '%')
            {
                if (encoded.Length + 1 > maxBytes)
                {
                    break;
                }
                encoded.Append((char)rune.Value);
                continue;
            }
            var count = rune.EncodeToUtf8(utf8);
            if (encoded.Length + (count * 3) > maxBytes)
            {
                break;
            }
            foreach (var b in utf8[..count])
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }
        return encoded.ToString();
    }

    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return encoded;
        }
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var written = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length
                && byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes[written++] = b;
                i += 2;
            }
            else
            {
                written += Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes.AsSpan(written));
            }
        }
        return Encoding.UTF8.GetString(bytes, 0, written);
    }
}
