using Samagam.Routing.Clip;
using Samagam.Routing.Graph;
using Samagam.Routing.Osm;

namespace Samagam.Routing.Tests.Clip;

/// <summary>A map is cut down to the ground of the gathering; what is left out is counted and said.</summary>
public sealed class ClipTests
{
    private static readonly ClipArea South = ClipArea.OfBox(7.99, 49.99, 8.01, 50.0025);

    // Four junctions from south to north, 111 m apart; a way up, a way east at each end.
    private static OsmText Street() => new OsmText()
        .Node(1, 50, 8).Node(2, 50.001, 8).Node(3, 50.002, 8).Node(4, 50.003, 8).Node(5, 50.004, 8)
        .Node(6, 50, 8.001).Node(7, 50.004, 8.001)
        .Way(10, "highway=footway;name=Ghat road", 1, 2, 3, 4, 5)
        .Way(11, "highway=footway;name=South lane", 1, 6)
        .Way(12, "highway=footway;name=North lane", 5, 7);

    [Fact]
    public void Ways_are_cut_at_the_last_node_inside_and_those_outside_are_gone()
    {
        var map = Street().Load(new MapLoadOptions { Clip = South });
        Assert.Equal(2, map.Report.Edges);
        Assert.Equal(50.002, map.Bounds.NorthEast.LatitudeDeg);
        Assert.Equal(1, map.Report.Dropped["way outside of the clip"]);
        Assert.Equal(1, map.Report.Dropped["piece of a way outside of the clip (way cut there)"]);
        Assert.DoesNotContain(map.Graph.Names, n => n.Name == "North lane");
        Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.001), new(50.002, 8)));
    }

    [Fact]
    public void A_way_that_leaves_and_comes_back_is_two_ways()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8).Node(3, 50.009, 8.001).Node(4, 50.001, 8.002).Node(5, 50, 8.002)
            .Way(10, "highway=footway", 1, 2, 3, 4, 5).Load(new MapLoadOptions { Clip = South });
        Assert.Equal((2, 2), (map.Report.Edges, map.Report.Components));
        Assert.Equal(1, map.Report.Dropped["piece of a way outside of the clip (way cut there)"]);
    }

    [Fact]
    public void Amenities_and_zones_outside_are_left_out_and_a_zone_that_reaches_in_is_kept_whole()
    {
        var map = Street()
            .Node(20, 50.0001, 8.0001, "amenity=toilets").Node(21, 50.0039, 8.0001, "amenity=toilets")
            .Node(31, 50.0015, 7.999).Node(32, 50.0015, 8.0005).Node(33, 50.0035, 8.0005).Node(34, 50.0035, 7.999)
            .Way(30, "samagam:zone=half", 31, 32, 33, 34, 31)
            .Node(41, 50.0035, 7.999).Node(42, 50.0035, 8.0005).Node(43, 50.0045, 8.0005)
            .Way(40, "samagam:zone=north", 41, 42, 43, 41)
            .Node(51, 49, 7).Node(52, 49, 9).Node(53, 51, 9).Node(54, 51, 7)
            .Way(50, "samagam:sector=7", 51, 52, 53, 54, 51)
            .Load(new MapLoadOptions { Clip = South });
        Assert.Equal(["7", "half"], map.Zones.Select(z => z.Id));
        Assert.Equal(50.0035, map.Zones[1].Bounds.NorthEast.LatitudeDeg);
        Assert.Equal("n20", Assert.Single(map.Amenities).Id);
        Assert.Equal(1, map.Report.Dropped["zone outside of the clip"]);
        Assert.Equal(1, map.Report.Dropped["amenity outside of the clip"]);
    }

    [Fact]
    public void Nothing_left_is_said_as_an_empty_map()
        => Assert.Equal(MapFault.Empty, Assert.Throws<MapFormatException>(() => Street().Load(new MapLoadOptions { Clip = ClipArea.OfBox(70, 20, 71, 21) })).Fault);

    [Fact]
    public void The_same_area_is_read_from_a_box_from_geojson_and_from_a_polygon_file()
    {
        ClipArea[] areas =
        [
            ClipText.Parse("7.99,49.99,8.01,50.0025"),
            ClipText.Parse("""{"type":"Polygon","coordinates":[[[7.99,49.99],[8.01,49.99],[8.01,50.0025],[7.99,50.0025],[7.99,49.99]]]}"""),
            ClipText.Parse("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null},{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[7.99,49.99],[8.01,49.99],[8.01,50.0025],[7.99,50.0025],[7.99,49.99]]]]}}]}"""),
            ClipText.Parse("ghats\n1\n   7.99 49.99\n   8.01E+00 4.999E+01\n   8.01 50.0025\n   7.99 50.0025\n   7.99 49.99\nEND\nEND\n"),
        ];
        Assert.All(areas, area =>
        {
            Assert.Equal(South.Bounds, area.Bounds);
            Assert.True(area.Contains(new(50, 8)));
            Assert.False(area.Contains(new(50.003, 8)));
        });
    }

    [Fact]
    public void A_hole_is_outside()
    {
        var area = ClipText.Parse("""{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[6,3],[6,6],[3,6],[3,3]]]}""");
        Assert.True(area.Contains(new(1, 1)));
        Assert.False(area.Contains(new(4, 4)));
        Assert.False(ClipText.Parse("x\na\n0 0\n9 0\n9 9\n0 9\nEND\n!b\n3 3\n6 3\n6 6\n3 6\nEND\nEND").Contains(new(4, 4)));
    }

    [Theory]
    [InlineData("", "polygon file that ends with END")]
    [InlineData("8,50,7,51", "the lesser first")]
    [InlineData("x\n1\n0 0\n9 0\n9 9\nEND\n", "ends with END")]
    [InlineData("x\n1\nzero 0\nEND\nEND\n", "line 3")]
    [InlineData("x\nEND\n", "no ring")]
    [InlineData("x\n1\n0 0\n9 0\nEND\nEND\n", "at least three points")]
    [InlineData("{", "no GeoJSON")]
    [InlineData("{}", "no GeoJSON")]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""", "no Polygon")]
    [InlineData("""{"type":"Polygon","coordinates":"here"}""", "no GeoJSON")]
    [InlineData("""{"type":"Polygon","coordinates":[[[1],[2],[3],[1]]]}""", "latitude")]
    [InlineData("""{"type":"Polygon","coordinates":[[[23.1,175.7],[23.2,175.7],[23.2,175.8]]]}""", "longitude before latitude")]
    public void What_is_no_area_is_refused_with_a_reason(string text, string why)
        => Assert.Contains(why, Assert.Throws<FormatException>(() => ClipText.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_and_too_many_points_are_refused()
    {
        Assert.Throws<FormatException>(() => ClipText.Parse(string.Concat(Enumerable.Repeat("""{"type":"Feature","geometry":""", 5000))));
        Assert.Throws<FormatException>(() => ClipText.Parse(new string(' ', ClipText.MaxChars + 1)));
        var ring = Enumerable.Range(0, ClipArea.MaxPoints).Select(i => new Coordinate(Math.Cos(i), Math.Sin(i))).ToList();
        Assert.NotNull(new ClipArea([ring]));
        Assert.Throws<ArgumentException>(() => new ClipArea([[.. ring, new Coordinate(0, 0)]]));
    }

    [Fact]
    public void Names_are_kept_in_the_languages_asked_for()
    {
        var text = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8).Way(10, "highway=footway;name=घाट मार्ग;name:en=Ghat road;name:mr=घाट रस्ता;name:ta=படித்துறை", 1, 2);
        Assert.Equal(new PathName("घाट मार्ग", "घाट मार्ग", "Ghat road"), Name());
        Assert.Equal(new PathName("घाट मार्ग", "घाट मार्ग", ""), Name("hi"));
        Assert.Equal(new PathName("घाट रस्ता", "", "Ghat road"), Name("mr", "ta", "en"));
        Assert.Equal(new PathName("படித்துறை", "घाट मार्ग", ""), Name("ta", "mr", "hi"));
        Assert.Equal(new PathName("घाट मार्ग", "", "Ghat road"), Name("gu", "en"));
        Assert.Throws<ArgumentException>(() => Name("HI"));
        Assert.Throws<ArgumentException>(() => Name("hi", "en", "mr", "ta", "te", "gu", "kn", "bn", "pa"));

        PathName Name(params string[] languages) => text.Load(languages is [] ? null : new MapLoadOptions { Languages = languages }).Graph.Names[1];
    }
}
