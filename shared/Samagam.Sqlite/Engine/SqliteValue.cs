using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>
/// A value for a parameter of a statement. Numbers, text, bytes and null convert to it by themselves, so that a call
/// reads <c>scope.Execute("insert into t values (?, ?)", id, name)</c>.
/// </summary>
public readonly struct SqliteValue
{
    private readonly int _type;
    private readonly long _integer;
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _blob;

    private SqliteValue(int type, long integer = 0, string? text = null, ReadOnlyMemory<byte> blob = default)
    {
        _type = type;
        _integer = integer;
        _text = text;
        _blob = blob;
    }

    /// <summary>SQL NULL.</summary>
    public static SqliteValue Null => default;

    public static implicit operator SqliteValue(long value) => new(raw.SQLITE_INTEGER, value);

    public static implicit operator SqliteValue(long? value) => value is { } v ? v : Null;

    public static implicit operator SqliteValue(bool value) => new(raw.SQLITE_INTEGER, value ? 1 : 0);

    public static implicit operator SqliteValue(double value) => new(raw.SQLITE_FLOAT, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator SqliteValue(double? value) => value is { } v ? v : Null;

    public static implicit operator SqliteValue(string? value) => value is null ? Null : new(raw.SQLITE_TEXT, text: value);

    public static implicit operator SqliteValue(byte[]? value) => value is null ? Null : new(raw.SQLITE_BLOB, blob: value);

    public static implicit operator SqliteValue(ReadOnlyMemory<byte> value) => new(raw.SQLITE_BLOB, blob: value);

    internal void BindTo(SqliteStatement statement, int index)
    {
        switch (_type)
        {
            case raw.SQLITE_INTEGER:
                statement.Bind(index, _integer);
                break;
            case raw.SQLITE_FLOAT:
                statement.Bind(index, BitConverter.Int64BitsToDouble(_integer));
                break;
            case raw.SQLITE_TEXT:
                statement.Bind(index, _text);
                break;
            case raw.SQLITE_BLOB:
                statement.Bind(index, _blob.Span);
                break;
            default:
                statement.BindNull(index);
                break;
        }
    }
}
