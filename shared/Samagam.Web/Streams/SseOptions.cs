namespace Samagam.Web.Streams;

/// <summary>Limits of live streams. Each default says its reason.</summary>
public sealed record SseOptions
{
    /// <summary>Readers at once; the next gets 503 and its page refreshes instead. 1,000: the phones one box may serve.</summary>
    public int MaxReaders { get; init; } = 1_000;

    /// <summary>Events waiting for one slow reader; at the limit its stream is ended, it reconnects and resumes.</summary>
    public int QueueLength { get; init; } = 64;

    /// <summary>Past events kept to resume from.</summary>
    public int Replay { get; init; } = 256;

    /// <summary>A comment line in a quiet stream, so that both ends notice a dead one. 15 s: below the usual 30 s of middle boxes.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What a browser is told to wait before it reconnects.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> naming the option.</summary>
    public void Validate()
    {
        Check(MaxReaders is >= 1 and <= 100_000, nameof(MaxReaders), "1 to 100000");
        Check(QueueLength is >= 1 and <= 10_000, nameof(QueueLength), "1 to 10000");
        Check(Replay is >= 0 and <= 100_000, nameof(Replay), "0 to 100000");
        Check(Heartbeat >= TimeSpan.FromMilliseconds(100) && Heartbeat <= TimeSpan.FromMinutes(5), nameof(Heartbeat), "0.1 s to 5 min");
        Check(Retry >= TimeSpan.FromMilliseconds(100) && Retry <= TimeSpan.FromMinutes(5), nameof(Retry), "0.1 s to 5 min");
    }

    private static void Check(bool ok, string name, string range)
    {
        if (!ok)
        {
            throw new ArgumentOutOfRangeException(name, $"Sse:{name} must be {range}");
        }
    }
}
