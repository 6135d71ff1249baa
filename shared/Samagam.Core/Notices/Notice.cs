using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Ids;

namespace Samagam.Core.Notices;

/// <summary>What a notice is about; a person chooses by it what comes and how.</summary>
public enum NoticeCategory : byte
{
    Unspecified,

    /// <summary>Danger, and help on its way: passes every quiet hour.</summary>
    Safety,
    Group,
    Plan,
    Account,
}

/// <summary>The ways to a person.</summary>
public enum NoticeChannel : byte
{
    Unspecified,

    /// <summary>The list and the stream of the app: always open.</summary>
    App,
    Sms,
    Email,
    Push,
}

/// <summary>How far a notice is on one channel. Only grows, whatever the order in which words of it arrive.</summary>
public enum NoticeProgress : byte
{
    Unspecified,

    /// <summary>Not handed over yet; tried again.</summary>
    Queued,

    /// <summary>Given up: no address, refused for good, or tried as often as it is.</summary>
    Failed,

    /// <summary>Handed to the network that carries it.</summary>
    Sent,

    /// <summary>Known to be on the person's device.</summary>
    Delivered,
    Read,
}

/// <summary>
/// Which notice: made of the person and of a key that whoever sends it says, so that saying the same again, here or at another box, is one notice.
/// </summary>
public readonly record struct NoticeId(Guid Value)
{
    /// <summary>The first 16 bytes of SHA-256 over person and key, with a line break between.</summary>
    public static NoticeId Of(PersonId person, string key) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{person}\n{key}")).AsSpan(0, 16), bigEndian: true));

    public static bool TryParse(string? text, out NoticeId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value);
        id = new NoticeId(value);
        return ok;
    }

    public string SubjectOf(PersonId person) => $"{person.Subject}/notice/{this}";

    public override string ToString() => Value.ToString("N", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How far a notice is on one channel, and when it is tried again.</summary>
/// <param name="Attempts">Tries that did not get through.</param>
/// <param name="AtMs">Of a queued one: not before; else when it came so far.</param>
/// <param name="Reason">A word for programs, of one that failed.</param>
public sealed record NoticeDelivery(NoticeChannel Channel, NoticeProgress Progress, int Attempts, long AtMs, string Reason = "")
{
    public const int MaxReason = 64;

    public bool IsValid =>
        Channel is > 0 and <= NoticeChannel.Push && Progress is > 0 and <= NoticeProgress.Read && Attempts is >= 0 and <= 1_000 && AtMs >= 0 && Reason.Length <= MaxReason;

    /// <summary>Law: commutative, associative and idempotent. The further one stands; of two as far, the one with more tries, then the later.</summary>
    public static NoticeDelivery Further(NoticeDelivery a, NoticeDelivery b) =>
        (a.Progress, a.Attempts, a.AtMs).CompareTo((b.Progress, b.Attempts, b.AtMs)) is var order && order != 0 ? order > 0 ? a : b
        : string.CompareOrdinal(a.Reason, b.Reason) >= 0 ? a : b;
}

/// <summary>What is said to a person: a template and its values; sealed wherever it is kept or sent.</summary>
public sealed record NoticeWords(string Template, IReadOnlyList<string> Values)
{
    public const int MaxValues = 6;
    public const int MaxValueLength = 200;

    public bool IsValid => Template.Length is > 0 and <= 64 && Values.Count <= MaxValues && Values.All(v => v.Length <= MaxValueLength);
}

/// <summary>Spread of the times after a failed try: doubling from a first wait to a longest, each moved by up to a quarter either way.</summary>
public static class NoticeBackoff
{
    /// <param name="attempts">Failed tries so far, from 1.</param>
    /// <param name="spread">Made of the notice, so that it needs no luck: which way this one is moved.</param>
    public static long WaitMs(int attempts, NoticeId spread, NoticeOptions options)
    {
        var wait = Math.Min(options.LongestWaitSeconds, options.FirstWaitSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30))) * 1000;
        Span<byte> bytes = stackalloc byte[16];
        spread.Value.TryWriteBytes(bytes);
        return (long)(wait * (0.75 + (BinaryPrimitives.ReadUInt16BigEndian(bytes) / 131_072.0)));
    }
}
