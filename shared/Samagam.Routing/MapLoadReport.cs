namespace Samagam.Routing;

/// <summary>What a load did, and what it left out and why; for the operator who brought the file.</summary>
public sealed record MapLoadReport
{
    /// <summary>SHA-256 of the OpenStreetMap file, hexadecimal; of a pack, of the file it was made from.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>Stored bytes of that file.</summary>
    public long FileBytes { get; init; }

    /// <summary>Whose names were kept.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public int Ways { get; init; }

    public int Vertices { get; init; }

    public int Edges { get; init; }

    public int Components { get; init; }

    public int Areas { get; init; }

    /// <summary>Edges made so that people can walk straight across areas.</summary>
    public int AreaCrossings { get; init; }

    public int Amenities { get; init; }

    public int Zones { get; init; }

    /// <summary>Rivers, lakes, canals and coasts kept to be drawn.</summary>
    public int Water { get; init; }

    /// <summary>What was left out, by reason, sorted by reason; never an empty count.</summary>
    public IReadOnlyDictionary<string, int> Dropped { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    internal MapLoadReport With(string reason, int count) => count == 0 ? this : this with
    {
        Dropped = new SortedDictionary<string, int>(Dropped.ToDictionary(), StringComparer.Ordinal) { [reason] = count },
    };
}

/// <summary>How far a load is.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="FileBytesRead">Stored bytes read in this stage.</param>
public readonly record struct MapLoadProgress(MapLoadStage Stage, long FileBytesRead);

/// <summary>The stages of a load, in order.</summary>
public enum MapLoadStage : byte
{
    ReadingWays,
    ReadingOutlines,
    ReadingNodes,
    BuildingGraph,
    PlacingAmenities,
    Ready,
}
