namespace Samagam.Core.Sos;

/// <summary>How escalation is timed. Each default says its reason; all waits are monotonic time of the box that waits.</summary>
public sealed record DispatchOptions
{
    /// <summary>However often nobody answered, a ring is opened again after this at the latest: an hour.</summary>
    public const int MaxRepeatMs = 3_600_000;

    /// <summary>Responders asked at once. Three: one may not hear, one may be busy; more would pull a sector's volunteers off their posts (GoodSAM asks three).</summary>
    public int RingSize { get; init; } = 3;

    /// <summary>Wait for an acceptance before the ring widens. 30 s: time to see, read and press; also the bound after which an unprocessed call is a critical alarm.</summary>
    public int WindowMs { get; init; } = 30_000;

    /// <summary>
    /// Stagger between boxes that could take over, per position. 5 s: ten times the worst flood across the mesh, so a
    /// living leader is always heard first, and six boxes have had their turn within one window.
    /// </summary>
    public int StaggerMs { get; init; } = 5_000;

    /// <summary>Positions that differ; boxes further away share the last one. 24 × 5 s: within two minutes somebody acts, whoever is left.</summary>
    public int MaxPosition { get; init; } = 24;

    /// <summary>Grace over the promised arrival, at least this. 60 s: a crowd costs a minute.</summary>
    public int MinGraceMs { get; init; } = 60_000;

    /// <summary>Grace as a share of the promise, when that is more.</summary>
    public double GraceShare { get; init; } = 0.5;

    /// <summary>Wait between rounds once every ring is open: asked again until somebody answers, for ever, and ever more rarely (<see cref="DispatchPlan.RepeatMs"/>).</summary>
    public int RepeatMs { get; init; } = 60_000;

    /// <summary>Farthest walk, in seconds, of the first two rings. 20 minutes: nearer help exists in another way.</summary>
    public int MaxNearWalkSeconds { get; init; } = 1_200;

    public void Validate()
    {
        Invariant.Hold(RingSize is >= 1 and <= 50, "Dispatch:RingSize must be 1 to 50");
        Invariant.Hold(WindowMs is >= 100 and <= 600_000, "Dispatch:WindowMs must be 100 to 600000");
        Invariant.Hold(StaggerMs is >= 10 and <= 60_000, "Dispatch:StaggerMs must be 10 to 60000");
        Invariant.Hold(MaxPosition is >= 1 and <= 1000, "Dispatch:MaxPosition must be 1 to 1000");
        Invariant.Hold(MinGraceMs >= 0 && GraceShare is >= 0 and <= 10, "Dispatch grace must not be negative");
        Invariant.Hold(RepeatMs is >= 100 and <= MaxRepeatMs, "Dispatch:RepeatMs must be 100 to 3600000");
    }
}
