namespace Samagam.Routing.Osm;

/// <summary>
/// What a map file may cost. Every size a file declares is held against these before memory is taken for it; the
/// defaults hold a large Indian state and refuse a planet.
/// </summary>
public sealed record OsmLimits
{
    /// <summary>Largest .osm.pbf BlobHeader, bytes (the format's own bound, OSM wiki "PBF Format": 64 KiB).</summary>
    public int MaxBlobHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Largest .osm.pbf Blob, packed or unpacked, bytes (the format's own bound: 32 MiB).</summary>
    public int MaxBlobBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Largest file after unpacking, bytes; stops compression bombs.</summary>
    public long MaxUnpackedBytes { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>Most strings in one PBF block.</summary>
    public int MaxStringsPerBlock { get; init; } = 1_000_000;

    /// <summary>Most node references of one way (the OSM server itself allows 2,000).</summary>
    public int MaxNodesPerWay { get; init; } = 65_536;

    /// <summary>Most members of one relation (the OSM server itself allows 32,000).</summary>
    public int MaxMembersPerRelation { get; init; } = 65_536;

    /// <summary>Most tags of one element.</summary>
    public int MaxTagsPerElement { get; init; } = 1_024;

    /// <summary>Longest tag key or value, characters (OSM: 255).</summary>
    public int MaxTagLength { get; init; } = 4_096;

    /// <summary>Most nodes that walking, amenities and zones need; sizes the id map.</summary>
    public int MaxNeededNodes { get; init; } = 40_000_000;
}
