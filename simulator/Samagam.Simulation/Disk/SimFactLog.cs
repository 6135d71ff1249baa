using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Disk;

/// <summary>Places in the way of a commit where the power may go.</summary>
public enum CommitPoint
{
    /// <summary>Decided and written, not synced.</summary>
    Written,

    /// <summary>Synced; nobody knows yet.</summary>
    Synced,

    /// <summary>The listeners know; the writers were not told.</summary>
    Announced,
}

/// <summary>
/// A fact log over a <see cref="SimDisk"/>: decisions in lane order share a commit, which is durable one sync later. Passes the same
/// compliance suite as the store in the field.
/// </summary>
public sealed class SimFactLog : IFactLog
{
    /// <summary>Decisions that share one commit at most.</summary>
    public const int MaxGroup = 64;

    private readonly SimWorld _world;
    private readonly SimDisk _disk;
    private readonly Queue<Pending>[] _queues = [.. Enumerable.Range(0, Lanes.Count).Select(_ => new Queue<Pending>())];
    private readonly Func<CommitPoint, bool> _powerFails;
    private Action<FactCommit> _committed = _ => { };
    private SimTransaction? _onTheWay;
    private bool _busy;
    private bool _dead;

    /// <param name="powerFails">Asked at each <see cref="CommitPoint"/>; true when the box died there (and <see cref="Crash"/> was called).</param>
    public SimFactLog(SimWorld world, SimDisk disk, Func<CommitPoint, bool>? powerFails = null)
    {
        if (disk.Rotten)
        {
            throw new StoreRefusedException("the store's file is damaged: checksums fail");
        }
        (_world, _disk, _powerFails) = (world, disk, powerFails ?? (_ => false));
    }

    public string StoreIdentity => _disk.Identity;

    public StoreCondition Condition { get; private set; } = StoreCondition.Ok;

    /// <summary>Commits made durable since opening.</summary>
    public long Commits { get; private set; }

    /// <summary>True while something is written and not synced.</summary>
    public bool HasUnsynced => _onTheWay is not null;

    public ValueTask<T> WriteAsync<T>(Lane lane, Func<IFactTransaction, T> decide, CancellationToken cancellation)
    {
        var write = new Pending<T>(decide, cancellation);
        if (!_dead)
        {
            _queues[(int)lane].Enqueue(write);
            Wake();
        }
        // The dead answer nobody: the task of a crashed box stays open for ever, like the caller's connection.
        return new ValueTask<T>(write.Task);
    }

    public void OnCommitted(Action<FactCommit> handler) => _committed += handler;

    public Knowledge Known() => _disk.State.Known.Copy();

    public Fact? Find(FactId id) => _disk.State.Find(id);

    public IReadOnlyList<Fact> BySubject(string subject) => _disk.State.BySubject(subject);

    public IReadOnlyList<Fact> Below(string subject) => _disk.State.Below(subject);

    public (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit) => _disk.State.ReadFrom(cursor, limit);

    public FactPage Read(Knowledge wanted, int budgetBytes) => _disk.State.Read(wanted, budgetBytes);

    /// <summary>The power is gone. What was on its way to the disk meets its fate.</summary>
    public void Crash(CrashFate fate)
    {
        _dead = true;
        if (_onTheWay is { } lost && fate == CrashFate.Survived && !_disk.Full)
        {
            foreach (var change in lost.Changes)
            {
                change.ApplyTo(_disk.State);
            }
        }
        _onTheWay = null;
    }

    private void Wake()
    {
        if (!_busy)
        {
            _busy = true;
            _world.AfterMs(0, Commit);
        }
    }

    private void Commit()
    {
        if (_dead)
        {
            return;
        }
        var transaction = new SimTransaction(_disk.State);
        var group = new List<Pending>();
        while (group.Count < MaxGroup && _queues.FirstOrDefault(q => q.Count > 0) is { } queue)
        {
            var write = queue.Dequeue();
            group.Add(write);
            var savepoint = transaction.Savepoint;
            transaction.Open = true;
            if (!write.Decide(transaction))
            {
                transaction.UndoTo(savepoint);
            }
            transaction.Open = false;
        }
        _onTheWay = transaction;
        if (_powerFails(CommitPoint.Written))
        {
            return;
        }
        if (_disk.Lies)
        {
            TellAll(group);
            group = [];
        }
        _world.AfterMs(transaction.Changes.Count == 0 ? 0 : _disk.SyncMs, () => Sync(transaction, group));
    }

    private void Sync(SimTransaction transaction, List<Pending> group)
    {
        if (_dead)
        {
            return;
        }
        var refusal = transaction.Changes.Count == 0 ? null
            : _disk.Full ? "no space left on the device"
            : _disk.FailingSyncs > 0 ? "the disk did not confirm the write"
            : null;
        if (refusal is not null)
        {
            _disk.FailingSyncs = Math.Max(0, _disk.FailingSyncs - 1);
            _onTheWay = null;
            Condition = new StoreCondition(false, refusal);
            GoOn();
            var error = new StoreRefusedException(refusal);
            group.ForEach(write => write.Refuse(error));
            return;
        }
        foreach (var change in transaction.Changes)
        {
            change.ApplyTo(_disk.State);
        }
        _onTheWay = null;
        Condition = StoreCondition.Ok;
        Commits++;
        if (_powerFails(CommitPoint.Synced))
        {
            return;
        }
        if (transaction.Changes.Count > 0)
        {
            _committed(new FactCommit(transaction.Added));
        }
        if (_powerFails(CommitPoint.Announced))
        {
            return;
        }
        GoOn();
        TellAll(group);
    }

    private void TellAll(List<Pending> group)
    {
        foreach (var write in group)
        {
            if (_dead)
            {
                return;
            }
            write.Tell();
        }
    }

    private void GoOn()
    {
        _busy = false;
        if (_queues.Any(q => q.Count > 0))
        {
            Wake();
        }
    }

    private abstract class Pending
    {
        /// <summary>False when the decision threw or was given up: then nothing of it stays.</summary>
        public abstract bool Decide(IFactTransaction transaction);

        public abstract void Tell();

        public abstract void Refuse(StoreRefusedException error);
    }

    private sealed class Pending<T>(Func<IFactTransaction, T> decide, CancellationToken cancellation) : Pending
    {
        // Continuations run inline, on purpose: the story has one thread.
        private readonly TaskCompletionSource<T> _done = new();
        private T? _result;
        private Exception? _error;
        private bool _decided;

        public Task<T> Task => _done.Task;

        public override bool Decide(IFactTransaction transaction)
        {
            if (cancellation.IsCancellationRequested)
            {
                _error = new OperationCanceledException(cancellation);
                return false;
            }
            try
            {
                _result = decide(transaction);
                _decided = true;
            }
            catch (Exception e)
            {
                // The caller's own error, handed to the caller.
                _error = e;
            }
            return _decided;
        }

        public override void Tell()
        {
            if (_decided)
            {
                _done.SetResult(_result!);
            }
            else if (_error is OperationCanceledException)
            {
                _done.SetCanceled(cancellation);
            }
            else
            {
                _done.SetException(_error!);
            }
        }

        public override void Refuse(StoreRefusedException error)
        {
            if (_decided)
            {
                _done.SetException(error);
            }
            else
            {
                Tell();
            }
        }
    }
}
