using System.Text;
using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>
/// A prepared statement, borrowed from its connection's cache until disposed. Parameters count from 1, columns from 0.
/// Belongs to the call it was prepared in and to that call's thread.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _handle;

    internal SqliteStatement(SqliteConnection connection, string sql, sqlite3_stmt handle)
    {
        _connection = connection;
        _handle = handle;
        Sql = sql;
    }

    /// <summary>The text it was prepared from.</summary>
    public string Sql { get; }

    internal bool InUse { get; set; }

    internal LinkedListNode<SqliteStatement>? IdlePlace { get; set; }

    public SqliteStatement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(_handle, index, value));

    public SqliteStatement Bind(int index, double value) => Checked(raw.sqlite3_bind_double(_handle, index, value));

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }
        if (value.Length == 0)
        {
            // An empty span has no address and would bind as NULL.
            return Checked(raw.sqlite3_bind_text(_handle, index, ""));
        }
        const int OnStack = 512;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var utf8 = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        return Checked(raw.sqlite3_bind_text(_handle, index, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
    }

    /// <summary>An empty span is an empty blob, not NULL.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value) => Checked(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_handle, index, 0)
        : raw.sqlite3_bind_blob(_handle, index, value));

    public SqliteStatement BindNull(int index) => Checked(raw.sqlite3_bind_null(_handle, index));

    internal void BindAll(ReadOnlySpan<SqliteValue> values)
    {
        if (values.Length != raw.sqlite3_bind_parameter_count(_handle))
        {
            throw new ArgumentException($"{raw.sqlite3_bind_parameter_count(_handle)} parameters, {values.Length} values: {Sql}", nameof(values));
        }
        for (var i = 0; i < values.Length; i++)
        {
            values[i].BindTo(this, i + 1);
        }
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    /// <exception cref="SqliteEngineException">The engine refused.</exception>
    public bool Step()
    {
        ObjectDisposedException.ThrowIf(!InUse, this);
        var code = raw.sqlite3_step(_handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw _connection.Failure(code, Sql),
        };
    }

    /// <summary>Runs to the end; answers how many rows it inserted, changed or deleted.</summary>
    public int Run()
    {
        while (Step())
        {
            // Rows of a RETURNING clause that nobody asked for.
        }
        return raw.sqlite3_stmt_readonly(_handle) != 0 ? 0 : _connection.Changes;
    }

    /// <summary>Makes it ready to run again with new values; bindings not renewed are NULL.</summary>
    public SqliteStatement Reset()
    {
        // The code repeats the failure of the last step, which was already thrown.
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
        return this;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    /// <summary>Bytes of a blob or of a text in UTF-8, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>A text; null for NULL.</summary>
    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A copy of a blob; null for NULL.</summary>
    public byte[]? Blob(int column) => IsNull(column) ? null : Bytes(column).ToArray();

    /// <summary>Gives it back to the cache.</summary>
    public void Dispose()
    {
        if (InUse)
        {
            _connection.GiveBack(this);
        }
    }

    internal void FinalizeNow() => _handle.Dispose();

    private SqliteStatement Checked(int code)
    {
        ObjectDisposedException.ThrowIf(!InUse, this);
        return code == raw.SQLITE_OK ? this : throw _connection.Failure(code, Sql);
    }
}

/// <summary>The row a query stands on; valid inside the mapping call only.</summary>
public readonly struct SqliteRow(SqliteStatement statement)
{
    public bool IsNull(int column) => statement.IsNull(column);

    public long Int64(int column) => statement.Int64(column);

    public int Int32(int column) => checked((int)statement.Int64(column));

    public bool Bool(int column) => statement.Int64(column) != 0;

    public double Double(int column) => statement.Double(column);

    /// <summary>Bytes of a blob or text, valid until the mapping call returns.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => statement.Bytes(column);

    /// <summary>A text that the schema says is not NULL; NULL reads as empty.</summary>
    public string Text(int column) => statement.Text(column) ?? "";

    public string? TextOrNull(int column) => statement.Text(column);

    /// <summary>A copy of a blob that the schema says is not NULL; NULL reads as empty.</summary>
    public byte[] Blob(int column) => statement.Blob(column) ?? [];

    public byte[]? BlobOrNull(int column) => statement.Blob(column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);
}
