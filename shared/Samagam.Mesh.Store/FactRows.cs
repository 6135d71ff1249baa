using System.Buffers.Binary;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Sqlite;

namespace Samagam.Mesh.Store;

/// <summary>How streams and ranges stand in columns.</summary>
internal static class FactRows
{
    private const int RangeBytes = 16;

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

    public static StreamKey Key(SqliteRow row) => TryKey(row) ?? throw new InvalidDataException("a stream no box has");

    /// <summary>Null where origin, epoch and stream, the first three columns, are none that could be.</summary>
    public static StreamKey? TryKey(SqliteRow row) =>
        row.Int64(0) is > 0 and <= ushort.MaxValue and var origin
        && row.Int64(1) is >= 0 and <= uint.MaxValue and var epoch
        && row.Int64(2) is >= 0 and <= uint.MaxValue and var packed
        && StreamId.TryUnpack((uint)packed, out var stream)
            ? new StreamKey(new NodeId((ushort)origin), (uint)epoch, stream)
            : null;
}
