using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Node.Routes;
using Samagam.Routing;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Routes;

public sealed class AlternativeRouteTests
{
    [Fact]
    public async Task Alternatives_are_told_beside_the_route_and_each_is_kept_under_its_own_id()
    {
        await using var box = await PortalBox.StartAsync();
        box.Node.Map.Put(TwinBridges.Load());
        using var phone = box.Phone();
        var route = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = TwinBridges.West, to = TwinBridges.East, profile = "shortest", alternatives = 3 })).Data;
        // The far bridge is more than 1.4 times as long.
        var other = Assert.Single(route.GetProperty("alternatives").EnumerateArray());
        Assert.Equal(["North bridge", "South bridge"], new[] { Bridge(route), Bridge(other) }.Order());
        var (id, otherId) = (route.GetProperty("routeId").GetString(), other.GetProperty("routeId").GetString());
        Assert.NotEqual(id, otherId);
        var kept = await phone.JsonAsync(HttpMethod.Get, $"/api/v1/routes/{otherId}", null);
        Assert.Equal(Bridge(other), Bridge(kept.Data.GetProperty("route")));
        Assert.False(other.TryGetProperty("alternatives", out _));
    }

    [Fact]
    public async Task Nobody_is_told_alternatives_who_did_not_ask_and_a_town_of_one_way_has_none()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        object from = new { lat = 23.1850, lng = 75.7690 }, to = new { lat = 23.1870, lng = 75.7670 };
        Assert.False((await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from, to })).Data.TryGetProperty("alternatives", out _));
        Assert.Empty((await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from, to, alternatives = 3 })).Data.GetProperty("alternatives").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"alternatives":4}""", "$.alternatives")]
    [InlineData("""{"alternatives":-1}""", "$.alternatives")]
    [InlineData("""{"alternatives":1.5}""", "$.alternatives")]
    [InlineData("""{"alternatives":1,"via":[{"lat":23.185,"lng":75.768}]}""", "$.alternatives")]
    public async Task A_wrong_number_of_alternatives_is_named(string wish, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", """{"from":{"lat":23.1850,"lng":75.7690},"to":{"lat":23.1870,"lng":75.7670},""" + wish[1..]);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Two_equal_bridges_are_both_given_to_those_who_ask_by_the_crowd()
    {
        await using var box = await PortalBox.StartAsync();
        box.Node.Map.Put(TwinBridges.Load());
        using var phone = box.Phone();
        var given = new Dictionary<string, int>();
        for (var i = 0; i < 40; i++)
        {
            var bridge = Bridge((await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = TwinBridges.West, to = TwinBridges.East })).Data);
            given[bridge] = given.GetValueOrDefault(bridge) + 1;
        }
        // By tossing a coin, fewer than 8 of 40 come up once in 10,000 times; shared out it is rarer by far.
        Assert.Equal(["North bridge", "South bridge"], given.Keys.Order());
        Assert.All(given.Values, count => Assert.InRange(count, 8, 32));
    }

    [Fact]
    public void What_was_handed_out_is_forgotten_after_a_minute_and_beyond_the_limit()
    {
        var view = TwinBridges.Load().Usual;
        var choice = view.Alternatives(new(23.1850, 75.7600), new(23.1850, 75.7700), 1);
        RouteFound[] bridges = [Assert.IsType<RouteFound>(choice.Best), Assert.Single(choice.Alternatives)];
        var time = new ManualTime();
        var handed = new HandedOut(new HandedOutOptions { MaxRoutes = 3, Share = new ShareOutOptions { Push = 100 } }, time);
        // Pushed so hard that whoever comes next takes the emptier bridge, whatever their luck.
        Assert.Equal(0, handed.Give(bridges, 0.4));
        Assert.Equal(1, handed.Give(bridges, 0.4));
        Assert.Equal(0, handed.Give(bridges, 0.4));
        Assert.Equal(1, handed.Give(bridges, 0.4));
        // The first of all no longer counts: three is the limit.
        Assert.Equal(3, handed.Count);
        time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal(3, handed.Count);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(0, handed.Count);
        Assert.Equal(0, handed.Give(bridges, 0.4));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, handed.Give(bridges, 0.4));
    }

    [Fact]
    public void Others_are_looked_for_from_the_limit_on_where_many_were_sent_over_the_same_path()
    {
        var view = TwinBridges.Load().Usual;
        var choice = view.Alternatives(new(23.1850, 75.7600), new(23.1850, 75.7700), 1);
        var (best, other) = (Assert.IsType<RouteFound>(choice.Best), Assert.Single(choice.Alternatives));
        var time = new ManualTime();
        var handed = new HandedOut(new HandedOutOptions { ShareFrom = 3 }, time);
        handed.Give([best], 0);
        handed.Give([best], 0);
        Assert.False(handed.IsBusy(best));
        handed.Give([best], 0);
        Assert.True(handed.IsBusy(best));
        // Both begin and end on the same streets.
        Assert.True(handed.IsBusy(other));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(handed.IsBusy(best));
        Assert.True(new HandedOut(new HandedOutOptions { ShareFrom = 0 }, time).IsBusy(best));
    }

    [Fact]
    public void Near_equal_ways_are_only_looked_for_where_they_are_wanted()
    {
        var view = TwinBridges.Load().Usual;
        Coordinate from = new(23.1850, 75.7600), to = new(23.1850, 75.7700);
        RouteOutcome? asked = null;
        var none = view.NearEquals(from, to, 2, 1.1, best => (asked = best) is null);
        Assert.Empty(none.Alternatives);
        Assert.Same(asked, none.Best);
        Assert.Single(view.NearEquals(from, to, 2, 1.1, _ => true).Alternatives);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.NearEquals(from, to, 2, 0.9, _ => true));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.NearEquals(from, to, new AlternativeRules().Most + 1, 1.1, _ => true));
    }

    [Fact]
    public void Nobody_is_sent_over_the_far_bridge_however_full_the_near_ones_are()
    {
        var view = TwinBridges.Load().Usual;
        var near = Assert.IsType<RouteFound>(view.Route(new(23.1850, 75.7600), new(23.1850, 75.7700), WalkMetric.Crowd));
        var far = Assert.IsType<RouteFound>(view.Route([new(23.1850, 75.7600), new(23.1990, 75.7650), new(23.1850, 75.7700)], WalkMetric.Crowd, []));
        var handed = new HandedOut(new HandedOutOptions(), new ManualTime());
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(0, handed.Give([near, far], i / 1000.0)));
    }

    private static string Bridge(JsonElement route) => route.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString()!).Single(n => n.EndsWith("bridge", StringComparison.Ordinal));
}
