using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Core.Orders;
using Samagam.Mesh.Orders;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Routes;

public sealed class RouteTests
{
    [Fact]
    public async Task A_route_has_geometry_length_time_and_steps()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var route = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.1850, lng = 75.7690 }, to = new { lat = 23.1870, lng = 75.7670 } })).Data;
        // 204 m east to west, then 222 m north.
        Assert.InRange(route.GetProperty("distanceMeters").GetInt32(), 425, 429);
        Assert.InRange(route.GetProperty("durationSeconds").GetInt32(), 300, 312);
        Assert.Equal("LineString", route.GetProperty("geometry").GetProperty("type").GetString());
        var points = route.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble())).ToList();
        // The border of a crowd zone cuts the road.
        Assert.Equal([(75.769, 23.185), (75.767, 23.185), (75.767, 23.1862), (75.767, 23.187)], points);
        Assert.Equal(["Mahakal road", "Ghat road", "Shipra <medical> camp"], route.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Matches("^[0-9a-f]{16}$", route.GetProperty("mapVersion").GetString());
        Assert.Equal(points.Select(p => (Math.Round(p.Item2, 5), Math.Round(p.Item1, 5))), Decode(route.GetProperty("polyline").GetString()!));
    }

    [Fact]
    public async Task The_way_to_the_first_path_and_from_the_last_counts_in_distance_time_and_steps_alike()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        // 111 m south of the road, and 55 m east of it.
        var route = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.1840, lng = 75.7690 }, to = new { lat = 23.1865, lng = 75.76754 } })).Data;
        var steps = route.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(["to-path", "off-path"], steps.Select(s => s.GetProperty("kind").GetString()).Where(k => k!.EndsWith("-path", StringComparison.Ordinal)));
        Assert.InRange(steps.Sum(s => s.GetProperty("meters").GetInt32()) - route.GetProperty("distanceMeters").GetInt32(), -3, 3);
        Assert.InRange(steps.Sum(s => s.GetProperty("seconds").GetInt32()) - route.GetProperty("durationSeconds").GetInt32(), -3, 3);
    }

    [Theory]
    [InlineData(2, 1_000)]
    [InlineData(1_000, 8)]
    public async Task Of_routes_too_many_or_too_long_together_the_oldest_is_forgotten(int routes, int points)
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxRoutesKept = routes, MaxRoutePointsKept = points });
        using var phone = box.Phone();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            // Four points each.
            var route = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.1850, lng = 75.7690 }, to = new { lat = 23.1870, lng = 75.7670 } });
            ids.Add(route.Data.GetProperty("routeId").GetString()!);
        }
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK],
            [(await phone.GetAsync("/api/v1/routes/" + ids[0])).Status, (await phone.GetAsync("/api/v1/routes/" + ids[1])).Status, (await phone.GetAsync("/api/v1/routes/" + ids[2])).Status]);
    }

    [Fact]
    public void The_polyline_is_the_published_example()
    {
        // Google, "Encoded Polyline Algorithm Format".
        Assert.Equal("_p~iF~ps|U_ulLnnqC_mqNvxq`@", Polyline.Encode([new(38.5, -120.2), new(40.7, -120.95), new(43.252, -126.453)]));
    }

    [Theory]
    [InlineData("""{"to":{"lat":23.1,"lng":75.7}}""", "$.from")]
    [InlineData("""{"from":{"lat":23.1,"lng":75.7}}""", "$.to")]
    [InlineData("""{"from":{"lat":91,"lng":75.7},"to":{"lat":23.1,"lng":75.7}}""", "$.from")]
    [InlineData("""{"from":{"lat":23.1,"lng":75.7},"to":{"lat":23.1,"lng":75.7},"profile":"scenic"}""", "$.profile")]
    [InlineData("""{"from":{"lat":"north","lng":75.7},"to":{"lat":23.1,"lng":75.7}}""", "$.from.lat")]
    [InlineData("""{"from":{"lat":1,"lat":2,"lng":75.7},"to":{"lat":23.1,"lng":75.7}}""", "$.from.lat")]
    [InlineData("null", "$")]
    [InlineData("[1]", "$")]
    public async Task What_is_wrong_in_a_question_is_named(string body, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_415_and_no_way_is_422()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await phone.PostAsync("/api/v1/routes/calculate", ("from", "here"))).Status);
        var far = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.185, lng = 75.767 }, to = new { lat = 10, lng = 10 } });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "FAR_FROM_PATHS", "$.to"), (far.Status, far.ErrorCode, far.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_route_is_told_step_by_step_in_the_language_asked_for()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(
            ["Walk west on Mahakal road for 200 m.", "Turn right onto Ghat road towards Shipra <medical> camp for 220 m.", "You have arrived at Shipra <medical> camp."],
            Instructions(await CalculateAsync(phone, language: "en")));
        Assert.All(Instructions(await CalculateAsync(phone, language: "hi")), i => Assert.EndsWith("।", i));
    }

    [Fact]
    public async Task A_closure_turns_the_next_route_and_the_old_one_is_told_from_the_new()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var before = await CalculateAsync(phone);
        var id = before.GetProperty("routeId").GetString();
        Assert.Equal("good", (await phone.JsonAsync(HttpMethod.Get, $"/api/v1/routes/{id}", null)).Data.GetProperty("state").GetString());

        // The middle of the Ghat road is closed by an order.
        var now = box.Node.Desk.BestTime().WallMs;
        var order = new WayOrder
        {
            Id = Guid.NewGuid(),
            Effect = OrderEffect.Closed,
            Area = [new(23.1855, 75.7665), new(23.1855, 75.7675), new(23.1865, 75.7675), new(23.1865, 75.7665)],
            FromMs = now - 1_000,
            UntilMs = now + 3_600_000,
            By = "test",
            ReasonEn = "Bridge <wet>",
        };
        Assert.Equal(OrderOutcome.Kept, await box.Node.Orders.RunAsync(order, PortalBox.Cancel));
        Assert.True(box.Node.Map.Step());

        var check = (await phone.JsonAsync(HttpMethod.Get, $"/api/v1/routes/{id}", null)).Data;
        Assert.Equal("closed", check.GetProperty("state").GetString());
        Assert.Equal(("closed", "Bridge <wet>"), (check.GetProperty("because").GetProperty("effect").GetString(), check.GetProperty("because").GetProperty("reason").GetString()));
        // The old way tells when it was made, the look when it was looked.
        Assert.Equal(before.GetProperty("epoch").GetInt64(), check.GetProperty("route").GetProperty("epoch").GetInt64());
        Assert.Equal(before.GetProperty("epoch").GetInt64() + 1, check.GetProperty("epoch").GetInt64());
        var after = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", Question());
        Assert.True(after.Status == HttpStatusCode.UnprocessableEntity || after.Data.GetProperty("distanceMeters").GetInt32() > before.GetProperty("distanceMeters").GetInt32());

        Assert.Equal(OrderOutcome.Kept, await box.Node.Orders.LiftAsync(order.Id, "test", PortalBox.Cancel));
        Assert.True(box.Node.Map.Step());
        var good = (await phone.JsonAsync(HttpMethod.Get, $"/api/v1/routes/{id}", null)).Data;
        Assert.Equal(("good", before.GetProperty("epoch").GetInt64()), (good.GetProperty("state").GetString(), good.GetProperty("route").GetProperty("epoch").GetInt64()));
        Assert.Equal(before.GetProperty("epoch").GetInt64() + 2, good.GetProperty("epoch").GetInt64());
    }

    [Fact]
    public async Task Options_stand_side_by_side()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var options = (await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/options?from=23.1850,75.7690&to=23.1870,75.7670", null)).Data;
        Assert.Equal(["fastest", "least-crowded", "step-free", "amenities"], options.EnumerateArray().Select(o => o.GetProperty("best").GetString()));
        Assert.All(options.EnumerateArray(), o => Assert.True(o.GetProperty("route").GetProperty("distanceMeters").GetInt32() > 400));
        var wrong = await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/options?from=23.1850&to=23.1870,75.7670", null);
        Assert.Equal((HttpStatusCode.BadRequest, "from"), (wrong.Status, wrong.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task The_way_of_responders_is_not_for_the_public_and_an_unknown_route_is_404()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var emergency = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = Start, to = End, profile = "emergency" });
        Assert.Equal((HttpStatusCode.Unauthorized, "NOT_SIGNED_IN"), (emergency.Status, emergency.ErrorCode));
        var unknown = await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/0123", null);
        Assert.Equal((HttpStatusCode.NotFound, "ROUTE_UNKNOWN"), (unknown.Status, unknown.ErrorCode));
    }

    [Theory]
    [InlineData("""{"via":[{"lat":23.185,"lng":75.768},{"lat":95,"lng":0}]}""", "$.via")]
    [InlineData("""{"avoid":[[{"lat":1,"lng":1},{"lat":1,"lng":2}]]}""", "$.avoid")]
    [InlineData("""{"departure":"2020-01-01T00:00:00Z"}""", "$.departure")]
    [InlineData("""{"departure":"tomorrow"}""", "$.departure")]
    [InlineData("""{"departure":"0001-01-01T00:00:00"}""", "$.departure")]
    public async Task Every_wrong_wish_is_named(string wish, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var body = """{"from":{"lat":23.1850,"lng":75.7690},"to":{"lat":23.1870,"lng":75.7670},""" + wish[1..];
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_walk_by_way_of_a_place_and_round_another_obeys_both()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var direct = await CalculateAsync(phone);
        var via = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = Start, via = new[] { End, Start }, to = End })).Data;
        Assert.Equal(3 * direct.GetProperty("distanceMeters").GetInt32(), via.GetProperty("distanceMeters").GetInt32(), 3.0);
        var round = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new
        {
            from = Start,
            to = End,
            avoid = new[] { new[] { new { lat = 23.1855, lng = 75.7665 }, new { lat = 23.1855, lng = 75.7675 }, new { lat = 23.1865, lng = 75.7675 }, new { lat = 23.1865, lng = 75.7665 } } },
        });
        Assert.True(round.Status == HttpStatusCode.UnprocessableEntity || round.Data.GetProperty("distanceMeters").GetInt32() > direct.GetProperty("distanceMeters").GetInt32());
    }

    [Fact]
    public async Task A_departure_without_an_offset_is_local_time_of_the_event()
    {
        // Nine hours ahead of what most systems are set to, so that the system's own zone is never right by chance.
        await using var box = await PortalBox.StartAsync(new PortalOptions { TimeZone = "+13:45" });
        using var phone = box.Phone();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(box.Node.Desk.BestTime().WallMs).ToOffset(new TimeSpan(13, 45, 0));
        Assert.Equal(HttpStatusCode.OK, await DepartAsync(now.AddHours(23).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.OK, await DepartAsync(now.AddMinutes(1).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.BadRequest, await DepartAsync(now.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.OK, await DepartAsync(now.AddHours(1).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.OK, await DepartAsync(now.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)));

        async Task<HttpStatusCode> DepartAsync(string departure) =>
            (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = Start, to = End, departure })).Status;
    }

    [Fact]
    public async Task A_language_we_have_no_texts_in_is_passed_over_at_every_door_alike()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = new Phone(new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = box.Address });
        foreach (var page in (string[])["/", "/find", "/route?to=n14", "/sos", "/guide", "/volunteer"])
        {
            Assert.Contains("<html lang=\"hi\"", (await phone.GetAsync(page + (page.Contains('?') ? "&" : "?") + "lang=zz")).Text, StringComparison.Ordinal);
        }
        Assert.StartsWith("Walk ", Instructions(await CalculateAsync(phone, language: "zz")).First(), StringComparison.Ordinal);
        Assert.StartsWith("Walk ", Instructions((await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate?lang=zz", Question())).Data).First(), StringComparison.Ordinal);
        Assert.EndsWith("।", Instructions(await CalculateAsync(phone, language: "hi-IN")).First(), StringComparison.Ordinal);
        var options = (await phone.GetAsync("/api/v1/routes/options?from=23.1850,75.7690&to=23.1870,75.7670&lang=zz")).Data[0].GetProperty("route");
        Assert.StartsWith("Walk ", Instructions(options).First(), StringComparison.Ordinal);
        foreach (var call in (string[])["amenities/categories", "amenities/search?q=toilet", "pois", "no/such/call", $"routes/{options.GetProperty("routeId").GetString()}/picture.svg"])
        {
            var answer = await phone.GetAsync("/api/v1/" + call + (call.Contains('?') ? "&" : "?") + "lang=zz");
            Assert.Equal("en", answer.Response.Content.Headers.ContentLanguage.Single());
        }
    }

    [Theory]
    // 400 m beside the road: the walk would pass it by.
    [InlineData("""{"via":[{"lat":23.185,"lng":75.768},{"lat":23.1814,"lng":75.768}]}""", "$.via[1]", "FAR_FROM_PATHS")]
    [InlineData("""{"via":[{"lat":10,"lng":10},{"lat":23.185,"lng":75.768}]}""", "$.via[0]", "FAR_FROM_PATHS")]
    // Round the goal, and round the start.
    [InlineData("""{"avoid":[[{"lat":1,"lng":1},{"lat":1,"lng":2},{"lat":2,"lng":2}],[{"lat":23.1868,"lng":75.7665},{"lat":23.1868,"lng":75.7675},{"lat":23.1872,"lng":75.7675},{"lat":23.1872,"lng":75.7665}]]}""", "$.avoid[1]", "STOP_AVOIDED")]
    [InlineData("""{"avoid":[[{"lat":23.1848,"lng":75.7688},{"lat":23.1848,"lng":75.7692},{"lat":23.1852,"lng":75.7692},{"lat":23.1852,"lng":75.7688}]],"alternatives":1}""", "$.avoid[0]", "STOP_AVOIDED")]
    public async Task What_makes_a_walk_impossible_is_named(string wish, string field, string code)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var body = """{"from":{"lat":23.1850,"lng":75.7690},"to":{"lat":23.1870,"lng":75.7670},""" + wish[1..];
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code, field), (answer.Status, answer.ErrorCode, answer.Json.GetProperty("error").GetProperty("field").GetString()));
        Assert.Contains(code == "STOP_AVOIDED" ? "avoided" : field, answer.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static readonly object Start = new { lat = 23.1850, lng = 75.7690 };
    private static readonly object End = new { lat = 23.1870, lng = 75.7670 };

    private static object Question(string? language = null) => language is null ? new { from = Start, to = End } : new { from = Start, to = End, language };

    private static async Task<JsonElement> CalculateAsync(Phone phone, string? language = null) =>
        (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", Question(language))).Data;

    private static IEnumerable<string> Instructions(JsonElement route) => route.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("instruction").GetString()!);

    /// <summary>The other direction, written from the published description.</summary>
    private static List<(double, double)> Decode(string text)
    {
        var points = new List<(double, double)>();
        var (at, lat, lng) = (0, 0L, 0L);
        while (at < text.Length)
        {
            lat += Next();
            lng += Next();
            points.Add((Math.Round(lat / 1e5, 5), Math.Round(lng / 1e5, 5)));
        }
        return points;

        long Next()
        {
            long value = 0;
            for (var shift = 0; ; shift += 5)
            {
                var bits = text[at++] - 63;
                value |= (long)(bits & 0x1f) << shift;
                if (bits < 0x20)
                {
                    return (value & 1) == 0 ? value >> 1 : ~(value >> 1);
                }
            }
        }
    }
}
