using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Guidance;

/// <summary>Turns a route into instructions.</summary>
public static class ManoeuvreList
{
    // Angles in degrees from straight on.
    private const double StraightWithin = 30;
    private const double SlightWithin = 60;
    private const double SharpFrom = 120;
    private const double BackFrom = 165;

    /// <summary>Bends of a path this near to its beginning say nothing of where it leads.</summary>
    private const double BearingMetres = 8;

    private const LegFlags Told = LegFlags.Up | LegFlags.Down | LegFlags.Gate;

    /// <param name="route">The walk.</param>
    /// <param name="landmark">The landmark at a point, or <see cref="PathName.None"/>.</param>
    /// <param name="goal">What is reached, or <see cref="PathName.None"/>.</param>
    public static IReadOnlyList<Manoeuvre> Of(RouteFound route, Func<Coordinate, PathName> landmark, PathName goal)
    {
        var list = new List<Manoeuvre>();
        var points = route.Geometry;
        for (var i = 0; i < route.Legs.Count; i++)
        {
            var leg = route.Legs[i];
            var turn = i == 0 ? 0 : Turn(points, leg.FirstPoint);
            if (i > 0 && IsSameStretch(route.Legs[i - 1], leg) && Math.Abs(turn) < StraightWithin)
            {
                var last = list[^1];
                list[^1] = last with
                {
                    LengthMetres = last.LengthMetres + leg.LengthMetres,
                    Seconds = last.Seconds + leg.Seconds,
                    Flags = Join(last.Flags, leg.Flags),
                };
                continue;
            }
            list.Add(new Manoeuvre(
                KindOf(leg, i == 0, turn), leg.FirstPoint, leg.LengthMetres, leg.Seconds, leg.Name, PathName.None,
                EighthOf(Bearing(points, leg.FirstPoint, 1)), leg.Flags));
        }
        for (var i = 0; i < list.Count; i++)
        {
            var ends = i + 1 < list.Count ? list[i + 1].FirstPoint : points.Count - 1;
            var towards = i + 1 == list.Count && goal != PathName.None ? goal : landmark(points[ends]);
            // What one is walking on already is no landmark ahead.
            list[i] = list[i] with { Towards = towards == list[i].Name ? PathName.None : towards };
        }
        list.Add(new Manoeuvre(ManoeuvreKind.Arrive, points.Count - 1, 0, 0, goal, PathName.None, 0, LegFlags.None));
        return list;
    }

    private static bool IsSameStretch(RouteLeg a, RouteLeg b) =>
        a.Name == b.Name && Ground(a.Kind) == Ground(b.Kind) && (a.Flags & Told) == (b.Flags & Told);

    private static int Ground(PathKind kind) => kind switch
    {
        PathKind.Steps => 1,
        PathKind.Ferry => 2,
        PathKind.AreaCrossing or PathKind.AreaRim => 3,
        _ => 0,
    };

    // A stretch that is partly one-way or maybe not step-free is not wholly so; crowd anywhere on it is worth saying.
    private static LegFlags Join(LegFlags a, LegFlags b) => ((a | b) & ~LegFlags.OneWay) | (a & b & LegFlags.OneWay);

    private static ManoeuvreKind KindOf(RouteLeg leg, bool isFirst, double turn)
    {
        if ((leg.Flags & LegFlags.Gate) != 0)
        {
            return ManoeuvreKind.Gate;
        }
        switch (leg.Kind)
        {
            case PathKind.Steps:
                return (leg.Flags & LegFlags.Up) != 0 ? ManoeuvreKind.StepsUp : (leg.Flags & LegFlags.Down) != 0 ? ManoeuvreKind.StepsDown : ManoeuvreKind.Steps;
            case PathKind.Ferry:
                return ManoeuvreKind.Boat;
            case PathKind.AreaCrossing or PathKind.AreaRim:
                return ManoeuvreKind.CrossGround;
        }
        if (isFirst)
        {
            return ManoeuvreKind.Depart;
        }
        return Math.Abs(turn) switch
        {
            < StraightWithin => ManoeuvreKind.Continue,
            < SlightWithin => turn < 0 ? ManoeuvreKind.SlightLeft : ManoeuvreKind.SlightRight,
            < SharpFrom => turn < 0 ? ManoeuvreKind.Left : ManoeuvreKind.Right,
            < BackFrom => turn < 0 ? ManoeuvreKind.SharpLeft : ManoeuvreKind.SharpRight,
            _ => ManoeuvreKind.TurnBack,
        };
    }

    /// <summary>Degrees to the right (positive) or left (negative) at a point, −180 to 180.</summary>
    private static double Turn(IReadOnlyList<Coordinate> points, int at)
    {
        var turn = Bearing(points, at, 1) - (Bearing(points, at, -1) + 180);
        return turn - (360 * Math.Round(turn / 360));
    }

    // Degrees from north towards where the line is some metres on, in either direction.
    private static double Bearing(IReadOnlyList<Coordinate> points, int at, int step)
    {
        var to = at;
        while (to + step >= 0 && to + step < points.Count)
        {
            to += step;
            if (points[at].DistanceMetres(points[to]) >= BearingMetres)
            {
                break;
            }
        }
        var north = points[to].LatitudeDeg - points[at].LatitudeDeg;
        var east = (points[to].LongitudeDeg - points[at].LongitudeDeg) * Math.Cos(points[at].LatitudeDeg * Math.PI / 180);
        return Math.Atan2(east, north) * 180 / Math.PI;
    }

    private static int EighthOf(double bearing) => ((int)Math.Round(bearing / 45) + 8) % 8;
}
