namespace Samagam.Core.Crowd;

/// <summary>How reports are weighed.</summary>
public sealed record CrowdOptions
{
    /// <summary>A report is believed in full for this long: crowd data is fresh for 60 s.</summary>
    public long FreshMs { get; set; } = 60_000;

    /// <summary>From then on belief halves in every such time, and the zone drifts back to its usual.</summary>
    public long HalfLifeMs { get; set; } = 120_000;

    /// <summary>A report older than this says nothing any more.</summary>
    public long ForgottenMs { get; set; } = 1_800_000;

    /// <summary>Density of a zone nobody has spoken of.</summary>
    public double UsualDensityPerM2 { get; set; } = 0.2;

    /// <summary>Reporters kept per zone and box; more from one box replace none and are left out.</summary>
    public int MaxReportersPerZone { get; set; } = 64;

    /// <summary>Zones kept.</summary>
    public int MaxZones { get; set; } = 4_000;

    /// <summary>
    /// Belief in a fresh report, 0 to 1. A counter and the control room are taken at their word; a steward nearly; pilgrims
    /// see what is around them, not the zone, so that many of them shift the picture but never close a zone alone.
    /// </summary>
    public static double TrustOf(CrowdSource source) => source switch
    {
        CrowdSource.Counter or CrowdSource.ControlRoom => 1,
        CrowdSource.Staff => 0.8,
        CrowdSource.Pilgrims => 0.3,
        _ => 0,
    };

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(FreshMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(HalfLifeMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(ForgottenMs, FreshMs);
        ArgumentOutOfRangeException.ThrowIfNegative(UsualDensityPerM2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxReportersPerZone);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxZones);
    }
}
