namespace Samagam.Core.Facts;

/// <summary>How urgent a fact is; lower goes first on every link, in every queue and in every commit.</summary>
public enum Lane : byte
{
    /// <summary>SOS, its place, its cancel.</summary>
    Life = 0,

    /// <summary>Answers to a call, receipts.</summary>
    Answer = 1,

    /// <summary>Warnings, closures, lost people.</summary>
    Warning = 2,

    /// <summary>Amenity, crowd, groups, duty.</summary>
    Shared = 3,

    /// <summary>Telemetry, for the hub only.</summary>
    Telemetry = 4,

    /// <summary>Seconds to live; never stored.</summary>
    Ephemera = 5,

    /// <summary>Packs and updates, by content hash.</summary>
    Bulk = 6,
}

public static class Lanes
{
    public const int Count = 7;

    /// <summary>Signed by the origin, so that a relay cannot forge it.</summary>
    public static bool IsSigned(this Lane lane) => lane <= Lane.Warning;

    /// <summary>Sent to every neighbour at once, acknowledged hop by hop, retransmitted.</summary>
    public static bool IsFlooded(this Lane lane) => lane <= Lane.Answer;
}
