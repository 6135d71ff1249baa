using System.Globalization;
using System.Text;
using Samagam.Routing;

namespace Samagam.Simulation.Town;

/// <summary>A street between two crossings of the town; its way is its own.</summary>
public readonly record struct Street(long Way, int From, int To, bool IsGated)
{
    /// <summary>Degrees from north when walked from <see cref="From"/> to <see cref="To"/>: streets lead north or east.</summary>
    public int BearingDeg => To == From + 1 ? 90 : 0;

    public int Other(int end) => end == From ? To : From;
}

/// <summary>
/// A town small enough to be reckoned by hand: two rows of blocks, a river between them with two bridges and an emergency bridge that is closed by the
/// map, and three crowd zones, each round one crossing. The boxes read it as a map; the checkers know it as this.
/// </summary>
public static class SimTown
{
    public const int Width = 5;
    public const int Height = 4;
    public const int Crossings = Width * Height;

    /// <summary>Between two crossings.</summary>
    public const double StepDeg = 0.001;

    /// <summary>Half the side of a zone.</summary>
    private const double ZoneDeg = 0.0003;

    private const double SouthDeg = 23.18;
    private const double WestDeg = 75.76;
    private static readonly (string Id, int Crossing)[] Zoned = [("bridge", Width), ("market", (2 * Width) + 2), ("temple", (3 * Width) + 1)];

    private static readonly (int North, int East)[] Corners = [(-1, -1), (-1, 1), (1, 1), (1, -1)];

    public static readonly IReadOnlyList<Street> Streets = [.. Lay()];

    /// <summary>Ids of the crowd zones, sorted.</summary>
    public static readonly IReadOnlyList<string> Zones = [.. Zoned.Select(z => z.Id)];

    /// <summary>Read once, never changed, shared by all stories.</summary>
    public static readonly MapSnapshot Map = MapSnapshot.Load(() => new MemoryStream(Encoding.UTF8.GetBytes(Drawn())));

    public static Coordinate PlaceOf(int crossing) => new(SouthDeg + (crossing / Width * StepDeg), WestDeg + (crossing % Width * StepDeg));

    /// <summary>The crossing at a place, or null for a place between two.</summary>
    public static int? CrossingAt(Coordinate place)
    {
        var (y, x) = ((place.LatitudeDeg - SouthDeg) / StepDeg, (place.LongitudeDeg - WestDeg) / StepDeg);
        var (row, column) = ((int)Math.Round(y), (int)Math.Round(x));
        return Math.Abs(y - row) < 0.001 && Math.Abs(x - column) < 0.001 ? (row * Width) + column : null;
    }

    /// <summary>The zone a crossing lies in, or null.</summary>
    public static string? ZoneOf(int crossing) => Array.Find(Zoned, z => z.Crossing == crossing).Id;

    public static Street? Between(int a, int b) => Streets.Where(s => (s.From == a && s.To == b) || (s.From == b && s.To == a)).Select(s => (Street?)s).FirstOrDefault();

    public static Coordinate MiddleOf(Street street)
    {
        var (a, b) = (PlaceOf(street.From), PlaceOf(street.To));
        return new((a.LatitudeDeg + b.LatitudeDeg) / 2, (a.LongitudeDeg + b.LongitudeDeg) / 2);
    }

    private static IEnumerable<Street> Lay()
    {
        for (var crossing = 0; crossing < Crossings; crossing++)
        {
            var (x, y) = (crossing % Width, crossing / Width);
            if (x < Width - 1)
            {
                yield return new Street(100 + crossing, crossing, crossing + 1, IsGated: false);
            }
            // Between the second and the third row runs the river.
            if (y < Height - 1 && (y != 1 || x is 0 or 2 or Width - 1))
            {
                yield return new Street(200 + crossing, crossing, crossing + Width, IsGated: y == 1 && x == 2);
            }
        }
    }

    private static string Drawn()
    {
        var osm = new StringBuilder("<osm version=\"0.6\">");
        for (var crossing = 0; crossing < Crossings; crossing++)
        {
            Node(1 + crossing, PlaceOf(crossing));
        }
        foreach (var (index, (_, crossing)) in Zoned.Index())
        {
            var (lat, lng) = (PlaceOf(crossing).LatitudeDeg, PlaceOf(crossing).LongitudeDeg);
            foreach (var (corner, (dy, dx)) in Corners.Index())
            {
                Node(1_000 + (index * 10) + corner, new(lat + (dy * ZoneDeg), lng + (dx * ZoneDeg)));
            }
        }
        foreach (var street in Streets)
        {
            var gate = street.IsGated ? "<tag k=\"samagam:gate\" v=\"closed\"/>" : "";
            osm.Append(CultureInfo.InvariantCulture, $"<way id=\"{street.Way}\"><nd ref=\"{street.From + 1}\"/><nd ref=\"{street.To + 1}\"/><tag k=\"highway\" v=\"footway\"/>{gate}</way>");
        }
        foreach (var (index, (id, _)) in Zoned.Index())
        {
            var refs = string.Concat(((int[])[0, 1, 2, 3, 0]).Select(c => string.Create(CultureInfo.InvariantCulture, $"<nd ref=\"{1_000 + (index * 10) + c}\"/>")));
            osm.Append(CultureInfo.InvariantCulture, $"<way id=\"{900 + index}\">{refs}<tag k=\"samagam:zone\" v=\"{id}\"/></way>");
        }
        return osm.Append("</osm>").ToString();

        void Node(int id, Coordinate at) =>
            osm.Append(CultureInfo.InvariantCulture, $"<node id=\"{id}\" lat=\"{at.LatitudeDeg:0.0000000}\" lon=\"{at.LongitudeDeg:0.0000000}\"/>");
    }
}
