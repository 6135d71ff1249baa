using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Search;

/// <summary>Outlines of where one can be in a time, against plain Dijkstra over walking times.</summary>
public sealed class IsochroneTests
{
    [Fact]
    public void Whatever_is_reached_is_inside_and_what_is_far_from_it_is_outside() => Seeds.ForEach(fresh: 12, (_, luck) =>
    {
        var town = new DrawnTown(luck, luck.Next(3, 12));
        PreparedViewTests.Furnish(town, luck);
        var map = town.Text.Load();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var view = map.Under(epoch == 0 ? PathConditions.Usual : PreparedViewTests.Some(map, luck, 1));
            for (var round = 0; round < 4; round++)
            {
                MustHold(view, PreparedViewTests.Somewhere(town, luck), [luck.Next(1, 1500), luck.Next(1, 1500), luck.Next(1, 300)], (WalkMetric)luck.Next(WalkMetrics.Count), luck);
            }
        }
    }, 1, 2);

    [Theory]
    [InlineData("monaco-2023.osm.pbf")]
    [InlineData("hampi-india.osm")]
    public void On_a_real_map_too(string file)
    {
        var map = SharedMaps.Load(file);
        Seeds.ForEach(fresh: 1, (_, luck) =>
        {
            for (var round = 0; round < 5; round++)
            {
                var at = map.Graph.VertexAt(luck.Next(map.Graph.VertexCount));
                MustHold(map.Usual, new(at.LatitudeDeg + 0.00008, at.LongitudeDeg), [300, 600, 1800], WalkMetric.Crowd, luck);
            }
        }, 3);
    }

    [Fact]
    public void A_place_far_from_paths_has_none_and_limits_are_kept()
    {
        var map = new DrawnTown(new Random(4), 5).Text.Load();
        var here = map.Graph.VertexAt(0);
        Assert.Equal(new NoIsochrones(NoRouteReason.StartFarFromPaths), map.Usual.Isochrones(new(10, 10), [300]));
        Assert.Equal(new NoIsochrones(NoRouteReason.InvalidCoordinate), map.Usual.Isochrones(new(double.NaN, 10), [300]));
        Assert.IsType<IsochronesFound>(map.Usual.Isochrones(here, [3600, 3600, 3600, 3600]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Isochrones(here, [1, 1, 1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Isochrones(here, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Isochrones(here, [3600.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Isochrones(here, [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Usual.Isochrones(here, [double.NaN]));
    }

    [Fact]
    public void A_large_outline_is_drawn_on_larger_cells()
    {
        var town = new DrawnTown(new Random(5), 14);
        var small = town.Text.Load(new MapLoadOptions { Walk = new WalkLimits { MaxIsochroneSide = 16 } });
        var (from, luck) = (town.At(90), new Random(6));
        var coarse = Assert.IsType<IsochronesFound>(small.Usual.Isochrones(from, [1200])).Outlines[0];
        Assert.True(coarse.MarginMetres > 6 * 20);
        MustHold(small.Usual, from, [600, 1200], WalkMetric.Shortest, luck);
    }

    private static void MustHold(MapView view, Coordinate from, double[] seconds, WalkMetric metric, Random luck)
    {
        var graph = view.Map.Graph;
        var snapping = view.Map.Ground.Snapping;
        var outlines = Assert.IsType<IsochronesFound>(view.Isochrones(from, seconds, metric)).Outlines;
        Assert.Equal(seconds, outlines.Select(o => o.Seconds));
        var start = snapping.ToMain(snapping.Nearest(from)!.Value);
        foreach (var outline in outlines)
        {
            var limit = (outline.Seconds * 1000) - (start.GapMetres * FootRules.WalkingMsPerMetre);
            var reached = Reached(view, start, limit, metric);
            Assert.Equal(limit >= 0, outline.Rings.Count > 0);
            foreach (var (a, b) in reached)
            {
                for (var i = 0; i <= 4; i++)
                {
                    var at = Between(a, b, i / 4.0);
                    Assert.True(outline.Contains(at), $"{at} is reached from {from} in {outline.Seconds} s");
                }
            }
            MustBeARing(outline);
            for (var i = 0; i < 60 && reached.Count > 0; i++)
            {
                var near = Between(reached[luck.Next(reached.Count)].From, reached[luck.Next(reached.Count)].To, luck.NextDouble());
                Coordinate at = new(near.LatitudeDeg + ((luck.NextDouble() - 0.5) * 0.01), near.LongitudeDeg + ((luck.NextDouble() - 0.5) * 0.01));
                if (outline.Contains(at))
                {
                    Assert.True(reached.Min(p => Gap(at, p.From, p.To)) <= outline.MarginMetres, $"{at} is far from all that is reached from {from} in {outline.Seconds} s");
                    Assert.All(outlines.Where(o => o.Seconds >= outline.Seconds), o => Assert.True(o.Contains(at), "not nested"));
                }
            }
        }
    }

    // RFC 7946: closed, the first anticlockwise, holes clockwise.
    private static void MustBeARing(Isochrone outline)
    {
        for (var r = 0; r < outline.Rings.Count; r++)
        {
            var ring = outline.Rings[r];
            Assert.True(ring.Count >= 4);
            Assert.Equal(ring[0], ring[^1]);
            var area = ring.Zip(ring.Skip(1)).Sum(p => ((p.First.LongitudeDeg - ring[0].LongitudeDeg) * (p.Second.LatitudeDeg - ring[0].LatitudeDeg))
                - ((p.Second.LongitudeDeg - ring[0].LongitudeDeg) * (p.First.LatitudeDeg - ring[0].LatitudeDeg)));
            Assert.Equal(r == 0, area > 0);
        }
    }

    // The straight pieces within reach; a little less of those at the brink, where times are rounded.
    private static List<(Coordinate From, Coordinate To)> Reached(MapView view, SnapPoint start, double limit, WalkMetric metric)
    {
        var (graph, costs) = (view.Map.Graph, view.CostsOf(metric));
        var (least, open) = (new Dictionary<int, double>(), new PriorityQueue<int, double>());
        var pieces = new List<(Coordinate, Coordinate)>();
        Enter(start.Edge * 2, start.OffsetMm, 0);
        Enter((start.Edge * 2) + 1, graph.LengthMm[start.Edge] - start.OffsetMm, 0);
        while (open.TryDequeue(out var v, out var here))
        {
            for (var i = graph.FirstArc[v]; here == least[v] && i < graph.FirstArc[v + 1]; i++)
            {
                Enter(graph.ArcOf[i], 0, here);
            }
        }
        return pieces;

        void Enter(int arc, int offset, double here)
        {
            var (edge, length) = (arc >> 1, graph.LengthMm[arc >> 1]);
            var head = graph.ComesFrom(arc ^ 1);
            if (offset == length && offset > 0)
            {
                Offer(head, here);
                return;
            }
            if (!costs.MayWalk(arc) || (offset == 0 && costs.Endangers(arc)))
            {
                return;
            }
            var time = metric == WalkMetric.Emergency ? costs.Of(arc) : view.TimeOf(arc);
            var rest = length == 0 ? 0 : time * (double)(length - offset) / length;
            Offer(head, here + rest);
            var until = rest == 0 ? 1 : Math.Min(1, (limit - here - 3) / rest);
            if (until > 0 && limit >= here)
            {
                AddPieces(arc, length == 0 ? 0 : offset / (double)length, length == 0 ? 1 : (offset + ((length - offset) * until)) / length);
            }
        }

        void Offer(int vertex, double cost)
        {
            if (cost <= limit && cost < least.GetValueOrDefault(vertex, double.PositiveInfinity))
            {
                open.Enqueue(vertex, least[vertex] = cost);
            }
        }

        void AddPieces(int arc, double since, double until)
        {
            var points = Enumerable.Range(graph.FirstPoint[arc >> 1], graph.FirstPoint[(arc >> 1) + 1] - graph.FirstPoint[arc >> 1]).Select(graph.PointAt).ToList();
            if ((arc & 1) == 1)
            {
                points.Reverse();
            }
            var whole = points.Zip(points.Skip(1)).Sum(p => p.First.DistanceMetres(p.Second));
            var walked = 0.0;
            foreach (var (a, b) in points.Zip(points.Skip(1)))
            {
                var metres = a.DistanceMetres(b);
                var (from, to) = (((since * whole) - walked) / metres, ((until * whole) - walked) / metres);
                walked += metres;
                if (metres > 0 && to > 0 && from < 1 && to > from)
                {
                    pieces.Add((Between(a, b, Math.Max(0, from)), Between(a, b, Math.Min(1, to))));
                }
            }
        }
    }

    private static Coordinate Between(Coordinate a, Coordinate b, double share)
        => new(a.LatitudeDeg + ((b.LatitudeDeg - a.LatitudeDeg) * share), a.LongitudeDeg + ((b.LongitudeDeg - a.LongitudeDeg) * share));

    private static double Gap(Coordinate point, Coordinate a, Coordinate b)
    {
        var squeeze = Math.Cos(point.LatitudeDeg * Math.PI / 180);
        var (ax, ay) = ((a.LongitudeDeg - point.LongitudeDeg) * squeeze, a.LatitudeDeg - point.LatitudeDeg);
        var (dx, dy) = ((b.LongitudeDeg - a.LongitudeDeg) * squeeze, b.LatitudeDeg - a.LatitudeDeg);
        var along = dx == 0 && dy == 0 ? 0 : Math.Clamp(-((ax * dx) + (ay * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(ax + (along * dx), 2) + Math.Pow(ay + (along * dy), 2)) * Math.PI / 180 * Coordinate.EarthRadiusMetres;
    }
}
