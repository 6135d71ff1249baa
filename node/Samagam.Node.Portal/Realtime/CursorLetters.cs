using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Numbers as letters that pass through addresses and headers unchanged, six bits each.</summary>
internal static class CursorLetters
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static StringBuilder Put(this StringBuilder text, long value, int letters)
    {
        for (var shift = 6 * (letters - 1); shift >= 0; shift -= 6)
        {
            text.Append(Letters[(int)(value >> shift) & 63]);
        }
        return text;
    }

    /// <summary>-1 when it has a letter that is none.</summary>
    public static long Read(ReadOnlySpan<char> letters)
    {
        long value = 0;
        foreach (var letter in letters)
        {
            var digit = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return -1;
            }
            value = (value << 6) | (uint)digit;
        }
        return value;
    }

    /// <summary>The first bits of an id.</summary>
    public static long Of(Guid id, int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> (64 - bits));
    }

    /// <summary>The first bits of SHA-256.</summary>
    public static long Of(string text, int bits) => (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) >> (64 - bits));

    /// <summary>True when <paramref name="a"/> is later, for numbers that begin again (RFC 1982, serial number arithmetic) at this many bits.</summary>
    public static bool IsLater(long a, long b, int bits) => a != b && ((a - b) & ((1L << bits) - 1)) < 1L << (bits - 1);
}
