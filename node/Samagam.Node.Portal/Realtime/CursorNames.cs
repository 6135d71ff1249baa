using System.Buffers.Binary;
using System.Text;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// Cursors that hold what was told, six letters each, so that they mean the same at every box. <see cref="Most"/> of them and a mark stay within the 128
/// characters a stream reads of an event's id.
/// </summary>
internal static class CursorNames
{
    public const int Most = 20;

    /// <summary>Bits of one name.</summary>
    public const int Bits = 36;

    private const int LettersEach = Bits / 6;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>The first bits of an id that was made by a hash.</summary>
    public static long Of(Guid id, int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> (64 - bits));
    }

    /// <param name="mark">Tells kinds of cursors apart.</param>
    public static string Write(string mark, IEnumerable<long> names)
    {
        var text = new StringBuilder(mark);
        foreach (var name in names.Take(Most))
        {
            for (var shift = Bits - 6; shift >= 0; shift -= 6)
            {
                text.Append(Letters[(int)(name >> shift) & 63]);
            }
        }
        return text.ToString();
    }

    /// <summary>Empty for no cursor, or one of another kind.</summary>
    public static IReadOnlyList<long> Read(string mark, string? cursor)
    {
        if (cursor is null || !cursor.StartsWith(mark, StringComparison.Ordinal) || (cursor.Length - mark.Length) % LettersEach != 0 || cursor.Length > mark.Length + (Most * LettersEach))
        {
            return [];
        }
        var names = new List<long>();
        for (var at = mark.Length; at < cursor.Length; at += LettersEach)
        {
            long name = 0;
            foreach (var letter in cursor.AsSpan(at, LettersEach))
            {
                var value = Letters.IndexOf(letter, StringComparison.Ordinal);
                if (value < 0)
                {
                    return [];
                }
                name = (name << 6) | (uint)value;
            }
            names.Add(name);
        }
        return names;
    }
}
