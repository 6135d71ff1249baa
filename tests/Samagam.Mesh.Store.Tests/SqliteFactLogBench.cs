using System.Globalization;
using Samagam.Compliance;
using Samagam.Mesh.Facts;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mesh.Store.Tests;

/// <summary>The log over a real file on a disk that can be filled.</summary>
internal sealed class SqliteFactLogBench : FactLogBench
{
    private static long _disks;
    private readonly TempFolder _folder = new();
    private readonly FaultyDisk _disk = new(string.Create(CultureInfo.InvariantCulture, $"facts-{Interlocked.Increment(ref _disks)}"));
    private string _path;
    private SqliteFactLog _log;
    private int _copies;

    public SqliteFactLogBench()
    {
        _path = _folder.File("facts.db");
        _log = Open();
    }

    public override IFactLog Log => _log;

    public override int KeptApartLimit => SqliteFactLog.MaxKeptApart;

    public override async Task ReopenAsync()
    {
        await _log.DisposeAsync();
        _log = Open();
    }

    /// <summary>
    /// What the disk holds while the store is open is what a kill leaves. It is put back into the very same file, so that
    /// the file keeps its name and its inode.
    /// </summary>
    public override async Task KillAndReopenAsync()
    {
        var file = ReadShared(_path);
        var wal = ReadShared(_path + "-wal");
        await _log.DisposeAsync();
        Overwrite(_path, file);
        await File.WriteAllBytesAsync(_path + "-wal", wal, TestContext.Current.CancellationToken);
        File.Delete(_path + "-shm");
        _log = Open();
    }

    public override async Task MoveToACopyAsync()
    {
        await _log.DisposeAsync();
        var copy = _folder.File(string.Create(CultureInfo.InvariantCulture, $"copy-{++_copies}.db"));
        File.Copy(_path, copy);
        _path = copy;
        _log = Open();
    }

    public override Task FillDiskAsync()
    {
        _disk.Fault = (_, isWrite) => isWrite ? FaultyDisk.Full : 0;
        return Task.CompletedTask;
    }

    public override Task FreeDiskAsync()
    {
        _disk.Fault = (_, _) => 0;
        return Task.CompletedTask;
    }

    public override Task<int> CountKeptApartAsync() => Task.FromResult((int)_log.KeptApart);

    public override async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _disk.Dispose();
        _folder.Dispose();
    }

    private SqliteFactLog Open() =>
        SqliteFactLog.Open(_path, new SqliteOptions { Vfs = _disk.Name }, new WriteLaneOptions { ReserveBytes = 0 }, new ManualTime());

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Overwrite(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(0);
        file.Write(bytes);
    }
}

/// <summary>All sentences of the compliance suite, on SQLite.</summary>
public sealed class SqliteFactLogTests : FactLogCompliance
{
    protected override ValueTask<FactLogBench> OpenAsync() => ValueTask.FromResult<FactLogBench>(new SqliteFactLogBench());
}
