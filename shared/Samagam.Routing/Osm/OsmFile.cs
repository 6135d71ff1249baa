using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Routing.Osm;

/// <summary>
/// A map file that can be read several times. The format is told by content, never by name: gzip (1F 8B) around either
/// of the others, OSM XML, or .osm.pbf.
/// </summary>
public sealed class OsmFile(Func<Stream> open, OsmLimits limits)
{
    /// <summary>
    /// Reads the whole file once into <paramref name="sink"/>.
    /// </summary>
    /// <param name="sink">Receives the elements.</param>
    /// <param name="onBytes">Told how many bytes of the file (as stored) have been read.</param>
    /// <param name="hash">When given, is fed every stored byte of the file.</param>
    /// <param name="cancel">Stops between reads.</param>
    /// <exception cref="MapFormatException">The content is not a map this reader can read, or exceeds a limit.</exception>
    public void Read(OsmSink sink, Action<long>? onBytes = null, IncrementalHash? hash = null, CancellationToken cancel = default)
    {
        using var stored = new BoundedStream(open(), limits.MaxUnpackedBytes, hash, onBytes, cancel);
        try
        {
            ReadDetected(stored, stored, sink, mayBeGzip: true, cancel);
            // Bytes after the last element still belong to the file, and so to its version.
            Span<byte> rest = stackalloc byte[4096];
            while (hash is not null && stored.Read(rest) > 0)
            {
            }
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not EndOfStreamException && !stored.HasFailed))
        {
            throw new MapFormatException(MapFault.Malformed, $"its gzip data is damaged: {e.Message}", stored.Given, e);
        }
        catch (EndOfStreamException e)
        {
            throw new MapFormatException(MapFault.Truncated, "it ends too early", stored.Given, e);
        }
    }

    private void ReadDetected(Stream source, BoundedStream stored, OsmSink sink, bool mayBeGzip, CancellationToken cancel)
    {
        var head = new byte[64];
        var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var start = head.AsSpan(0, length);
        // Not disposed here: it owns nothing but the peeked bytes; the caller disposes the source.
        var whole = new PrefixedStream(head, length, source);
        if (length == 0)
        {
            throw new MapFormatException(MapFault.Truncated, "it is empty", 0);
        }
        if (mayBeGzip && start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            using var unzipped = new BoundedStream(
                new GZipStream(whole, CompressionMode.Decompress, leaveOpen: true), limits.MaxUnpackedBytes, null, null, cancel);
            ReadDetected(unzipped, stored, sink, mayBeGzip: false, cancel);
        }
        else if (LooksLikePbf(start))
        {
            new PbfReader(whole, limits, sink).Read();
        }
        else if (LooksLikeXml(start))
        {
            new XmlOsmReader(whole, () => stored.Given, limits, sink).Read();
        }
        else if (start.StartsWith("BZh"u8))
        {
            throw new MapFormatException(MapFault.Unsupported, "it is packed with bzip2; unpack it or use .osm.pbf", 0);
        }
        else
        {
            throw new MapFormatException(MapFault.UnknownFormat,
                "it is neither .osm, .osm.gz nor .osm.pbf by its content", 0);
        }
    }

    // Four bytes of length, then field 1 (type) of the BlobHeader: 0A 09 "OSMHeader". A length that is too large is
    // left to the reader, which says so more clearly.
    private static bool LooksLikePbf(ReadOnlySpan<byte> start)
        => start.Length >= 6 && start[4] == 0x0A && start[5..].IndexOf("OSM"u8) is 0 or 1;

    private static bool LooksLikeXml(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            start = start[Encoding.UTF8.Preamble.Length..];
        }
        return start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
    }
}
