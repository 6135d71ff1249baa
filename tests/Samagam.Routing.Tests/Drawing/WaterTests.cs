using Samagam.Routing.Drawing;

namespace Samagam.Routing.Tests.Drawing;

public sealed class WaterTests
{
    [Fact]
    public void A_lake_with_an_island_is_one_area_of_two_rings()
    {
        var map = Banks()
            .Way(60, "", 11, 12, 13, 14, 11).Way(61, "", 21, 22, 23, 24, 21)
            .Relation(70, "type=multipolygon;natural=water;name=Tank", (60, "outer"), (61, "inner")).Load();
        var water = Assert.Single(Tile(map).Layer("water"));
        Assert.Equal(("area", 2), (water.GetProperty("class").GetString(), water.GetProperty("rings").GetArrayLength()));
        Assert.Equal(1, map.Report.Water);
    }

    [Fact]
    public void A_river_bed_cut_off_by_the_extract_is_drawn_by_its_bank_and_floods_nothing()
    {
        var map = Banks().Way(60, "", 11, 12, 13).Relation(70, "type=multipolygon;natural=water", (60, "outer"), (999, "outer")).Load();
        var water = Assert.Single(Tile(map).Layer("water"));
        Assert.Equal(("shore", false), (water.GetProperty("class").GetString(), water.TryGetProperty("rings", out _)));
    }

    [Theory]
    [InlineData("waterway=river", "river")]
    [InlineData("waterway=canal", "canal")]
    [InlineData("waterway=stream", "stream")]
    [InlineData("natural=coastline", "shore")]
    [InlineData("waterway=riverbank", "shore")]
    [InlineData("waterway=stream;tunnel=culvert", null)]
    [InlineData("waterway=weir", null)]
    public void Lines_of_water_are_drawn_by_what_they_are(string tags, string? look)
    {
        var map = Banks().Way(60, tags, 11, 12, 13).Load();
        Assert.Equal(look is null ? [] : [look], Tile(map).Layer("water").Select(w => w.GetProperty("class").GetString()));
    }

    [Fact]
    public void Water_does_not_change_where_people_walk()
    {
        var dry = Banks().Load();
        var wet = Banks().Way(60, "natural=water", 11, 12, 13, 14, 11).Way(61, "waterway=river", 1, 12).Load();
        Assert.Equal((dry.Report.Edges, dry.Report.Vertices, dry.Report.Areas), (wet.Report.Edges, wet.Report.Vertices, wet.Report.Areas));
    }

    [Fact]
    public void Water_beyond_the_limit_is_dropped_and_counted()
    {
        var map = Banks().Way(60, "waterway=river", 11, 12, 13).Way(61, "waterway=canal", 21, 22).Load(new MapLoadOptions { MaxWaterPoints = 4 });
        Assert.Equal((1, 1), (map.Report.Water, map.Report.Dropped["water beyond the limit"]));
        Assert.Equal(2, Banks().Way(60, "waterway=river", 11, 12, 13).Way(61, "waterway=canal", 21, 22).Load(new MapLoadOptions { MaxWaterPoints = 5 }).Report.Water);
    }

    private static DecodedTile Tile(MapSnapshot map) => DecodedTile.Of(map, TileAddress.Of(new Coordinate(23.0010, 75.0010), 15));

    // A path beside, since a map without one is none.
    private static OsmText Banks() => new OsmText().Node(1, 23, 75).Node(2, 23.002, 75).Way(5, "highway=footway", 1, 2)
        .Node(11, 23.0005, 75.0005).Node(12, 23.0005, 75.0015).Node(13, 23.0015, 75.0015).Node(14, 23.0015, 75.0005)
        .Node(21, 23.0008, 75.0008).Node(22, 23.0008, 75.0012).Node(23, 23.0012, 75.0012).Node(24, 23.0012, 75.0008);
}
