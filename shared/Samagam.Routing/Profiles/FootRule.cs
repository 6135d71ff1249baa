namespace Samagam.Routing.Profiles;

/// <summary>What a walker moves on; kept per edge of the walk graph.</summary>
public enum PathKind : byte
{
    /// <summary>Made for walkers: footway, path, pedestrian street, platform, pier.</summary>
    Path,

    /// <summary>Shared with vehicles.</summary>
    Road,

    /// <summary>A trunk road: allowed, but every metric of time keeps away from it.</summary>
    Trunk,

    Steps,

    Ferry,

    /// <summary>Along the rim of an area people may walk all over.</summary>
    AreaRim,

    /// <summary>Straight across such an area.</summary>
    AreaCrossing,
}

/// <summary>Whether wheels get along a path.</summary>
public enum StepFree : byte
{
    /// <summary>The map does not say; what that costs is the policy of the accessible metric.</summary>
    Unknown,

    Yes,

    No,
}

/// <summary>What the foot rules say about one way.</summary>
/// <param name="Forward">May be walked in the order of its nodes.</param>
/// <param name="Backward">May be walked against it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="MsPerMetre">Walking pace, milliseconds per metre: 720 is 5 km/h, 1,200 is 3 km/h.</param>
public readonly record struct FootRule(bool Forward, bool Backward, PathKind Kind, int MsPerMetre)
{
    /// <summary>Not for walkers.</summary>
    public static FootRule None => default;

    /// <summary>For wheels, by its tags.</summary>
    public StepFree StepFree { get; init; }

    /// <summary>+1 when it climbs in the order of its nodes, −1 when it falls, 0 when nothing is said.</summary>
    public sbyte Climb { get; init; }

    /// <summary>A gate, pontoon bridge or emergency exit: closed by the map, in the graph so that an order can open it.</summary>
    public bool IsGated { get; init; }

    /// <summary>Whether it may be walked without an order.</summary>
    public bool IsWalkable => Forward || Backward;

    /// <summary>Whether it belongs into the graph.</summary>
    public bool IsKept => IsWalkable || IsGated;
}
