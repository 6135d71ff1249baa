using Samagam.TestKit;

namespace Samagam.Routing.Tests.Areas;

/// <summary>Walks across open ground are the shortest there are and never leave it.</summary>
public sealed class VisibilityTests(ITestOutputHelper output)
{
    private const int Grounds = 1_000;
    private const int WalksOnEach = 3;

    [Fact]
    public void On_a_thousand_random_grounds_no_walk_is_a_thousandth_longer_than_the_shortest_and_none_leads_through_a_hole()
    {
        var (walks, bends, worst, holes) = (0, 0, 1.0, 0);
        Seeds.ForEach(fresh: 1, (seed, luck) =>
        {
            output.WriteLine($"seed {seed}");
            for (var round = 0; round < Grounds / 2; round++)
            {
                var ground = RandomGround.Any(luck);
                holes += ground.Rings.Length - 1;
                var map = Draw(ground, luck);
                for (var walk = 0; walk < WalksOnEach; walk++)
                {
                    var (from, to) = (ground.Somewhere(luck), ground.Somewhere(luck));
                    for (var again = 0; again < 6 && walk > 0 && ground.Covers(from, to); again++)
                    {
                        // Most ends see each other; those that do not are the harder question.
                        (from, to) = (to, ground.Somewhere(luck));
                    }
                    var truth = ground.Shortest(from, to);
                    var story = $"ground {round}, walk {walk}: {from} → {to} on {ground.Polygon}";
                    Assert.True(map.Usual.Route(RandomGround.Place(from), RandomGround.Place(to)) is RouteFound, story);
                    var route = (RouteFound)map.Usual.Route(RandomGround.Place(from), RandomGround.Place(to));
                    var points = route.Geometry.Select(RandomGround.Back).ToList();
                    foreach (var (a, b) in points.Zip(points.Skip(1)))
                    {
                        Assert.True(ground.Covers(a, b), $"{a} → {b} leaves the ground: {story}");
                    }
                    Assert.True(points[0].Equals2D(from) && points[^1].Equals2D(to), $"begins or ends elsewhere, {string.Join(' ', points)}: {story}");
                    // Each piece is rounded up to a millimetre.
                    Assert.True(route.LengthMetres <= (truth * 1.001) + (0.001 * points.Count), $"{route.LengthMetres} instead of {truth}: {story}");
                    Assert.True(route.LengthMetres >= truth - 0.001, $"{route.LengthMetres} is shorter than {truth}: {story}");
                    walks++;
                    bends += points.Count - 2;
                    worst = truth > 1 ? Math.Max(worst, route.LengthMetres / truth) : worst;
                }
            }
        }, 20270714);
        output.WriteLine($"{walks} walks, {holes} holes, {bends} bends, at most {worst:F6} × the shortest");
    }

    [Fact]
    public void A_ground_of_hundreds_of_entries_is_crossed_by_few_lines_and_no_walk_is_a_thousandth_longer_for_it()
    {
        // A ghat of 1.5 km and 20 m with a street every 10 m on either side, each a little out of line: 22,500 lines lead across.
        const int entries = 300;
        var luck = new Random(4);
        var text = new OsmText();
        for (var i = 0; i < entries; i++)
        {
            var (isNorth, along) = (i >= entries / 2, i < entries / 2 ? i : entries - 1 - i);
            var (lat, lon) = ((isNorth ? 50.0002 : 50) + (luck.NextDouble() * 0.00002), 8 + (along * 0.00014));
            text.Node(1 + i, lat, lon).Node(1_001 + i, lat + (isNorth ? 0.0003 : -0.0003), lon).Way(2_000 + i, "highway=footway", 1 + i, 1_001 + i);
        }
        text.Way(1, "place=square", [.. Enumerable.Range(1, entries).Select(i => (long)i), 1]);
        var whole = text.Load(new MapLoadOptions { MaxAreaExactLines = 100_000, MaxAreaLines = 100_000 });
        var map = text.Load();
        Assert.True(Assert.Single(map.Areas).IsCrossable);
        output.WriteLine($"{map.Report.AreaCrossings} lines instead of {whole.Report.AreaCrossings}");
        Assert.InRange(map.Report.AreaCrossings, 1, whole.Report.AreaCrossings / 3);
        Assert.Empty(map.Report.Dropped);
        for (var walk = 0; walk < 300; walk++)
        {
            var (from, to) = (map.Graph.VertexAt(luck.Next(map.Graph.VertexCount)), map.Graph.VertexAt(luck.Next(map.Graph.VertexCount)));
            var shortest = Assert.IsType<RouteFound>(whole.Usual.Route(from, to)).LengthMetres;
            Assert.InRange(Assert.IsType<RouteFound>(map.Usual.Route(from, to)).LengthMetres, shortest - 0.02, (shortest * 1.001) + 0.05);
        }
        // A tighter limit leaves out more, and says so; the tightest gives up.
        var tight = text.Load(new MapLoadOptions { MaxAreaLines = map.Report.AreaCrossings - 1 });
        Assert.InRange(tight.Report.AreaCrossings, 1, map.Report.AreaCrossings - 1);
        Assert.Contains("longer", Assert.Single(tight.Report.Dropped).Key, StringComparison.Ordinal);
        Assert.False(Assert.Single(text.Load(new MapLoadOptions { MaxAreaLines = 10 }).Areas).IsCrossable);
        Assert.Equal(map.Report.AreaCrossings, text.Load(new MapLoadOptions { MaxAreaLines = map.Report.AreaCrossings }).Report.AreaCrossings);
    }

    // Every other ground with its lines thinned out, however few they are.
    private static MapSnapshot Draw(RandomGround ground, Random luck)
    {
        var text = new OsmText();
        var nodes = ground.Draw(text, 1, "highway=pedestrian;name=Mela");
        long id = 50_000;
        foreach (var (corner, node) in nodes)
        {
            if (luck.Next(3) == 0 && ground.Outward(luck, corner) is { } end)
            {
                text.Node(++id, end.Y / 1e7, end.X / 1e7).Way(id, "highway=footway", node, id);
            }
        }
        return text.Load(new MapLoadOptions { MaxAreaExactLines = luck.Next(2) == 0 ? 0 : 1_500 });
    }
}
