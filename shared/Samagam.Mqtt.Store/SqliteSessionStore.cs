using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Samagam.Mqtt.Sessions;
using Samagam.Sqlite;

namespace Samagam.Mqtt.Store;

/// <summary>
/// Sessions and retained messages in one SQLite file of their own. What is handed over is folded until somebody flushes; one
/// commit at a time carries all there is, and those who flush meanwhile share the next. What puts something in is synced to
/// the disk; what only takes away needs no sync, because a repeated delivery is within QoS 1.
/// <para>
/// A file that is damaged, full or gone never stops the broker: flushes then end at once, sessions live in the broker's memory,
/// which is logged, counted (<c>samagam.mqtt.sessions.unkept</c>) and told in <see cref="Trouble"/>. A full disk heals: the changes
/// wait, folded, and are written when there is room. Anything else lasts until the next start; a damaged file is then set aside.
/// </para>
/// </summary>
public sealed class SqliteSessionStore : ISessionStore, IAsyncDisposable
{
    public const string MeterName = "Samagam.Mqtt.Store";

    private const int Synced = WriteLaneOptions.LastDurableLane;
    private const int Unsynced = WriteLaneOptions.LastDurableLane + 1;
    private readonly Lock _gate = new();
    private readonly SqliteDatabase? _database;
    private readonly WriteLanes? _lanes;
    private readonly SessionStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _unkept;
    private StoredState? _loaded;
    private SessionChanges _pending = new();
    private TaskCompletionSource? _next;
    private Task _current = Task.CompletedTask;
    private Task _loop = Task.CompletedTask;
    private bool _committing;
    private bool _lost;
    private string? _trouble;
    private long _troubledAt;
    private long? _diskAskedAt;
    private bool _diskIsShort;

    private SqliteSessionStore(SqliteDatabase? database, StoredState loaded, SessionStoreOptions options, TimeProvider time, ILogger log)
    {
        (_database, _loaded, _options, _time, _log) = (database, loaded, options, time, log);
        _unkept = _meter.CreateCounter<long>("samagam.mqtt.sessions.unkept", description: "Messages of sessions that only memory has although they were acknowledged");
        _meter.CreateObservableGauge("samagam.mqtt.sessions.kept", () => Trouble is null ? 1 : 0, description: "1 while sessions outlive the process");
        _lanes = database is null ? null : WriteLanes.Start(database, SessionStoreOptions.Lanes(), new WriteHooks(), time);
    }

    /// <summary>Why sessions are kept in memory only just now; null while they are on disk.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>
    /// Opens or makes the file; its folder must be there. Always answers with a store: one that cannot be used is said in
    /// <see cref="Trouble"/>, and one that is damaged is first set aside (a single copy, the last) and begun anew.
    /// </summary>
    public static SqliteSessionStore Open(string path, SessionStoreOptions options, TimeProvider time, ILogger log)
    {
        options.Validate();
        try
        {
            try
            {
                return OpenFile(path, options, time, log);
            }
            catch (StoreUnavailableException e) when (e.Reason == StoreUnavailableReason.Corrupt)
            {
                SessionStoreLog.Damaged(log, SetAside(path), e.Message);
                return OpenFile(path, options, time, log);
            }
        }
        catch (Exception e) when (e is StoreUnavailableException or SqliteEngineException or IOException or UnauthorizedAccessException)
        {
            var store = new SqliteSessionStore(null, StoredState.Empty, options, time, log);
            store.Lose(e.Message);
            return store;
        }
    }

    public async ValueTask<StoredState> LoadAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _loaded, null) is { } loaded)
        {
            return loaded;
        }
        return _database is null ? StoredState.Empty : await _database.ReadAsync(scope => SessionRows.Load(scope, out _), ct).ConfigureAwait(false);
    }

    public void Save(SessionHeader header) => Change(header, static (changes, header) => changes.Save(header));

    public void Delete(string clientId) => Change(clientId, static (changes, client) => changes.Delete(client));

    public void Append(string clientId, StoredMessage message)
    {
        if (Trouble is not null)
        {
            _unkept.Add(1);
        }
        Change((clientId, message), static (changes, it) => changes.Append(it.clientId, it.message));
    }

    public void Sent(string clientId, long sequence, ushort packetId) =>
        Change((clientId, sequence, packetId), static (changes, it) => changes.Sent(it.clientId, it.sequence, it.packetId));

    public void Remove(string clientId, long sequence) =>
        Change((clientId, sequence), static (changes, it) => changes.Remove(it.clientId, it.sequence));

    public void Retain(MqttPublish message) => Change(message, static (changes, message) => changes.Retained[message.Topic] = message);

    public void Unretain(string topic) => Change(topic, static (changes, topic) => changes.Retained[topic] = null);

    /// <summary>Never throws for the file's sake: see the trouble it may be in.</summary>
    public ValueTask FlushAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            if (_lost || (_trouble is not null && _time.GetElapsedTime(_troubledAt) < _options.RetryAfter))
            {
                return ValueTask.CompletedTask;
            }
            if (_pending.IsEmpty)
            {
                // What was folded away since may be in the commit under way.
                return new ValueTask(_current.WaitAsync(ct));
            }
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var kept = _next.Task;
            if (!_committing)
            {
                _committing = true;
                _loop = CommitAsync();
            }
            return new ValueTask(kept.WaitAsync(ct));
        }
    }

    /// <summary>Writes what is still to be written and closes the file. The broker is stopped before.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        if (_lanes is not null)
        {
            await _lanes.DisposeAsync().ConfigureAwait(false);
        }
        _database?.Dispose();
        _meter.Dispose();
    }

    private static SqliteSessionStore OpenFile(string path, SessionStoreOptions options, TimeProvider time, ILogger log)
    {
        var database = SqliteDatabase.Open(path, options.File(), Schema.Migrations, time).OrThrow();
        try
        {
            var damaged = 0;
            var state = database.Read(scope => SessionRows.Load(scope, out damaged));
            if (damaged > 0)
            {
                SessionStoreLog.Rotten(log, damaged);
            }
            return new SqliteSessionStore(database, state, options, time, log);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static string SetAside(string path)
    {
        var aside = path + ".damaged";
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(aside + suffix);
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }
        return aside;
    }

    private void Change<T>(T what, Action<SessionChanges, T> change)
    {
        lock (_gate)
        {
            if (!_lost)
            {
                change(_pending, what);
            }
        }
    }

    /// <summary>Commits as long as somebody waits. Never faults; <see cref="DisposeAsync"/> awaits its end.</summary>
    private async Task CommitAsync()
    {
        while (Take() is var (batch, kept) && kept is not null)
        {
            try
            {
                if (!batch.IsEmpty)
                {
                    var adds = batch.Adds;
                    RefuseOnShortDisk(adds);
                    await _lanes!.WriteAsync(adds && _options.SurvivesPowerCut ? Synced : Unsynced, scope => SessionRows.Write(scope, batch), CancellationToken.None)
                        .ConfigureAwait(false);
                    Recovered();
                }
            }
            catch (StoreUnavailableException e) when (_lanes!.Health.Condition != StoreCondition.Broken)
            {
                FallBehind(batch, e.Message);
            }
            catch (Exception e)
            {
                // A broken disk, or a bug of ours: what waits for the file must not wait for ever, nor the broker.
                _unkept.Add(Trouble is null ? batch.Messages : 0);
                Lose(e.Message);
            }
            kept.SetResult();
        }
    }

    private (SessionChanges Batch, TaskCompletionSource? Kept) Take()
    {
        lock (_gate)
        {
            var taken = (_pending, _next);
            _committing = _next is not null;
            if (_committing)
            {
                (_current, _next, _pending) = (_next!.Task, null, new SessionChanges());
            }
            return taken;
        }
    }

    /// <summary>The disk is asked at most once a second.</summary>
    private void RefuseOnShortDisk(bool adds)
    {
        if (_options.ReserveBytes > 0 && (_diskAskedAt is not { } asked || _time.GetElapsedTime(asked) >= TimeSpan.FromSeconds(1)))
        {
            _diskIsShort = new DriveInfo(Path.GetDirectoryName(_database!.Path)!).AvailableFreeSpace < _options.ReserveBytes;
            _diskAskedAt = _time.GetTimestamp();
        }
        if (adds && _diskIsShort)
        {
            throw new StoreUnavailableException(StoreUnavailableReason.DiskFull, "what room is left on the disk is kept for calls for help");
        }
    }

    private void Recovered()
    {
        if (Interlocked.Exchange(ref _trouble, null) is not null)
        {
            SessionStoreLog.Recovered(_log);
        }
    }

    /// <summary>The changes go back to the front of those that came since, and wait.</summary>
    private void FallBehind(SessionChanges batch, string reason)
    {
        var isNew = Interlocked.Exchange(ref _trouble, reason) is null;
        if (isNew)
        {
            _unkept.Add(batch.Messages);
            SessionStoreLog.Behind(_log, reason);
        }
        int size;
        lock (_gate)
        {
            _troubledAt = _time.GetTimestamp();
            batch.Then(_pending);
            _pending = batch;
            size = batch.Size;
        }
        if (size > _options.MaximumBehind)
        {
            Lose($"{size} changes wait for the file: {reason}");
        }
    }

    private void Lose(string reason)
    {
        lock (_gate)
        {
            _lost = true;
            _pending = new SessionChanges();
            Volatile.Write(ref _trouble, reason);
        }
        SessionStoreLog.Lost(_log, reason);
    }
}
