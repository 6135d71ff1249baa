using Microsoft.Extensions.Logging.Abstractions;
using Samagam.Compliance.Sessions;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Store;
using Samagam.Mqtt.Tests.Parts;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Sessions;

/// <summary>The memory store keeps what every session store keeps, across brokers of one process.</summary>
public sealed class MemorySessionStoreTests : SessionStoreCompliance
{
    protected override Task<SessionStoreBench> OpenAsync() => Task.FromResult<SessionStoreBench>(new MemoryBench());

    private sealed class MemoryBench : SessionStoreBench
    {
        public override ISessionStore Store { get; } = new MemorySessionStore();

        public override Task ReopenAsync() => Task.CompletedTask;

        public override Task KillAndReopenAsync() => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>The file keeps it across processes.</summary>
public sealed class SqliteSessionStoreTests : SessionStoreCompliance
{
    protected override Task<SessionStoreBench> OpenAsync() => Task.FromResult<SessionStoreBench>(new SessionFile());
}

/// <summary>A file of sessions in a folder of its own.</summary>
internal sealed class SessionFile : SessionStoreBench
{
    private readonly TempFolder _folder = new();
    private readonly SessionStoreOptions _options;
    private readonly TimeProvider _time;
    private SqliteSessionStore _store;

    public SessionFile(SessionStoreOptions? options = null, TimeProvider? time = null)
    {
        // Several tests write at once and every sync waits for all of them; what a power cut takes is the lanes' own test.
        _options = options ?? new SessionStoreOptions { SurvivesPowerCut = false };
        _time = time ?? TimeProvider.System;
        _store = Open();
    }

    public string Path => _folder.File("sessions.db");

    public override ISessionStore Store => _store;

    public string? Trouble => _store.Trouble;

    public override async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = Open();
    }

    /// <summary>Closes, does something to the file, opens.</summary>
    public async Task ReopenAsync(Action change)
    {
        await _store.DisposeAsync();
        change();
        _store = Open();
    }

    public override Task KillAndReopenAsync() => KillAndReopenAsync(() => ValueTask.CompletedTask);

    /// <summary>What lies on the disk now is all the next process sees; what its owner does while it dies is lost.</summary>
    public async Task KillAndReopenAsync(Func<ValueTask> dying)
    {
        var file = Bytes(Path);
        var log = Bytes(Path + "-wal");
        await dying();
        await _store.DisposeAsync();
        await File.WriteAllBytesAsync(Path, file, Patience.Test);
        await File.WriteAllBytesAsync(Path + "-wal", log, Patience.Test);
        File.Delete(Path + "-shm");
        _store = Open();
    }

    public override async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteSessionStore Open() => SqliteSessionStore.Open(Path, _options, _time, NullLogger.Instance);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
