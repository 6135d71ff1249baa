namespace Samagam.Core.Warnings;

/// <summary>What an operator sets about warnings. Each default says its reason.</summary>
public sealed record WarningOptions
{
    /// <summary>Name of this event's authority in CAP messages; give a domain of your own, because it must be unique in the world.</summary>
    public string Sender { get; init; } = "warnings@samagam.local";

    /// <summary>Messages that may stand at once; a further alert is refused, an update or cancel never. 200: nobody reads more.</summary>
    public int MaxStanding { get; init; } = 200;

    /// <summary>How far ahead of our time a message may have been sent, seconds. 600: clocks of authorities differ by minutes.</summary>
    public int MaxAheadSeconds { get; init; } = 600;

    /// <summary>Longest CAP document taken in, bytes. 64 KB: warnings in ten languages fit.</summary>
    public int MaxCapBytes { get; init; } = 64 * 1024;

    /// <summary>Metres around an area within which people are told of it. 1,000: a few minutes' walk.</summary>
    public double NearM { get; init; } = 1_000;

    /// <summary>Minutes east of UTC in which times of this event are written. 330: India.</summary>
    public int OffsetMinutes { get; init; } = 330;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> naming the option.</summary>
    public void Validate()
    {
        Check(WarningText.IsName(Sender), nameof(Sender), "a name without spaces, commas, < and &");
        Check(MaxStanding is >= 1 and <= 1_000, nameof(MaxStanding), "1 to 1000");
        Check(MaxAheadSeconds is >= 0 and <= 86_400, nameof(MaxAheadSeconds), "0 to 86400");
        Check(MaxCapBytes is >= 1_024 and <= 256 * 1024, nameof(MaxCapBytes), "1024 to 262144");
        Check(NearM is >= 0 and <= 50_000, nameof(NearM), "0 to 50000");
        Check(OffsetMinutes is >= -840 and <= 840, nameof(OffsetMinutes), "-840 to 840");
    }

    private static void Check(bool ok, string name, string range)
    {
        if (!ok)
        {
            throw new ArgumentOutOfRangeException(name, $"Warnings:{name} must be {range}");
        }
    }
}
