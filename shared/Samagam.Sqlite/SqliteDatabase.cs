namespace Samagam.Sqlite;

/// <summary>
/// One store file, owned by this process: snapshots for readers from a bounded pool, and the one writer, which is
/// handed to <see cref="WriteLanes.Start"/>. WAL mode, so readers and the writer never wait for each other.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly StoreLock _owner;
    private readonly ReaderPool _readers;
    private SqliteConnection? _writer;

    internal SqliteDatabase(string path, SqliteOptions options, StoreLock owner, SqliteConnection writer)
    {
        Path = path;
        _owner = owner;
        _writer = writer;
        _readers = new ReaderPool(path, options);
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>Reads that met a damaged page; the store goes on writing, its owner is told by the exception.</summary>
    public long CorruptReads => _readers.CorruptReads;

    /// <summary>
    /// Opens or creates a store, checks it and brings its schema up to date. What an earlier process left in the
    /// write-ahead log is in the file, synced, when this returns.
    /// </summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="options">Limits.</param>
    /// <param name="migrations">Whose file it is, and its schema.</param>
    /// <param name="time">Bounds the structure check.</param>
    /// <exception cref="SqliteEngineMissingException">This machine has no usable SQLite.</exception>
    public static SqliteOpenOutcome Open(string path, SqliteOptions options, Migrations migrations, TimeProvider time) =>
        StoreOpening.Open(path, options, migrations, time);

    /// <summary>
    /// Reads over one snapshot, on the calling thread. Sees every write whose task completed before the call. Waits
    /// for a free reader no longer than <see cref="SqliteOptions.ReadWaitLimit"/>.
    /// </summary>
    /// <param name="read">The queries; must not keep the scope.</param>
    /// <param name="cancellation">Ends the wait, and a query that runs.</param>
    /// <exception cref="StoreUnavailableException">No reader came free, the disk failed, or the store is closed.</exception>
    /// <exception cref="SqliteEngineException">The engine refused a statement.</exception>
    public T Read<T>(Func<SqliteReadScope, T> read, CancellationToken cancellation = default) => _readers.Read(read, cancellation);

    /// <summary>As <see cref="Read{T}"/>, but waits for a free reader without holding a thread; the queries then run on
    /// the thread that continues.</summary>
    public ValueTask<T> ReadAsync<T>(Func<SqliteReadScope, T> read, CancellationToken cancellation = default) =>
        _readers.ReadAsync(read, cancellation);

    /// <summary>Closes the readers, the writer if it was never handed over, and gives up the file. Write lanes are
    /// disposed before.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        Interlocked.Exchange(ref _writer, null)?.Dispose();
        _owner.Dispose();
    }

    internal SqliteConnection TakeWriter() => Interlocked.Exchange(ref _writer, null)
        ?? throw new InvalidOperationException($"the store {Path} has its write lanes already, or is closed");
}
