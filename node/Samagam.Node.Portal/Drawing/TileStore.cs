using System.IO.Compression;
using Samagam.Routing;
using Samagam.Routing.Drawing;

namespace Samagam.Node.Portal.Drawing;

/// <summary>A tile, packed once for everybody.</summary>
internal sealed record PackedTile(byte[] Gzip, byte[] Brotli, int PlainBytes)
{
    private const int Overhead = 200;

    public long Bytes => Gzip.Length + Brotli.Length + Overhead;

    /// <summary>As it was, for a reader that unpacks nothing.</summary>
    public byte[] Plain()
    {
        var plain = new byte[PlainBytes];
        using var unpacked = new GZipStream(new MemoryStream(Gzip), CompressionMode.Decompress);
        unpacked.ReadExactly(plain);
        return plain;
    }
}

/// <summary>Keeps the tiles asked for last, up to so many bytes; draws each once however many ask at the same time.</summary>
internal sealed class TileStore(int maxBytes, TileLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TileAddress, LinkedListNode<Kept>> _tiles = [];
    private readonly LinkedList<Kept> _byUse = [];
    private DrawnMap? _of;
    private long _bytes;

    /// <summary>Bytes kept now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Null for an address that is none.</summary>
    public PackedTile? Of(DrawnMap map, TileAddress address)
    {
        if (!address.IsDrawn)
        {
            return null;
        }
        LinkedListNode<Kept> node;
        lock (_gate)
        {
            if (!ReferenceEquals(_of, map))
            {
                // Another map is in force: nobody asks for the old one's tiles by the new one's name.
                _tiles.Clear();
                _byUse.Clear();
                (_of, _bytes) = (map, 0);
            }
            if (_tiles.TryGetValue(address, out node!))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }
            else
            {
                _tiles[address] = node = _byUse.AddFirst(new Kept(address, new Lazy<PackedTile>(() => Pack(map.Tile(address, limits)!))));
            }
        }
        var isNew = !node.Value.Tile.IsValueCreated;
        var tile = node.Value.Tile.Value;
        if (isNew)
        {
            Count(node, tile);
        }
        return tile;
    }

    private void Count(LinkedListNode<Kept> node, PackedTile tile)
    {
        lock (_gate)
        {
            if (node.List is null || node.Value.Counted)
            {
                return;
            }
            node.Value.Counted = true;
            _bytes += tile.Bytes;
            while (_bytes > maxBytes && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _tiles.Remove(oldest.Value.Address);
                _bytes -= oldest.Value.Counted ? oldest.Value.Tile.Value.Bytes : 0;
            }
        }
    }

    private static PackedTile Pack(byte[] plain) => new(
        Compress(plain, to => new GZipStream(to, CompressionLevel.Optimal)), Compress(plain, to => new BrotliStream(to, CompressionLevel.Optimal)), plain.Length);

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> over)
    {
        using var packed = new MemoryStream();
        using (var stream = over(packed))
        {
            stream.Write(bytes);
        }
        return packed.ToArray();
    }

    private sealed record Kept(TileAddress Address, Lazy<PackedTile> Tile)
    {
        public bool Counted { get; set; }
    }
}
