using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>
/// A call the engine refused: a broken constraint, a syntax error, or a storage fault. <see cref="Code"/> is SQLite's
/// extended result code (https://www.sqlite.org/rescode.html).
/// </summary>
public sealed class SqliteEngineException(int code, string message, string? sql)
    : Exception(sql is null ? $"SQLite {code}: {message}" : $"SQLite {code}: {message} in: {Shortened(sql)}")
{
    private const int ShmSizeFault = raw.SQLITE_IOERR | (19 << 8);
    private const int MaxSqlInMessage = 200;

    /// <summary>Extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The low byte of <see cref="Code"/>: its family.</summary>
    public int PrimaryCode => Code & 0xff;

    /// <summary>A unique, primary key, foreign key, check or not-null rule was broken; the storage is well.</summary>
    public bool IsConstraint => PrimaryCode == raw.SQLITE_CONSTRAINT;

    /// <summary>
    /// Why the store as a whole cannot be trusted after this code; null where only the one statement is at fault.
    /// </summary>
    public StoreUnavailableReason? StorageReason => PrimaryCode switch
    {
        raw.SQLITE_FULL => StoreUnavailableReason.DiskFull,
        // The WAL index grows by writing a byte per page of its file: on a full disk that is what fails first.
        raw.SQLITE_IOERR when Code == ShmSizeFault => StoreUnavailableReason.DiskFull,
        raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL => StoreUnavailableReason.IoError,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StoreUnavailableReason.Corrupt,
        raw.SQLITE_READONLY or raw.SQLITE_PERM => StoreUnavailableReason.ReadOnly,
        raw.SQLITE_BUSY => StoreUnavailableReason.Busy,
        _ => null,
    };

    private static string Shortened(string sql) => sql.Length <= MaxSqlInMessage ? sql : sql[..MaxSqlInMessage] + "…";
}
