namespace Samagam.Sqlite;

/// <summary>
/// One process owns a store: a lock on a file beside it (flock, released by the kernel however the process ends). The
/// file also remembers that the store once existed, so that a store cut to zero bytes is not taken for a new one.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private static ReadOnlySpan<byte> Mark => "this store exists\n"u8;
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>True once <see cref="RememberStore"/> was called, in this or an earlier process.</summary>
    public bool StoreExisted => _file.Length > 0;

    /// <exception cref="IOException">Taken by another process, or the disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static StoreLock Take(string storePath) =>
        new(new FileStream(storePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));

    public void RememberStore()
    {
        if (!StoreExisted)
        {
            _file.Write(Mark);
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();
}
