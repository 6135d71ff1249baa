namespace Samagam.Routing;

/// <summary>No walk, and why.</summary>
public sealed record NoRoute(NoRouteReason Reason) : RouteOutcome
{
    /// <summary>Which of the places of the question it is about, from 0; −1 when it is about none, or the two ends say it themselves.</summary>
    public int Stop { get; init; } = -1;

    /// <summary>Which of the rings to avoid it is about, from 0; −1 when it is about none.</summary>
    public int Ring { get; init; } = -1;
}

/// <summary>Why there is no walk.</summary>
public enum NoRouteReason : byte
{
    /// <summary>A coordinate is not on the Earth.</summary>
    InvalidCoordinate,

    /// <summary>No path within <see cref="WalkLimits.MaxSnapMetres"/> of the start.</summary>
    StartFarFromPaths,

    /// <summary>No path within <see cref="WalkLimits.MaxSnapMetres"/> of the end.</summary>
    EndFarFromPaths,

    /// <summary>A place in between is further than <see cref="WalkLimits.MaxViaGapMetres"/> from the path the walk passes it on.</summary>
    ViaFarFromPaths,

    /// <summary>One of the places lies in a ring that is to be avoided, or stands on a path that does.</summary>
    StopInAvoided,

    /// <summary>The two lie on paths that do not meet, or meet only the other way round.</summary>
    NotConnected,

    /// <summary>Longer than <see cref="WalkLimits.MaxWalkMetres"/>, or too much work to find out.</summary>
    LimitReached,
}
