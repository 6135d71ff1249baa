namespace Samagam.Routing.Conditions;

/// <summary>
/// What is true of the paths at one moment: crowd by zone and orders in force. Never changes; a new moment is a new one.
/// </summary>
public sealed record PathConditions
{
    /// <summary>Nobody counted, nothing ordered.</summary>
    public static readonly PathConditions Usual = new() { Epoch = 0 };

    /// <summary>Rises with every change of what routes depend on; each answer carries it.</summary>
    public required long Epoch { get; init; }

    /// <summary>By zone id; a zone that is not named is as usual.</summary>
    public IReadOnlyDictionary<string, ZoneCondition> Zones { get; init; } = new Dictionary<string, ZoneCondition>();

    public IReadOnlyList<PathOrder> Orders { get; init; } = [];
}

/// <summary>How it is in a zone.</summary>
/// <param name="DensityPerM2">Persons per square metre.</param>
/// <param name="IsDangerous">Not to be entered while there is another way: 5 persons/m² were reached and it has not fallen below 4 since.</param>
public readonly record struct ZoneCondition(double DensityPerM2, bool IsDangerous)
{
    public const double DangerFrom = 5;
    public const double SafeBelow = 4;

    /// <summary>The next condition, with hysteresis so that a zone at the brink does not turn people to and fro.</summary>
    public static ZoneCondition After(bool wasDangerous, double densityPerM2)
        => new(densityPerM2, densityPerM2 >= (wasDangerous ? SafeBelow : DangerFrom));
}

/// <summary>What an order does.</summary>
public enum PathOrderEffect : byte
{
    /// <summary>Not walked at all.</summary>
    Closed,

    /// <summary>Walked only within 90° of the bearing; responders may go against it.</summary>
    OneWay,

    /// <summary>A gated path stands open.</summary>
    Opened,

    /// <summary>People walk with the bearing; against it is allowed and slow.</summary>
    Flow,
}

/// <summary>An order about paths, as routes need it.</summary>
/// <param name="Ways">OSM ways; with an area, only what of them touches it.</param>
/// <param name="Area">A ring, or empty; alone, every path that touches it.</param>
/// <param name="BearingDeg">For one-ways and flows: degrees from north, clockwise.</param>
public sealed record PathOrder(PathOrderEffect Effect, IReadOnlyList<long> Ways, IReadOnlyList<Coordinate> Area, double BearingDeg = 0);
