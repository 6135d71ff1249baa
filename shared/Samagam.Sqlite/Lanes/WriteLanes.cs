namespace Samagam.Sqlite;

/// <summary>
/// The one writer of a store: seven bounded lanes, least lane first, many works in one commit. A task that completes
/// is durable: in lanes 0 to 3 synced to the disk (<c>synchronous=FULL</c>), in lanes 4 to 6 safe from a crash of the
/// process but not from a power cut of the last moments (<c>NORMAL</c>,
/// https://www.sqlite.org/pragma.html#pragma_synchronous). A task that fails saved nothing.
/// </summary>
public sealed class WriteLanes : IAsyncDisposable
{
    /// <summary>Meter of every store's writer.</summary>
    public const string MeterName = "Samagam.Sqlite";

    /// <summary>Between two tries to empty the log while readers are in the way and nobody writes.</summary>
    private static readonly TimeSpan CutAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly SqliteDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly WriteLaneOptions _options;
    private readonly WriteHooks _hooks;
    private readonly TimeProvider _time;
    private readonly LaneQueues _queues;
    private readonly GroupCommit _group;
    private readonly DiskReserve _reserve;
    private readonly WalUpkeep _wal;
    private readonly StoreMetrics _metrics;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile StoreHealth _health = StoreHealth.Well;
    private long _commits;
    private long _works;
    private long _refusals;

    private WriteLanes(SqliteDatabase database, WriteLaneOptions options, WriteHooks hooks, TimeProvider time)
    {
        options.Validate();
        _database = database;
        _connection = database.TakeWriter();
        _options = options;
        _hooks = hooks;
        _time = time;
        _queues = new LaneQueues(options.QueueCapacity);
        _group = new GroupCommit(_connection, _queues, options, hooks, time);
        _reserve = new DiskReserve(database.Path, options.ReserveBytes, time);
        _wal = new WalUpkeep(_connection, options.CheckpointPages);
        _metrics = new StoreMetrics(options.Name, _queues.Depth, () => _health.Condition);
    }

    /// <summary>Whether the store takes writes. Changes on the writer's thread, before the tasks concerned end.</summary>
    public StoreHealth Health => _health;

    /// <summary>Commits since the start.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Works saved since the start.</summary>
    public long Works => Interlocked.Read(ref _works);

    /// <summary>Works not saved since the start, whatever the reason; those that threw by themselves are not counted.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Starts the writer's thread. A database has one writer in its life.</summary>
    /// <param name="database">Opened; disposed after the lanes.</param>
    /// <param name="options">Limits.</param>
    /// <param name="hooks">What the owner adds to each commit.</param>
    /// <param name="time">Bounds batches.</param>
    public static WriteLanes Start(SqliteDatabase database, WriteLaneOptions options, WriteHooks hooks, TimeProvider time)
    {
        var lanes = new WriteLanes(database, options, hooks, time);
        new Thread(lanes.Write) { IsBackground = true, Name = $"writer of {options.Name}" }.Start();
        return lanes;
    }

    /// <summary>
    /// Has a work done in a transaction. It runs on the writer's thread, once, without the caller's context, must not
    /// wait for anything, and its answer is the task's when it is durable. If it throws, it alone is undone and the
    /// task fails with what it threw.
    /// </summary>
    /// <param name="lane">0 (life) to 6 (bulk). A full lane up to 3 waits for room; a full lane from 4 refuses.</param>
    /// <param name="work">Reads and writes; must not keep the scope.</param>
    /// <param name="cancellation">Ends the wait. Once the writer has taken the work, it is done or fails.</param>
    /// <exception cref="StoreUnavailableException">Nothing was saved; the reason says whether it heals.</exception>
    public Task<T> WriteAsync<T>(int lane, Func<SqliteWriteScope, T> work, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lane);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lane, WriteLaneOptions.LaneCount);
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }
        if (_health is { Condition: StoreCondition.Broken } broken)
        {
            return Task.FromException<T>(Refusal(broken.Reason!.Value, broken.Message));
        }
        if (_queues.TryTakeRoom(lane))
        {
            return Add(lane, work, cancellation);
        }
        return lane > WriteLaneOptions.LastDurableLane
            ? Task.FromException<T>(Refusal(StoreUnavailableReason.QueueFull, $"lane {lane} holds {_options.QueueCapacity} works already"))
            : AddWhenRoomAsync(lane, work, cancellation);
    }

    /// <summary>As <see cref="WriteAsync{T}"/>, for a work with nothing to answer.</summary>
    public Task WriteAsync(int lane, Action<SqliteWriteScope> work, CancellationToken cancellation) =>
        WriteAsync<object?>(
            lane,
            scope =>
            {
                work(scope);
                return null;
            },
            cancellation);

    /// <summary>Takes no further work, finishes what waits, moves the log into the file and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _queues.Close();
        await _ended.Task.ConfigureAwait(false);
    }

    private async Task<T> AddWhenRoomAsync<T>(int lane, Func<SqliteWriteScope, T> work, CancellationToken cancellation)
    {
        await _queues.WaitForRoomAsync(lane, cancellation).ConfigureAwait(false);
        return await Add(lane, work, cancellation).ConfigureAwait(false);
    }

    private Task<T> Add<T>(int lane, Func<SqliteWriteScope, T> work, CancellationToken cancellation)
    {
        var waiting = new WriteWork<T>(lane, work);
        waiting.CancelWith(cancellation);
        return _queues.TryAdd(waiting)
            ? waiting.Task
            : Task.FromException<T>(Refusal(StoreUnavailableReason.Closed, $"the store {_options.Name} is closed"));
    }

    private void Write()
    {
        try
        {
            while (_queues.Wait(_wal.CutOwed ? CutAgainAfter : Timeout.InfiniteTimeSpan, out var lane))
            {
                if (lane is { } least)
                {
                    WriteBatch(least);
                }
                else
                {
                    KeepLog(closing: false);
                }
            }
            if (_health.Condition != StoreCondition.Broken)
            {
                KeepLog(closing: true);
            }
            _connection.Dispose();
            _metrics.Dispose();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            // A bug of the writer or of a hook. Whoever waits must not wait for ever, and nobody may go on.
            _health = new StoreHealth(StoreCondition.Broken, StoreUnavailableReason.OwnerFault, $"the writer ended: {e.Message}");
            _queues.Close();
            RefuseWaiting(0, StoreUnavailableReason.OwnerFault, _health.Message);
            _connection.Dispose();
            _metrics.Dispose();
            _ended.SetException(e);
        }
    }

    private void WriteBatch(int lane)
    {
        if (_health is { Condition: StoreCondition.Broken } broken)
        {
            RefuseWaiting(0, broken.Reason!.Value, broken.Message);
            return;
        }
        var shedLanesHaveRoom = !_reserve.IsTouched();
        if (lane > WriteLaneOptions.LastDurableLane && !shedLanesHaveRoom)
        {
            RefuseWaiting(lane, StoreUnavailableReason.DiskFull, "what room is left on the disk is kept for lanes 0 to 3");
            return;
        }
        var started = _time.GetTimestamp();
        var isWell = _health.Condition == StoreCondition.Ok;
        var end = _group.Run(lane, withShedLanes: shedLanesHaveRoom && isWell, alone: !isWell);
        if (end.Committed is { Synced: true } && FileIsGone())
        {
            end = end with { Failure = new StoreUnavailableException(StoreUnavailableReason.IoError, $"the file {_database.Path} was removed while it was open") };
        }
        if (end.Failure is { } failure)
        {
            Failed(end.Works, failure);
        }
        else
        {
            if (end.CutsLog)
            {
                _wal.OweCut();
            }
            Committed(end, _time.GetElapsedTime(started));
            KeepLog(closing: false);
        }
    }

    private void Committed(BatchEnd end, TimeSpan took)
    {
        var batch = end.Committed!;
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _works, end.Works.Count);
        _metrics.Committed(end.Works.Count, took);
        try
        {
            // A commit that changed nothing says nothing of the room there is.
            if (_wal.NoteCommit() && _health.Condition != StoreCondition.Ok)
            {
                Become(StoreHealth.Well);
            }
            _hooks.OnCommitted?.Invoke(batch);
        }
        catch (Exception e)
        {
            // The rows are saved and their callers are told so; what comes after must not build on a memory that
            // missed them.
            Break(StoreUnavailableReason.OwnerFault, $"publishing commit {batch.Number} failed: {e}");
        }
        finally
        {
            foreach (var work in end.Works)
            {
                work.Complete();
            }
        }
    }

    private void Failed(IReadOnlyList<WriteWork> works, Exception failure)
    {
        try
        {
            if (failure is StoreUnavailableException { Reason: var reason } unavailable)
            {
                Interlocked.Add(ref _refusals, works.Count);
                _metrics.Refused(reason, works.Count);
                Judge(unavailable);
            }
        }
        finally
        {
            foreach (var work in works)
            {
                work.Fail(failure);
            }
        }
    }

    private void Judge(StoreUnavailableException unavailable)
    {
        switch (unavailable.Reason)
        {
            case StoreUnavailableReason.DiskFull:
                Become(new StoreHealth(StoreCondition.DiskFull, unavailable.Reason, unavailable.Message));
                break;
            case StoreUnavailableReason.IoError or StoreUnavailableReason.Corrupt or StoreUnavailableReason.ReadOnly:
                Break(unavailable.Reason, unavailable.Message);
                break;
        }
    }

    private void KeepLog(bool closing)
    {
        try
        {
            var started = _time.GetTimestamp();
            if (_wal.Step(closing))
            {
                _metrics.Checkpointed(_time.GetElapsedTime(started));
            }
        }
        catch (SqliteEngineException e) when (e.StorageReason is { } reason)
        {
            // What was answered stays true: it is synced in the log. What comes next is not taken on a failing disk.
            Judge(new StoreUnavailableException(reason, e.Message, e));
        }
    }

    private void RefuseWaiting(int fromLane, StoreUnavailableReason reason, string message)
    {
        while (_queues.TryTake(fromLane, WriteLaneOptions.LaneCount - 1, out var work))
        {
            work.Fail(Refusal(reason, message));
        }
    }

    private StoreUnavailableException Refusal(StoreUnavailableReason reason, string message)
    {
        Interlocked.Increment(ref _refusals);
        _metrics.Refused(reason, 1);
        return new StoreUnavailableException(reason, message);
    }

    private void Break(StoreUnavailableReason reason, string message) =>
        Become(new StoreHealth(StoreCondition.Broken, reason, message));

    private void Become(StoreHealth health)
    {
        var was = _health;
        _health = health;
        if (was.Condition != health.Condition || was.Reason != health.Reason)
        {
            _hooks.OnHealthChanged?.Invoke(health);
        }
    }

    private bool FileIsGone() => !File.Exists(_database.Path) || !File.Exists(_database.Path + "-wal");
}
