using Samagam.Core.Geo;
using Samagam.Core.Orders;
using Samagam.Mesh.Orders;
using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Hub.Tests.Ways;

/// <summary>Rings made of zones and circles.</summary>
public sealed class OrderGroundTests
{
    private static readonly MapSnapshot Sample = MapSnapshot.Sample();

    [Fact]
    public void A_closed_zone_closes_what_lies_in_it_and_no_walk_that_only_passes_by()
    {
        var places = Sample.Amenities.Where((_, i) => i % 9 == 0).Select(a => a.Point).ToList();
        var (round, through) = (0, 0);
        foreach (var zone in Sample.Zones.Where(z => z.Kind == ZoneKind.Crowd))
        {
            var ring = OrderGround.Of(zone).Select(p => new Coordinate(p.LatitudeDeg, p.LongitudeDeg)).ToList();
            var closed = Sample.Under(PathConditions.Usual with { Epoch = 1, Orders = [new PathOrder(PathOrderEffect.Closed, [], ring)] });
            foreach (var (from, to) in places.Zip(places.Skip(1)))
            {
                if (zone.Contains(from) || zone.Contains(to) || Sample.Usual.Route(from, to) is not RouteFound usual)
                {
                    continue;
                }
                if (Inside(zone, usual))
                {
                    through++;
                    Assert.True(closed.Route(from, to) is not RouteFound detour || !Inside(zone, detour), $"{from} to {to} comes through {zone.Id}");
                }
                else
                {
                    round++;
                    Assert.True(closed.StateOf(usual, WalkMetric.Shortest) == RouteState.Good, $"{from} to {to} never comes into {zone.Id} and is closed by it");
                }
            }
        }
        Assert.True(through > 3 && round > 100, $"{through} through, {round} round");
    }

    [Theory]
    [InlineData(4.99, false)]
    [InlineData(5, true)]
    [InlineData(2_000, true)]
    [InlineData(2_000.1, false)]
    [InlineData(double.NaN, false)]
    public void A_circle_has_a_radius_from_5_m_to_2_km(double radius, bool isOne)
    {
        var middle = new GeoPoint(23.185, 75.765);
        var ring = OrderGround.Round(middle, radius);
        Assert.Equal(isOne, ring is not null);
        Assert.All(ring ?? [], p => Assert.InRange(p.DistanceM(middle), radius - 0.5, radius + 0.5));
    }

    [Fact]
    public void A_zone_of_a_thousand_corners_becomes_a_ring_of_two_hundred()
    {
        var corners = Enumerable.Range(0, 1_000).Select(i => Math.SinCos(i * Math.PI / 500)).Select(a => (23.2 + (a.Sin * 0.001), 75.7 + (a.Cos * 0.001))).ToList();
        var nodes = string.Concat(corners.Select((c, i) => FormattableString.Invariant($"<node id=\"{i + 1}\" lat=\"{c.Item1:0.0000000}\" lon=\"{c.Item2:0.0000000}\"/>")));
        var refs = string.Concat(Enumerable.Range(1, 1_000).Append(1).Select(i => $"<nd ref=\"{i}\"/>"));
        var osm = $"<osm version=\"0.6\">{nodes}<way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"footway\"/></way><way id=\"2\">{refs}<tag k=\"samagam:zone\" v=\"round\"/></way></osm>";
        var map = MapSnapshot.Load(() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(osm)));
        var zone = map.Zones.Single();
        var ring = OrderGround.Of(zone);
        Assert.Equal(WayOrder.MaxPoints, ring.Count);
        Assert.All(ring, p => Assert.True(zone.Contains(new(p.LatitudeDeg, p.LongitudeDeg))));
    }

    private static bool Inside(Zone zone, RouteFound route) => route.Geometry.Zip(route.Geometry.Skip(1)).Any(p =>
        p.First.DistanceMetres(p.Second) > 1
        && zone.Contains(new((p.First.LatitudeDeg + p.Second.LatitudeDeg) / 2, (p.First.LongitudeDeg + p.Second.LongitudeDeg) / 2)));
}
