namespace Samagam.Routing.Profiles;

/// <summary>What a walker moves on; kept per edge of the walk graph.</summary>
public enum PathKind : byte
{
    /// <summary>Made for walkers: footway, path, pedestrian street, platform, pier.</summary>
    Path,

    /// <summary>Shared with vehicles.</summary>
    Road,

    /// <summary>A trunk road: allowed, but the quickest metric keeps away from it.</summary>
    Trunk,

    Steps,

    Ferry,

    /// <summary>Along the rim of an area people may walk all over.</summary>
    AreaRim,

    /// <summary>Straight across such an area.</summary>
    AreaCrossing,
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

    /// <summary>Whether it may be walked at all.</summary>
    public bool IsWalkable => Forward || Backward;
}
