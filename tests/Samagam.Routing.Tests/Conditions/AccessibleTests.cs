using Samagam.Routing.Conditions;
using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Conditions;

/// <summary>Where wheels get along.</summary>
public sealed class AccessibleTests
{
    [Theory]
    [InlineData("highway=footway;surface=asphalt", StepFree.Yes)]
    [InlineData("highway=footway", StepFree.Unknown)]
    [InlineData("highway=steps", StepFree.No)]
    [InlineData("highway=steps;ramp:wheelchair=yes", StepFree.Yes)]
    [InlineData("highway=footway;surface=asphalt;incline=6%", StepFree.Yes)]
    [InlineData("highway=footway;surface=asphalt;incline=-6.1%", StepFree.No)]
    [InlineData("highway=footway;surface=asphalt;incline=4°", StepFree.No)]
    [InlineData("highway=footway;surface=asphalt;incline=up", StepFree.Yes)]
    [InlineData("highway=footway;surface=asphalt;width=0.8", StepFree.No)]
    [InlineData("highway=footway;surface=asphalt;width=90 cm", StepFree.Yes)]
    [InlineData("highway=footway;surface=asphalt;kerb:height=7 cm", StepFree.No)]
    [InlineData("highway=footway;surface=asphalt;kerb:height=0.06", StepFree.Yes)]
    [InlineData("highway=footway;surface=asphalt;kerb=raised", StepFree.No)]
    [InlineData("highway=footway;surface=sand", StepFree.No)]
    [InlineData("highway=footway;smoothness=very_bad", StepFree.No)]
    [InlineData("highway=footway;surface=sand;wheelchair=yes", StepFree.Yes)]
    [InlineData("highway=footway;surface=asphalt;wheelchair=no", StepFree.No)]
    public void Tags_say_whether_wheels_get_along(string tags, StepFree expected)
        => Assert.Equal(expected, StepFreeRules.Way(Tags(tags)));

    [Fact]
    public void Steps_are_gone_round_by_wheels_and_where_the_map_is_silent_the_policy_speaks()
    {
        var text = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01).Node(3, 50.002, 8.005)
            .Way(10, "highway=steps", 1, 2).Way(11, "highway=footway", 1, 3, 2);
        Assert.Equal([10L], Ways(text.Load(), WalkMetric.Shortest));
        Assert.Equal([11L], Ways(text.Load(), WalkMetric.Accessible));
        Assert.IsType<NoRoute>(text.Load(new() { SilentMap = SilentMap.Refuse }).Usual.Route(new(50, 8), new(50, 8.01), WalkMetric.Accessible));
    }

    [Fact]
    public void A_raised_kerb_in_the_middle_of_a_path_stops_wheels()
    {
        var map = new OsmText().Node(1, 50, 8).Node(5, 50, 8.005, "kerb=raised").Node(2, 50, 8.01).Node(3, 50.002, 8.005)
            .Way(10, "highway=footway;surface=paved", 1, 5, 2).Way(11, "highway=footway;surface=paved", 1, 3, 2).Load();
        Assert.Equal([11L], Ways(map, WalkMetric.Accessible));
    }

    [Fact]
    public void Up_a_stair_takes_longer_than_down()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.001).Way(10, "highway=steps;incline=up", 1, 2).Load();
        var up = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8), new(50, 8.001), WalkMetric.Crowd));
        var down = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8.001), new(50, 8), WalkMetric.Crowd));
        Assert.Equal(up.LengthMetres / 0.8, up.Seconds, 0.1);
        Assert.Equal(down.LengthMetres / 1.0, down.Seconds, 0.1);
    }

    [Fact]
    public void A_path_with_amenities_beside_it_is_preferred_by_up_to_two_fifths()
    {
        var text = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01).Node(3, 50.002, 8.005)
            .Way(10, "highway=footway", 1, 2).Way(11, "highway=footway", 1, 3, 2);
        for (var i = 0; i < 12; i++)
        {
            text.Node(100 + i, 50.0021, 8.005 + (i * 1e-5), "amenity=toilets");
        }
        var map = text.Load();
        Assert.Equal([10L], Ways(map, WalkMetric.Crowd));
        Assert.Equal([11L], Ways(map, WalkMetric.Amenity));
    }

    private static IEnumerable<long> Ways(MapSnapshot map, WalkMetric metric)
        => Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8), new(50, 8.01), metric)).Legs.Select(l => l.WayId).Distinct();

    private static OsmTags Tags(string text)
    {
        var tags = new OsmTags();
        foreach (var pair in text.Split(';').Select(t => t.Split('=', 2)))
        {
            tags.Add(pair[0], pair[1]);
        }
        return tags;
    }
}
