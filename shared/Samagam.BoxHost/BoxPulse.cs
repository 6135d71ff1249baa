namespace Samagam.BoxHost;

/// <summary>Only a new start helps this box; the message says why. Not a fault of a pump: asked for.</summary>
public sealed class BoxEndsException(string why) : Exception(why);

/// <summary>Limits of <see cref="BoxPulse"/>.</summary>
public sealed class PulseOptions
{
    /// <summary>Between two beats, 100 to 60,000 ms: how soon a store that has gone is noticed without a write.</summary>
    public int BeatMs { get; init; } = 1_000;

    /// <summary>
    /// Without a beat for so long the box does not call itself alive; more than <see cref="BeatMs"/>, to 600,000 ms. A slow disk may hold a
    /// write for five seconds, and a busy machine a pump.
    /// </summary>
    public int PatienceMs { get; init; } = 15_000;

    /// <summary>A box that asks for a new start has lived at least so long, 0 to 600,000 ms: what breaks it at every start must not keep its doors shut.</summary>
    public int LeastLifeMs { get; init; } = 5_000;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        Require(BeatMs is >= 100 and <= 60_000, nameof(BeatMs), BeatMs);
        Require(PatienceMs > BeatMs && PatienceMs <= 600_000, nameof(PatienceMs), PatienceMs);
        Require(LeastLifeMs is >= 0 and <= 600_000, nameof(LeastLifeMs), LeastLifeMs);
    }

    private static void Require(bool holds, string name, int value)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, "outside its limits, see its documentation");
        }
    }
}

/// <summary>
/// Whether a box truly lives: its store answers and its pumps turn, not only that the process runs. systemd's watchdog is fed by it.
/// A box that only a new start can help ends itself: there is one way to open a store, and it is the start's; swapping a store under
/// running pumps would be a second one, tried only in emergencies.
/// </summary>
public sealed class BoxPulse
{
    private readonly PulseOptions _options;
    private readonly Func<CancellationToken, ValueTask> _store;
    private readonly Func<long>[] _pumps;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private long _lastBeat;

    /// <param name="store">One beat of the store; throws <see cref="BoxEndsException"/> when only a new start helps.</param>
    /// <param name="pumps">For each pump a number that grows while it turns.</param>
    public BoxPulse(PulseOptions options, Func<CancellationToken, ValueTask> store, TimeProvider time, params Func<long>[] pumps)
    {
        options.Validate();
        (_options, _store, _time, _pumps) = (options, store, time, pumps);
        _startedAt = _lastBeat = time.GetTimestamp();
    }

    /// <summary>True while the last whole beat is not long ago. Safe from any thread.</summary>
    public bool IsAlive => _time.GetElapsedTime(Interlocked.Read(ref _lastBeat)) < TimeSpan.FromMilliseconds(_options.PatienceMs);

    /// <summary>Beats until <paramref name="stop"/>.</summary>
    /// <exception cref="BoxEndsException">The box is to be started anew.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.BeatMs), _time);
        var turned = Turned();
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await _store(stop).ConfigureAwait(false);
                var now = Turned();
                if (now.Zip(turned).All(t => t.First != t.Second))
                {
                    Interlocked.Exchange(ref _lastBeat, _time.GetTimestamp());
                    turned = now;
                }
            }
        }
        catch (BoxEndsException)
        {
            var rest = TimeSpan.FromMilliseconds(_options.LeastLifeMs) - _time.GetElapsedTime(_startedAt);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private long[] Turned() => [.. _pumps.Select(turns => turns())];
}
