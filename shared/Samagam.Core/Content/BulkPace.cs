namespace Samagam.Core.Content;

/// <summary>Limits of what is fetched in bulk from neighbours.</summary>
public sealed record BulkOptions
{
    /// <summary>Least and most bytes of one piece.</summary>
    public int MinPiece { get; set; } = 1_024;

    public int MaxPiece { get; set; } = 64 * 1_024;

    /// <summary>A piece is to be on its way no longer than this: so long life waits behind it at the worst.</summary>
    public int PieceMs { get; set; } = 200;

    /// <summary>Share of the time pieces may be on their way, 0 to 1: the rest of the link is everybody else's.</summary>
    public double Share { get; set; } = 0.5;

    /// <summary>All packs on this box's disk together: 4 GiB.</summary>
    public long MaxDepotBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of the disk that stay free, whatever is fetched: 1 GiB.</summary>
    public long KeepFreeBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Milliseconds between two looks for an edition that is not here.</summary>
    public int LookEveryMs { get; set; } = 10_000;

    /// <summary>Longest wait for one piece, milliseconds; a slower neighbour is left for another.</summary>
    public int PieceTimeoutMs { get; set; } = 30_000;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinPiece, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPiece, MinPiece);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPiece, 64 * 1_024);
        ArgumentOutOfRangeException.ThrowIfLessThan(PieceMs, 1);
        ArgumentOutOfRangeException.ThrowIfEqual(Share is > 0 and <= 1, false, nameof(Share));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxDepotBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(KeepFreeBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(LookEveryMs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PieceTimeoutMs, 1);
    }
}

/// <summary>
/// How large the next piece is and how long to wait before it. One piece is on its way at a time, and it grows and shrinks with what the link carries, so that what
/// comes behind it waits no longer than <see cref="BulkOptions.PieceMs"/>, about; between two pieces the link is left alone.
/// </summary>
public sealed class BulkPace(BulkOptions options)
{
    /// <summary>Bytes to ask for next. Begins with the least: nothing is known of the link.</summary>
    public int Piece { get; private set; } = options.MinPiece;

    /// <summary>Notes how long a piece took and gives the milliseconds to wait before the next.</summary>
    public int Took(int bytes, double ms)
    {
        var fitting = bytes * options.PieceMs / Math.Max(0.1, ms);
        // Down at once, up by doubling: one quick answer from a buffer proves nothing.
        Piece = (int)Math.Clamp(Math.Min(fitting, Piece * 2.0), options.MinPiece, options.MaxPiece);
        return (int)Math.Min(60_000, ms * (1 - options.Share) / options.Share);
    }
}
