using Samagam.Routing.Graph;
using Samagam.Routing.Search;

namespace Samagam.Routing.Amenities;

/// <summary>Which amenities lie along which edge and on which open ground, worked out once when the map is loaded.</summary>
internal sealed class AmenityIndex
{
    private readonly SnapPoint[] _places;
    private readonly int[] _amenityOf;
    private readonly int[] _edges;
    private readonly Dictionary<int, int[]> _besides;
    private readonly Dictionary<int, int[]> _onArea;
    private readonly Dictionary<int, int[]> _seenFrom;

    /// <param name="amenities">All of them.</param>
    /// <param name="placing">Where an amenity lies on the paths; null leaves it out.</param>
    public AmenityIndex(IReadOnlyList<Amenity> amenities, Func<Amenity, SnapPoint?> placing)
        : this(amenities.Select((a, i) => (Place: placing(a), Amenity: i)).Where(p => p.Place is not null).Select(p => (p.Place!.Value, p.Amenity)))
    {
    }

    /// <summary>An index of what was placed before.</summary>
    public AmenityIndex(IEnumerable<(SnapPoint Place, int Amenity)> places)
    {
        var placed = places.ToList();
        placed.Sort((a, b) => a.Place.Edge != b.Place.Edge ? a.Place.Edge.CompareTo(b.Place.Edge) : a.Amenity.CompareTo(b.Amenity));
        _places = [.. placed.Select(p => p.Place)];
        _amenityOf = [.. placed.Select(p => p.Amenity)];
        _edges = [.. placed.Select(p => p.Place.Edge)];
        _besides = Grouped(spot => spot.Beside is { } beside ? [beside.Place.Edge] : []);
        _onArea = Grouped(spot => spot.Areas);
        _seenFrom = Grouped(spot => spot.Lines.Select(l => l.Vertex).Distinct());
    }

    /// <summary>The same with those placed anew that lie on open ground and nobody knows what they see.</summary>
    public AmenityIndex WithGround(IReadOnlyList<Amenity> amenities, Func<Amenity, SnapPoint?> placing)
        => !Array.Exists(_places, IsUnseen) ? this
            : new AmenityIndex(_places.Select((p, i) => (Place: IsUnseen(p) ? placing(amenities[_amenityOf[i]]) : p, Amenity: _amenityOf[i]))
                .Where(p => p.Place is not null).Select(p => (p.Place!.Value, p.Amenity)));

    private static bool IsUnseen(SnapPoint place) => place.Edge < 0 && place.Spot is null;

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

    /// <summary>The entries on open ground that see a junction.</summary>
    public ReadOnlySpan<int> SeenFrom(int vertex) => _seenFrom.GetValueOrDefault(vertex);

    /// <summary>The entries on open ground beside a path.</summary>
    public ReadOnlySpan<int> Beside(int edge) => _besides.GetValueOrDefault(edge);

    /// <summary>The entries that may be reached from a place without meeting a junction, each once or more.</summary>
    public IEnumerable<int> Around(SnapPoint from)
    {
        if (Exits.OnPath(from) is { } onPath)
        {
            var (first, end) = Along(onPath.Edge);
            for (var entry = first; entry < end; entry++)
            {
                yield return entry;
            }
            foreach (var entry in _besides.GetValueOrDefault(onPath.Edge) ?? [])
            {
                yield return entry;
            }
        }
        foreach (var area in from.Spot?.Areas ?? [])
        {
            foreach (var entry in _onArea.GetValueOrDefault(area) ?? [])
            {
                yield return entry;
            }
        }
    }

    private Dictionary<int, int[]> Grouped(Func<GroundSpot, IEnumerable<int>> by)
    {
        var groups = new Dictionary<int, List<int>>();
        for (var entry = 0; entry < _places.Length; entry++)
        {
            foreach (var key in _places[entry].Spot is { } spot ? by(spot) : [])
            {
                if (!groups.TryGetValue(key, out var known))
                {
                    groups[key] = known = [];
                }
                known.Add(entry);
            }
        }
        return groups.ToDictionary(g => g.Key, g => g.Value.ToArray());
    }
}
