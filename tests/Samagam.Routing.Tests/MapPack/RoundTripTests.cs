using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.MapPack;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.MapPack;

/// <summary>A map from its pack is the map the pack was made from.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void A_map_from_a_pack_gives_every_answer_of_the_map_it_was_made_of() => Seeds.ForEach(fresh: 6, (_, luck) =>
    {
        var map = Packs.Town(luck, luck.Next(3, 9));
        var packed = Packs.Load(Packs.Of(map));
        Same(map, packed);
        for (var i = 0; i < 40; i++)
        {
            var conditions = new PathConditions
            {
                Epoch = i,
                Zones = new Dictionary<string, ZoneCondition> { ["north"] = ZoneCondition.After(false, luck.NextDouble() * 6) },
                Orders = i % 3 == 0 ? [] : [new PathOrder((PathOrderEffect)luck.Next(4), [1000 + luck.Next(1, 60), 200_005], [], luck.Next(360))],
            };
            SameAnswers(map.Under(conditions), packed.Under(conditions), luck);
        }
    });

    [Fact]
    public void The_pack_of_a_map_from_a_pack_is_the_same_file() => Seeds.ForEach(fresh: 6, (_, luck) =>
    {
        var pack = Packs.Of(Packs.Town(luck, luck.Next(3, 9)));
        Assert.Equal(pack, Packs.Of(Packs.Load(pack)));
    });

    [Theory]
    [InlineData("hampi-india.osm")]
    [InlineData("monaco-2023.osm.pbf")]
    public void A_real_map_survives_its_pack(string file)
    {
        var map = SharedMaps.Load(file);
        var pack = Packs.Of(map);
        var packed = Packs.Load(pack);
        Same(map, packed);
        var luck = new Random(5);
        var (one, other) = (new MapViews(map, Packs.Small).Next(PathConditions.Usual), new MapViews(packed, Packs.Small).Next(PathConditions.Usual));
        for (var i = 0; i < 50; i++)
        {
            SameAnswers(one, other, luck);
        }
        Assert.Equal(pack, Packs.Of(packed));
    }

    [Fact]
    public void The_order_comes_with_the_pack_and_gives_the_same_hierarchy()
    {
        var map = Packs.Town(new Random(3), 8);
        var fresh = MapViews.HierarchyOf(map, Packs.Small)!;
        var packed = Packs.Load(Packs.Of(map));
        Assert.Equal(fresh.NodeAt, packed.Hierarchy!.NodeAt);
        Assert.Equal(fresh.Head, packed.Hierarchy.Head);
        Assert.Equal(fresh.WayOfEdge, packed.Hierarchy.WayOfEdge);
        Assert.Same(packed.Hierarchy, MapViews.HierarchyOf(packed, Packs.Small));
    }

    [Fact]
    public void Places_of_amenities_come_with_the_pack_unless_another_reach_is_asked_for()
    {
        var map = Packs.Town(new Random(3), 8);
        var pack = Packs.Of(map);
        Assert.Equal(Places(map), Places(Packs.Load(pack)));
        var near = new MapLoadOptions { MaxAmenitySnapMetres = 5 };
        Assert.InRange(Packs.Load(pack, near).Placed.Main.Count, 0, map.Placed.Main.Count - 1);

        static List<object> Places(MapSnapshot map) => [.. Enumerable.Range(0, map.Placed.Main.Count).Select(i => (object)(map.Placed.Main.PlaceAt(i), map.Placed.Main.AmenityAt(i))), .. map.Placed.ShareOf];
    }

    [Fact]
    public void The_version_is_of_the_content_and_the_source_stays_known()
    {
        var map = Packs.Town(new Random(3));
        var (one, other) = (Packs.Load(Packs.Of(map)), Packs.Load(Packs.Of(Packs.Town(new Random(4)))));
        Assert.NotEqual(one.Version, other.Version);
        Assert.Equal(MapPackReader.Inspect(Packs.Of(map)).Sha256[..16], one.Version);
        Assert.Equal(map.Version, one.Report.SourceSha256[..16]);
    }

    [Fact]
    public void The_sample_fits_into_a_pack()
    {
        var sample = MapSnapshot.Sample();
        Same(sample, Packs.Load(Packs.Of(sample)));
    }

    private static void Same(MapSnapshot map, MapSnapshot packed)
    {
        Assert.Equal(map.Report with { Dropped = null!, Languages = null! }, packed.Report with { Dropped = null!, Languages = null! });
        Assert.Equal(map.Report.Languages, packed.Report.Languages);
        Assert.Equal(map.Report.Dropped, packed.Report.Dropped);
        Assert.Equal(map.Bounds, packed.Bounds);
        Assert.Equal(map.Amenities.Select(Text), packed.Amenities.Select(Text));
        Assert.Equal(map.Zones.Select(z => (z.Id, z.Kind, z.Name, z.Bounds)), packed.Zones.Select(z => (z.Id, z.Kind, z.Name, z.Bounds)));
        Assert.Equal(map.Zones.SelectMany(z => z.Rings), packed.Zones.SelectMany(z => z.Rings));

        static string Text(Amenity a) => $"{a.Id} {a.Type} {a.Name} {a.Point} {string.Join(';', a.Tags)}";
    }

    private static void SameAnswers(MapView one, MapView other, Random luck)
    {
        var (from, to) = (Somewhere(one.Map, luck), Somewhere(one.Map, luck));
        var metric = (WalkMetric)luck.Next(WalkMetrics.Count);
        var (expected, route) = (one.Route(from, to, metric), other.Route(from, to, metric));
        if (expected is RouteFound found)
        {
            var same = Assert.IsType<RouteFound>(route);
            Assert.Equal(found.Geometry, same.Geometry);
            Assert.Equal(found.Legs, same.Legs);
            Assert.Equal(found.Cost, same.Cost);
            Assert.Equal(one.Map.Guide(found), other.Map.Guide(same));
        }
        else
        {
            Assert.Equal(expected, route);
        }
        if (one.Nearest(from, AmenityType.Toilet) is AmenitiesNearby near)
        {
            Assert.Equal(near.Found.Select(f => (f.Amenity.Id, f.Seconds)), Assert.IsType<AmenitiesNearby>(other.Nearest(from, AmenityType.Toilet)).Found.Select(f => (f.Amenity.Id, f.Seconds)));
        }
        Assert.Equal(one.Map.SectorOf(from), other.Map.SectorOf(from), (a, b) => a?.Id == b?.Id);
    }

    private static Coordinate Somewhere(MapSnapshot map, Random luck) => new(
        map.Bounds.SouthWest.LatitudeDeg + (luck.NextDouble() * (map.Bounds.NorthEast.LatitudeDeg - map.Bounds.SouthWest.LatitudeDeg)),
        map.Bounds.SouthWest.LongitudeDeg + (luck.NextDouble() * (map.Bounds.NorthEast.LongitudeDeg - map.Bounds.SouthWest.LongitudeDeg)));
}
