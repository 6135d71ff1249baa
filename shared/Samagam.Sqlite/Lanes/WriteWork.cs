namespace Samagam.Sqlite;

/// <summary>One work in a lane and the task that waits for it.</summary>
internal abstract class WriteWork(int lane)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;
    private int _state;
    private CancellationTokenRegistration _registration;

    public int Lane { get; } = lane;

    public abstract object? Result { get; }

    /// <summary>From here a cancellation ends the wait, until the writer takes the work.</summary>
    public void CancelWith(CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
        {
            _registration = cancellation.UnsafeRegister(
                static (state, token) =>
                {
                    var work = (WriteWork)state!;
                    if (Interlocked.CompareExchange(ref work._state, Cancelled, Waiting) == Waiting)
                    {
                        work.Cancel(token);
                    }
                },
                this);
        }
    }

    /// <summary>False when it was cancelled while it waited.</summary>
    public bool TryTake()
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) != Waiting)
        {
            return false;
        }
        _registration.Unregister();
        return true;
    }

    public abstract void Run(SqliteWriteScope scope);

    public abstract void Complete();

    public abstract void Fail(Exception reason);

    protected abstract void Cancel(CancellationToken cancellation);
}

/// <inheritdoc/>
internal sealed class WriteWork<T>(int lane, Func<SqliteWriteScope, T> work) : WriteWork(lane)
{
    // The writer never runs a caller's continuation.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override object? Result => _result;

    public override void Run(SqliteWriteScope scope) => _result = work(scope);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception reason) => _done.TrySetException(reason);

    protected override void Cancel(CancellationToken cancellation) => _done.TrySetCanceled(cancellation);
}
