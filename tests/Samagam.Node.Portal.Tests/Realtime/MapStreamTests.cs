using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Routes;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Realtime;

public sealed class MapStreamTests
{
    [Fact]
    public async Task A_walker_is_told_that_the_way_is_closed_with_the_better_one_and_when_it_is_good_again()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        var (id, route) = await RouteAsync(phone);
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?route=" + id);
        Assert.Equal("crowd-update", (await stream.NextAsync())!.Name);
        // Nobody steps the map by hand: the order's fact does.
        var order = await SampleEvent.CloseAsync(box, RoutePageTests.Middle(route), reason: "Wet");
        var told = (await stream.UntilAsync("route-changed")).Data;
        Assert.Equal((id, "closed"), (told.GetProperty("routeId").GetString(), told.GetProperty("state").GetString()));
        Assert.Equal("Wet", told.GetProperty("because").GetProperty("reason").GetString());
        var better = told.GetProperty("better");
        var check = (await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/" + better.GetProperty("routeId").GetString(), null)).Data;
        Assert.Equal("good", check.GetProperty("state").GetString());
        Assert.Equal(check.GetProperty("route").GetProperty("distanceMeters").GetInt32(), better.GetProperty("distanceMeters").GetInt32());
        await SampleEvent.LiftAsync(box, order);
        told = (await stream.UntilAsync("route-changed")).Data;
        Assert.Equal(("good", false), (told.GetProperty("state").GetString(), told.TryGetProperty("better", out _)));
    }

    [Fact]
    public async Task A_walker_is_told_of_a_crush_ahead()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        // Past the Gopal temple, where one can also walk round.
        var (id, _) = await RouteAsync(phone, "Ram Ghat", "Mangalnath Temple");
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?route=" + id);
        await SampleEvent.CrowdAsync(box, "gopal-mandir", 5.6);
        var told = (await stream.UntilAsync("route-changed")).Data;
        Assert.Equal("dangerous", told.GetProperty("state").GetString());
        var levels = (await stream.UntilAsync("crowd-update")).Data.GetProperty("zones");
        Assert.Equal([("gopal-mandir", 5)], Levels(levels));
    }

    [Fact]
    public async Task Who_comes_back_with_a_cursor_is_told_only_what_changed_meanwhile()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        await SampleEvent.CrowdAsync(box, "ram-ghat", 3);
        await SampleEvent.CrowdAsync(box, "mahakal", 3);
        string cursor;
        using (var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?crowd=all"))
        {
            var known = new HashSet<string>();
            StreamEvent next;
            do
            {
                next = await stream.UntilAsync("crowd-update");
                known.UnionWith(Levels(next.Data.GetProperty("zones")).Select(z => z.Zone));
            }
            while (known.Count < 2);
            cursor = next.Id!;
        }
        await SampleEvent.CrowdAsync(box, "mahakal", 5.8);
        box.Node.Map.Step();
        using (var resumed = await EventReader.OpenAsync(phone, "/api/v1/stream?crowd=all", lastEventId: cursor))
        {
            Assert.Equal(["mahakal"], Levels((await resumed.UntilAsync("crowd-update")).Data.GetProperty("zones")).Select(z => z.Zone));
        }
        foreach (var stranger in (string[])["n9.1-0000.1", "garbage", new string('9', 1000)])
        {
            using var anew = await EventReader.OpenAsync(phone, "/api/v1/stream?crowd=all", lastEventId: stranger);
            Assert.Equal(["mahakal", "ram-ghat"], Levels((await anew.UntilAsync("crowd-update")).Data.GetProperty("zones")).Select(z => z.Zone).Order());
        }
    }

    [Fact]
    public async Task A_cursor_older_than_what_is_kept_gets_all_levels_again()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxCrowdTrail = 1 }, town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        await SampleEvent.CrowdAsync(box, "ram-ghat", 3);
        box.Node.Map.Step();
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?crowd=all");
        var first = await stream.UntilAsync("crowd-update", d => d.GetProperty("zones").GetArrayLength() > 0);
        await SampleEvent.CrowdAsync(box, "mahakal", 5.8);
        var second = await stream.UntilAsync("crowd-update", d => Levels(d.GetProperty("zones")).Any(z => z.Zone == "mahakal"));
        using var late = await EventReader.OpenAsync(phone, "/api/v1/stream?crowd=all", lastEventId: first.Id);
        Assert.Equal(2, (await late.UntilAsync("crowd-update")).Data.GetProperty("zones").GetArrayLength());
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Several_routes_may_be_listened_to_and_one_more_than_allowed_not()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        var (one, route) = await RouteAsync(phone);
        var (two, _) = await RouteAsync(phone);
        using var stream = await EventReader.OpenAsync(phone, $"/api/v1/stream?route={one}&route={two}&route=0123456789ab");
        Assert.Equal(("0123456789ab", "unknown"), Told(await stream.UntilAsync("route-changed")));
        await SampleEvent.CloseAsync(box, RoutePageTests.Middle(route));
        Assert.Equal([(one, "closed"), (two, "closed")], [Told(await stream.UntilAsync("route-changed")), Told(await stream.UntilAsync("route-changed"))]);
        foreach (var query in (string[])["route=0&route=1&route=2&route=3&route=4&route=5", "route=", "route=../x", "route=" + new string('a', 65), "crowd=some"])
        {
            var refused = await phone.GetAsync("/api/v1/stream?" + query);
            Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), (refused.Status, refused.ErrorCode));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task When_more_routes_break_than_may_be_searched_unasked_the_rest_are_told_and_ask(int searched)
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxReroutesPerChange = searched }, town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        var (_, route) = await RouteAsync(phone);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await RouteAsync(phone)).Id);
        }
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?" + string.Join('&', ids.Select(i => "route=" + i)));
        await stream.UntilAsync("crowd-update");
        await SampleEvent.CloseAsync(box, RoutePageTests.Middle(route));
        var told = new List<JsonElement>();
        while (told.Count < 3)
        {
            told.Add((await stream.UntilAsync("route-changed")).Data);
        }
        Assert.Equal(searched, told.Count(t => t.TryGetProperty("better", out _)));
        var unsaid = told.First(t => !t.TryGetProperty("better", out _)).GetProperty("routeId").GetString();
        Assert.True((await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/" + unsaid, null)).Data.TryGetProperty("newRoute", out _));
    }

    [Fact]
    public async Task Another_map_is_told_as_such()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        var (id, _) = await RouteAsync(phone);
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?route=" + id);
        await stream.UntilAsync("crowd-update");
        box.Node.Map.Put(SampleTown.Load());
        Assert.Equal((id, "new-map"), Told(await stream.UntilAsync("route-changed")));
    }

    [Fact]
    public async Task Streams_about_the_map_take_the_same_seats_as_all_others()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxStreams = 2 }, town: SampleEvent.Map, liveMap: true);
        using var phone = box.Phone();
        using var first = await EventReader.OpenAsync(phone, "/api/v1/stream?crowd=all");
        using var second = await EventReader.OpenAsync(phone, "/api/v1/stream?sos=0b7e6f2a-93c4-4d0e-8a51-3a1f2b4c5d6e");
        var third = await phone.GetAsync("/api/v1/stream?crowd=all");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "TOO_MANY_STREAMS"), (third.Status, third.ErrorCode));
    }

    // The same for everybody: by the crowd, people are shared out.
    private static async Task<(string Id, JsonElement Route)> RouteAsync(Phone phone, string from = "Ujjain Junction", string to = "Ram Ghat")
    {
        var route = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", SampleEvent.Walk(from, to, profile: "shortest"))).Data;
        return (route.GetProperty("routeId").GetString()!, route);
    }

    private static (string?, string?) Told(StreamEvent told) => (told.Data.GetProperty("routeId").GetString(), told.Data.GetProperty("state").GetString());

    private static List<(string Zone, int Level)> Levels(JsonElement zones) =>
        [.. zones.EnumerateArray().Select(z => (z.GetProperty("zoneId").GetString()!, z.GetProperty("level").GetInt32()))];
}
