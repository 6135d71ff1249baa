using System.IO.Compression;
using Samagam.Routing.Osm;

namespace Samagam.Routing.Tests.Osm;

/// <summary>The same map, whatever the packing and the order of its elements.</summary>
public sealed class ReaderTests(ITestOutputHelper output)
{
    private static OsmText Small() => new OsmText()
        .Node(1, 50, 8).Node(2, 50.001, 8, "barrier=gate").Node(3, 50.002, 8).Way(10, "highway=footway;name=घाट", 1, 2, 3);

    private static MapSnapshot Load(byte[] file)
        => MapSnapshot.Load(() => new MemoryStream(file, writable: false), cancel: TestContext.Current.CancellationToken);

    [Fact]
    public void The_format_is_told_by_content_and_all_formats_give_the_same_map()
    {
        var xml = Small().Bytes();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(xml);
        }
        byte[] plainNodes = [.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", PbfText.Zlib(PbfText.SmallBlock(dense: false)))];
        byte[] withMark = [0xEF, 0xBB, 0xBF, .. xml];
        foreach (var file in new[] { xml, withMark, packed.ToArray(), PbfText.SmallFile(), PbfText.SmallFile(zlib: false), plainNodes })
        {
            var map = Load(file);
            var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8), new(50.002, 8)));
            Assert.Equal(222.39, route.LengthMetres, 0.01);
            Assert.Equal("घाट", Assert.Single(route.Legs).Name.Hi);
            Assert.Equal(3, route.Geometry.Count);
        }
    }

    [Fact]
    public void Elements_in_any_order_give_the_same_routes()
    {
        var ordered = Small().Load();
        var unordered = new OsmText().Way(10, "highway=footway;name=घाट", 1, 2, 3)
            .Node(3, 50.002, 8).Node(1, 50, 8).Node(2, 50.001, 8, "barrier=gate").Load();
        var (a, b) = (new Coordinate(50.0001, 8), new Coordinate(50.0019, 8));
        Assert.Equal(((RouteFound)ordered.Usual.Route(a, b)).Geometry, ((RouteFound)unordered.Usual.Route(a, b)).Geometry);
    }

    [Fact]
    public void A_real_file_with_elements_out_of_order_is_read()
    {
        var map = SharedMaps.Load("moscow-unordered.osm.gz");
        output.WriteLine(map.Report.ToString());
        Assert.True(map.Report.Edges > 1000);
        Assert.IsType<RouteFound>(map.Usual.Route(
            map.Graph.VertexAt(map.Graph.Tail[0]), map.Graph.VertexAt(map.Graph.Tail[^1])));
    }

    [Fact]
    public void Memory_follows_the_nodes_that_are_needed_and_not_the_largest_id()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        new OsmText().Node(1, 50, 8).Node(long.MaxValue, 50.001, 8).Node(7_800_000_000, 50.002, 8).Node(-5, 50.003, 8)
            .Way(10, "highway=footway", 1, long.MaxValue, 7_800_000_000, -5).Load();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
    }

    [Fact]
    public void An_Indian_temple_town_is_read()
    {
        var map = SharedMaps.Load("hampi-india.osm");
        Assert.Equal(236, map.Report.Ways);
        Assert.True(map.Bounds.Contains(new Coordinate(15.335, 76.46)));
        Assert.IsType<RouteFound>(map.Usual.Route(new(15.335, 76.46), new(15.32, 76.47)));
    }

    [Fact]
    public void Deleted_elements_are_left_out()
    {
        var text = Small().ToString().Replace("<way id='10'>", "<way id='10' visible='false'>", StringComparison.Ordinal)
            .Replace("</osm>", "<way id='11'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way></osm>", StringComparison.Ordinal);
        Assert.Equal(1, Load(System.Text.Encoding.UTF8.GetBytes(text)).Report.Edges);
    }

    [Fact]
    public void A_way_whose_nodes_are_cut_off_by_the_extract_is_walked_as_far_as_it_is_there()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8).Node(4, 50.003, 8).Node(5, 50.004, 8)
            .Way(10, "highway=footway", 1, 2, 3, 4, 5).Load();
        Assert.Equal(2, map.Report.Edges);
        Assert.Single(map.Report.Dropped);
        Assert.Equal(new NoRoute(NoRouteReason.NotConnected), map.Usual.Route(new(50, 8), new(50.004, 8)));
    }

    [Fact]
    public void Progress_tells_each_stage_in_order_and_ends_ready()
    {
        var seen = new Stages();
        var bytes = Small().Bytes();
        MapSnapshot.Load(() => new MemoryStream(bytes), progress: seen, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal([MapLoadStage.ReadingWays, MapLoadStage.ReadingNodes, MapLoadStage.BuildingGraph,
            MapLoadStage.PlacingAmenities, MapLoadStage.Ready], seen.Distinct());
    }

    [Fact]
    public void The_version_is_the_beginning_of_the_SHA_256_of_the_whole_file()
    {
        var bytes = Small().Bytes();
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16];
        Assert.Equal(expected, Load(bytes).Version);
        byte[] longer = [.. bytes, (byte)'\n'];
        Assert.NotEqual(expected, Load(longer).Version);
    }

    private sealed class Stages : List<MapLoadStage>, IProgress<MapLoadProgress>
    {
        public void Report(MapLoadProgress value) => Add(value.Stage);
    }
}
