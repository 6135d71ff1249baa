using Samagam.BoxHost;
using Samagam.TestKit;

namespace Samagam.Mesh.Links.Tests;

/// <summary>What feeds the watchdog: a store that answers and pumps that turn, not a process that runs.</summary>
public sealed class BoxPulseTests : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly PulseOptions _options = new() { BeatMs = 1_000, PatienceMs = 3_000, LeastLifeMs = 5_000 };
    private long _turns;
    private Func<ValueTask> _store = () => ValueTask.CompletedTask;

    [Fact]
    public async Task A_box_whose_pump_stands_still_is_not_alive_until_it_turns_again()
    {
        var pulse = Pulse();
        var running = pulse.RunAsync(_stop.Token);
        await BeatAsync(8, turning: true);
        Assert.True(pulse.IsAlive);
        // The beat after the last turn is the last whole one; when patience has passed since, life is not claimed.
        await BeatAsync(5, turning: false);
        Assert.False(pulse.IsAlive);
        await BeatAsync(2, turning: true);
        Assert.True(pulse.IsAlive);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_box_whose_store_does_not_answer_is_not_alive()
    {
        var pulse = Pulse();
        var never = new TaskCompletionSource();
        var running = pulse.RunAsync(_stop.Token);
        await BeatAsync(2, turning: true);
        _store = () => new ValueTask(never.Task);
        await BeatAsync(1, turning: true);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(pulse.IsAlive);
        never.SetResult();
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_box_that_must_be_started_anew_says_so_but_keeps_its_doors_open_for_its_least_life()
    {
        var pulse = Pulse();
        var started = _time.GetTimestamp();
        _store = () => throw new BoxEndsException("the file was removed");
        var running = pulse.RunAsync(_stop.Token);
        await BeatAsync(1, turning: true);
        while (!running.IsCompleted)
        {
            _time.Advance(Beat);
            await Task.Yield();
        }
        Assert.Equal("the file was removed", (await Assert.ThrowsAsync<BoxEndsException>(() => running)).Message);
        Assert.True(_time.GetElapsedTime(started) >= TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(99, 3_000, 0)]
    [InlineData(1_000, 1_000, 0)]
    [InlineData(1_000, 600_001, 0)]
    [InlineData(1_000, 3_000, -1)]
    public void Limits_are_kept(int beatMs, int patienceMs, int leastLifeMs) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PulseOptions { BeatMs = beatMs, PatienceMs = patienceMs, LeastLifeMs = leastLifeMs }.Validate());

    public void Dispose()
    {
        _stop.Dispose();
        _asked.Dispose();
    }

    private BoxPulse Pulse() => new(
        _options,
        _ =>
        {
            _asked.Release();
            return _store();
        },
        _time,
        () => Interlocked.Read(ref _turns));

    /// <summary>So many beats; each has asked the store when this goes on.</summary>
    private async Task BeatAsync(int beats, bool turning)
    {
        for (var i = 0; i < beats; i++)
        {
            if (turning)
            {
                Interlocked.Increment(ref _turns);
            }
            _time.Advance(Beat);
            Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), "the store was not asked");
        }
    }
}
