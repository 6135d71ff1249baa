using System.Buffers.Binary;
using System.Security.Cryptography;
using Samagam.Core.Facts;
using Samagam.Sqlite;
using Samagam.Wire;
using Samagam.Wire.Facts;

namespace Samagam.Mesh.Store;

/// <summary>Reads the rows of one log as facts. A row that rot has changed is left out and counted, and harms no other.</summary>
internal sealed class FactReader
{
    /// <summary>The bytes of a fact: its own, or those in the row of its key.</summary>
    public const string Statement = "case when length(statement) = 0 then (select k.statement from keys k where k.id = facts.id) else statement end";

    public const string Columns = Statement + ", case when length(statement) = 0 then (select k.signature from keys k where k.id = facts.id) else signature end, digest";

    private long _damaged;

    /// <summary>Meetings with rows that do not say what was written.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>First eight bytes of SHA-256 over statement and signature: tells a flipped bit also where no signature would.</summary>
    public static long Digest(ReadOnlySpan<byte> statement, ReadOnlySpan<byte> signature)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(statement);
        hash.AppendData(signature);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    /// <summary>Null when the row, whose <see cref="Columns"/> begin at <paramref name="at"/>, is damaged. Rows of the first schema have no digest.</summary>
    public static Fact? TryRead(SqliteRow row, int at = 0)
    {
        try
        {
            return row.Int64OrNull(at + 2) is { } digest && digest != Digest(row.Bytes(at), row.Bytes(at + 1))
                ? null
                : FactCodec.Parse(row.Blob(at), row.Blob(at + 1));
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="TryRead"/>, and counted.</summary>
    public Fact? Read(SqliteRow row) => Read(row, 0);

    public Fact? Read(SqliteRow row, int at)
    {
        var fact = TryRead(row, at);
        if (fact is null)
        {
            Interlocked.Increment(ref _damaged);
        }
        return fact;
    }

    public Fact? Find(SqliteReadScope scope, FactId id) => scope.FirstOrDefault(
        $"select {Columns} from facts where origin = ? and epoch = ? and stream = ? and seq = ?",
        Read,
        (long)id.Origin.Number, (long)id.Key.Epoch, (long)id.Key.Stream.Packed, (long)id.Seq);

    public List<Fact> BySubject(SqliteReadScope scope, string subject) =>
        [.. scope.Query($"select {Columns} from facts where subject = ? order by id", Read, subject).OfType<Fact>()];

    /// <summary>'0' is the character after '/', so that the index gives the range.</summary>
    public List<Fact> Below(SqliteReadScope scope, string subject) =>
        [.. scope.Query($"select {Columns} from facts where subject > ? and subject < ? order by subject, id", Read, subject + "/", subject + "0").OfType<Fact>()];
}
