using Samagam.Core.Geo;
using Samagam.Core.Locations;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Locations;

public sealed class FenceTests
{
    private static readonly LocationOptions Limits = new();
    private static readonly GeoPoint Ghat = new(23.1826, 75.7682);
    private static readonly Fence Circle = new(Id(1), "Tent", FenceShape.Circle, [Ghat], 100, FenceTells.Person, false);
    private static readonly Fence Square = new(Id(2), "Field", FenceShape.Polygon, [At(-100, -100), At(100, -100), At(100, 100), At(-100, 100)], 0, FenceTells.Person, false);
    private static readonly Fence Lane = new(Id(3), "Lane", FenceShape.Corridor, [At(0, -300), At(0, 0), At(300, 0)], 30, FenceTells.Person, false);
    private static readonly Fence Gate = new(Id(4), "Gate", FenceShape.Line, [At(0, -50), At(0, 50)], 0, FenceTells.Staff, false);

    [Fact]
    public void Distances_to_the_edge_are_those_of_the_drawing()
    {
        Assert.Equal(-100, Edge(Circle, 0, 0), 0.5);
        Assert.Equal(50, Edge(Circle, 150, 0), 0.5);
        Assert.Equal(-100, Edge(Square, 0, 0), 0.5);
        Assert.Equal(-20, Edge(Square, 80, 30), 0.5);
        Assert.Equal(Math.Sqrt(200), Edge(Square, 110, 110), 0.5);
        Assert.Equal(-30, Edge(Lane, 0, -150), 0.5);
        Assert.Equal(10, Edge(Lane, -40, -150), 0.5);
        Assert.Equal(-20, Edge(Lane, 150, 10), 0.5);
    }

    [Fact]
    public void A_walk_through_enters_once_and_leaves_once_and_a_trembling_phone_at_the_edge_tells_nothing()
    {
        foreach (var fence in (Fence[])[Circle, Square])
        {
            Assert.Equal([FenceChange.Entered, FenceChange.Left], Walk([fence], Enumerable.Range(-40, 81).Select(i => (i * 5.0, 0.0)), 8).Select(s => s.Change));
            var edge = Enumerable.Range(0, 60).Select(i => (100.0 + (i % 2 == 0 ? 12 : -12), 0.0));
            Assert.Empty(Walk([fence], edge, 8));
        }
    }

    [Fact]
    public void A_line_is_crossed_from_its_right_to_its_left_forward_and_not_beside_its_ends()
    {
        // The gate runs north, so its right is east.
        Assert.Equal([FenceChange.CrossedForward], Walk([Gate], [(40, 0), (20, 0), (3, 0), (-3, 0), (-20, 0), (-40, 0)], 8).Select(s => s.Change));
        Assert.Equal([FenceChange.CrossedBack], Walk([Gate], [(-40, 0), (40, 0)], 8).Select(s => s.Change));
        Assert.Empty(Walk([Gate], [(40, 80), (-40, 80)], 8));
        Assert.Empty(Walk([Gate], [(40, 0), (4, 0), (-4, 0), (4, 0), (40, 0)], 8));
        Assert.Equal([FenceChange.CrossedForward, FenceChange.CrossedBack], Walk([Gate], [(40, 0), (-40, 0), (40, 0)], 8).Select(s => s.Change));
    }

    [Fact]
    public void A_small_fence_can_be_entered_by_a_poor_phone_in_its_middle() =>
        Assert.Equal([FenceChange.Entered], Walk([Circle with { RadiusM = 10 }], [(60, 0), (0, 0)], 45).Select(s => s.Change));

    [Fact]
    public void Whatever_the_walk_entering_and_leaving_come_by_turns() => Seeds.ForEach(400, (_, luck) =>
    {
        var (x, y) = ((luck.NextDouble() * 400) - 200, (luck.NextDouble() * 400) - 200);
        var way = Enumerable.Range(0, 200).Select(_ => (x += (luck.NextDouble() * 40) - 20, y += (luck.NextDouble() * 40) - 20)).ToList();
        foreach (var steps in Walk([Circle, Square, Lane], way, luck.Next(3, 40)).GroupBy(s => s.Fence))
        {
            var told = steps.Select(s => s.Change).ToList();
            Assert.Equal(FenceChange.Entered, told[0]);
            Assert.All(told.Zip(told.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        }
        // Who walks straight on crosses a line at most once, in the direction of the walk.
        var (from, to) = (way[0], way[^1]);
        var straight = Walk([Gate], Enumerable.Range(0, 101).Select(i => (from.Item1 + ((to.Item1 - from.Item1) * i / 100), from.Item2 + ((to.Item2 - from.Item2) * i / 100))), 5);
        Assert.True(straight.Count <= 1 && straight.All(s => s.Change == (to.Item1 < from.Item1 ? FenceChange.CrossedForward : FenceChange.CrossedBack)));
    });

    [Fact]
    public void Whoever_is_told_to_be_inside_or_outside_surely_is() => Seeds.ForEach(400, (_, luck) =>
    {
        var accuracy = luck.Next(3, 40);
        var fences = new Fence[] { Circle, Square, Lane }.ToDictionary(f => f.Id, f => new FenceGeometry(f));
        var watch = FenceWatch.Nowhere;
        for (var i = 0; i < 100; i++)
        {
            var fix = new PositionFix(At((luck.NextDouble() * 500) - 250, (luck.NextDouble() * 500) - 250), accuracy, i);
            (watch, var steps) = watch.Move(fix, fences, Limits);
            Assert.All(steps, s => Assert.Equal(s.Change == FenceChange.Entered, fences[s.Fence].EdgeM(fix.Point) < 0));
        }
    });

    [Fact]
    public void A_fence_that_goes_is_forgotten_without_a_word()
    {
        var (watch, _) = FenceWatch.Nowhere.Move(new PositionFix(Ghat, 5, 1), Laid(Circle), Limits);
        Assert.Single(watch.Sides);
        var (after, steps) = watch.Move(new PositionFix(Ghat, 5, 2), Laid(Square), Limits);
        Assert.Equal([new FenceStep(Square.Id, FenceChange.Entered)], steps);
        Assert.DoesNotContain(Circle.Id, after.Sides.Keys);
    }

    [Fact]
    public void Words_beyond_the_limits_are_named()
    {
        Assert.Null(Circle.Wrong(Limits));
        Assert.Null((Circle with { RadiusM = Fence.MaxRadiusM }).Wrong(Limits));
        Assert.Equal("$.radiusMeters", (Circle with { RadiusM = Fence.MaxRadiusM + 1 }).Wrong(Limits));
        Assert.Equal("$.points", (Circle with { Points = [Ghat, Ghat] }).Wrong(Limits));
        Assert.Equal("$.points", (Square with { Points = [.. Square.Points.Take(2)] }).Wrong(Limits));
        Assert.Null((Square with { Points = [.. Enumerable.Range(0, 100).Select(i => At(i, i * i / 100.0))] }).Wrong(Limits));
        Assert.Equal("$.points", (Square with { Points = [.. Enumerable.Range(0, 101).Select(i => At(i, i * i / 100.0))] }).Wrong(Limits));
        Assert.Equal("$.points", (Square with { Points = [Ghat, At(10, 10), new GeoPoint(23.1826, 77)] }).Wrong(Limits));
        Assert.Equal("$.radiusMeters", (Square with { RadiusM = 1 }).Wrong(Limits));
        Assert.Equal("$.points", (Gate with { Points = [Ghat, Ghat] }).Wrong(Limits));
        Assert.Equal("$.name", (Gate with { Name = new string('x', 81) }).Wrong(Limits));
        Assert.Equal("$.tells", (Gate with { Tells = FenceTells.None }).Wrong(Limits));
    }

    private static double Edge(Fence fence, double east, double north) => new FenceGeometry(fence).EdgeM(At(east, north));

    private static List<FenceStep> Walk(Fence[] fences, IEnumerable<(double East, double North)> way, double accuracy)
    {
        var (laid, watch, told, ms) = (Laid(fences), FenceWatch.Nowhere, new List<FenceStep>(), 0L);
        foreach (var (east, north) in way)
        {
            (watch, var steps) = watch.Move(new PositionFix(At(east, north), accuracy, ms += 1_000), laid, Limits);
            told.AddRange(steps);
        }
        return told;
    }

    private static Dictionary<FenceId, FenceGeometry> Laid(params Fence[] fences) => fences.ToDictionary(f => f.Id, f => new FenceGeometry(f));

    private static GeoPoint At(double east, double north)
    {
        var degree = Math.PI * GeoPoint.EarthRadiusM / 180;
        return new(Ghat.LatitudeDeg + (north / degree), Ghat.LongitudeDeg + (east / degree / Math.Cos(double.DegreesToRadians(Ghat.LatitudeDeg))));
    }

    private static FenceId Id(int n) => new(new Guid(n, 0, 0, [0x80, 0, 0, 0, 0, 0, 0, 1]));
}
