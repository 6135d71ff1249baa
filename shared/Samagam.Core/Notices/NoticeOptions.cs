namespace Samagam.Core.Notices;

/// <summary>What an operator sets about notices. Each default says its reason.</summary>
public sealed record NoticeOptions
{
    /// <summary>Deliveries waiting at one box; a further notice is refused. 10,000: an hour of a busy box.</summary>
    public int MaxPending { get; init; } = 10_000;

    /// <summary>Notices of one person that are listed, the newest.</summary>
    public int MaxListed { get; init; } = 100;

    /// <summary>Browsers of one person that are pushed to.</summary>
    public int MaxPushAddresses { get; init; } = 5;

    /// <summary>Tries on one channel; then it has failed. 12: with the waits below, about a day.</summary>
    public int MaxAttempts { get; init; } = 12;

    public int FirstWaitSeconds { get; init; } = 15;
    public int LongestWaitSeconds { get; init; } = 4 * 3600;

    /// <summary>Deliveries worked at once. 4: a modem sends one at a time anyway.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Minutes east of UTC of the event's clock, for quiet hours. 330: India.</summary>
    public int OffsetMinutes { get; init; } = 330;

    /// <summary>Days after which nobody needs a notice.</summary>
    public int KeepDays { get; init; } = 30;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> naming the option.</summary>
    public void Validate()
    {
        Check(MaxPending, 1, 1_000_000, nameof(MaxPending));
        Check(MaxListed, 1, 1_000, nameof(MaxListed));
        Check(MaxPushAddresses, 1, 50, nameof(MaxPushAddresses));
        Check(MaxAttempts, 1, 100, nameof(MaxAttempts));
        Check(FirstWaitSeconds, 1, 3_600, nameof(FirstWaitSeconds));
        Check(LongestWaitSeconds, FirstWaitSeconds, 7 * 86_400, nameof(LongestWaitSeconds));
        Check(AtOnce, 1, 64, nameof(AtOnce));
        Check(OffsetMinutes, -840, 840, nameof(OffsetMinutes));
        Check(KeepDays, 1, 365, nameof(KeepDays));
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, $"Notices:{name} must be {least} to {most}");
        }
    }
}
