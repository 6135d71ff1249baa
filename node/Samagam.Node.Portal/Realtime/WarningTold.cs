using Samagam.Core.Warnings;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// What a reader of warnings has been told, small enough to travel as the id of an event: the reader brings it to whatever box it meets next, and is told
/// neither less nor twice. <c>w1.</c> and for each message 35 bits that name it and one that says its end was told.
/// </summary>
internal sealed class WarningTold
{
    /// <summary>Messages in a cursor; beyond, the oldest are told again.</summary>
    public const int Most = CursorNames.Most;

    private const string Mark = "w1.";

    // For how long after its time a message is remembered as told: longer than two boxes' clocks differ.
    private const long ForgetAfterMs = 10 * 60 * 1000;

    private readonly Dictionary<long, bool> _ended = [];

    /// <summary>Nothing told for no cursor, or one of another kind.</summary>
    public static WarningTold Of(string? cursor)
    {
        var told = new WarningTold();
        foreach (var bits in CursorNames.Read(Mark, cursor))
        {
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
        return CursorNames.Write(
            Mark,
            _ended.OrderByDescending(e => known.TryGetValue(e.Key, out var m) ? m.SentMs : long.MaxValue).ThenBy(e => e.Key).Select(e => (e.Key << 1) | (e.Value ? 1L : 0)));
    }

    private static long Name(WarningId id) => CursorNames.Of(id.Value, CursorNames.Bits - 1);
}
