using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Guidance;

/// <summary>Turns a route into instructions.</summary>
public static class ManoeuvreList
{
    // Angles in degrees from straight on.
    private const double SlightWithin = 60;
    private const double SharpFrom = 120;
    private const double BackFrom = 165;

    /// <summary>A gap between the asked place and the paths from here on is told.</summary>
    private const double GapMetres = 25;

    /// <param name="route">The walk.</param>
    /// <param name="landmark">The landmark at a point, or <see cref="PathName.None"/>.</param>
    /// <param name="goal">What is reached, or <see cref="PathName.None"/>.</param>
    public static IReadOnlyList<Manoeuvre> Of(RouteFound route, Func<Coordinate, PathName> landmark, PathName goal)
    {
        var points = route.Points;
        var stretches = Stretches.Of(route);
        var list = new List<Manoeuvre>(stretches.Count + 3);
        if (route.StartGapMetres >= GapMetres)
        {
            list.Add(Gap(ManoeuvreKind.ToPath, 0, route.StartGapMetres, Bearings.EighthBetween(route.Start, points[0])));
        }
        for (var i = 0; i < stretches.Count; i++)
        {
            var s = stretches[i];
            var ends = i + 1 < stretches.Count ? stretches[i + 1].FirstPoint : points.Length - 1;
            var towards = i + 1 == stretches.Count && goal != PathName.None ? goal : landmark(points[ends]);
            list.Add(new Manoeuvre(
                KindOf(s, i == 0, points), s.FirstPoint, s.LengthMetres, s.Seconds, s.Name,
                // What one is walking on already is no landmark ahead.
                towards == s.Name ? PathName.None : towards, Bearings.EighthFrom(points, s.MainPoint), s.Flags));
        }
        if (route.EndGapMetres >= GapMetres)
        {
            list.Add(Gap(ManoeuvreKind.OffPath, points.Length - 1, route.EndGapMetres, Bearings.EighthBetween(points[^1], route.End)));
        }
        list.Add(new Manoeuvre(ManoeuvreKind.Arrive, points.Length - 1, 0, 0, goal, PathName.None, 0, LegFlags.None));
        return list;
    }

    private static Manoeuvre Gap(ManoeuvreKind kind, int point, double metres, int heading) => new(
        kind, point, metres, metres * FootRules.WalkingMsPerMetre / 1000, PathName.None, PathName.None, heading, LegFlags.None);

    private static ManoeuvreKind KindOf(in Stretch s, bool isFirst, ReadOnlySpan<Coordinate> points)
    {
        if ((s.Flags & LegFlags.Gate) != 0)
        {
            return ManoeuvreKind.Gate;
        }
        switch (s.Kind)
        {
            case PathKind.Steps:
                return (s.Flags & LegFlags.Up) != 0 ? ManoeuvreKind.StepsUp : (s.Flags & LegFlags.Down) != 0 ? ManoeuvreKind.StepsDown : ManoeuvreKind.Steps;
            case PathKind.Ferry:
                return ManoeuvreKind.Boat;
            case PathKind.AreaCrossing or PathKind.AreaRim:
                return ManoeuvreKind.CrossGround;
        }
        if (isFirst)
        {
            return ManoeuvreKind.Depart;
        }
        var turn = Bearings.Turn(points, s.FirstPoint, s.MainPoint);
        return Math.Abs(turn) switch
        {
            < Bearings.StraightWithin => ManoeuvreKind.Continue,
            < SlightWithin => turn < 0 ? ManoeuvreKind.SlightLeft : ManoeuvreKind.SlightRight,
            < SharpFrom => turn < 0 ? ManoeuvreKind.Left : ManoeuvreKind.Right,
            < BackFrom => turn < 0 ? ManoeuvreKind.SharpLeft : ManoeuvreKind.SharpRight,
            _ => ManoeuvreKind.TurnBack,
        };
    }
}
