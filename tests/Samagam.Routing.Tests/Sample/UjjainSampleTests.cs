using System.Text;
using Samagam.Routing.Amenities;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Tests.Sample;

/// <summary>The product's own map must be whole: everything named, everything reachable, nothing dropped.</summary>
public sealed class UjjainSampleTests(ITestOutputHelper output)
{
    private static readonly MapSnapshot Map = MapSnapshot.Sample();

    [Theory]
    [InlineData("Ram Ghat", "रामघाट")]
    [InlineData("Datt Akhada Ghat", "दत्त अखाड़ा घाट")]
    [InlineData("Narsingh Ghat", "नृसिंह घाट")]
    [InlineData("Gau Ghat", "गऊघाट")]
    [InlineData("Mangalnath Temple", "मंगलनाथ मंदिर")]
    [InlineData("Siddhavat", "सिद्धवट")]
    [InlineData("Triveni Ghat", "त्रिवेणी घाट")]
    [InlineData("Mahakaleshwar Temple", "महाकालेश्वर मंदिर")]
    [InlineData("Harsiddhi Temple", "हरसिद्धि मंदिर")]
    [InlineData("Gopal Mandir", "गोपाल मंदिर")]
    [InlineData("Kal Bhairav Temple", "काल भैरव मंदिर")]
    [InlineData("Sandipani Ashram", "सांदीपनि आश्रम")]
    [InlineData("Chintaman Ganesh Temple", "चिंतामन गणेश मंदिर")]
    [InlineData("Ujjain Junction", "उज्जैन जंक्शन")]
    [InlineData("Vikram Nagar Station", "विक्रम नगर स्टेशन")]
    [InlineData("Chintaman Ganesh Station", "चिंतामन गणेश स्टेशन")]
    [InlineData("Dewas Gate Bus Stand", "देवास गेट बस स्टैंड")]
    [InlineData("Nanakheda Bus Stand", "नानाखेड़ा बस स्टैंड")]
    public void A_place_a_pilgrim_asks_for_is_there_in_both_scripts(string english, string hindi)
    {
        var place = Assert.Single(Map.Amenities, a => a.Name.En == english);
        Assert.Equal(hindi, place.Name.Hi);
    }

    [Fact]
    public void Every_place_is_reachable_on_foot_from_every_other()
    {
        var places = Map.Amenities.Where(a => a.Type is AmenityType.Ghat or AmenityType.Worship
            or AmenityType.RailwayStation or AmenityType.BusStation).ToList();
        Assert.True(places.Count >= 25, $"{places.Count} places");
        var unreachable = new List<string>();
        foreach (var from in places)
        {
            foreach (var to in places)
            {
                if (Map.Usual.Route(from.Point, to.Point) is not RouteFound { StartGapMetres: < 40, EndGapMetres: < 40 })
                {
                    unreachable.Add($"{from.Name.En} → {to.Name.En}: {Map.Usual.Route(from.Point, to.Point)}");
                }
            }
        }
        Assert.Empty(unreachable);
        Assert.Equal(1, Map.Report.Components);
    }

    [Fact]
    public void Nothing_of_the_sample_is_dropped_and_every_amenity_lies_by_a_path()
    {
        output.WriteLine($"{Map.Report}");
        Assert.Empty(Map.Report.Dropped);
        Assert.All(Map.Amenities, a => Assert.True(Map.Usual.NearestPath(a.Point) is { GapMetres: < 60 }, $"{a.Name.En} is far from any path"));
    }

    [Theory]
    [InlineData(AmenityType.Toilet, 25)]
    [InlineData(AmenityType.Water, 25)]
    [InlineData(AmenityType.Medical, 8)]
    [InlineData(AmenityType.Police, 8)]
    [InlineData(AmenityType.LostAndFound, 5)]
    [InlineData(AmenityType.Ghat, 10)]
    public void There_are_enough_amenities_to_try_things_out(AmenityType type, int atLeast)
        => Assert.True(Map.Amenities.Count(a => a.Type == type) >= atLeast);

    [Fact]
    public void Every_name_is_in_both_scripts()
    {
        var names = Map.Amenities.Select(a => a.Name).Concat(Map.Zones.Select(z => z.Name)).Concat(Map.Graph.Names.Where(n => !n.IsEmpty));
        Assert.All(names, n =>
        {
            Assert.Contains(n.Hi, c => c is >= 'ऀ' and <= 'ॿ');
            Assert.DoesNotContain(n.Hi, char.IsAsciiLetter);
            Assert.Contains(n.En, char.IsAsciiLetter);
            Assert.All(n.En, c => Assert.True(char.IsAscii(c), $"{n.En}: {c}"));
        });
    }

    [Fact]
    public void Six_sectors_cover_every_place_and_no_place_is_in_two()
    {
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Map.Zones.Where(z => z.Kind == ZoneKind.Sector).Select(z => z.Id));
        Assert.All(Map.Amenities, a => Assert.Single(Map.Zones, z => z.Kind == ZoneKind.Sector && z.Contains(a.Point)));
        var ramGhat = Map.Amenities.Single(a => a.Name.En == "Ram Ghat");
        Assert.Equal("1", Map.SectorOf(ramGhat.Point)?.Id);
        Assert.Equal("ram-ghat", Map.ZoneOf(ramGhat.Point, ZoneKind.Crowd)?.Id);
        Assert.Equal("2", Map.SectorOf(Map.Amenities.Single(a => a.Name.En == "Datt Akhada Ghat").Point)?.Id);
        Assert.Null(Map.SectorOf(new Coordinate(28.6, 77.2)));
    }

    [Fact]
    public void The_pontoon_is_the_short_way_across_at_Ram_Ghat()
    {
        var from = Map.Amenities.Single(a => a.Name.En == "Police Post, Ram Ghat North").Point;
        var to = Map.Amenities.Single(a => a.Name.En == "Police Post, Datt Akhada North").Point;
        var route = Assert.IsType<RouteFound>(Map.Usual.Route(from, to));
        Assert.Contains(route.Legs, leg => leg.Name.En == "Ram Ghat Pontoon Bridge" && leg.Name.Hi == "रामघाट पीपा पुल");
    }

    [Fact]
    public void The_file_says_that_it_is_a_sample_and_not_for_navigation()
    {
        using var reader = new StreamReader(MapSnapshot.OpenSample(), Encoding.UTF8);
        var text = reader.ReadToEnd();
        Assert.Contains("SAMPLE, DRAWN BY HAND, NOT FOR NAVIGATION", text[..400]);
    }

    [Fact]
    public void The_same_file_gives_the_same_version_and_the_same_answers()
    {
        var again = MapSnapshot.Sample();
        Assert.Equal(Map.Version, again.Version);
        Assert.Matches("^[0-9a-f]{16}$", Map.Version);
        Assert.Equal(Map.Amenities.Select(a => a.Id), again.Amenities.Select(a => a.Id));
        var (a, b) = (new Coordinate(23.186, 75.765), new Coordinate(23.213, 75.785));
        Assert.Equal(((RouteFound)Map.Usual.Route(a, b)).Geometry, ((RouteFound)again.Usual.Route(a, b)).Geometry);
    }
}
