using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>
/// One engine connection with its cache of prepared statements. Used by one thread at a time (it is opened with
/// SQLITE_OPEN_NOMUTEX); whoever lends it out keeps it so.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int DbStatusCacheWrite = 9;
    private const uint PreparePersistent = 1;
    private readonly sqlite3 _handle;
    private readonly int _maxCached;
    private readonly TimeSpan _busyTimeout;
    private readonly Dictionary<string, SqliteStatement> _cache = new(StringComparer.Ordinal);
    private readonly LinkedList<SqliteStatement> _idle = new();
    private readonly List<SqliteStatement> _lent = [];

    private SqliteConnection(sqlite3 handle, SqliteOptions options)
    {
        _handle = handle;
        _maxCached = options.MaxCachedStatements;
        _busyTimeout = options.BusyTimeout;
    }

    /// <summary>Rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>True while a transaction is open. The engine closes one by itself after some storage faults.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public bool IsReadOnly => raw.sqlite3_db_readonly(_handle, "main") == 1;

    public int CachedStatements => _cache.Count;

    public static SqliteConnection Open(string path, SqliteOptions options, bool readOnly)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, options.Vfs);
        var connection = new SqliteConnection(handle, options);
        try
        {
            if (code != raw.SQLITE_OK)
            {
                throw connection.Failure(code, null);
            }
            _ = raw.sqlite3_extended_result_codes(handle, 1);
            connection.Execute($"pragma busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            connection.Execute($"pragma cache_size = {-options.CacheBytes / 1024}");
            connection.Execute($"pragma mmap_size = {options.MmapBytes}");
            // A damaged or hostile file must not be able to call functions through its schema.
            connection.Execute("pragma trusted_schema = off");
            connection.Execute("pragma cell_size_check = on");
            connection.Execute("pragma temp_store = memory");
            connection.Execute("pragma foreign_keys = on");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a script of any number of statements; rows are passed over.</summary>
    public void Execute(string script)
    {
        var code = raw.sqlite3_exec(_handle, script);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, script);
        }
    }

    /// <summary>Runs one statement of the cache that takes no values: transaction control.</summary>
    public void Run(string sql)
    {
        using var statement = Prepare(sql);
        statement.Step();
    }

    public long Int64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : throw new InvalidOperationException($"no row: {sql}");
    }

    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) ?? "" : throw new InvalidOperationException($"no row: {sql}");
    }

    /// <summary>Lends a statement; a second one of the same text, while the first is out, is prepared anew.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_cache.TryGetValue(sql, out var cached) && !cached.InUse)
        {
            _idle.Remove(cached.IdlePlace!);
            return Lend(cached);
        }
        var code = raw.sqlite3_prepare_v3(_handle, sql, PreparePersistent, out var handle, out string tail);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, sql);
        }
        if (handle.IsInvalid || !string.IsNullOrWhiteSpace(tail))
        {
            handle.Dispose();
            throw new ArgumentException($"exactly one statement is expected: {sql}", nameof(sql));
        }
        var statement = new SqliteStatement(this, sql, handle);
        if (cached is null)
        {
            MakeRoom();
            _cache.Add(sql, statement);
        }
        return Lend(statement);
    }

    public void GiveBack(SqliteStatement statement)
    {
        statement.Reset();
        statement.InUse = false;
        _lent.Remove(statement);
        if (_cache.TryGetValue(statement.Sql, out var kept) && ReferenceEquals(kept, statement))
        {
            statement.IdlePlace = _idle.AddLast(statement);
        }
        else
        {
            statement.FinalizeNow();
        }
    }

    /// <summary>Takes back what a call left open: a statement in mid-row would keep its snapshot alive.</summary>
    public void GiveBackAll()
    {
        while (_lent.Count > 0)
        {
            GiveBack(_lent[^1]);
        }
    }

    /// <summary>Moves WAL pages into the file without waiting. False when readers or another process kept some back.</summary>
    public bool Checkpoint() => Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);

    /// <summary>Moves WAL pages into the file and cuts the log to nothing, waiting for readers no longer than given.</summary>
    public bool CheckpointAndCut(TimeSpan wait)
    {
        Execute($"pragma busy_timeout = {(long)wait.TotalMilliseconds}");
        try
        {
            return Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        }
        finally
        {
            Execute($"pragma busy_timeout = {(long)_busyTimeout.TotalMilliseconds}");
        }
    }

    /// <summary>Pages written since last asked: in WAL mode, the growth of the WAL.</summary>
    public int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(_handle, DbStatusCacheWrite, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Calls <paramref name="isOver"/> every few thousand engine steps; true ends the running statement.</summary>
    public void StopWhen(Func<bool>? isOver)
    {
        const int Steps = 4096;
        raw.sqlite3_progress_handler(_handle, isOver is null ? 0 : Steps, isOver is null ? null : _ => isOver() ? 1 : 0, null);
    }

    /// <summary>Ends the running statement from another thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    public SqliteEngineException Failure(int code, string? sql)
    {
        var extended = raw.sqlite3_extended_errcode(_handle);
        return new SqliteEngineException((extended & 0xff) == (code & 0xff) ? extended : code, raw.sqlite3_errmsg(_handle).utf8_to_string(), sql);
    }

    public void Dispose()
    {
        GiveBackAll();
        foreach (var statement in _cache.Values)
        {
            statement.FinalizeNow();
        }
        _cache.Clear();
        _idle.Clear();
        _handle.Dispose();
    }

    private bool Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", mode, out var inLog, out var moved);
        return code switch
        {
            raw.SQLITE_OK => moved >= inLog,
            raw.SQLITE_BUSY => false,
            _ => throw Failure(code, "wal_checkpoint"),
        };
    }

    private SqliteStatement Lend(SqliteStatement statement)
    {
        statement.InUse = true;
        _lent.Add(statement);
        return statement;
    }

    private void MakeRoom()
    {
        while (_cache.Count >= _maxCached && _idle.First is { } oldest)
        {
            _idle.RemoveFirst();
            _cache.Remove(oldest.Value.Sql);
            oldest.Value.FinalizeNow();
        }
    }
}
