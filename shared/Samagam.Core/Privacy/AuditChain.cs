using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Samagam.Core.Privacy;

/// <summary>What a member of staff did with what is personal. The numbers are on the wire.</summary>
public enum AuditAct : byte
{
    /// <summary>Was shown what a caller or a person said.</summary>
    Looked = 1,

    /// <summary>Took a copy out.</summary>
    Exported = 2,

    /// <summary>Erased a person on request.</summary>
    Erased = 3,

    /// <summary>Read this audit.</summary>
    ReadAudit = 4,
}

/// <summary>One entry: who, about whom, what, by which door, when. Nothing personal of whom it is about: their subject only.</summary>
/// <param name="Number">Counts from 1 in each life of the box.</param>
/// <param name="Who"><c>staff/{id}</c>, <c>operator/{id}</c>.</param>
/// <param name="Previous">SHA-256 of the entry before; of the last entry of an earlier life at number 1, or zeros.</param>
public sealed record AuditEntry(ulong Number, long AtMs, string Who, string Subject, AuditAct Act, string Door, ReadOnlyMemory<byte> Previous)
{
    /// <summary>Longest text, characters; a longer one is cut.</summary>
    public const int MaxChars = 96;

    public const int HashBytes = 32;
}

/// <summary>An entry as it lies on disk.</summary>
/// <param name="Epoch">The life of the box in which it was written.</param>
/// <param name="Body">The exact bytes; their SHA-256 is what the next entry holds.</param>
/// <param name="Read">What they say; null when they cannot be read.</param>
public readonly record struct AuditRow(uint Epoch, ulong Seq, ReadOnlyMemory<byte> Body, AuditEntry? Read);

/// <summary>What checking a chain gave.</summary>
/// <param name="Checked">Entries looked at.</param>
/// <param name="BrokenAt">The first entry that does not follow from the one before: life and number; null when all do.</param>
public sealed record AuditVerdict(long Checked, (uint Epoch, ulong Number)? BrokenAt)
{
    public bool IsWhole => BrokenAt is null;
}

/// <summary>Where a box knows its chain to stand.</summary>
/// <param name="Hash">SHA-256 of the last entry.</param>
public sealed record AuditHead(uint Epoch, ulong Number, byte[] Hash);

/// <summary>
/// Checks that no entry was changed, left out or put in. Law: in each life numbers count from 1 without a hole, and each entry holds the
/// SHA-256 of the bytes before it; the first of a life holds that of an entry of an earlier life, where one is held.
/// </summary>
public static class AuditChain
{
    public static byte[] HashOf(ReadOnlySpan<byte> body) => SHA256.HashData(body);

    /// <param name="rows">All of one box, in any order.</param>
    /// <param name="head">Where this box knows it stands, so that a cut tail and a changed last entry are seen; null where it is not known.</param>
    public static AuditVerdict Check(IEnumerable<AuditRow> rows, AuditHead? head = null)
    {
        long seen = 0;
        var earlier = new HashSet<UInt128>();
        foreach (var life in rows.GroupBy(r => r.Epoch).OrderBy(g => g.Key))
        {
            ulong number = 0;
            byte[]? before = null;
            var hashes = new List<UInt128>();
            foreach (var row in life.OrderBy(r => r.Read?.Number ?? ulong.MaxValue).ThenBy(r => r.Seq))
            {
                seen++;
                number++;
                if (row.Read is not { } entry || entry.Number != number || !Follows(entry, before, earlier))
                {
                    return new AuditVerdict(seen, (life.Key, number));
                }
                before = HashOf(row.Body.Span);
                hashes.Add(Short(before));
            }
            earlier.UnionWith(hashes);
            if (head is { } known && known.Epoch == life.Key)
            {
                if (known.Number > number || (known.Number == number && !known.Hash.AsSpan().SequenceEqual(before)))
                {
                    return new AuditVerdict(seen, (life.Key, known.Number > number ? number + 1 : number));
                }
                head = null;
            }
        }
        return head is { Number: > 0 } missing ? new AuditVerdict(seen, (missing.Epoch, 1)) : new AuditVerdict(seen, null);
    }

    private static bool Follows(AuditEntry entry, byte[]? before, HashSet<UInt128> earlier) =>
        before is not null ? entry.Previous.Span.SequenceEqual(before)
        : earlier.Count == 0 || earlier.Contains(Short(entry.Previous.Span));

    /// <summary>Half a hash tells entries of one box apart.</summary>
    private static UInt128 Short(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}

/// <summary>The words of the API for what was done.</summary>
public static class AuditWords
{
    public static string Of(AuditAct act) => act switch
    {
        AuditAct.Looked => "looked",
        AuditAct.Exported => "exported",
        AuditAct.Erased => "erased",
        AuditAct.ReadAudit => "read-audit",
        _ => "unknown",
    };
}
