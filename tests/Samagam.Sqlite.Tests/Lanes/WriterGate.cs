namespace Samagam.Sqlite.Tests;

/// <summary>
/// Holds the writer inside a work until opened, so that a test can line up what comes next. On the clock of the store
/// the held work takes longer than a batch may, so what is lined up begins a batch of its own.
/// </summary>
internal sealed class WriterGate : IDisposable
{
    private readonly ManualResetEventSlim _open = new();
    private readonly Task _held;

    public WriterGate(TestStore store, int lane = 0)
    {
        using var entered = new ManualResetEventSlim();
        _held = store.Lanes.WriteAsync(
            lane,
            _ =>
            {
                entered.Set();
                _open.WaitOrFail();
                store.Clock.Advance(TimeSpan.FromSeconds(2));
                return -1L;
            },
            TestContext.Current.CancellationToken);
        entered.WaitOrFail();
    }

    public void Open() => _open.Set();

    public void Dispose()
    {
        _open.Set();
        _held.GetAwaiter().GetResult();
        _open.Dispose();
    }
}
