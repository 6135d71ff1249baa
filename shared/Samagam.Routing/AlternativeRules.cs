namespace Samagam.Routing;

/// <summary>
/// What a second way must be to be worth showing (Abraham, Delling, Goldberg, Werneck: "Alternative routes in road networks",
/// JEA 18, 2013, section 2). Shares are of the cost of the best route under the metric asked for, without what danger adds.
/// </summary>
public sealed record AlternativeRules
{
    /// <summary>Most alternatives of one answer, the best route not counted.</summary>
    public int Most { get; init; } = 3;

    /// <summary>Between any two junctions where it meets the best route, and so as a whole, it costs at most so many times as much.</summary>
    public double MaxStretch { get; init; } = 1.4;

    /// <summary>Most of the best route's cost that it may spend on paths of the routes told before it.</summary>
    public double MaxSharing { get; init; } = 0.6;

    /// <summary>Every stretch of it up to this share of the best route's cost is itself a best walk: no detour for its own sake.</summary>
    public double LocalShare { get; init; } = 0.25;

    /// <summary>Most walks looked at for one answer.</summary>
    public int MaxTried { get; init; } = 24;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStretch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxStretch, 10);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxSharing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSharing, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LocalShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LocalShare, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTried);
    }
}
