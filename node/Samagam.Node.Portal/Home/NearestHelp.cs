using Samagam.Routing;
using Samagam.Routing.Amenities;

namespace Samagam.Node.Portal.Home;

/// <summary>The nearest of each kind of help from this box, reckoned at <see cref="At"/>.</summary>
internal sealed record NearestSnapshot(IReadOnlyList<(AmenityType Type, IReadOnlyList<NearbyAmenity> Found)> Groups, long At);

/// <summary>Keeps the nearest help of this box, reckoned anew after <see cref="Life"/> or when map, crowd or closures have changed.</summary>
internal sealed class NearestHelp(PortalParts parts)
{
    /// <summary>How long an answer about the nearest amenities may be used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const int PerType = 2;
    private static readonly AmenityType[] Types = [AmenityType.Toilet, AmenityType.Water, AmenityType.Medical, AmenityType.Police];
    private volatile Kept? _kept;

    /// <summary>Null while no map is loaded. The age is that of the reckoning.</summary>
    public (NearestSnapshot Nearest, TimeSpan Age)? Now()
    {
        if (parts.Node.Map.View is not { } map)
        {
            return null;
        }
        var now = parts.Time.GetTimestamp();
        var kept = _kept;
        if (kept is null || !ReferenceEquals(kept.Map, map) || parts.Time.GetElapsedTime(kept.Nearest.At, now) >= Life)
        {
            // Two visitors at once may both reckon; they come to the same.
            _kept = kept = new Kept(map, Reckon(map, now));
        }
        return (kept.Nearest, parts.Time.GetElapsedTime(kept.Nearest.At, now));
    }

    private NearestSnapshot Reckon(MapView map, long now)
    {
        var here = new Coordinate(parts.Node.Self.Point.LatitudeDeg, parts.Node.Self.Point.LongitudeDeg);
        return new NearestSnapshot(
            [.. Types.Select(t => (t, map.Nearest(here, t, PerType) is AmenitiesNearby near ? near.Found : []))],
            now);
    }

    private sealed record Kept(MapView Map, NearestSnapshot Nearest);
}
