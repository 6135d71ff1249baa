using Samagam.Routing.Zones;

namespace Samagam.Routing.Tests.Zones;

/// <summary>Which sector a point is in.</summary>
public sealed class ZoneTests
{
    [Fact]
    public void A_hole_in_a_sector_is_not_in_it_and_neighbours_share_no_point()
    {
        var map = new OsmText()
            .Node(1, 50, 8).Node(2, 50, 8.003).Node(3, 50.003, 8.003).Node(4, 50.003, 8).Node(5, 50, 8.006).Node(6, 50.003, 8.006)
            .Node(11, 50.001, 8.001).Node(12, 50.001, 8.002).Node(13, 50.002, 8.002).Node(14, 50.002, 8.001)
            .Way(20, "", 1, 2, 3, 4, 1).Way(21, "", 11, 12, 13, 14, 11)
            .Way(22, "samagam:sector=2;name=दो;name:en=Two", 2, 5, 6, 3, 2)
            .Relation(30, "type=multipolygon;samagam:sector=1;name=एक", (20, "outer"), (21, "inner"))
            .Way(40, "highway=footway", 1, 2, 5).Load();
        Assert.Equal("1", map.SectorOf(new(50.0005, 8.0005))?.Id);
        Assert.Null(map.SectorOf(new(50.0015, 8.0015)));
        Assert.Equal("Two", map.SectorOf(new(50.001, 8.004))?.Name.En);
        Assert.Null(map.SectorOf(new(51, 8)));
        for (var i = 0; i <= 30; i++)
        {
            // Along the common border every point is in exactly one.
            var onBorder = new Coordinate(50.0001 + (i * 0.00009), 8.003);
            Assert.Single(map.Zones, z => z.Kind == ZoneKind.Sector && z.Contains(onBorder));
        }
    }
}
