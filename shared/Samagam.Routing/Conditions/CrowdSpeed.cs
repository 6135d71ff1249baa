namespace Samagam.Routing.Conditions;

/// <summary>
/// How fast people walk in a crowd: the fundamental diagram of U. Weidmann, "Transporttechnik der Fussgänger" (ETH
/// Zürich, IVT 90, 1993). Metres per second from persons per square metre.
/// </summary>
public static class CrowdSpeed
{
    /// <summary>Walking freely.</summary>
    public const double Free = 1.34;

    /// <summary>Nobody moves any more from here on.</summary>
    public const double JamDensity = 5.4;

    /// <summary>Routes reckon with at least this: even a jam creeps.</summary>
    public const double Least = 0.10;

    /// <summary>On stairs at best, after IMO MSC.1/Circ.1533, table 1.3.</summary>
    public const double StairsDown = 1.0;
    public const double StairsUp = 0.8;

    /// <summary>The diagram itself: 1.34 · (1 − exp(−1.913 · (1/ρ − 1/5.4))), 0 from the jam density on.</summary>
    public static double Weidmann(double densityPerM2) => densityPerM2 switch
    {
        <= 0 => Free,
        >= JamDensity => 0,
        _ => Free * (1 - Math.Exp(-1.913 * ((1 / densityPerM2) - (1 / JamDensity)))),
    };

    /// <summary>What a route reckons with.</summary>
    public static double OnLevel(double densityPerM2) => Math.Max(Least, Weidmann(densityPerM2));
}
