namespace Samagam.Routing.Guidance;

/// <summary>Which way a line leads at its points.</summary>
internal static class Bearings
{
    /// <summary>A turn below this is going straight on, degrees.</summary>
    public const double StraightWithin = 30;

    /// <summary>Bends of a path this near to its beginning say nothing of where it leads: 8 m in degrees of latitude.</summary>
    private const double ReachDeg = 8 / 111_195.0;

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

    // Degrees from north towards where the line is some metres on, in either direction.
    private static double Of(IReadOnlyList<Coordinate> points, int at, int step)
    {
        var from = points[at];
        var shrink = Math.Cos(from.LatitudeDeg * Math.PI / 180);
        var (north, east) = (0.0, 0.0);
        for (var i = at + step; i >= 0 && i < points.Count; i += step)
        {
            // Over some metres the Earth is flat.
            (north, east) = (points[i].LatitudeDeg - from.LatitudeDeg, (points[i].LongitudeDeg - from.LongitudeDeg) * shrink);
            if ((north * north) + (east * east) >= ReachDeg * ReachDeg)
            {
                break;
            }
        }
        return Math.Atan2(east, north) * 180 / Math.PI;
    }

    private static double Of(Coordinate from, Coordinate to) => Math.Atan2(
        (to.LongitudeDeg - from.LongitudeDeg) * Math.Cos(from.LatitudeDeg * Math.PI / 180), to.LatitudeDeg - from.LatitudeDeg) * 180 / Math.PI;

    private static int Eighth(double bearing) => ((int)Math.Round(bearing / 45) + 8) % 8;
}
