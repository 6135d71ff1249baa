namespace Samagam.Sqlite;

/// <summary>Free room of the disk a store is on, asked at most once a second.</summary>
internal sealed class DiskReserve(string storePath, long reserveBytes, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly DriveInfo _disk = new(Path.GetDirectoryName(storePath)!);
    private long _askedAt;
    private bool _asked;
    private bool _below;

    /// <summary>True while the reserve for life is touched.</summary>
    public bool IsTouched()
    {
        if (reserveBytes > 0 && (!_asked || time.GetElapsedTime(_askedAt) >= Fresh))
        {
            _below = HasLess();
            _askedAt = time.GetTimestamp();
            _asked = true;
        }
        return _below;
    }

    private bool HasLess()
    {
        try
        {
            return _disk.AvailableFreeSpace < reserveBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone: the write that follows finds out and says so; nothing that may be shed goes before it.
            return true;
        }
    }
}
