using Samagam.Routing.Graph;
using Samagam.Routing.Search;

namespace Samagam.Routing.Amenities;

/// <summary>Which amenities lie along which edge, worked out once when the map is loaded.</summary>
internal sealed class AmenityIndex
{
    private readonly SnapPoint[] _places;
    private readonly int[] _amenityOf;
    private readonly int[] _edges;

    /// <param name="placing">Where an amenity lies on the paths; null leaves it out.</param>
    public AmenityIndex(IReadOnlyList<Amenity> amenities, Func<Amenity, SnapPoint?> placing)
    {
        var placed = new List<(SnapPoint Place, int Amenity)>();
        for (var i = 0; i < amenities.Count; i++)
        {
            if (placing(amenities[i]) is { } place)
            {
                placed.Add((place, i));
            }
        }
        placed.Sort((a, b) => a.Place.Edge != b.Place.Edge ? a.Place.Edge.CompareTo(b.Place.Edge) : a.Amenity.CompareTo(b.Amenity));
        _places = [.. placed.Select(p => p.Place)];
        _amenityOf = [.. placed.Select(p => p.Amenity)];
        _edges = [.. placed.Select(p => p.Place.Edge)];
    }

    /// <summary>An index that was worked out before.</summary>
    /// <param name="places">By rising edge.</param>
    /// <param name="amenityOf">The amenity at each place.</param>
    public AmenityIndex(SnapPoint[] places, int[] amenityOf)
        => (_places, _amenityOf, _edges) = (places, amenityOf, Array.ConvertAll(places, p => p.Edge));

    public int Count => _places.Length;

    public SnapPoint PlaceAt(int entry) => _places[entry];

    public int AmenityAt(int entry) => _amenityOf[entry];

    /// <summary>The entries [First, End) along an edge.</summary>
    public (int First, int End) Along(int edge)
    {
        var first = Array.BinarySearch(_edges, edge);
        if (first < 0)
        {
            return (0, 0);
        }
        while (first > 0 && _edges[first - 1] == edge)
        {
            first--;
        }
        var end = first;
        while (end < _edges.Length && _edges[end] == edge)
        {
            end++;
        }
        return (first, end);
    }
}
