namespace Samagam.Routing.Guidance;

/// <summary>Which way a line leads at its points.</summary>
internal static class Bearings
{
    /// <summary>A turn below this is going straight on, degrees.</summary>
    public const double StraightWithin = 30;

    /// <summary>Bends of a path this near to its beginning say nothing of where it leads.</summary>
    private const double ReachMetres = 8;

    /// <summary>Degrees to the right (positive) or left (negative) between coming to one point and leaving another, −180 to 180.</summary>
    public static double Turn(IReadOnlyList<Coordinate> points, int comesTo, int leaves)
    {
        var turn = Of(points, leaves, 1) - (Of(points, comesTo, -1) + 180);
        return turn - (360 * Math.Round(turn / 360));
    }

    public static bool IsStraight(IReadOnlyList<Coordinate> points, int comesTo, int leaves) => Math.Abs(Turn(points, comesTo, leaves)) < StraightWithin;

    /// <summary>Eighths of a turn from north, clockwise, to where the line leads from a point.</summary>
    public static int EighthFrom(IReadOnlyList<Coordinate> points, int at) => Eighth(Of(points, at, 1));

    /// <summary>Eighths of a turn from north, clockwise, from one place to another.</summary>
    public static int EighthBetween(Coordinate from, Coordinate to) => Eighth(Of(from, to));

    private static double Of(IReadOnlyList<Coordinate> points, int at, int step)
    {
        var to = at;
        while (to + step >= 0 && to + step < points.Count)
        {
            to += step;
            if (points[at].DistanceMetres(points[to]) >= ReachMetres)
            {
                break;
            }
        }
        return Of(points[at], points[to]);
    }

    // Degrees from north.
    private static double Of(Coordinate from, Coordinate to)
    {
        var north = to.LatitudeDeg - from.LatitudeDeg;
        var east = (to.LongitudeDeg - from.LongitudeDeg) * Math.Cos(from.LatitudeDeg * Math.PI / 180);
        return Math.Atan2(east, north) * 180 / Math.PI;
    }

    private static int Eighth(double bearing) => ((int)Math.Round(bearing / 45) + 8) % 8;
}
