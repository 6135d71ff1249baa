namespace Samagam.Core.Geo;

/// <summary>Where a place came from; the order is that of trust, most trusted last.</summary>
public enum PlaceSource : byte
{
    Unknown = 0,

    /// <summary>The box or access point that heard the phone.</summary>
    Node = 1,

    /// <summary>A tap on the map.</summary>
    MapTap = 2,

    /// <summary>The code printed on the pole at the spot.</summary>
    PoleCode = 3,

    /// <summary>The phone's own positioning.</summary>
    Gps = 4,

    /// <summary>A device fixed at a surveyed spot (panic button).</summary>
    Device = 5,
}

/// <summary>A place as we know it: never without its radius (metres) and its source.</summary>
public readonly record struct Place(GeoPoint Point, double RadiusM, PlaceSource Source)
{
    /// <summary>Largest radius we accept, 50 km: the whole event.</summary>
    public const double MaxRadiusM = 50_000;

    public bool IsValid => Point.IsValid && RadiusM is >= 0 and <= MaxRadiusM;
}
