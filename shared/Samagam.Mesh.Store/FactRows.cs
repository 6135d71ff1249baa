using System.Buffers.Binary;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Sqlite;
using Samagam.Wire;
using Samagam.Wire.Facts;

namespace Samagam.Mesh.Store;

/// <summary>Rows and facts.</summary>
internal static class FactRows
{
    public const string Columns = "statement, signature";

    private const int RangeBytes = 16;

    private static long _damaged;

    /// <summary>Rows of this process's stores that could not be read.</summary>
    public static long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>Null for a row that rot has made unreadable: it is left out and counted, and harms no other.</summary>
    public static Fact? Read(SqliteRow row) => Read(row.Blob(0), row.Blob(1));

    public static Fact? Read(byte[] statement, byte[] signature)
    {
        try
        {
            return FactCodec.Parse(statement, signature);
        }
        catch (MalformedException)
        {
            Interlocked.Increment(ref _damaged);
            return null;
        }
    }

    public static Fact? Find(SqliteReadScope scope, FactId id) => scope.FirstOrDefault(
        $"select {Columns} from facts where origin = ? and epoch = ? and stream = ? and seq = ?",
        Read,
        (long)id.Origin.Number, (long)id.Key.Epoch, (long)id.Key.Stream.Packed, (long)id.Seq);

    public static List<Fact> BySubject(SqliteReadScope scope, string subject) =>
        [.. scope.Query($"select {Columns} from facts where subject = ? order by id", Read, subject).OfType<Fact>()];

    public static RangeSet ReadRanges(ReadOnlySpan<byte> bytes)
    {
        var ranges = new SeqRange[bytes.Length / RangeBytes];
        for (var i = 0; i < ranges.Length; i++)
        {
            var at = bytes[(i * RangeBytes)..];
            ranges[i] = new SeqRange(BinaryPrimitives.ReadUInt64LittleEndian(at), BinaryPrimitives.ReadUInt64LittleEndian(at[8..]));
        }
        return RangeSet.From(ranges);
    }

    public static byte[] WriteRanges(RangeSet set)
    {
        var bytes = new byte[set.Ranges.Length * RangeBytes];
        for (var i = 0; i < set.Ranges.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * RangeBytes), set.Ranges[i].From);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((i * RangeBytes) + 8), set.Ranges[i].To);
        }
        return bytes;
    }

    public static StreamKey Key(SqliteRow row) => new(
        new NodeId((ushort)row.Int64(0)),
        (uint)row.Int64(1),
        StreamId.TryUnpack((uint)row.Int64(2), out var stream) ? stream : throw new InvalidDataException("a stream no box has"));
}
