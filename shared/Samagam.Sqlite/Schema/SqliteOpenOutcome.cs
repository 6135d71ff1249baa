namespace Samagam.Sqlite;

/// <summary>Why a store file was not opened.</summary>
public enum SqliteRefusal
{
    /// <summary>The folder is not there.</summary>
    FolderMissing,

    /// <summary>This user may not read or write the file or its folder.</summary>
    NoPermission,

    /// <summary>The file or its file system is read-only.</summary>
    ReadOnly,

    /// <summary>Another process has the store open for writing.</summary>
    InUse,

    /// <summary>The file is something else than an SQLite database, or was cut to nothing.</summary>
    NotADatabase,

    /// <summary>An SQLite database, but of another program.</summary>
    OtherProgram,

    /// <summary>The structure of the file is damaged.</summary>
    Corrupt,

    /// <summary>Written by newer code than this.</summary>
    NewerSchema,

    /// <summary>A schema step failed; the file is as before it.</summary>
    MigrationFailed,

    /// <summary>No room to open or migrate.</summary>
    DiskFull,

    /// <summary>The disk failed.</summary>
    IoError,
}

/// <summary>How far the structure check at open came.</summary>
public enum QuickCheck
{
    /// <summary>The structure is whole. Bytes inside a row are not covered: their owner signs or hashes them.</summary>
    Passed,

    /// <summary>No fault found before the time limit.</summary>
    Unfinished,

    /// <summary>Switched off, or a new file.</summary>
    Skipped,
}

/// <summary>How <see cref="SqliteDatabase.Open"/> ends: opened, or refused with a sentence for the operator.</summary>
public abstract record SqliteOpenOutcome
{
    private SqliteOpenOutcome()
    {
    }

    /// <summary>The database, for callers that cannot go on without it.</summary>
    /// <exception cref="StoreUnavailableException">It was refused; the message says why.</exception>
    public SqliteDatabase OrThrow() => this switch
    {
        Opened opened => opened.Database,
        Refused refused => throw new StoreUnavailableException(refused.Reason switch
        {
            SqliteRefusal.DiskFull => StoreUnavailableReason.DiskFull,
            SqliteRefusal.NoPermission or SqliteRefusal.ReadOnly => StoreUnavailableReason.ReadOnly,
            SqliteRefusal.InUse => StoreUnavailableReason.Busy,
            SqliteRefusal.Corrupt or SqliteRefusal.NotADatabase => StoreUnavailableReason.Corrupt,
            SqliteRefusal.FolderMissing or SqliteRefusal.IoError => StoreUnavailableReason.IoError,
            _ => StoreUnavailableReason.Closed,
        }, refused.Message, refused.Cause),
        _ => throw new InvalidOperationException("closed set"),
    };

    /// <summary>Ready to read and write.</summary>
    /// <param name="Database">Dispose it.</param>
    /// <param name="Check">How far the structure check came.</param>
    /// <param name="AppliedMigrations">Names of the schema steps applied by this open.</param>
    public sealed record Opened(SqliteDatabase Database, QuickCheck Check, IReadOnlyList<string> AppliedMigrations) : SqliteOpenOutcome;

    /// <summary>Not opened; the file was not changed, except by schema steps that succeeded.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Message">A sentence for the operator, with the path.</param>
    /// <param name="Cause">What the engine or the system said, where it did.</param>
    public sealed record Refused(SqliteRefusal Reason, string Message, Exception? Cause = null) : SqliteOpenOutcome;
}
