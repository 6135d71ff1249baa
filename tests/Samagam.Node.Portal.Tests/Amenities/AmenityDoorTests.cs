using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Amenities;

/// <summary>The doors of the amenities on a town where everything differs.</summary>
public sealed class AmenityDoorTests
{
    private const string Nearest = "/api/v1/amenities/nearest?type=toilet";
    private const string Search = "/api/v1/amenities/search?";

    [Theory]
    [InlineData("", "n31 n32 n33 n34")]
    [InlineData("&open_now=true&operational=true", "n31")]
    [InlineData("&step_free=true", "n31")]
    [InlineData("&step_free=false", "n32")]
    [InlineData("&step_free=true&include_unknown=true", "n31 n33 n34")]
    [InlineData("&free=true", "n31")]
    [InlineData("&free=false", "n32")]
    [InlineData("&gender=female", "n31 n34")]
    [InlineData("&gender=male", "n32 n34")]
    [InlineData("&gender=unisex", "n34")]
    [InlineData("&gender=family", "")]
    [InlineData("&gender=family&include_unknown=true", "n33")]
    [InlineData("&min_capacity=12", "n31")]
    [InlineData("&min_capacity=13", "")]
    [InlineData("&min_capacity=4&include_unknown=true", "n31 n32 n33 n34")]
    [InlineData("&operational=true", "n31 n32 n33")]
    [InlineData("&operational=false", "n34")]
    [InlineData("&sector=3", "n31 n32")]
    [InlineData("&sector=4", "")]
    [InlineData("&zone=north", "")]
    [InlineData("&bbox=75.76,23.1853,75.77,23.1857", "n32 n33")]
    [InlineData("&max_seconds=40", "n31 n32")]
    [InlineData("&max_crowd=5", "")]
    [InlineData("&max_crowd=5&include_unknown=true", "n31 n32 n33 n34")]
    [InlineData("&limit=2", "n31 n32")]
    [InlineData("&lat=23.188&lng=75.767&limit=1", "n34")]
    [InlineData(",worship&limit=100", "n31 n32 n33 n34 n41")]
    [InlineData("&type=water", "n31 n32 n33 n34 n42")]
    [InlineData("&profile=accessible&limit=1", "n31")]
    [InlineData("&q=shauchalay", "n31 n32 n33 n34")]
    [InlineData("&q=mahakal", "")]
    public async Task Each_filter_lets_through_what_is_known_to_fit(string asked, string ids)
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var answer = await phone.GetAsync(Nearest + asked);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(ids, Ids(answer.Data));
    }

    [Fact]
    public async Task What_is_known_of_a_place_is_told_and_what_is_not_is_left_out()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone("hi");
        var answer = await phone.GetAsync(Nearest);
        var all = answer.Data;
        var first = all[0];
        Assert.Equal(("शौचालय", "toilet", true, "yes", false, 12, "3"), (
            first.GetProperty("typeName").GetString(), first.GetProperty("type").GetString(), first.GetProperty("openNow").GetBoolean(), first.GetProperty("stepFree").GetString(),
            first.GetProperty("fee").GetBoolean(), first.GetProperty("capacity").GetInt32(), first.GetProperty("sector").GetString()));
        Assert.Equal("female", first.GetProperty("forWhom")[0].GetString());
        Assert.False(all[1].GetProperty("openNow").GetBoolean());
        Assert.Equal("by the grace of God", all[2].GetProperty("operatingHours").GetString());
        Assert.False(all[2].TryGetProperty("openNow", out _));
        Assert.False(all[2].TryGetProperty("currentCrowdLevel", out _));
        Assert.False(all[3].GetProperty("isOperational").GetBoolean());
        Assert.Equal(TimeSpan.FromMinutes(5), answer.Response.Headers.CacheControl!.MaxAge);
    }

    [Fact]
    public async Task Hours_are_meant_in_the_local_time_of_the_event()
    {
        foreach (var zone in (string[])["+05:30", "-11:00"])
        {
            await using var box = await PortalBox.StartAsync(new PortalOptions { TimeZone = zone }, town: FindTown.Load());
            using var phone = box.Phone();
            var answer = await phone.GetAsync(Nearest);
            var offset = zone[0] == '-' ? -TimeSpan.Parse(zone[1..], null) : TimeSpan.Parse(zone[1..], null);
            var local = answer.Json.GetProperty("metadata").GetProperty("timestamp").GetDateTimeOffset().ToOffset(offset);
            var morning = answer.Data[3];
            Assert.Equal(local.Hour < 12, morning.GetProperty("openNow").GetBoolean());
            var turn = morning.GetProperty(local.Hour < 12 ? "closesAt" : "opensAt").GetDateTimeOffset();
            Assert.Equal((local.Hour < 12 ? 12 : 0, 0, offset), (turn.Hour, turn.Minute, turn.Offset));
            Assert.InRange(turn - local, TimeSpan.Zero, TimeSpan.FromHours(12));
        }
    }

    [Fact]
    public async Task Crowd_of_the_zone_is_told_with_its_age_and_can_be_asked_for()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var steward = await Volunteer.EnterAsync(box, onDuty: false);
        using var phone = box.Phone();
        const string water = "/api/v1/amenities/nearest?type=water";
        Assert.False((await phone.GetAsync(water)).Json.GetProperty("metadata").GetProperty("map").TryGetProperty("crowdAgeSeconds", out _));
        Assert.Equal(HttpStatusCode.Created, (await steward.CallAsync(HttpMethod.Post, "crowd/reports", new { zoneId = "north", level = 3 })).Status);
        Assert.True(box.Node.Map.Step());
        var answer = await phone.GetAsync(water);
        var tap = answer.Data[0];
        Assert.Equal(("north", 3), (tap.GetProperty("zone").GetString(), tap.GetProperty("currentCrowdLevel").GetInt32()));
        Assert.InRange(tap.GetProperty("crowdAgeSeconds").GetInt64(), 0, 60);
        var map = answer.Json.GetProperty("metadata").GetProperty("map");
        Assert.Equal((box.Node.Map.View!.Map.Version, box.Node.Map.View.Conditions.Epoch), (map.GetProperty("version").GetString(), map.GetProperty("epoch").GetInt64()));
        Assert.InRange(map.GetProperty("crowdAgeSeconds").GetInt64(), 0, 60);
        Assert.Equal("", Ids((await phone.GetAsync(water + "&max_crowd=2")).Data));
        Assert.Equal("n42", Ids((await phone.GetAsync(water + "&min_crowd=3&max_crowd=3")).Data));
    }

    [Theory]
    [InlineData("q=mahkal", "n41")]
    [InlineData("q=महाकाल", "n41")]
    [InlineData("q=toilet", "n31 n32 n33 n34")]
    [InlineData("q=toilet&lat=23.188&lng=75.767", "n34 n33 n32 n31")]
    [InlineData("q=toilet&lat=23.188&lng=75.767&max_seconds=220", "n34 n33 n32")]
    [InlineData("q=toilet&open_now=true&operational=true", "n31")]
    [InlineData("q=toilet&page=2&limit=3", "n34")]
    [InlineData("q=toilet&page=3&limit=3", "")]
    [InlineData("q=north", "n42 n41")]
    [InlineData("type=toilet&free=false", "n32")]
    [InlineData("bbox=75,23.1869,76,24", "n42 n41")]
    [InlineData("q=xyzzy", "")]
    [InlineData("q=%20.*%5B%00", "")]
    public async Task A_search_finds_by_text_and_filters_in_the_order_of_text_and_walk(string asked, string ids)
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var answer = await phone.GetAsync(Search + asked);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(ids, Ids(answer.Data));
    }

    [Fact]
    public async Task A_page_of_a_search_says_which_part_it_is()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var part = (await phone.GetAsync(Search + "q=toilet&page=2&limit=3")).Json.GetProperty("metadata").GetProperty("pagination");
        Assert.Equal((2, 3, 4), (part.GetProperty("page").GetInt32(), part.GetProperty("limit").GetInt32(), part.GetProperty("total").GetInt32()));
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("q=", "q")]
    [InlineData("q=+", "q")]
    [InlineData("q=toilet&colour=blue", "colour")]
    [InlineData("q=toilet&page=0", "page")]
    [InlineData("q=toilet&page=10001", "page")]
    [InlineData("q=toilet&limit=101", "limit")]
    [InlineData("q=a&q=b", "q")]
    [InlineData("q=toilet&lat=1", "lng")]
    public async Task What_is_wrong_in_a_search_is_named(string asked, string field)
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var answer = await phone.GetAsync(Search + asked);
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD", field), (answer.Status, answer.ErrorCode, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_hundred_letters_are_searched_for_and_one_more_is_refused_and_so_are_ten_thousand()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(Search + "q=" + new string('a', 100))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.GetAsync(Search + "q=" + new string('a', 101))).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(Search + "q=" + Uri.EscapeDataString(new string('क', 100)))).Status);
        Assert.True((int)(await phone.GetAsync(Search + "q=" + new string('a', 10_240))).Status is 400 or 414);
        // Half a character, cut off by a browser or on purpose.
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(Search + "q=%ED%A0%80%E2%80%AE%F0%9F")).Status);
    }

    [Fact]
    public async Task The_thirtieth_search_of_a_minute_is_answered_the_next_is_429_and_waiting_helps()
    {
        var time = new ManualTime();
        await using var box = await PortalBox.StartAsync(portalTime: time, town: FindTown.Load());
        using var phone = box.Phone();
        await phone.GetAsync("/");
        for (var i = 0; i < 29; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(Search + "q=toilet")).Status);
        }
        // A page that searches counts as well.
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/find?q=toilet")).Status);
        var next = await phone.GetAsync(Search + "q=toilet");
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)), (next.Status, next.Response.Headers.RetryAfter?.Delta));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await phone.GetAsync("/find?q=toilet")).Status);
        // The nearest and the page itself do not wait for that.
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(Nearest)).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/find")).Status);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(Search + "q=toilet")).Status);
    }

    [Fact]
    public async Task One_place_is_told_in_full_with_its_week_and_the_walk_to_it()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone("hi");
        var temple = (await phone.GetAsync("/api/v1/amenities/n41?lat=23.1850&lng=75.7670")).Data;
        Assert.Equal(("महाकालेश्वर मंदिर", "Mahakal Marg, Ujjain", true), (
            temple.GetProperty("name").GetString(), temple.GetProperty("address").GetString(), temple.GetProperty("holidaysDiffer").GetBoolean()));
        Assert.Equal("Mahakaleshwar Temple", temple.GetProperty("names").GetProperty("en").GetString());
        Assert.Equal("महाकाळेश्वर मंदिर", temple.GetProperty("names").GetProperty("mr").GetString());
        Assert.Equal(7, temple.GetProperty("week").GetArrayLength());
        var day = temple.GetProperty("week")[0].GetProperty("open")[0];
        Assert.Equal(("04:00", "23:00", true), (day.GetProperty("from").GetString(), day.GetProperty("to").GetString(), day.GetProperty("sure").GetBoolean()));
        Assert.InRange(temple.GetProperty("walkSeconds").GetInt32(), 155, 165);
        var bare = (await phone.GetAsync("/api/v1/amenities/n41?lang=en")).Data;
        Assert.Equal("Mahakaleshwar Temple", bare.GetProperty("name").GetString());
        Assert.False(bare.TryGetProperty("walkSeconds", out _));
        Assert.Equal((HttpStatusCode.NotFound, "AMENITY_UNKNOWN"), Of(await phone.GetAsync("/api/v1/amenities/n99999")));
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), Of(await phone.GetAsync("/api/v1/amenities/n41?limit=3")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "FAR_FROM_PATHS"), Of(await phone.GetAsync("/api/v1/amenities/n41?lat=0&lng=0")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "FAR_FROM_PATHS"), Of(await phone.GetAsync(Search + "q=toilet&lat=0&lng=0")));
    }

    [Theory]
    [InlineData("/api/v1/amenities/categories")]
    [InlineData("/api/v1/amenities/n31")]
    public async Task Who_holds_the_catalogue_already_is_told_so(string path)
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var first = await phone.GetAsync(path);
        var tag = first.Response.Headers.ETag!;
        Assert.True(tag.IsWeak);
        var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(tag);
        var second = await phone.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, 0, tag), (second.Status, second.Bytes.Length, second.Response.Headers.ETag));
        var other = new HttpRequestMessage(HttpMethod.Get, path + "?lang=hi");
        other.Headers.IfNoneMatch.Add(tag);
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync(other)).Status);
    }

    [Fact]
    public async Task Categories_have_words_pictograms_and_how_many_there_are()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone("hi");
        var all = (await phone.GetAsync("/api/v1/amenities/categories")).Data;
        Assert.Equal(15, all.GetArrayLength());
        Assert.Equal(("toilet", "शौचालय", "toilet", 4), (
            all[0].GetProperty("type").GetString(), all[0].GetProperty("name").GetString(), all[0].GetProperty("icon").GetString(), all[0].GetProperty("count").GetInt32()));
        Assert.Contains("latrine", all[0].GetProperty("words").EnumerateArray().Select(e => e.GetString()));
        var home = (await phone.GetAsync("/")).Text;
        Assert.All(all.EnumerateArray(), c => Assert.Contains($"id=\"i-{c.GetProperty("icon").GetString()}\"", home, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.GetAsync("/api/v1/amenities/categories?all=1")).Status);
    }

    [Fact]
    public async Task Without_a_map_every_door_says_so()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        using var phone = box.Phone();
        foreach (var path in (string[])["search?q=toilet", "nearest?type=toilet", "categories", "n31"])
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "NO_MAP"), Of(await phone.GetAsync("/api/v1/amenities/" + path)));
        }
        Assert.Contains("This box has no map yet", (await phone.GetAsync("/find?q=toilet")).Text, StringComparison.Ordinal);
    }

    private static (HttpStatusCode, string?) Of(Phone.Seen seen) => (seen.Status, seen.ErrorCode);

    private static string Ids(JsonElement data) => string.Join(' ', data.EnumerateArray().Select(e => e.GetProperty("id").GetString()));
}
