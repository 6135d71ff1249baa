using System.Collections.Concurrent;
using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>
/// A bounded number of read-only connections, each opened at first need. Read-only connections never run a checkpoint,
/// so the writer is the only one that does.
/// </summary>
internal sealed class ReaderPool(string path, SqliteOptions options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.MaxReaders, options.MaxReaders);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private long _corruptReads;
    private volatile bool _closed;

    public long CorruptReads => Interlocked.Read(ref _corruptReads);

    public T Read<T>(Func<SqliteReadScope, T> read, CancellationToken cancellation)
    {
        return _free.Wait(options.ReadWaitLimit, cancellation) ? Run(read, cancellation) : throw NoReader();
    }

    public async ValueTask<T> ReadAsync<T>(Func<SqliteReadScope, T> read, CancellationToken cancellation)
    {
        return await _free.WaitAsync(options.ReadWaitLimit, cancellation).ConfigureAwait(false) ? Run(read, cancellation) : throw NoReader();
    }

    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    private T Run<T>(Func<SqliteReadScope, T> read, CancellationToken cancellation)
    {
        SqliteConnection? connection = null;
        try
        {
            if (_closed)
            {
                throw new StoreUnavailableException(StoreUnavailableReason.Closed, $"the store {path} is closed");
            }
            connection = _idle.TryTake(out var idle) ? idle : SqliteConnection.Open(path, options, readOnly: true);
            return Snapshot(connection, read, cancellation);
        }
        catch (SqliteEngineException e) when (e.PrimaryCode == raw.SQLITE_INTERRUPT && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("the read was cancelled", e, cancellation);
        }
        catch (SqliteEngineException e) when (e.StorageReason is { } reason)
        {
            if (reason == StoreUnavailableReason.Corrupt)
            {
                Interlocked.Increment(ref _corruptReads);
            }
            throw new StoreUnavailableException(reason, e.Message, e);
        }
        finally
        {
            GiveBack(connection);
            _free.Release();
        }
    }

    private static T Snapshot<T>(SqliteConnection connection, Func<SqliteReadScope, T> read, CancellationToken cancellation)
    {
        using var interrupt = cancellation.UnsafeRegister(static c => ((SqliteConnection)c!).Interrupt(), connection);
        var scope = new SqliteReadScope(connection);
        connection.Run("begin");
        try
        {
            return read(scope);
        }
        finally
        {
            scope.End();
        }
    }

    private void GiveBack(SqliteConnection? connection)
    {
        if (connection is null)
        {
            return;
        }
        try
        {
            if (connection.InTransaction)
            {
                connection.Run("rollback");
            }
        }
        catch (SqliteEngineException)
        {
            // A snapshot that cannot be let go would hold the log back for ever: a new reader takes its place.
            connection.Dispose();
            return;
        }
        _idle.Add(connection);
        if (_closed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private StoreUnavailableException NoReader() =>
        new(StoreUnavailableReason.Busy, $"all {options.MaxReaders} readers of {path} were taken for {options.ReadWaitLimit.TotalSeconds:0.#} s");
}
