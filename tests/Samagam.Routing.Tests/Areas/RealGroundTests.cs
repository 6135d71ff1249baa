using Samagam.Routing.Hierarchy;
using Samagam.Routing.Profiles;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Areas;

/// <summary>Squares, platforms and piers as they are really drawn.</summary>
public sealed class RealGroundTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("monaco-2023.osm.pbf")]
    [InlineData("heidelberg.osm.pbf")]
    public void From_anywhere_on_real_ground_one_walks_straight_off_stays_on_it_and_both_finders_agree(string mapName)
    {
        var map = SharedMaps.Load(mapName);
        output.WriteLine($"{mapName}: {map.Areas.Count} areas, {map.Areas.Count(a => a.IsCrossable)} crossed by {map.Report.AreaCrossings} lines; "
            + string.Join("; ", map.Report.Dropped.Where(d => d.Key.Contains("area", StringComparison.Ordinal))));
        Assert.True(map.Areas.Count(a => a.IsCrossable) > 20);
        var prepared = new MapViews(map, new HierarchyLimits { MinNodes = 0 }).Next(Routing.Conditions.PathConditions.Usual);
        Seeds.ForEach(fresh: 1, (_, luck) =>
        {
            var (walks, direct, aside) = (0, 0, 0);
            var areas = map.Areas.Where(a => a.IsCrossable).ToList();
            for (var round = 0; round < 150; round++)
            {
                var area = areas[luck.Next(areas.Count)];
                var from = Within(area, luck);
                var to = luck.Next(3) == 0 ? Within(areas[luck.Next(areas.Count)], luck) : Within(area, luck);
                if (from is not { } a || to is not { } b || map.Usual.Route(a, b, WalkMetric.Crowd) is not RouteFound route)
                {
                    continue;
                }
                if (route.StartGapMetres + route.EndGapMetres > 0.1)
                {
                    // Ground without a path to it: one of them is led to where the other can come.
                    aside++;
                    continue;
                }
                walks++;
                Assert.Equal(0, a.DistanceMetres(route.Geometry[0]), 0.1);
                Assert.Equal(route.Cost, Assert.IsType<RouteFound>(prepared.Route(a, b, WalkMetric.Crowd)).Cost);
                Assert.Equal(RouteState.Good, prepared.StateOf(route, WalkMetric.Crowd));
                for (var leg = 0; leg < route.Legs.Count; leg++)
                {
                    var end = leg + 1 < route.Legs.Count ? route.Legs[leg + 1].FirstPoint : route.Geometry.Count - 1;
                    var drawn = Enumerable.Range(route.Legs[leg].FirstPoint, end - route.Legs[leg].FirstPoint).Sum(p => route.Geometry[p].DistanceMetres(route.Geometry[p + 1]));
                    Assert.True(Math.Abs(drawn - route.Legs[leg].LengthMetres) < 0.05, $"leg {leg} of {route.Legs.Count}, {route.Legs[leg]} is drawn {drawn} m long, {a} → {b}, {area.Id}");
                }
                Assert.Equal(route.LengthMetres, route.Geometry.Zip(route.Geometry.Skip(1)).Sum(p => p.First.DistanceMetres(p.Second)), 0.2);
                // A straight line at the beginning is on some ground all along; who stands on a path that crosses it may walk along that.
                var (start, next) = (route.Geometry[0], route.Geometry[1]);
                Assert.All(Enumerable.Range(0, 21), i => Assert.True(
                    route.Legs[0].Kind != PathKind.AreaCrossing ||
                    map.Areas.Any(g => g.Contains(Between(start, next, i / 20.0)) || IsByRim(g, Between(start, next, i / 20.0))), $"{a} → {b} leaves {area.Id} by {start} → {next}"));
                direct += route.Geometry.Count == 2 && route.Legs[0].Kind == PathKind.AreaCrossing ? 1 : 0;
            }
            output.WriteLine($"{walks} walks, {direct} of them one straight line; {aside} led aside");
            Assert.True(walks > 80 && direct > 10);
        }, 6, 887457320);
    }

    private static Coordinate Between(Coordinate a, Coordinate b, double share)
        => new(a.LatitudeDeg + (share * (b.LatitudeDeg - a.LatitudeDeg)), a.LongitudeDeg + (share * (b.LongitudeDeg - a.LongitudeDeg)));

    private static bool IsByRim(Routing.Graph.WalkArea area, Coordinate p)
        => new[] { (1e-7, 0.0), (-1e-7, 0), (0, 1e-7), (0, -1e-7) }.Any(d => area.Contains(new(p.LatitudeDeg + d.Item1, p.LongitudeDeg + d.Item2)));

    private static Coordinate? Within(Routing.Graph.WalkArea area, Random luck)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var p = new Coordinate(
                area.Bounds.SouthWest.LatitudeDeg + (luck.NextDouble() * (area.Bounds.NorthEast.LatitudeDeg - area.Bounds.SouthWest.LatitudeDeg)),
                area.Bounds.SouthWest.LongitudeDeg + (luck.NextDouble() * (area.Bounds.NorthEast.LongitudeDeg - area.Bounds.SouthWest.LongitudeDeg)));
            if (area.Contains(p))
            {
                return p;
            }
        }
        return null;
    }
}
