using System.Net;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Amenities;

public sealed class NearestTests
{
    [Fact]
    public async Task The_nearest_come_first_by_walking_time_from_the_place_asked()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var found = (await phone.GetAsync("/api/v1/amenities/nearest?type=water&lat=23.1850&lng=75.7690&limit=3")).Data;
        var tap = Assert.Single(found.EnumerateArray());
        Assert.Equal(("Ram Ghat tap", "राम घाट प्याऊ"), (tap.GetProperty("name").GetString(), tap.GetProperty("nameHi").GetString()));
        // A thousandth of a degree of longitude here is 102 m: 74 s at 5 km/h.
        Assert.InRange(tap.GetProperty("walkSeconds").GetInt32(), 70, 78);
    }

    [Fact]
    public async Task Without_a_place_it_is_asked_from_the_box()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var police = Assert.Single((await phone.GetAsync("/api/v1/amenities/nearest?type=police")).Data.EnumerateArray());
        Assert.InRange(police.GetProperty("distanceMeters").GetInt32(), 200, 209);
    }

    [Theory]
    [InlineData("type=dragon", "type")]
    [InlineData("lat=23.1", "lng")]
    [InlineData("lng=75.1", "lat")]
    [InlineData("lat=x&lng=75", "lat")]
    [InlineData("lat=NaN&lng=NaN&type=water", "lat")]
    [InlineData("lat=91&lng=0&type=water", "lat")]
    [InlineData("lat=0&lng=181&type=water", "lng")]
    [InlineData("lat=1&lat=2&lng=1&type=water", "lat")]
    [InlineData("type=water,dragon", "type")]
    [InlineData("type=water&page=2", "page")]
    [InlineData("type=water&open_now=yes", "open_now")]
    [InlineData("type=water&gender=cats", "gender")]
    [InlineData("type=water&min_capacity=0", "min_capacity")]
    [InlineData("type=water&max_crowd=6", "max_crowd")]
    [InlineData("type=water&max_seconds=7201", "max_seconds")]
    [InlineData("type=water&profile=emergency", "profile")]
    [InlineData("type=water&bbox=75,23,76", "bbox")]
    [InlineData("type=water&bbox=76,23,75,24", "bbox")]
    [InlineData("type=water&sector=", "sector")]
    [InlineData("type=water&include_unknown=1", "include_unknown")]
    [InlineData("type=water&limit=0", "limit")]
    [InlineData("type=water&limit=101", "limit")]
    [InlineData("type=water&limit=five", "limit")]
    [InlineData("type=water&colour=blue", "colour")]
    [InlineData("", "type")]
    public async Task What_is_wrong_in_a_question_is_named(string query, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/amenities/nearest?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_hundred_may_be_asked_for()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/api/v1/amenities/nearest?type=toilet&limit=100")).Status);
    }

    [Fact]
    public async Task Far_from_every_path_and_without_a_map_the_answer_says_so()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal("FAR_FROM_PATHS", (await phone.GetAsync("/api/v1/amenities/nearest?type=water&lat=10&lng=10")).ErrorCode);
        await using var bare = await PortalBox.StartAsync(withMap: false);
        using var other = bare.Phone();
        Assert.Equal("NO_MAP", (await other.GetAsync("/api/v1/amenities/nearest?type=water")).ErrorCode);
    }
}
