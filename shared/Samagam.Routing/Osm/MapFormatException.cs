namespace Samagam.Routing.Osm;

/// <summary>What is wrong with a map file.</summary>
public enum MapFault
{
    /// <summary>Not one of .osm, .osm.gz, .osm.pbf by its content.</summary>
    UnknownFormat,

    /// <summary>A known format or feature this reader does not read (bzip2, LZMA blobs, history files).</summary>
    Unsupported,

    /// <summary>The file ends in the middle of something.</summary>
    Truncated,

    /// <summary>The bytes contradict the format.</summary>
    Malformed,

    /// <summary>Well-formed so far, but larger than <see cref="OsmLimits"/> allows.</summary>
    TooLarge,

    /// <summary>Readable, but holds no path a person can walk.</summary>
    Empty,
}

/// <summary>
/// A map file was refused. <see cref="Exception.Message"/> is a sentence for an operator and says where and why;
/// nothing of the file has come into force.
/// </summary>
public sealed class MapFormatException : Exception
{
    public MapFormatException(MapFault fault, string why, long position, Exception? cause = null)
        : base(position >= 0 ? $"Map file refused at byte {position}: {why}" : $"Map file refused: {why}", cause)
        => (Fault, Why, Position) = (fault, why, position);

    public MapFault Fault { get; }

    /// <summary>The reason without the position.</summary>
    public string Why { get; }

    /// <summary>Byte offset in the file near which reading stopped; −1 when it concerns the whole file.</summary>
    public long Position { get; }
}
