using System.Text;
using Samagam.Routing.Drawing;
using Samagam.Routing.Tests.Search;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Drawing;

public sealed class TileTests
{
    [Fact]
    public void Whatever_is_drawn_stays_within_the_buffer_and_near_where_it_is()
    {
        Seeds.ForEach(1, (seed, luck) =>
        {
            var town = new DrawnTown(luck, 12);
            var map = town.Text.Load();
            for (var zoom = DrawnMap.MinZoom; zoom <= DrawnMap.MaxZoom; zoom++)
            {
                foreach (var address in DecodedTile.Cover(map, zoom))
                {
                    var tile = DecodedTile.Of(map, address);
                    Assert.All(tile.LayerNames.SelectMany(tile.Lines).SelectMany(l => l), p => Assert.True(
                        Math.Min(p.X, p.Y) >= -DrawnMap.Buffer && Math.Max(p.X, p.Y) <= DrawnMap.Extent + DrawnMap.Buffer, $"seed {seed}: {p} in {address}"));
                    if (zoom < DrawnMap.MaxZoom)
                    {
                        continue;
                    }
                    // At the last zoom everything is there; no mapped point is further from a line than tolerance and rounding allow.
                    var lines = tile.Lines("ways").ToList();
                    var graph = map.Graph;
                    for (var p = 0; p < graph.PointLatE7.Length; p++)
                    {
                        var unit = (double)DrawScale.Unit(zoom);
                        var (x, y) = ((WebMercator.X(graph.PointLonE7[p] / 1e7) - address.MinX) / unit, (WebMercator.Y(graph.PointLatE7[p] / 1e7) - address.MinY) / unit);
                        if (x is >= 0 and <= 2048 && y is >= 0 and <= 2048)
                        {
                            var nearest = lines.SelectMany(l => l.Zip(l.Skip(1))).Min(s => PlaneSegment.SquaredDistance(x, y, s.First.X, s.First.Y, s.Second.X, s.Second.Y));
                            Assert.True(Math.Sqrt(nearest) <= 2.5, $"seed {seed}: {x},{y} in {address} is {Math.Sqrt(nearest)} from its line");
                        }
                    }
                }
            }
        });
    }

    [Fact]
    public void An_amenity_is_in_exactly_one_tile_of_a_zoom()
    {
        var map = MapSnapshot.Sample();
        foreach (var zoom in (int[])[15, 16])
        {
            var drawn = DecodedTile.Cover(map, zoom).SelectMany(t => DecodedTile.Of(map, t).Layer("amenities")).Select(a => a.GetProperty("id").GetString()).ToList();
            Assert.Equal(map.Amenities.Select(a => a.Id).Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_sample_has_its_river_ghats_zones_and_ways_with_names_in_both_languages()
    {
        var map = MapSnapshot.Sample();
        Assert.True(map.IsSample);
        var ramGhat = map.Zones.Single(z => z.Id == "ram-ghat");
        var tile = DecodedTile.Of(map, TileAddress.Of(ramGhat.Bounds.SouthWest, 15));
        Assert.Equal(["amenities", "areas", "water", "ways", "zones"], tile.LayerNames.Order());
        Assert.Contains(tile.Layer("zones"), z => z.GetProperty("id").GetString() == "ram-ghat");
        Assert.Contains(tile.Root.GetProperty("names").EnumerateArray(), n => n.GetArrayLength() == 2 && n[0].GetString() == "Ram Ghat" && n[1].GetString() == "रामघाट");
        Assert.Equal(["area", "river"], tile.Layer("water").Select(w => w.GetProperty("class").GetString()).Order());
    }

    [Fact]
    public void Far_out_small_ways_and_names_are_left_out()
    {
        var map = MapSnapshot.Sample();
        var far = DecodedTile.Of(map, TileAddress.Of(map.Bounds.SouthWest, 10));
        Assert.Equal(["major"], far.Layer("ways").Select(w => w.GetProperty("class").GetString()));
        Assert.Empty(far.Layer("amenities"));
        Assert.All(far.Layer("ways"), w => Assert.False(w.TryGetProperty("name", out _)));
    }

    [Theory]
    [InlineData(100, 6_000)]
    [InlineData(24_000, 10)]
    public void A_tile_keeps_its_limits_says_that_it_is_cut_and_keeps_the_zones(int points, int features)
    {
        var map = MapSnapshot.Sample();
        var whole = DecodedTile.Cover(map, 14).Select(t => DecodedTile.Of(map, t)).MaxBy(t => t.Points)!;
        Assert.False(whole.IsCut);
        var cut = DecodedTile.Cover(map, 14).Select(t => DecodedTile.Of(map, t, new TileLimits { MaxPoints = points, MaxFeatures = features })).ToList();
        Assert.Contains(cut, t => t.IsCut);
        Assert.All(cut, t => Assert.True(t.Points <= points && t.LayerNames.Sum(l => t.Layer(l).Count()) <= features));
        var first = cut.First(t => t.IsCut);
        Assert.NotEmpty(first.Layer("zones"));
    }

    [Theory]
    [InlineData(9, 0, 0)]
    [InlineData(17, 0, 0)]
    [InlineData(10, 1024, 0)]
    [InlineData(10, 0, 1024)]
    [InlineData(10, -1, 0)]
    [InlineData(16, 0, int.MinValue)]
    public void An_address_that_is_none_has_no_tile(int zoom, int column, int row) =>
        Assert.Null(MapSnapshot.Sample().Drawn.Tile(new TileAddress(zoom, column, row)));

    [Fact]
    public void The_corners_of_the_world_are_empty_tiles_and_the_same_map_gives_the_same_bytes()
    {
        var (one, other) = (MapSnapshot.Sample(), MapSnapshot.Sample());
        Assert.Empty(DecodedTile.Of(one, new TileAddress(16, 65535, 65535)).LayerNames);
        Assert.Empty(DecodedTile.Of(one, new TileAddress(10, 0, 0)).LayerNames);
        Assert.Equal(one.Drawn.Version, other.Drawn.Version);
        Assert.All(DecodedTile.Cover(one, 14), t => Assert.Equal(one.Drawn.Tile(t), other.Drawn.Tile(t)));
    }

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var name = "🕉" + string.Concat(Enumerable.Repeat("🕉️", 80));
        var map = new OsmText().Node(1, 23, 75).Node(2, 23.001, 75).Way(5, $"highway=footway;name={name}", 1, 2).Load();
        var tile = DecodedTile.Of(map, TileAddress.Of(map.Bounds.SouthWest, 16));
        var drawn = tile.Root.GetProperty("names")[0][0].GetString()!;
        Assert.InRange(drawn.Length, 119, 120);
        Assert.Equal(drawn, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(drawn)));
    }

    [Fact]
    public void A_real_city_fits_the_limits_at_every_zoom()
    {
        var map = SharedMaps.Load("porto.osm.pbf");
        var middle = new Coordinate(41.1496, -8.6110);
        for (var zoom = DrawnMap.MinZoom; zoom <= DrawnMap.MaxZoom; zoom++)
        {
            var tile = DecodedTile.Of(map, TileAddress.Of(middle, zoom));
            Assert.False(tile.IsCut);
            Assert.NotEmpty(tile.Layer("ways"));
        }
    }
}
