namespace Samagam.Routing;

/// <summary>Whether a route that was given can still be walked.</summary>
public enum RouteState : byte
{
    Good,

    /// <summary>A path on it is closed, or may only be walked the other way.</summary>
    Closed,

    /// <summary>It now leads into a zone too full to be safe.</summary>
    Dangerous,
}
