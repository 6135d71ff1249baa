using Samagam.TestKit;

namespace Samagam.Routing.Tests.Areas;

/// <summary>Walks across open ground are the shortest there are and never leave it.</summary>
public sealed class VisibilityTests(ITestOutputHelper output)
{
    private const int Grounds = 1_000;
    private const int WalksOnEach = 4;

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
