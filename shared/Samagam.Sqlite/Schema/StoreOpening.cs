using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>The steps of opening a store, from the folder to the last migration.</summary>
internal static class StoreOpening
{
    private const int NoSpaceErrno = 28;
    private const int ReadOnlyFileSystemErrno = 30;
    private const int WouldBlockErrno = 11;

    public static SqliteOpenOutcome Open(string path, SqliteOptions options, Migrations migrations, TimeProvider time)
    {
        options.Validate();
        _ = SqliteEngine.Load();
        path = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            return Refuse(SqliteRefusal.FolderMissing, $"the folder of the store {path} is not there");
        }
        StoreLock? owner = null;
        SqliteConnection? writer = null;
        try
        {
            owner = StoreLock.Take(path);
            if (RefuseByHeader(path, owner) is { } refused)
            {
                owner.Dispose();
                return refused;
            }
            var isNew = new FileInfo(path) is not { Exists: true, Length: > 0 };
            writer = SqliteConnection.Open(path, options, readOnly: false);
            var outcome = Prepare(path, options, migrations, time, owner, writer, isNew);
            if (outcome is SqliteOpenOutcome.Refused)
            {
                writer.Dispose();
                owner.Dispose();
            }
            return outcome;
        }
        catch (Exception e) when (Explain(path, e, fileIsReadOnly: writer?.IsReadOnly ?? false) is { } refused)
        {
            writer?.Dispose();
            owner?.Dispose();
            return refused;
        }
    }

    private static SqliteOpenOutcome Prepare(
        string path, SqliteOptions options, Migrations migrations, TimeProvider time, StoreLock owner, SqliteConnection writer, bool isNew)
    {
        if (writer.IsReadOnly)
        {
            return Refuse(SqliteRefusal.ReadOnly, $"the store {path} cannot be written: the file is read-only");
        }
        if (RefuseByIdentity(path, migrations, writer, isNew) is { } refused)
        {
            return refused;
        }
        writer.Execute("pragma synchronous = full");
        if (isNew)
        {
            writer.Execute($"pragma page_size = {options.PageBytes}");
        }
        if (writer.Text("pragma journal_mode = wal") is var mode and not "wal")
        {
            return Refuse(SqliteRefusal.IoError, $"the store {path} cannot use a write-ahead log (journal mode is {mode}): its file system lacks shared memory");
        }
        var pageBytes = writer.Int64("pragma page_size");
        writer.Execute($"pragma journal_size_limit = {options.JournalSizeLimitBytes}");
        writer.Execute($"pragma max_page_count = {options.MaxFileBytes / pageBytes}");
        writer.Execute($"pragma secure_delete = {(options.OverwriteDeleted ? "on" : "off")}");
        // The write lanes run checkpoints themselves, after the answers are out and where a failure can be told.
        writer.Execute("pragma wal_autocheckpoint = 0");
        var (check, fault) = isNew ? (QuickCheck.Skipped, null) : CheckStructure(writer, options, time);
        if (fault is not null)
        {
            return Refuse(SqliteRefusal.Corrupt, $"the store {path} is damaged ({fault}); restore it, or move it away and let the neighbours refill this box");
        }
        // Pages an earlier process failed to sync may live in the kernel's cache only, and what is appended behind a
        // lost WAL frame is lost with it. Writing all of them anew into the file, synced, leaves an empty log.
        writer.CheckpointAndCut(options.BusyTimeout);
        var applied = migrations.Apply(writer);
        owner.RememberStore();
        return new SqliteOpenOutcome.Opened(new SqliteDatabase(path, options, owner, writer), check, applied);
    }

    private static SqliteOpenOutcome.Refused? RefuseByHeader(string path, StoreLock owner)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Span<byte> header = stackalloc byte[16];
        var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return read switch
        {
            0 when owner.StoreExisted => Refuse(SqliteRefusal.NotADatabase, $"the store {path} was cut to zero bytes; restore it, or delete it to begin anew"),
            0 => null,
            // The power failed while the file was being created; the engine undoes that by the journal.
            _ when File.Exists(path + "-journal") => null,
            _ when header.SequenceEqual("SQLite format 3\0"u8) => null,
            _ => Refuse(SqliteRefusal.NotADatabase, $"{path} is not an SQLite database"),
        };
    }

    private static SqliteOpenOutcome.Refused? RefuseByIdentity(string path, Migrations migrations, SqliteConnection writer, bool isNew)
    {
        var applicationId = writer.Int64("pragma application_id");
        var isEmpty = isNew || writer.Int64("select count(*) from sqlite_schema") == 0;
        if (applicationId != migrations.ApplicationId && !(applicationId == 0 && isEmpty))
        {
            return Refuse(SqliteRefusal.OtherProgram,
                $"{path} is a database of another program (application id {applicationId}, expected {migrations.ApplicationId})");
        }
        var version = writer.Int64("pragma user_version");
        return version > migrations.Latest
            ? Refuse(SqliteRefusal.NewerSchema,
                $"the store {path} was written by newer code (schema {version}, this code knows up to {migrations.Latest}); run the newer version")
            : null;
    }

    private static (QuickCheck Check, string? Fault) CheckStructure(SqliteConnection writer, SqliteOptions options, TimeProvider time)
    {
        if (options.QuickCheckTimeLimit == TimeSpan.Zero)
        {
            return (QuickCheck.Skipped, null);
        }
        var started = time.GetTimestamp();
        writer.StopWhen(() => time.GetElapsedTime(started) > options.QuickCheckTimeLimit);
        try
        {
            var said = writer.Text("pragma quick_check(1)");
            return (QuickCheck.Passed, said == "ok" ? null : said);
        }
        catch (SqliteEngineException e) when (e.PrimaryCode == raw.SQLITE_INTERRUPT)
        {
            return (QuickCheck.Unfinished, null);
        }
        finally
        {
            writer.StopWhen(null);
        }
    }

    private static SqliteOpenOutcome.Refused? Explain(string path, Exception e, bool fileIsReadOnly) => e switch
    {
        SqliteEngineException { StorageReason: { } reason } engine => Refuse(reason switch
        {
            StoreUnavailableReason.Corrupt when engine.PrimaryCode == raw.SQLITE_NOTADB => SqliteRefusal.NotADatabase,
            StoreUnavailableReason.Corrupt => SqliteRefusal.Corrupt,
            StoreUnavailableReason.DiskFull => SqliteRefusal.DiskFull,
            StoreUnavailableReason.ReadOnly => SqliteRefusal.ReadOnly,
            StoreUnavailableReason.Busy => SqliteRefusal.InUse,
            _ when fileIsReadOnly => SqliteRefusal.ReadOnly,
            _ => SqliteRefusal.IoError,
        }, $"the store {path} could not be opened: {engine.Message}", e),
        MigrationException { InnerException: SqliteEngineException { StorageReason: StoreUnavailableReason.DiskFull } } =>
            Refuse(SqliteRefusal.DiskFull, $"the store {path}: {e.Message}", e),
        MigrationException => Refuse(SqliteRefusal.MigrationFailed, $"the store {path}: {e.Message}", e),
        UnauthorizedAccessException => Refuse(SqliteRefusal.NoPermission, $"this user may not open the store {path}: {e.Message}", e),
        IOException { HResult: WouldBlockErrno } => Refuse(SqliteRefusal.InUse, $"another process has the store {path} open", e),
        IOException { HResult: NoSpaceErrno } => Refuse(SqliteRefusal.DiskFull, $"no room for the store {path}: {e.Message}", e),
        IOException { HResult: ReadOnlyFileSystemErrno } => Refuse(SqliteRefusal.ReadOnly, $"the store {path} is on a read-only file system", e),
        IOException => Refuse(SqliteRefusal.IoError, $"the store {path} could not be opened: {e.Message}", e),
        _ => null,
    };

    private static SqliteOpenOutcome.Refused Refuse(SqliteRefusal reason, string message, Exception? cause = null) => new(reason, message, cause);
}
