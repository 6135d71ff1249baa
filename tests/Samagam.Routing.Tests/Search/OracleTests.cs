using Samagam.Routing.Amenities;
using Samagam.Routing.Profiles;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Search;

/// <summary>Every answer equals a plain Dijkstra's over the drawn list of streets.</summary>
public sealed class OracleTests
{
    // Edges are whole millimetres rounded up: at most a millimetre (or two ms) for each of some dozens of edges.
    private const double Metres = 0.2;

    [Fact]
    public void Every_route_in_a_random_town_is_as_short_as_Dijkstras() => Seeds.ForEach(fresh: 40, (_, luck) =>
    {
        var town = new DrawnTown(luck, luck.Next(3, 14));
        var map = town.Text.Load();
        for (var round = 0; round < 40; round++)
        {
            var (from, to) = (luck.Next(town.Count), luck.Next(town.Count));
            if (IsOnItsOwn(map, town.At(from)) || IsOnItsOwn(map, town.At(to)))
            {
                continue;
            }
            var truth = town.Costs(from, WalkMetric.Shortest)[to];
            var outcome = map.Usual.Route(town.At(from), town.At(to));
            Assert.True(outcome is RouteFound == double.IsFinite(truth), $"{from} → {to}: {outcome}, truth {truth}");
            if (outcome is RouteFound route)
            {
                Assert.Equal(truth, route.LengthMetres, Metres);
                var drawn = route.Geometry.Zip(route.Geometry.Skip(1)).Sum(p => p.First.DistanceMetres(p.Second));
                Assert.Equal(truth, drawn, Metres);
                Assert.Equal(route.LengthMetres, route.Legs.Sum(l => l.LengthMetres), 1e-6);
                for (var leg = 0; leg < route.Legs.Count; leg++)
                {
                    var end = leg + 1 < route.Legs.Count ? route.Legs[leg + 1].FirstPoint : route.Geometry.Count - 1;
                    var piece = Enumerable.Range(route.Legs[leg].FirstPoint, end - route.Legs[leg].FirstPoint)
                        .Sum(p => route.Geometry[p].DistanceMetres(route.Geometry[p + 1]));
                    Assert.Equal(piece, route.Legs[leg].LengthMetres, 0.05);
                }
            }
        }
    }, 20260101, 7);

    [Fact]
    public void Walk_times_to_many_and_from_many_equal_Dijkstras() => Seeds.ForEach(fresh: 40, (_, luck) =>
    {
        var town = new DrawnTown(luck, luck.Next(3, 12));
        var map = town.Text.Load();
        var here = luck.Next(town.Count);
        if (IsOnItsOwn(map, town.At(here)))
        {
            return;
        }
        var others = Enumerable.Range(0, town.Count).Where(i => !IsOnItsOwn(map, town.At(i))).ToList();
        if (luck.Next(2) == 0)
        {
            // Few targets let the search stop early.
            others = [.. others.OrderBy(_ => luck.Next()).Take(3)];
        }
        var points = others.Select(town.At).ToList();
        foreach (var reversed in new[] { false, true })
        {
            var truth = town.Costs(here, WalkMetric.Crowd, reversed);
            var times = reversed ? map.Usual.WalkTimesTo(town.At(here), points) : map.Usual.WalkTimes(town.At(here), points);
            for (var i = 0; i < times.Length; i++)
            {
                Assert.Equal(double.IsFinite(truth[others[i]]), times[i].IsFound);
                var route = reversed ? map.Usual.Route(points[i], town.At(here), WalkMetric.Crowd) : map.Usual.Route(town.At(here), points[i], WalkMetric.Crowd);
                if (route is RouteFound found)
                {
                    Assert.True(found.Seconds <= (truth[others[i]] / 1000) + 1, "slower than the cheapest walk");
                    var cost = found.Legs.Sum(l => l.Seconds * (l.Kind == PathKind.Trunk ? 1.5 : 1));
                    Assert.Equal(truth[others[i]] / 1000, cost, 0.3);
                    Assert.Equal(found.DoorToDoorSeconds, times[i].Seconds, 0.3);
                    Assert.Equal(found.LengthMetres, times[i].LengthMetres, 0.3);
                }
            }
        }
    }, 42);

    [Fact]
    public void The_nearest_amenities_are_the_nearest_of_all_by_walking_time() => Seeds.ForEach(fresh: 40, (_, luck) =>
    {
        var town = new DrawnTown(luck, luck.Next(3, 12));
        for (var i = 0; i < 30; i++)
        {
            var near = town.At(luck.Next(town.Count));
            town.Text.Node(100_000 + i, near.LatitudeDeg + (luck.NextDouble() * 0.0003), near.LongitudeDeg + (luck.NextDouble() * 0.0003),
                i % 3 == 0 ? "amenity=drinking_water" : "amenity=toilets");
        }
        var map = town.Text.Load();
        var from = town.At(luck.Next(town.Count));
        if (IsOnItsOwn(map, from))
        {
            return;
        }
        var k = luck.Next(1, 12);
        var found = Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(from, AmenityType.Toilet, k)).Found;
        Assert.All(found, f => Assert.Equal(AmenityType.Toilet, f.Amenity.Type));
        Assert.Equal(found.OrderBy(f => f.Seconds).Select(f => f.Amenity.Id), found.Select(f => f.Amenity.Id));
        // Two amenities at the two sides of a penalised trunk road may change places: compare costs, not names.
        var toilets = map.Amenities.Where(a => a.Type == AmenityType.Toilet).ToList();
        var all = toilets.Select(t => Cost(map.Usual.Route(from, t.Point, WalkMetric.Crowd))).Where(double.IsFinite).Order().Take(k).ToList();
        Assert.Equal(all.Count, found.Count);
        var ours = found.Select(f => Cost(map.Usual.Route(from, f.Amenity.Point, WalkMetric.Crowd))).Order().ToList();
        Assert.All(all.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 0.3));
    }, 11, 12, 1693510926);

    private static double Cost(RouteOutcome outcome) => outcome is RouteFound found
        ? found.Legs.Sum(l => l.Seconds * (l.Kind == PathKind.Trunk ? 1.5 : 1)) + found.DoorToDoorSeconds - found.Seconds
        : double.PositiveInfinity;

    // A point no street leads to, or of a part that is too small to matter, is moved to the main part: another question.
    private static bool IsOnItsOwn(MapSnapshot map, Coordinate point)
        => !Enumerable.Range(0, map.Graph.VertexCount).Any(v => map.Graph.VertexAt(v) == point && map.Graph.ComponentOf[v] < map.Graph.MainComponents);
}
