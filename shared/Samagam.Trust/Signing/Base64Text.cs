using System.Buffers;
using System.Buffers.Text;

namespace Samagam.Trust;

/// <summary>base64url (RFC 4648 §5) in its one canonical form: no padding, no blanks, no stray bits.</summary>
internal static class Base64Text
{
    /// <summary>The bytes, or null when the text is not canonical or longer than <paramref name="maxBytes"/>.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text, int maxBytes)
    {
        if (text.Length > Base64Url.GetEncodedLength(maxBytes))
        {
            return null;
        }
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out var read, out var written) != OperationStatus.Done || read != text.Length)
        {
            return null;
        }
        // The decoder forgives blanks and padding; two texts for one token would be two keys for one thing.
        return text.SequenceEqual(Base64Url.EncodeToString(bytes.AsSpan(0, written))) ? bytes[..written] : null;
    }
}
