using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Conditions;

/// <summary>Rings of strangers are told from paths by boxes first; that must not change what they touch.</summary>
public sealed class HeldRingTests
{
    private static readonly MapSnapshot Map = MapSnapshot.Sample();

    [Fact]
    public void A_ring_touches_the_paths_that_its_plain_geometry_touches() => Seeds.ForEach(fresh: 60, (seed, luck) =>
    {
        var (sw, ne) = (Map.Bounds.SouthWest, Map.Bounds.NorthEast);
        // Whirls across the whole map and small ones between its paths.
        var size = seed % 2 == 0 ? 1 : 0.03;
        var (lat, lng) = (luck.NextDouble() * (1 - size), luck.NextDouble() * (1 - size));
        Coordinate[] ring =
        [
            .. Enumerable.Range(0, luck.Next(3, 40)).Select(_ => new Coordinate(
                sw.LatitudeDeg + ((ne.LatitudeDeg - sw.LatitudeDeg) * (lat + (size * luck.NextDouble()))),
                sw.LongitudeDeg + ((ne.LongitudeDeg - sw.LongitudeDeg) * (lng + (size * luck.NextDouble()))))),
        ];
        Assert.Equal(Enumerable.Range(0, Map.Graph.EdgeCount).Where(e => Plainly(Map.Graph, ring, e)), new OrderedPaths(Map.Graph).Touching(ring));
    });

    private static bool Plainly(WalkGraph graph, Coordinate[] ring, int edge)
    {
        var (first, last) = (graph.FirstPoint[edge], graph.FirstPoint[edge + 1] - 1);
        return Ring.Contains(ring, graph.PointAt(first)) || Enumerable.Range(first, last - first).Any(p => Crosses(ring, graph.PointAt(p), graph.PointAt(p + 1)));
    }

    // Two lines meet where the ends of each lie on either side of the other, or on it.
    private static bool Crosses(Coordinate[] ring, Coordinate p, Coordinate q) => ring.Index().Any(side =>
    {
        var (a, b) = (side.Item, ring[(side.Index + 1) % ring.Length]);
        return Turn(a, b, p) * Turn(a, b, q) <= 0 && Turn(p, q, a) * Turn(p, q, b) <= 0;
    });

    private static int Turn(Coordinate a, Coordinate b, Coordinate c)
        => Math.Sign(((b.LongitudeDeg - a.LongitudeDeg) * (c.LatitudeDeg - a.LatitudeDeg)) - ((b.LatitudeDeg - a.LatitudeDeg) * (c.LongitudeDeg - a.LongitudeDeg)));
}
