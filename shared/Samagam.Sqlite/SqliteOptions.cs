namespace Samagam.Sqlite;

/// <summary>How one store file is opened. Safe by default; <see cref="Validate"/> is called by every open.</summary>
public sealed class SqliteOptions
{
    /// <summary>Bytes a page, a power of two from 512 to 65,536. Matters only for a new file. 4,096 equals the page of
    /// the file systems in use, so that a torn write tears at most one of ours.</summary>
    public int PageBytes { get; set; } = 4096;

    /// <summary>Largest size of the store file; beyond it a write is refused as disk full. Default 16 GiB.</summary>
    public long MaxFileBytes { get; set; } = 16L << 30;

    /// <summary>How long a lock held by another process is waited for, 0 to 60 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The WAL file is cut back to this many bytes when it starts anew.</summary>
    public long JournalSizeLimitBytes { get; set; } = 16 << 20;

    /// <summary>Page cache of the writer, and of each reader, in bytes.</summary>
    public int CacheBytes { get; set; } = 4 << 20;

    /// <summary>Bytes of the file mapped into memory; 0 (default) is off, because a disk fault in a mapping is a
    /// SIGBUS that kills the process, in place of an error that can be told.</summary>
    public long MmapBytes { get; set; }

    /// <summary>Time given to the structure check (<c>PRAGMA quick_check</c>) at open; zero switches it off. A check
    /// that does not end in time is reported as unfinished and the store opens.</summary>
    public TimeSpan QuickCheckTimeLimit { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>Reader connections, 1 to 64; a call beyond them waits.</summary>
    public int MaxReaders { get; set; } = 4;

    /// <summary>How long a read waits for a free reader before it is refused as busy.</summary>
    public TimeSpan ReadWaitLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Prepared statements kept a connection, 1 to 4,096; the one unused longest leaves first.</summary>
    public int MaxCachedStatements { get; set; } = 256;

    /// <summary>What is deleted is overwritten with zeros (https://www.sqlite.org/pragma.html#pragma_secure_delete). Off only to show what it is for.</summary>
    public bool OverwriteDeleted { get; set; } = true;

    /// <summary>Name of a registered SQLite VFS; null is the system's. Used to put a faulty disk under a store.</summary>
    public string? Vfs { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        Require(PageBytes is >= 512 and <= 65536 && int.IsPow2(PageBytes), nameof(PageBytes), PageBytes);
        Require(MaxFileBytes >= 16L * PageBytes, nameof(MaxFileBytes), MaxFileBytes);
        Require(BusyTimeout >= TimeSpan.Zero && BusyTimeout <= TimeSpan.FromMinutes(1), nameof(BusyTimeout), BusyTimeout);
        Require(JournalSizeLimitBytes >= 0, nameof(JournalSizeLimitBytes), JournalSizeLimitBytes);
        Require(CacheBytes is >= 64 << 10 and <= 1 << 30, nameof(CacheBytes), CacheBytes);
        Require(MmapBytes >= 0, nameof(MmapBytes), MmapBytes);
        Require(QuickCheckTimeLimit >= TimeSpan.Zero, nameof(QuickCheckTimeLimit), QuickCheckTimeLimit);
        Require(MaxReaders is >= 1 and <= 64, nameof(MaxReaders), MaxReaders);
        Require(ReadWaitLimit > TimeSpan.Zero && ReadWaitLimit <= TimeSpan.FromMinutes(10), nameof(ReadWaitLimit), ReadWaitLimit);
        Require(MaxCachedStatements is >= 1 and <= 4096, nameof(MaxCachedStatements), MaxCachedStatements);
    }

    internal static void Require(bool holds, string name, object value)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, "outside its limits, see its documentation");
        }
    }
}
