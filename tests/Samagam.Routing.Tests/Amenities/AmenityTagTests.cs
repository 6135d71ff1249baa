using Samagam.Routing.Amenities;

namespace Samagam.Routing.Tests.Amenities;

/// <summary>What tags mean to someone who is looking for it.</summary>
public sealed class AmenityTagTests
{
    [Theory]
    [InlineData("amenity=toilets", AmenityType.Toilet)]
    [InlineData("amenity=drinking_water", AmenityType.Water)]
    [InlineData("man_made=water_tap;drinking_water=yes", AmenityType.Water)]
    [InlineData("amenity=hospital", AmenityType.Medical)]
    [InlineData("amenity=clinic", AmenityType.Medical)]
    [InlineData("amenity=doctors", AmenityType.Medical)]
    [InlineData("emergency=first_aid", AmenityType.Medical)]
    [InlineData("amenity=police", AmenityType.Police)]
    [InlineData("samagam:amenity=lost_and_found", AmenityType.LostAndFound)]
    [InlineData("amenity=lost_property_office", AmenityType.LostAndFound)]
    [InlineData("amenity=shelter", AmenityType.Shelter)]
    [InlineData("amenity=parking", AmenityType.Parking)]
    [InlineData("amenity=bus_station", AmenityType.BusStation)]
    [InlineData("railway=station", AmenityType.RailwayStation)]
    [InlineData("amenity=place_of_worship", AmenityType.Worship)]
    [InlineData("man_made=ghat", AmenityType.Ghat)]
    public void Tags_name_the_type(string tags, AmenityType type)
        => Assert.Equal(type, Assert.Single(With(tags).Amenities).Type);

    [Theory]
    [InlineData("amenity=bench")]
    [InlineData("amenity=toilets;access=private")]
    [InlineData("samagam:amenity=nonsense")]
    [InlineData("man_made=water_tap")]
    public void What_a_pilgrim_cannot_use_is_no_amenity(string tags) => Assert.Empty(With(tags).Amenities);

    [Fact]
    public void Every_type_has_a_word_that_leads_back_to_it()
    {
        Assert.Equal(Enum.GetValues<AmenityType>(), AmenityTypes.All);
        Assert.All(AmenityTypes.All, t => Assert.True(AmenityTypes.TryParse(t.Word(), out var back) && back == t));
        Assert.False(AmenityTypes.TryParse("Toilet", out _));
        Assert.False(AmenityTypes.TryParse(null, out _));
    }

    [Fact]
    public void Names_hours_and_id_are_kept()
    {
        var amenity = Assert.Single(With("amenity=toilets;name=शौचालय;name:en=Toilets;opening_hours=24/7;colour=red").Amenities);
        Assert.Equal(("n5", "शौचालय", "Toilets"), (amenity.Id, amenity.Name.Hi, amenity.Name.En));
        Assert.Equal("opening_hours", Assert.Single(amenity.Tags).Key);
        Assert.Equal("Toilets", amenity.Name.In("en"));
        Assert.Equal("शौचालय", amenity.Name.In("mr"));
    }

    [Fact]
    public void A_hospital_drawn_as_a_building_is_found_at_its_middle()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.002).Node(3, 50.002, 8.002).Node(4, 50.002, 8)
            .Way(10, "amenity=hospital;building=yes", 1, 2, 3, 4, 1).Way(11, "highway=footway", 1, 2).Load();
        var hospital = Assert.Single(map.Amenities);
        Assert.Equal("w10", hospital.Id);
        Assert.True(hospital.Point.DistanceMetres(new(50.001, 8.001)) < 1);
        Assert.Same(hospital, map.AmenityById("w10"));
        Assert.Null(map.AmenityById("w11"));
    }

    [Fact]
    public void An_amenity_far_from_every_path_is_listed_reported_and_never_nearest()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.002).Way(11, "highway=footway", 1, 2)
            .Node(5, 50.01, 8, "amenity=toilets").Load();
        // It is 1,112 m away.
        Assert.Single(map.Amenities);
        Assert.Equal(1, map.Report.Dropped["amenity too far from any path"]);
        Assert.Empty(Assert.IsType<AmenitiesNearby>(map.Usual.Nearest(new(50, 8), AmenityType.Toilet)).Found);
    }

    [Fact]
    public void How_far_an_amenity_may_be_from_a_path_is_a_limit()
    {
        var text = new OsmText().Node(1, 50, 8).Node(2, 50, 8.002).Way(11, "highway=footway", 1, 2).Node(5, 50.001, 8, "amenity=toilets");
        Assert.Empty(text.Load(new() { MaxAmenitySnapMetres = 111.3 }).Report.Dropped);
        Assert.Single(text.Load(new() { MaxAmenitySnapMetres = 111.1 }).Report.Dropped);
    }

    private static MapSnapshot With(string tags)
        => new OsmText().Node(1, 50, 8).Node(2, 50, 8.002).Way(11, "highway=footway", 1, 2).Node(5, 50, 8.001, tags).Load();
}
