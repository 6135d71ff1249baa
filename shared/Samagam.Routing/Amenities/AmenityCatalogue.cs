using Samagam.Routing.Amenities.Hours;
using Samagam.Routing.Amenities.Lookup;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Amenities;

/// <summary>Whether a place is open, and until when that holds.</summary>
/// <param name="From">Local time from which this is known.</param>
/// <param name="Until">Local time up to which it holds.</param>
/// <param name="Next">What comes then; null when nothing changes before <paramref name="Until"/> and beyond it nobody has looked.</param>
public sealed record HoursNow(OpenState State, DateTime From, DateTime Until, OpenState? Next);

/// <summary>
/// The amenities of one map by everything they are asked for: zone, hours, text. Built once per map (milliseconds for some
/// thousand amenities); what is costly (the index of names) when it is first asked for. Safe for any number of threads.
/// </summary>
public sealed class AmenityCatalogue
{
    private const int HoursAheadDays = 35;

    private readonly (int Sector, int Crowd)[] _zonesOf;
    private readonly Dictionary<Amenity, int> _indexOf;
    private readonly int[] _counts = new int[AmenityTypes.Count];
    private readonly HoursNow?[] _hours;
    private readonly IReadOnlyDictionary<string, string>?[] _names;
    private readonly Lazy<AmenitySearch> _search;

    public AmenityCatalogue(MapSnapshot map, SearchLimits? limits = null)
    {
        Map = map;
        var amenities = map.Amenities;
        _indexOf = new(amenities.Count, ReferenceEqualityComparer.Instance);
        _hours = new HoursNow?[amenities.Count];
        _names = new IReadOnlyDictionary<string, string>?[amenities.Count];
        for (var i = 0; i < amenities.Count; i++)
        {
            _indexOf.TryAdd(amenities[i], i);
            _counts[(int)amenities[i].Type]++;
        }
        _zonesOf = Places(map);
        _search = new(() => new AmenitySearch(amenities, map.Zones, _zonesOf, limits));
    }

    public MapSnapshot Map { get; }

    public AmenitySearch Search => _search.Value;

    /// <summary>Whether the index of names has been built.</summary>
    public bool IsSearchReady => _search.IsValueCreated;

    /// <summary>How many of a type the map has.</summary>
    public int CountOf(AmenityType type) => _counts[(int)type];

    /// <summary>Place of an amenity of this very map in its list.</summary>
    public int IndexOf(Amenity amenity) => _indexOf[amenity];

    /// <summary>Places of its sector and its crowd zone in the map's list of zones; −1 for none. Where zones overlap, the first.</summary>
    public (int Sector, int Crowd) ZonesOf(int index) => _zonesOf[index];

    internal bool IsZone(int zone, string id) => zone >= 0 && string.Equals(Map.Zones[zone].Id, id, StringComparison.Ordinal);

    /// <summary>Whether it is open at a local moment, and until when; null where the map does not say so that it can be read.</summary>
    public HoursNow? HoursOf(int index, DateTime local, TimeSpan offset)
    {
        var amenity = Map.Amenities[index];
        if (amenity.Facts.Hours is not { } hours)
        {
            return null;
        }
        var known = _hours[index];
        if (known is null || local < known.From || local >= known.Until)
        {
            // Two askers at once may both reckon; they come to the same.
            var sun = new SunClock(amenity.Point, offset);
            var from = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
            var change = hours.NextChange(from, sun, HoursAheadDays);
            _hours[index] = known = new HoursNow(hours.At(from, sun), from, change?.Local ?? from.AddDays(HoursAheadDays), change?.To);
        }
        return known;
    }

    /// <summary>Its names by language tag, as far as the map has them.</summary>
    public IReadOnlyDictionary<string, string> NamesOf(int index) => _names[index] ??= Names(Map.Amenities[index]);

    /// <summary>Names of any amenity by language tag.</summary>
    public static IReadOnlyDictionary<string, string> Names(Amenity amenity)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in amenity.Tags)
        {
            if (key.StartsWith("name:", StringComparison.Ordinal))
            {
                names[key[5..]] = value;
            }
        }
        if (!string.IsNullOrEmpty(amenity.Name.Hi))
        {
            names["hi"] = amenity.Name.Hi;
        }
        if (!string.IsNullOrEmpty(amenity.Name.En))
        {
            names["en"] = amenity.Name.En;
        }
        return names;
    }

    // Amenities sorted by latitude once, so that each zone looks only at those beside it.
    private static (int Sector, int Crowd)[] Places(MapSnapshot map)
    {
        var places = new (int Sector, int Crowd)[map.Amenities.Count];
        Array.Fill(places, (-1, -1));
        var order = Enumerable.Range(0, places.Length).ToArray();
        var latitudes = Array.ConvertAll(order, i => map.Amenities[i].Point.LatitudeDeg);
        Array.Sort(latitudes, order);
        for (var z = 0; z < map.Zones.Count; z++)
        {
            var zone = map.Zones[z];
            var at = Array.BinarySearch(latitudes, zone.Bounds.SouthWest.LatitudeDeg);
            at = at < 0 ? ~at : at;
            while (at > 0 && latitudes[at - 1] >= zone.Bounds.SouthWest.LatitudeDeg)
            {
                at--;
            }
            for (; at < order.Length && latitudes[at] <= zone.Bounds.NorthEast.LatitudeDeg; at++)
            {
                ref var place = ref places[order[at]];
                if ((zone.Kind == ZoneKind.Sector ? place.Sector : place.Crowd) < 0 && zone.Contains(map.Amenities[order[at]].Point))
                {
                    place = zone.Kind == ZoneKind.Sector ? (z, place.Crowd) : (place.Sector, z);
                }
            }
        }
        return places;
    }
}
