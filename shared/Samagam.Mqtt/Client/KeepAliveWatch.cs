namespace Samagam.Mqtt.Client;

/// <summary>What the silence on a link asks for.</summary>
internal enum KeepAliveVerdict
{
    Fine,
    Ping,
    Dead,
}

/// <summary>
/// Decides when a link is tested and when it is given up (3.1.1 §3.1.2.10, §4.4 of the design's half-open trap). Pure. Law:
/// a peer that stops answering is found within three quarters of the keep-alive plus the ping time-out; a peer that sends
/// anything at all after the ping is alive.
/// </summary>
internal static class KeepAliveWatch
{
    /// <summary>All times are since the event; <paramref name="sincePing"/> is null while no ping is unanswered.</summary>
    public static KeepAliveVerdict Decide(TimeSpan sinceHeard, TimeSpan sinceSent, TimeSpan? sincePing, TimeSpan keepAlive, TimeSpan pingTimeout)
    {
        if (sincePing is { } waited && waited <= sinceHeard)
        {
            return waited > pingTimeout ? KeepAliveVerdict.Dead : KeepAliveVerdict.Fine;
        }
        // Three quarters leave the ping time to travel before the broker's own patience ends.
        var quiet = keepAlive * 0.75;
        return sinceHeard >= quiet || sinceSent >= quiet ? KeepAliveVerdict.Ping : KeepAliveVerdict.Fine;
    }
}
