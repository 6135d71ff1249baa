namespace Samagam.Mqtt.Client;

/// <summary>How long to wait before dialling again. Pure.</summary>
internal static class Backoff
{
    /// <summary>
    /// Doubles from <paramref name="shortest"/> with each failed attempt, never beyond <paramref name="longest"/>; the upper
    /// half is luck, so that many clients of one restarted broker do not come at once.
    /// </summary>
    public static TimeSpan Wait(int failures, TimeSpan shortest, TimeSpan longest, double luck)
    {
        var whole = Math.Min(longest.Ticks, shortest.Ticks * Math.Pow(2, Math.Min(failures, 30)));
        return TimeSpan.FromTicks((long)((whole / 2) + (whole / 2 * luck)));
    }
}
