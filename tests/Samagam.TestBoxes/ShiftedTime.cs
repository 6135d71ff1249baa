namespace Samagam.TestBoxes;

/// <summary>The system's time with a wrong wall clock: a box that booted in 1970, or whose clock is ahead.</summary>
public sealed class ShiftedTime(TimeSpan offset) : TimeProvider
{
    /// <summary>A box whose clock starts at the beginning of 1970 now.</summary>
    public static ShiftedTime Of1970() => new(DateTimeOffset.UnixEpoch - System.GetUtcNow());

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}

/// <summary>The system's time with a wall clock that stands still: a box without a battery that starts in the same second each time.</summary>
public sealed class StoppedTime(DateTimeOffset at) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => at;
}
