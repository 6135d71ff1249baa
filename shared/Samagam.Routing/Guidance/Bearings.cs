namespace Samagam.Routing.Guidance;

/// <summary>Which way a line leads at its points.</summary>
internal static class Bearings
{
    /// <summary>A turn below this is going straight on, degrees.</summary>
    public const double StraightWithin = 30;

    // Of 30 degrees.
    private const double StraightCosineSquared = 0.75;

    /// <summary>Bends of a path this near to its beginning say nothing of where it leads: 8 m in degrees of latitude.</summary>
    private const double ReachDeg = 8 / 111_195.0;

    /// <summary>Degrees to the right (positive) or left (negative) between coming to one point and leaving another, −180 to 180.</summary>
    public static double Turn(ReadOnlySpan<Coordinate> points, int comesTo, int leaves)
    {
        var turn = Of(points, leaves, 1) - (Of(points, comesTo, -1) + 180);
        return turn - (360 * Math.Round(turn / 360));
    }

    /// <summary>Whether that turn is below <see cref="StraightWithin"/>; asked far more often than what the turn is, and answered without angles.</summary>
    public static bool IsStraight(ReadOnlySpan<Coordinate> points, int comesTo, int leaves)
    {
        var (back, on) = (Line(points, comesTo, -1), Line(points, leaves, 1));
        var (backSquared, onSquared) = ((back.North * back.North) + (back.East * back.East), (on.North * on.North) + (on.East * on.East));
        if (backSquared == 0 || onSquared == 0)
        {
            // A line of no length leads north.
            return Math.Abs(Turn(points, comesTo, leaves)) < StraightWithin;
        }
        // The cosine of the turn, from the scalar product; its square against that of the limit.
        var along = -((back.North * on.North) + (back.East * on.East));
        return along > 0 && along * along > StraightCosineSquared * backSquared * onSquared;
    }

    /// <summary>Eighths of a turn from north, clockwise, to where the line leads from a point.</summary>
    public static int EighthFrom(ReadOnlySpan<Coordinate> points, int at) => Eighth(Of(points, at, 1));

    /// <summary>Eighths of a turn from north, clockwise, from one place to another.</summary>
    public static int EighthBetween(Coordinate from, Coordinate to) => Eighth(Of(from, to));

    // Degrees from north towards where the line is some metres on, in either direction.
    private static double Of(ReadOnlySpan<Coordinate> points, int at, int step)
    {
        var line = Line(points, at, step);
        return Math.Atan2(line.East, line.North) * 180 / Math.PI;
    }

    private static (double North, double East) Line(ReadOnlySpan<Coordinate> points, int at, int step)
    {
        var from = points[at];
        var shrink = Math.Cos(from.LatitudeDeg * Math.PI / 180);
        var (north, east) = (0.0, 0.0);
        for (var i = at + step; i >= 0 && i < points.Length; i += step)
        {
            // Over some metres the Earth is flat.
            (north, east) = (points[i].LatitudeDeg - from.LatitudeDeg, (points[i].LongitudeDeg - from.LongitudeDeg) * shrink);
            if ((north * north) + (east * east) >= ReachDeg * ReachDeg)
            {
                break;
            }
        }
        return (north, east);
    }

    private static double Of(Coordinate from, Coordinate to) => Math.Atan2(
        (to.LongitudeDeg - from.LongitudeDeg) * Math.Cos(from.LatitudeDeg * Math.PI / 180), to.LatitudeDeg - from.LatitudeDeg) * 180 / Math.PI;

    private static int Eighth(double bearing) => ((int)Math.Round(bearing / 45) + 8) % 8;
}
