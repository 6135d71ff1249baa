using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing;

/// <summary>A piece of a route on one path.</summary>
/// <param name="WayId">OSM way or, for areas drawn as relations, relation.</param>
/// <param name="Name">Its name, maybe empty.</param>
/// <param name="Kind">What it is.</param>
/// <param name="FirstPoint">Index of its first point in <see cref="RouteFound.Geometry"/>.</param>
/// <param name="LengthMetres">Its length.</param>
/// <param name="Seconds">Its walking time.</param>
/// <param name="Flags">What a walker should know of it.</param>
public readonly record struct RouteLeg(
    long WayId, PathName Name, PathKind Kind, int FirstPoint, double LengthMetres, double Seconds, LegFlags Flags = LegFlags.None);

/// <summary>What a walker should know of a leg.</summary>
[Flags]
public enum LegFlags : byte
{
    None = 0,

    /// <summary>It climbs.</summary>
    Up = 1,

    /// <summary>It falls.</summary>
    Down = 2,

    /// <summary>Through a gate that stands open by order.</summary>
    Gate = 4,

    /// <summary>It cannot be walked back.</summary>
    OneWay = 8,

    /// <summary>Packed: crowd level 4.</summary>
    Crowded = 16,

    /// <summary>Dangerously full: crowd level 5.</summary>
    Dangerous = 32,

    /// <summary>The map does not say whether wheels get along.</summary>
    MaybeNotStepFree = 64,

    /// <summary>Steps with a ramp for wheels.</summary>
    Ramp = 128,
}
