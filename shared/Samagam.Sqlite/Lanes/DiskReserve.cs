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
            _below = _disk.AvailableFreeSpace < reserveBytes;
            _askedAt = time.GetTimestamp();
            _asked = true;
        }
        return _below;
    }
}
