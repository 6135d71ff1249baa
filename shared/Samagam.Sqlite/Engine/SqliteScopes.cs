namespace Samagam.Sqlite;

/// <summary>
/// What a read may do, over one snapshot of the store. Belongs to the call it is given to and to that call's thread; it
/// refuses to be used after.
/// </summary>
public class SqliteReadScope
{
    private readonly SqliteConnection _connection;
    private bool _ended;

    internal SqliteReadScope(SqliteConnection connection) => _connection = connection;

    private protected SqliteConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            return _connection;
        }
    }

    /// <summary>Lends a prepared statement, for loops and for rows read one by one. Dispose it.</summary>
    public SqliteStatement Prepare(string sql) => Connection.Prepare(sql);

    /// <summary>Every row, mapped. The caller's SQL says the LIMIT.</summary>
    /// <exception cref="SqliteEngineException">The engine refused.</exception>
    public List<T> Query<T>(string sql, Func<SqliteRow, T> map, params ReadOnlySpan<SqliteValue> values)
    {
        using var statement = Connection.Prepare(sql);
        statement.BindAll(values);
        var rows = new List<T>();
        while (statement.Step())
        {
            rows.Add(map(new SqliteRow(statement)));
        }
        return rows;
    }

    /// <summary>Calls <paramref name="each"/> for every row, without keeping them.</summary>
    public void ForEach(string sql, Action<SqliteRow> each, params ReadOnlySpan<SqliteValue> values)
    {
        using var statement = Connection.Prepare(sql);
        statement.BindAll(values);
        while (statement.Step())
        {
            each(new SqliteRow(statement));
        }
    }

    /// <summary>The first row, mapped, or the default where there is none.</summary>
    public T? FirstOrDefault<T>(string sql, Func<SqliteRow, T> map, params ReadOnlySpan<SqliteValue> values)
    {
        using var statement = Connection.Prepare(sql);
        statement.BindAll(values);
        return statement.Step() ? map(new SqliteRow(statement)) : default;
    }

    /// <summary>First column of the first row as a number; null where there is no row or it is NULL.</summary>
    public long? Int64(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        using var statement = Connection.Prepare(sql);
        statement.BindAll(values);
        return statement.Step() && !statement.IsNull(0) ? statement.Int64(0) : null;
    }

    /// <summary>First column of the first row as text; null where there is no row or it is NULL.</summary>
    public string? Text(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        using var statement = Connection.Prepare(sql);
        statement.BindAll(values);
        return statement.Step() ? statement.Text(0) : null;
    }

    internal void End()
    {
        _connection.GiveBackAll();
        _ended = true;
    }
}

/// <summary>What a write may do, inside the one write transaction. It sees its own changes and those of the works
/// before it in the batch. Transaction control is not its affair.</summary>
public sealed class SqliteWriteScope : SqliteReadScope
{
    internal SqliteWriteScope(SqliteConnection connection)
        : base(connection)
    {
    }

    /// <summary>True when a work of this transaction asked for the log to be emptied.</summary>
    internal bool CutsLog { get; private set; }

    /// <summary>
    /// After the commit, the write-ahead log is moved into the file and cut to nothing: older images of the pages lie in it, and with them what was
    /// deleted now. Tried again after every commit until no reader is in the way; a process that dies before does it at its next start.
    /// </summary>
    public void CutLog() => CutsLog = true;

    /// <summary>Row id of the last insert.</summary>
    public long LastInsertRowId => Connection.LastInsertRowId;

    /// <summary>Runs one statement; answers how many rows it changed.</summary>
    /// <exception cref="SqliteEngineException">The engine refused, for example a constraint.</exception>
    public int Execute(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        using var statement = Connection.Prepare(sql);
        statement.BindAll(values);
        return statement.Run();
    }

    /// <summary>Runs a script of several statements without parameters: schema changes.</summary>
    public void ExecuteScript(string script) => Connection.Execute(script);
}
