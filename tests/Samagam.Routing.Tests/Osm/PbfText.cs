using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Samagam.Routing.Tests.Osm;

/// <summary>Writes .osm.pbf files by hand, well-formed and hostile ones. Written from the format's description, not from the reader.</summary>
internal static class PbfText
{
    public static byte[] Bytes(int field, ReadOnlySpan<byte> value) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)value.Length), .. value];

    public static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    public static byte[] Signed(int field, long value) => Number(field, ZigZag(value));

    public static byte[] Packed(int field, params long[] values) => Bytes(field, [.. values.SelectMany(v => Varint((ulong)v))]);

    public static byte[] PackedDeltas(int field, params long[] values)
        => Bytes(field, [.. values.SelectMany((v, i) => Varint(ZigZag(i == 0 ? v : v - values[i - 1])))]);

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }
        bytes.Add((byte)value);
        return [.. bytes];
    }

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>One length-prefixed BlobHeader with its Blob.</summary>
    public static byte[] FileBlock(string type, byte[] blob, long? claimedSize = null)
    {
        byte[] header = [.. Bytes(1, Encoding.UTF8.GetBytes(type)), .. Number(3, (ulong)(claimedSize ?? blob.Length))];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        return [.. length, .. header, .. blob];
    }

    public static byte[] Raw(byte[] data) => Bytes(1, data);

    public static byte[] Zlib(byte[] data, long? claimedSize = null)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(data);
        }
        return [.. Number(2, (ulong)(claimedSize ?? data.Length)), .. Bytes(3, packed.ToArray())];
    }

    public static byte[] Header(params string[] features)
        => FileBlock("OSMHeader", Raw([.. features.SelectMany(f => Bytes(4, Encoding.UTF8.GetBytes(f)))]));

    public static byte[] Strings(params string[] strings)
        => Bytes(1, [.. strings.SelectMany(s => Bytes(1, Encoding.UTF8.GetBytes(s)))]);

    /// <summary>A footway of three nodes, dense, with a gate on the middle one.</summary>
    public static byte[] SmallBlock(bool dense = true)
    {
        var strings = Strings("", "highway", "footway", "barrier", "gate", "name", "घाट");
        byte[] nodes = dense
            ? Bytes(2,
            [
                .. PackedDeltas(1, 1, 2, 3), .. PackedDeltas(8, 500_000_000, 500_010_000, 500_020_000),
                .. PackedDeltas(9, 80_000_000, 80_000_000, 80_000_000), .. Packed(10, 0, 3, 4, 0, 0),
            ])
            :
            [
                .. Node(1, 500_000_000), .. Node(2, 500_010_000), .. Node(3, 500_020_000),
            ];
        byte[] way = Bytes(3, [.. Number(1, 10), .. Packed(2, 1, 5), .. Packed(3, 2, 6), .. PackedDeltas(8, 1, 2, 3)]);
        return [.. strings, .. Bytes(2, nodes), .. Bytes(2, way)];

        static byte[] Node(long id, long lat) => Bytes(1, [.. Signed(1, id), .. Signed(8, lat), .. Signed(9, 80_000_000)]);
    }

    public static byte[] SmallFile(bool zlib = true)
        => [.. Header("OsmSchema-V0.6", "DenseNodes"), .. FileBlock("OSMData", zlib ? Zlib(SmallBlock()) : Raw(SmallBlock()))];
}
