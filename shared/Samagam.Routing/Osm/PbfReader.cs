using System.Buffers.Binary;
using System.IO.Compression;

namespace Samagam.Routing.Osm;

/// <summary>
/// Reads .osm.pbf (OSM wiki "PBF Format"): length-prefixed BlobHeaders and Blobs, raw or zlib. Each declared size is
/// held against <see cref="OsmLimits"/> before a buffer of that size is taken; two buffers are reused for the file.
/// </summary>
internal sealed class PbfReader(Stream stream, OsmLimits limits, OsmSink sink)
{
    private readonly byte[] _lengthPrefix = new byte[4];
    private readonly PbfBlock _block = new(limits, sink);
    private byte[] _packed = [];
    private byte[] _unpacked = [];
    private long _unpackedTotal;

    public void Read()
    {
        var sawHeader = false;
        long position = 0;
        while (true)
        {
            var got = Fill(_lengthPrefix, position, mayEnd: true);
            if (got == 0)
            {
                break;
            }
            var headerLength = BinaryPrimitives.ReadInt32BigEndian(_lengthPrefix);
            if (headerLength <= 0 || headerLength > limits.MaxBlobHeaderBytes)
            {
                throw new MapFormatException(MapFault.Malformed,
                    $"a block header says it has {(uint)headerLength} bytes, {limits.MaxBlobHeaderBytes} are allowed", position);
            }
            var header = Room(ref _packed, headerLength);
            Fill(header, position, mayEnd: false);
            var (type, blobLength) = ParseHeader(header, position);
            var blobPosition = position + 4 + headerLength;
            if (blobLength < 0 || blobLength > limits.MaxBlobBytes)
            {
                throw new MapFormatException(MapFault.Malformed,
                    $"a block says it has {blobLength} bytes, {limits.MaxBlobBytes} are allowed", position);
            }
            var blob = Room(ref _packed, (int)blobLength);
            Fill(blob, blobPosition, mayEnd: false);
            if (type == "OSMHeader")
            {
                PbfBlock.CheckHeader(Unpack(blob, blobPosition), blobPosition);
                sawHeader = true;
            }
            else if (type == "OSMData")
            {
                if (!sawHeader)
                {
                    throw new MapFormatException(MapFault.Malformed, "data comes before the OSMHeader block", position);
                }
                _block.Read(Unpack(blob, blobPosition), blobPosition);
            }
            position = blobPosition + blobLength;
        }
        if (!sawHeader)
        {
            throw new MapFormatException(MapFault.Truncated, "there is no OSMHeader block", position);
        }
    }

    private static (string Type, long BlobLength) ParseHeader(ReadOnlySpan<byte> bytes, long position)
    {
        var proto = new ProtoSpan(bytes, position);
        string? type = null;
        long blobLength = -1;
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    type = System.Text.Encoding.UTF8.GetString(proto.ReadBytes(wire));
                    break;
                case 3 when wire == 0:
                    blobLength = (long)Math.Min(proto.ReadVarint(), long.MaxValue);
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        return type is null || blobLength < 0
            ? throw proto.Bad("a block header names no type or no size")
            : (type, blobLength);
    }

    private ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> blob, long position)
    {
        var proto = new ProtoSpan(blob, position);
        ReadOnlySpan<byte> zlib = default;
        long rawSize = -1;
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    return Counted(proto.ReadBytes(wire), position);
                case 2 when wire == 0:
                    rawSize = (long)Math.Min(proto.ReadVarint(), long.MaxValue);
                    break;
                case 3:
                    zlib = proto.ReadBytes(wire);
                    break;
                case 4 or 5 or 6 or 7:
                    throw new MapFormatException(MapFault.Unsupported,
                        "a block is packed with LZMA, bzip2, LZ4 or Zstandard; only raw and zlib blocks are read", position);
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        if (zlib.IsEmpty || rawSize < 0)
        {
            throw proto.Bad("a block holds neither raw nor zlib data with its size");
        }
        if (rawSize > limits.MaxBlobBytes)
        {
            throw new MapFormatException(MapFault.TooLarge,
                $"a block says it unpacks to {rawSize} bytes, {limits.MaxBlobBytes} are allowed", position);
        }
        var target = Room(ref _unpacked, (int)rawSize);
        Inflate(zlib, target, position);
        return Counted(target, position);
    }

    private static void Inflate(ReadOnlySpan<byte> zlib, Span<byte> target, long position)
    {
        try
        {
            // ZLibStream wants a stream; the copy is at most one blob and short-lived.
            using var inflater = new ZLibStream(new MemoryStream(zlib.ToArray(), writable: false), CompressionMode.Decompress);
            var n = inflater.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            if (n != target.Length || inflater.ReadByte() >= 0)
            {
                throw new MapFormatException(MapFault.Malformed, "a block does not unpack to the size it says", position);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The source is memory, so an IOException is zlib's own: a block that asks for a preset dictionary, say.
            throw new MapFormatException(MapFault.Malformed, "a block's zlib data is damaged", position, e);
        }
    }

    private ReadOnlySpan<byte> Counted(ReadOnlySpan<byte> data, long position)
    {
        _unpackedTotal += data.Length;
        return _unpackedTotal <= limits.MaxUnpackedBytes
            ? data
            : throw new MapFormatException(MapFault.TooLarge, $"it unpacks to more than {limits.MaxUnpackedBytes} bytes", position);
    }

    private int Fill(Span<byte> target, long position, bool mayEnd)
    {
        var got = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        return got == target.Length || (mayEnd && got == 0)
            ? got
            : throw new MapFormatException(MapFault.Truncated, $"it ends after {got} of {target.Length} bytes of a block", position);
    }

    private static Span<byte> Room(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, Math.Min(buffer.Length * 2, length * 2))];
        }
        return buffer.AsSpan(0, length);
    }
}
