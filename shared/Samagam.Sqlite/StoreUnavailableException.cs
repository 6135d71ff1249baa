namespace Samagam.Sqlite;

/// <summary>Why nothing was saved or read.</summary>
public enum StoreUnavailableReason
{
    /// <summary>No room on the disk or below the size limit of the file; heals when room returns.</summary>
    DiskFull,

    /// <summary>The disk failed a read, a write or an fsync. An fsync is never tried twice: the kernel may have
    /// forgotten the pages it could not write ("Can Applications Recover from fsync Failures?", USENIX ATC 2020).</summary>
    IoError,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The file, folder or file system does not allow writing.</summary>
    ReadOnly,

    /// <summary>Another process holds the file, or every reader was taken for longer than the wait allowed.</summary>
    Busy,

    /// <summary>A lane that may be shed has no room in its queue.</summary>
    QueueFull,

    /// <summary>The owner's own hook failed after a commit: memory no longer follows the disk.</summary>
    OwnerFault,

    /// <summary>The store is closed.</summary>
    Closed,
}

/// <summary>
/// The store did not do what was asked, and nothing of it was reported as saved. It may be asked again when
/// <see cref="Reason"/> is one that heals (<see cref="StoreUnavailableReason.DiskFull"/>,
/// <see cref="StoreUnavailableReason.Busy"/>, <see cref="StoreUnavailableReason.QueueFull"/>).
/// </summary>
public sealed class StoreUnavailableException(StoreUnavailableReason reason, string message, Exception? inner = null)
    : Exception($"{reason}: {message}", inner)
{
    /// <summary>Why.</summary>
    public StoreUnavailableReason Reason { get; } = reason;
}
