using Samagam.Routing.Graph;

namespace Samagam.Routing.Amenities;

/// <summary>
/// Named places people steer by: ghats, temples, stations, hospitals, police posts. Found by point through a grid of cells
/// as wide as the reach.
/// </summary>
internal sealed class Landmarks
{
    private const double ReachMetres = 40;
    private const double CellDeg = 0.0005;

    private readonly Dictionary<(int Row, int Column), List<Amenity>> _cells = [];

    // Most cells are empty, and one look here says so.
    private readonly ulong[] _filled = new ulong[1024];

    public Landmarks(IEnumerable<Amenity> amenities)
    {
        foreach (var amenity in amenities.Where(a => !a.Name.IsEmpty && IsLandmark(a.Type)))
        {
            var cell = CellOf(amenity.Point);
            if (!_cells.TryGetValue(cell, out var known))
            {
                _cells[cell] = known = [];
                var bit = BitOf(cell.Row, cell.Column);
                _filled[bit >> 6] |= 1ul << (bit & 63);
            }
            known.Add(amenity);
        }
    }

    /// <summary>The name of the nearest landmark within 40 m; ties go to the lower id.</summary>
    public PathName At(Coordinate point)
    {
        var (row, column) = CellOf(point);
        var (best, name, id) = (ReachMetres, PathName.None, "");
        for (var r = row - 1; r <= row + 1; r++)
        {
            for (var c = column - 1; c <= column + 1; c++)
            {
                var bit = BitOf(r, c);
                if ((_filled[bit >> 6] & (1ul << (bit & 63))) == 0)
                {
                    continue;
                }
                foreach (var amenity in _cells.GetValueOrDefault((r, c)) ?? [])
                {
                    var metres = amenity.Point.DistanceMetres(point);
                    if (metres < best || (metres == best && string.CompareOrdinal(amenity.Id, id) < 0))
                    {
                        (best, name, id) = (metres, amenity.Name, amenity.Id);
                    }
                }
            }
        }
        return name;
    }

    private int BitOf(int row, int column) => (int)((uint)((row * 73_856_093) ^ (column * 19_349_663)) % (uint)(_filled.Length * 64));

    /// <summary>Places other things are called after.</summary>
    public static bool NamesOthers(AmenityType type) => type is AmenityType.Ghat or AmenityType.Worship or AmenityType.RailwayStation or AmenityType.BusStation;

    private static bool IsLandmark(AmenityType type) => type is AmenityType.Ghat or AmenityType.Worship or AmenityType.RailwayStation
        or AmenityType.BusStation or AmenityType.Medical or AmenityType.Police or AmenityType.LostAndFound;

    private static (int Row, int Column) CellOf(Coordinate point)
        // A degree of longitude shrinks with latitude; cells shrink with it so that three of them always span the reach.
        => ((int)Math.Floor(point.LatitudeDeg / CellDeg), (int)Math.Floor(point.LongitudeDeg * Math.Cos(Math.Round(point.LatitudeDeg, 1) * Math.PI / 180) / CellDeg));
}
