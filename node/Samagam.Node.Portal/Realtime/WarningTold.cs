using System.Text;
using Samagam.Core.Warnings;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// What a reader of warnings has been told, small enough to travel as the id of an event: the reader brings it to whatever box it meets next, and is told
/// neither less nor twice. <c>w1.</c> and six letters for each message: 35 bits that name it, one that says its end was told.
/// </summary>
internal sealed class WarningTold
{
    /// <summary>Messages in a cursor; beyond, the oldest are told again. With the mark it stays within the 128 characters a stream reads.</summary>
    public const int Most = 20;

    private const string Mark = "w1.";
    private const int LettersEach = 6;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    // For how long after its time a message is remembered as told: longer than two boxes' clocks differ.
    private const long ForgetAfterMs = 10 * 60 * 1000;

    private readonly Dictionary<long, bool> _ended = [];

    /// <summary>Empty for no cursor, or one of another kind.</summary>
    public static WarningTold Of(string? cursor)
    {
        var told = new WarningTold();
        if (cursor is null || !cursor.StartsWith(Mark, StringComparison.Ordinal) || (cursor.Length - Mark.Length) % LettersEach != 0 || cursor.Length > Mark.Length + (Most * LettersEach))
        {
            return told;
        }
        for (var at = Mark.Length; at < cursor.Length; at += LettersEach)
        {
            long bits = 0;
            foreach (var letter in cursor.AsSpan(at, LettersEach))
            {
                var value = Letters.IndexOf(letter, StringComparison.Ordinal);
                if (value < 0)
                {
                    return new WarningTold();
                }
                bits = (bits << 6) | (uint)value;
            }
            told._ended[bits >> 1] = (bits & 1) == 1;
        }
        return told;
    }

    public bool Has(WarningId id) => _ended.ContainsKey(Name(id));

    /// <summary>Told, and not told to be over.</summary>
    public bool Believes(WarningId id) => _ended.TryGetValue(Name(id), out var ended) && !ended;

    public void Stands(WarningId id) => _ended[Name(id)] = false;

    public void Ended(WarningId id) => _ended[Name(id)] = true;

    /// <summary>The cursor of now. What this box does not know (yet) stays in it.</summary>
    public string Cursor(WarningBook book, long nowMs)
    {
        var known = new Dictionary<long, WarningMessage>();
        foreach (var message in book.All)
        {
            known.TryAdd(Name(message.Id), message);
        }
        foreach (var over in _ended.Where(e => e.Value && known.TryGetValue(e.Key, out var m) && m.ExpiresMs + ForgetAfterMs < nowMs).Select(e => e.Key).ToList())
        {
            _ended.Remove(over);
        }
        var text = new StringBuilder(Mark);
        foreach (var (name, ended) in _ended.OrderByDescending(e => known.TryGetValue(e.Key, out var m) ? m.SentMs : long.MaxValue).ThenBy(e => e.Key).Take(Most))
        {
            var bits = (name << 1) | (ended ? 1L : 0);
            for (var shift = 6 * (LettersEach - 1); shift >= 0; shift -= 6)
            {
                text.Append(Letters[(int)(bits >> shift) & 63]);
            }
        }
        return text.ToString();
    }

    private static long Name(WarningId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 29);
    }
}
