using System.IO.Compression;
using System.Text;
using Samagam.Routing.Osm;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Osm;

/// <summary>A map file is a stranger's bytes: whatever is wrong with it, the operator gets a typed sentence and nothing else.</summary>
public sealed class HostileFileTests
{
    private static MapSnapshot Load(byte[] file, MapLoadOptions? options = null)
        => MapSnapshot.Load(() => new MemoryStream(file, writable: false), options, cancel: TestContext.Current.CancellationToken);

    private static MapFormatException Refused(byte[] file, MapLoadOptions? options = null)
        => Assert.Throws<MapFormatException>(() => Load(file, options));

    private static byte[] Small(MapLoadOptions? _ = null) => new OsmText()
        .Node(1, 50, 8).Node(2, 50.001, 8, "barrier=gate").Node(3, 50.002, 8).Way(10, "highway=footway;name=घाट", 1, 2, 3).Bytes();

    private static byte[] Gzip(byte[] data)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(data);
        }
        return packed.ToArray();
    }

    [Fact]
    public void An_empty_file_is_truncated() => Assert.Equal(MapFault.Truncated, Refused([]).Fault);

    [Fact]
    public void Something_else_is_called_an_unknown_format()
    {
        Assert.Equal(MapFault.UnknownFormat, Refused("PK\u0003\u0004 this is a zip"u8.ToArray()).Fault);
        Assert.Equal(MapFault.UnknownFormat, Refused("<html><body>not found</body></html>"u8.ToArray()).Fault);
        Assert.Equal(MapFault.UnknownFormat, Refused("{\"elements\": []}"u8.ToArray()).Fault);
    }

    [Fact]
    public void Bzip2_is_named_as_unsupported() => Assert.Equal(MapFault.Unsupported, Refused("BZh91AY&SY"u8.ToArray()).Fault);

    [Fact]
    public void A_map_without_paths_is_empty()
        => Assert.Equal(MapFault.Empty, Refused(new OsmText().Node(1, 50, 8, "amenity=toilets").Bytes()).Fault);

    [Fact]
    public void Every_cut_of_every_format_is_refused_and_never_crashes()
    {
        foreach (var whole in new[] { Small(), Gzip(Small()), PbfText.SmallFile(), PbfText.SmallFile(zlib: false) })
        {
            Load(whole);
            for (var length = 0; length < whole.Length - 1; length++)
            {
                var cut = whole[..length];
                try
                {
                    Load(cut);
                    // The end mark and trailer of gzip, or a line break after the last tag, carry nothing of the map.
                    Assert.True(length >= whole.Length - 11, $"cut to {length} of {whole.Length} was accepted");
                }
                catch (MapFormatException e)
                {
                    Assert.NotEmpty(e.Why);
                }
            }
        }
    }

    [Fact]
    public void Random_damage_is_refused_or_read_and_never_crashes() => Seeds.ForEach(fresh: 15, (_, luck) =>
    {
        foreach (var whole in new[] { Small(), Gzip(Small()), PbfText.SmallFile(), PbfText.SmallFile(zlib: false) })
        {
            for (var round = 0; round < 100; round++)
            {
                var damaged = whole.ToArray();
                for (var i = 0; i <= luck.Next(4); i++)
                {
                    damaged[luck.Next(damaged.Length)] = (byte)luck.Next(256);
                }
                try
                {
                    Load(damaged);
                }
                catch (MapFormatException e)
                {
                    Assert.NotEmpty(e.Why);
                }
            }
        }
    }, 2143744638, 924227425);

    [Fact]
    public void A_block_that_asks_for_a_preset_dictionary_is_damaged_and_no_failure_of_the_disk()
    {
        byte[] blob = [.. PbfText.Number(2, 100), .. PbfText.Bytes(3, [0x78, 0x20, 1, 2, 3, 4, 5, 6])];
        var refused = Refused([.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", blob)]);
        Assert.Equal(MapFault.Malformed, refused.Fault);
    }

    [Theory]
    [InlineData(64 * 1024 + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void A_block_header_beyond_64_KiB_is_refused_before_memory_is_taken(int claimed)
    {
        var file = PbfText.SmallFile();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file, claimed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Refused(file);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Contains("block header says", refused.Why);
        Assert.Equal(0, refused.Position);
    }

    [Theory]
    [InlineData(32L * 1024 * 1024 + 1)]
    [InlineData(long.MaxValue)]
    public void A_block_beyond_32_MiB_is_refused_before_memory_is_taken(long claimed)
    {
        byte[] file = [.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", [1, 2, 3], claimed)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("33554432 are allowed", Refused(file).Why);
        byte[] inflated = [.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", PbfText.Zlib([1, 2, 3], claimed))];
        Assert.Equal(MapFault.TooLarge, Refused(inflated).Fault);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void A_block_of_exactly_the_limit_is_read_and_one_byte_more_is_not()
    {
        // Padded with a field nobody knows, so that the unpacked size is the larger of the two.
        byte[] block = [.. PbfText.SmallBlock(), .. PbfText.Bytes(99, new byte[1000])];
        byte[] file = [.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", PbfText.Zlib(block))];
        Load(file, new() { Osm = new() { MaxBlobBytes = block.Length } });
        Assert.Equal(MapFault.TooLarge, Refused(file, new() { Osm = new() { MaxBlobBytes = block.Length - 1 } }).Fault);
    }

    [Fact]
    public void A_block_that_unpacks_to_more_than_it_says_is_refused()
    {
        byte[] bomb = [.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", PbfText.Zlib(new byte[10_000_000], 100))];
        Assert.Contains("does not unpack to the size", Refused(bomb).Why);
    }

    [Fact]
    public void A_gzip_bomb_stops_at_the_limit()
    {
        var bomb = Gzip([.. "<osm version='0.6'>"u8, .. Enumerable.Repeat((byte)' ', 5_000_000)]);
        var refused = Refused(bomb, new() { Osm = new() { MaxUnpackedBytes = 1_000_000 } });
        Assert.Equal(MapFault.TooLarge, refused.Fault);
    }

    [Fact]
    public void Entities_and_document_types_are_refused()
    {
        var bomb = "<!DOCTYPE osm [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><osm version='0.6'><note>&b;</note></osm>";
        Assert.Equal(MapFault.Malformed, Refused(Encoding.UTF8.GetBytes(bomb)).Fault);
    }

    [Fact]
    public void An_unknown_required_feature_or_packing_is_named()
    {
        Assert.Contains("HistoricalInformation", Refused(PbfText.Header("OsmSchema-V0.6", "HistoricalInformation")).Why);
        byte[] lzma = [.. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", PbfText.Bytes(4, [1, 2, 3]))];
        Assert.Equal(MapFault.Unsupported, Refused(lzma).Fault);
        Assert.Equal(MapFault.Malformed, Refused(PbfText.FileBlock("OSMData", PbfText.Raw(PbfText.SmallBlock()))).Fault);
    }

    [Theory]
    [InlineData("a string that is not in the table")]
    [InlineData("columns of unequal length")]
    [InlineData("a place beyond the pole")]
    [InlineData("a granularity of zero")]
    [InlineData("a number without end")]
    public void A_block_that_contradicts_itself_is_refused(string how)
    {
        var block = how switch
        {
            "a string that is not in the table" =>
                [.. PbfText.Strings("", "highway"), .. PbfText.Bytes(2, PbfText.Bytes(3, [.. PbfText.Packed(2, 1), .. PbfText.Packed(3, 99)]))],
            "columns of unequal length" =>
                PbfText.Bytes(2, PbfText.Bytes(2, [.. PbfText.PackedDeltas(1, 1, 2), .. PbfText.PackedDeltas(8, 1), .. PbfText.PackedDeltas(9, 1)])),
            "a place beyond the pole" =>
                PbfText.Bytes(2, PbfText.Bytes(1, [.. PbfText.Signed(1, 1), .. PbfText.Signed(8, 900_000_001), .. PbfText.Signed(9, 0)])),
            "a granularity of zero" => PbfText.Number(17, 0),
            _ => new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF },
        };
        // The small block comes along so that the map is not merely empty.
        byte[] file =
        [
            .. PbfText.Header("OsmSchema-V0.6"), .. PbfText.FileBlock("OSMData", PbfText.Raw(PbfText.SmallBlock())),
            .. PbfText.FileBlock("OSMData", PbfText.Raw(block)),
        ];
        Assert.Equal(MapFault.Malformed, Refused(file).Fault);
    }

    [Fact]
    public void A_way_of_exactly_as_many_nodes_as_allowed_is_read_and_one_more_is_not()
    {
        var three = new MapLoadOptions { Osm = new() { MaxNodesPerWay = 3 } };
        var two = new MapLoadOptions { Osm = new() { MaxNodesPerWay = 2 } };
        Load(Small(), three);
        Load(PbfText.SmallFile(), three);
        Assert.Equal(MapFault.TooLarge, Refused(Small(), two).Fault);
        Assert.Equal(MapFault.TooLarge, Refused(PbfText.SmallFile(), two).Fault);
    }

    [Fact]
    public void Needed_nodes_edges_tags_and_strings_have_limits()
    {
        Load(Small(), new() { Osm = new() { MaxNeededNodes = 3 } });
        Assert.Equal(MapFault.TooLarge, Refused(Small(), new() { Osm = new() { MaxNeededNodes = 2 } }).Fault);
        var crossing = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8).Node(3, 50.002, 8)
            .Way(10, "highway=footway", 1, 2).Way(11, "highway=footway", 2, 3).Bytes();
        Load(crossing, new() { MaxEdges = 2 });
        Assert.Equal(MapFault.TooLarge, Refused(crossing, new() { MaxEdges = 1 }).Fault);
        Load(Small(), new() { Osm = new() { MaxTagsPerElement = 2, MaxTagLength = 7 } });
        Assert.Equal(MapFault.TooLarge, Refused(Small(), new() { Osm = new() { MaxTagsPerElement = 1 } }).Fault);
        Assert.Equal(MapFault.TooLarge, Refused(Small(), new() { Osm = new() { MaxTagLength = 6 } }).Fault);
        Load(PbfText.SmallFile(), new() { Osm = new() { MaxStringsPerBlock = 7 } });
        Assert.Equal(MapFault.TooLarge, Refused(PbfText.SmallFile(), new() { Osm = new() { MaxStringsPerBlock = 6 } }).Fault);
    }

    [Fact]
    public void A_relation_of_exactly_as_many_members_as_allowed_is_read_and_one_more_is_not()
    {
        var xml = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8.001).Node(3, 50, 8.001).Way(10, "highway=footway", 1, 2)
            .Way(20, "", 1, 2).Way(21, "", 2, 3, 1).Relation(30, "type=boundary;samagam:sector=1", (20, "outer"), (21, "outer")).Bytes();
        var strings = PbfText.Strings("", "type", "boundary", "samagam:sector", "1", "outer");
        byte[] relation = PbfText.Bytes(4,
        [
            .. PbfText.Number(1, 30), .. PbfText.Packed(2, 1, 3), .. PbfText.Packed(3, 2, 4),
            .. PbfText.Packed(8, 5, 5), .. PbfText.PackedDeltas(9, 20, 21), .. PbfText.Packed(10, 1, 1),
        ]);
        byte[] ways =
        [
            .. PbfText.Bytes(3, [.. PbfText.Number(1, 20), .. PbfText.PackedDeltas(8, 1, 2)]),
            .. PbfText.Bytes(3, [.. PbfText.Number(1, 21), .. PbfText.PackedDeltas(8, 2, 3, 1)]),
        ];
        // The relation comes before its ways, and both before what they need.
        byte[] pbf =
        [
            .. PbfText.Header("OsmSchema-V0.6", "DenseNodes"),
            .. PbfText.FileBlock("OSMData", PbfText.Zlib([.. PbfText.Bytes(2, relation), .. PbfText.Bytes(2, ways), .. strings])),
            .. PbfText.FileBlock("OSMData", PbfText.Zlib(PbfText.SmallBlock())),
        ];
        foreach (var file in new[] { xml, pbf })
        {
            Assert.Equal("1", Assert.Single(Load(file, new() { Osm = new() { MaxMembersPerRelation = 2 } }).Zones).Id);
            Assert.Equal(MapFault.TooLarge, Refused(file, new() { Osm = new() { MaxMembersPerRelation = 1 } }).Fault);
        }
    }

    [Fact]
    public void A_straight_piece_longer_than_allowed_is_cut_out_and_counted()
    {
        // 222.39 m in two pieces of 111.195 m.
        Assert.Empty(Load(Small(), new() { MaxSegmentMetres = 111.2 }).Report.Dropped);
        var far = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8).Node(3, 50.003, 8).Way(10, "highway=footway", 1, 2, 3)
            .Load(new() { MaxSegmentMetres = 200 });
        Assert.Equal(1, Assert.Single(far.Report.Dropped).Value);
        Assert.Equal(50.001, far.Bounds.NorthEast.LatitudeDeg);
    }

    [Fact]
    public void Amenities_and_zones_beyond_their_limit_are_dropped_and_counted()
    {
        var text = new OsmText().Node(1, 50, 8).Node(2, 50.001, 8.001).Node(3, 50, 8.001).Way(10, "highway=footway", 1, 2)
            .Node(21, 50, 8, "amenity=toilets").Node(22, 50, 8, "amenity=toilets")
            .Way(11, "samagam:sector=1", 1, 2, 3, 1).Way(12, "samagam:sector=2", 1, 2, 3, 1);
        var map = text.Load(new() { MaxAmenities = 1, MaxZones = 1 });
        Assert.Single(map.Amenities);
        Assert.Single(map.Zones);
        Assert.Equal(1, map.Report.Dropped["amenity beyond the limit"]);
        Assert.Equal(1, map.Report.Dropped["zone beyond the limit"]);
        Assert.Equal(2, text.Load(new() { MaxAmenities = 2, MaxZones = 2 }).Amenities.Count);
    }

    [Fact]
    public void Two_paths_at_the_ends_of_the_Earth_do_not_make_a_grid_of_it()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var map = new OsmText().Node(1, -89, -179).Node(2, -89.001, -179).Node(3, 89, 179).Node(4, 89.001, 179)
            .Way(10, "highway=footway", 1, 2).Way(11, "highway=footway", 3, 4).Load();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000);
        Assert.IsType<RouteFound>(map.Usual.Route(new(-89, -179), new(-89.001, -179)));
    }

    [Fact]
    public void A_failing_disk_is_not_blamed_on_the_file()
    {
        var file = Gzip(Small());
        Assert.Throws<IOException>(() => MapSnapshot.Load(() => new FailingStream(file), cancel: TestContext.Current.CancellationToken));
    }

    private sealed class FailingStream(byte[] start) : MemoryStream(start)
    {
        // The span overload of a derived MemoryStream comes through here.
        public override int Read(byte[] buffer, int offset, int count)
            => Position < 70 ? base.Read(buffer, offset, Math.Min(count, 70)) : throw new IOException("read error");
    }

    [Fact]
    public void A_cancelled_load_stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => MapSnapshot.Load(() => new MemoryStream(Small()), cancel: cancel.Token));
    }
}
