namespace Samagam.Sqlite;

/// <summary>How a batch ended; the tasks of its works are still open.</summary>
/// <param name="Works">On success the works that are saved, else those that are not.</param>
/// <param name="Committed">The batch, when it is durable.</param>
/// <param name="Failure">Why none of it was saved, when it was not.</param>
/// <param name="CutsLog">Whether one of the works asked for the log to be emptied.</param>
internal readonly record struct BatchEnd(IReadOnlyList<WriteWork> Works, CommittedBatch? Committed, Exception? Failure, bool CutsLog = false);

/// <summary>
/// One transaction for many works: each in a savepoint, so that one that throws undoes itself alone; one COMMIT, one
/// sync. Runs on the writer's thread.
/// </summary>
internal sealed class GroupCommit(SqliteConnection connection, LaneQueues queues, WriteLaneOptions options, WriteHooks hooks, TimeProvider time)
{
    private const int LastLane = WriteLaneOptions.LaneCount - 1;
    private readonly List<WriteWork> _works = [];
    private readonly List<CommittedWork> _results = [];
    private long _commits;
    private bool? _synced;
    private bool _cutsLog;

    /// <summary>Runs one batch.</summary>
    /// <param name="firstLane">The least lane that waits.</param>
    /// <param name="withShedLanes">Whether lanes that may be shed may ride along in a durable batch.</param>
    /// <param name="alone">One work only: a disk that was full must not fail small works for the sake of a large one.</param>
    public BatchEnd Run(int firstLane, bool withShedLanes, bool alone)
    {
        _works.Clear();
        _results.Clear();
        _cutsLog = false;
        var durable = firstLane <= WriteLaneOptions.LastDurableLane;
        try
        {
            SetSynced(durable);
            connection.Run("begin immediate");
        }
        catch (SqliteEngineException e)
        {
            // Nothing ran yet: the works that wait are told, instead of waiting for a lock that may never be free.
            TakeInto(durable, options.MaxBatch);
            return Undone(Unavailable(e));
        }
        if (RunWorks(durable, withShedLanes, alone) is { } failure)
        {
            return Undone(failure);
        }
        return Commit(durable);
    }

    private Exception? RunWorks(bool durable, bool withShedLanes, bool alone)
    {
        var started = time.GetTimestamp();
        var shedTime = TimeSpan.Zero;
        var taken = 0;
        var most = alone ? 1 : options.MaxBatch;
        while (taken < most && time.GetElapsedTime(started) < options.BatchTime)
        {
            var lastLane = !durable || (withShedLanes && shedTime < options.ShedLaneTime) ? LastLane : WriteLaneOptions.LastDurableLane;
            if (!queues.TryTake(durable ? 0 : WriteLaneOptions.LastDurableLane + 1, lastLane, out var work))
            {
                break;
            }
            taken++;
            var workStarted = time.GetTimestamp();
            if (RunOne(work) is { } failure)
            {
                _works.Add(work);
                return failure;
            }
            if (work.Lane > WriteLaneOptions.LastDurableLane)
            {
                shedTime += time.GetElapsedTime(workStarted);
            }
        }
        return null;
    }

    /// <summary>Null when the work is done or undid itself; else why the whole batch is lost.</summary>
    private Exception? RunOne(WriteWork work)
    {
        var scope = new SqliteWriteScope(connection);
        Exception? thrown = null;
        try
        {
            connection.Run("savepoint work");
            work.Run(scope);
        }
        catch (Exception e)
        {
            thrown = e;
        }
        scope.End();
        if (thrown is SqliteEngineException { StorageReason: not null } storage)
        {
            return Unavailable(storage);
        }
        if (!connection.InTransaction)
        {
            return new InvalidOperationException("a work ended the transaction of its whole batch, which is not its affair", thrown);
        }
        try
        {
            if (thrown is not null)
            {
                connection.Run("rollback to work");
            }
            connection.Run("release work");
        }
        catch (SqliteEngineException e)
        {
            return Unavailable(e);
        }
        if (thrown is not null)
        {
            work.Fail(thrown);
            return null;
        }
        _cutsLog |= scope.CutsLog;
        _works.Add(work);
        _results.Add(new CommittedWork(work.Lane, work.Result));
        return null;
    }

    private BatchEnd Commit(bool durable)
    {
        try
        {
            if (hooks.BeforeCommit is { } last && _results.Count > 0)
            {
                var scope = new SqliteWriteScope(connection);
                last(scope, _results);
                scope.End();
            }
            connection.Run("commit");
        }
        catch (SqliteEngineException e) when (e.StorageReason is not null)
        {
            return Undone(Unavailable(e));
        }
        catch (Exception e)
        {
            return Undone(e);
        }
        return new BatchEnd([.. _works], new CommittedBatch(++_commits, durable, [.. _results]), null, _cutsLog);
    }

    private BatchEnd Undone(Exception failure)
    {
        connection.GiveBackAll();
        if (connection.InTransaction)
        {
            try
            {
                connection.Execute("rollback");
            }
            catch (SqliteEngineException e)
            {
                failure = new StoreUnavailableException(StoreUnavailableReason.IoError, $"a failed batch could not be undone: {e.Message}", failure);
            }
        }
        return new BatchEnd([.. _works], null, failure);
    }

    private void TakeInto(bool durable, int most)
    {
        while (_works.Count < most
            && queues.TryTake(durable ? 0 : WriteLaneOptions.LastDurableLane + 1, durable ? WriteLaneOptions.LastDurableLane : LastLane, out var work))
        {
            _works.Add(work);
        }
    }

    private void SetSynced(bool durable)
    {
        if (_synced != durable)
        {
            connection.Execute(durable ? "pragma synchronous = full" : "pragma synchronous = normal");
            _synced = durable;
        }
    }

    private static StoreUnavailableException Unavailable(SqliteEngineException e) =>
        new(e.StorageReason ?? StoreUnavailableReason.IoError, e.Message, e);
}
