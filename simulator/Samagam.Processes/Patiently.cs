namespace Samagam.Processes;

/// <summary>Waits for what other processes do, which give no event across the border.</summary>
public static class Patiently
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until it holds; false after <paramref name="limit"/>. A box that cannot be reached counts as not yet.</summary>
    public static async Task<bool> HoldsAsync(Func<Task<bool>> holds, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < limit)
        {
            try
            {
                if (await holds().ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                // Not there just now.
            }
            await Task.Delay(Between, time, stop).ConfigureAwait(false);
        }
        return false;
    }
}
