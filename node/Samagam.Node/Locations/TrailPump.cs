namespace Samagam.Node.Locations;

/// <summary>Keeps pieces of histories when they are due and forgets old ones; keeps what is pending when the box stops.</summary>
public sealed class TrailPump(TrailKeeper trails, TimeProvider time)
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private long? _forgotAt;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(StepEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await StepAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: what was promised to be kept is kept.
            await trails.FlushAsync(all: true, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public async ValueTask StepAsync(CancellationToken cancellation)
    {
        await trails.FlushAsync(all: false, cancellation).ConfigureAwait(false);
        if (_forgotAt is not { } at || time.GetElapsedTime(at) >= ForgetEvery)
        {
            // Again at the next step while there is more.
            _forgotAt = await trails.ForgetAsync(cancellation).ConfigureAwait(false) ? null : time.GetTimestamp();
        }
    }
}
