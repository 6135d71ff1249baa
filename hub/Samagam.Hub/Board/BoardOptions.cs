using Samagam.Core;

namespace Samagam.Hub.Board;

/// <summary>What the board shows. Each default says its reason.</summary>
public sealed record BoardOptions
{
    /// <summary>Open cases shown; the rest are counted and said. 500: more than a wall holds, and a page stays below a megabyte.</summary>
    public int MaxOpen { get; init; } = 500;

    /// <summary>Ended cases shown.</summary>
    public int MaxEnded { get; init; } = 200;

    /// <summary>How long an ended case stays on the board. One hour: a shift's handing-over.</summary>
    public long KeepEndedMs { get; init; } = 3_600_000;

    /// <summary>A call no phone has after this is shouted: the bound after which an unprocessed call is a critical alarm.</summary>
    public long UnheardAfterMs { get; init; } = 30_000;

    /// <summary>A box not heard for this long is shown as silent. One minute: sixty hellos of a slow link.</summary>
    public long SilentAfterMs { get; init; } = 60_000;

    public void Validate()
    {
        Invariant.Hold(MaxOpen is >= 1 and <= 10_000, "Board:MaxOpen must be 1 to 10000");
        Invariant.Hold(MaxEnded is >= 0 and <= 10_000, "Board:MaxEnded must be 0 to 10000");
        Invariant.Hold(KeepEndedMs is >= 0 and <= 86_400_000, "Board:KeepEndedMs must be 0 to 86400000");
        Invariant.Hold(UnheardAfterMs is >= 1_000 and <= 600_000, "Board:UnheardAfterMs must be 1000 to 600000");
        Invariant.Hold(SilentAfterMs is >= 1_000 and <= 86_400_000, "Board:SilentAfterMs must be 1000 to 86400000");
    }
}
