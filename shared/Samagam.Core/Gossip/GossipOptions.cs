namespace Samagam.Core.Gossip;

/// <summary>Times and limits of gossip. Defaults are mesh.md's; times in ms of the monotonic clock.</summary>
public sealed record GossipOptions
{
    /// <summary>Between two hellos, ± 10 % by luck so that boxes do not beat in step.</summary>
    public int HelloMs { get; init; } = 300;

    /// <summary>Every so many hellos carry the root.</summary>
    public int RootEvery { get; init; } = 10;

    /// <summary>Hellos missed before a link counts as down: the least, without loss.</summary>
    public int MinMisses { get; init; } = 3;

    /// <summary>The most, at heavy loss.</summary>
    public int MaxMisses { get; init; } = 12;

    /// <summary>Between two exchanges with one neighbour while roots differ.</summary>
    public int DifferMs { get; init; } = 5_000;

    /// <summary>Between two exchanges while roots are equal.</summary>
    public int EqualMs { get; init; } = 60_000;

    /// <summary>An exchange without any frame for so long is given up and may start anew.</summary>
    public int ExchangeTimeoutMs { get; init; } = 4_000;

    /// <summary>Bytes of facts in one round, then it yields.</summary>
    public int BudgetBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of facts in one frame.</summary>
    public int FrameBytes { get; init; } = 32 * 1024;

    /// <summary>Least wait before a flooded fact is sent again.</summary>
    public int MinRetransmitMs { get; init; } = 40;

    /// <summary>Most wait: the interval doubles up to it.</summary>
    public int MaxRetransmitMs { get; init; } = 2_000;

    /// <summary>Unacknowledged pushes per neighbour; beyond it the exchange carries the rest.</summary>
    public int MaxPending { get; init; } = 2_048;

    /// <summary>Streams one neighbour may name in a Want; more is refused.</summary>
    public int MaxStreams { get; init; } = 20_000;

    public void Validate()
    {
        Invariant.Hold(HelloMs is >= 10 and <= 120_000, "Gossip:HelloMs must be 10 to 120000");
        Invariant.Hold(MinMisses >= 1 && MaxMisses >= MinMisses, "Gossip misses must rise");
        Invariant.Hold(BudgetBytes >= FrameBytes && FrameBytes >= 1024, "Gossip:BudgetBytes must hold a frame of at least 1024");
        Invariant.Hold(MaxPending >= 1 && MaxStreams >= 1, "Gossip limits must be positive");
        Invariant.Hold(MinRetransmitMs >= 1 && MaxRetransmitMs >= MinRetransmitMs, "Gossip retransmit times must rise");
    }
}
