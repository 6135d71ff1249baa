using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.Core.Orders;
using Samagam.Hub.Tests.Api;
using Samagam.Mesh.Orders;
using Samagam.Routing;
using Samagam.Trust;
using Samagam.Wire.Crowd;
using Samagam.Wire.Orders;

namespace Samagam.Hub.Tests.Ways;

/// <summary>The control room says how full zones are and gives orders about paths, by page and by call.</summary>
public sealed class WaysTests
{
    private static readonly MapSnapshot Sample = MapSnapshot.Sample();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_level_said_at_the_page_is_one_voice_a_signed_box_passes_on_and_the_page_shows_it_in_both_languages()
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        foreach (var level in (string[])["3", "5"])
        {
            Assert.Equal("/ways", await PressAsync(server, cookie, "/ways/report", ("zone", "ram-ghat"), ("level", level)));
        }
        var report = Assert.Single(server.Event.Hub.Desk.Log.ReadFrom(0, 1_000).Facts, f => f.Kind == FactKinds.CrowdReported.Name);
        Assert.Equal("crowd/ram-ghat/control-room", report.Subject);
        var english = await server.PageAsync("/ways");
        Assert.Contains("DANGER", english, StringComparison.Ordinal);
        Assert.Contains("<span class=\"level l5\">5</span> dangerous", english, StringComparison.Ordinal);
        // Nobody has said anything of the others: that is not free.
        Assert.Contains("not counted", english, StringComparison.Ordinal);
        Assert.DoesNotContain("level l1", english, StringComparison.Ordinal);
        Assert.True(english.IndexOf("h-orders", StringComparison.Ordinal) < english.IndexOf("h-zones", StringComparison.Ordinal));
        Assert.Contains("100 %", english, StringComparison.Ordinal);
        Assert.Contains("Sector 1: Mahakal and Ram Ghat", english, StringComparison.Ordinal);
        var hindi = await server.PageAsync("/ways", language: "hi");
        Assert.Contains("ख़तरा", hindi, StringComparison.Ordinal);
        Assert.Contains("सेक्टर १: महाकाल और रामघाट", hindi, StringComparison.Ordinal);
        // A reader without a session sees all of it and no way to act.
        Assert.DoesNotContain("/ways/report?zone", english, StringComparison.Ordinal);
        Assert.Contains("/ways/report?zone=ram-ghat", await server.PageAsync("/ways", cookie), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Danger_stays_until_four_and_reports_fade()
    {
        await using var server = await StartAsync();
        var zones = server.Event.Hub.Zones;
        await CountAsync(server, 5.2);
        Assert.True(zones.Conditions().Zones["ram-ghat"].IsDangerous);
        await CountAsync(server, 4.4);
        Assert.True(zones.Conditions().Zones["ram-ghat"].IsDangerous, "it has not fallen below 4");
        await CountAsync(server, 3.9);
        Assert.False(zones.Conditions().Zones["ram-ghat"].IsDangerous);
        await CountAsync(server, 4.4);
        Assert.False(zones.Conditions().Zones["ram-ghat"].IsDangerous, "it has not reached 5 again");
        server.Event.Time.Advance(TimeSpan.FromMinutes(31));
        var forgotten = (await server.JsonAsync("/api/v1/crowd")).GetProperty("data").EnumerateArray().Single(z => z.GetProperty("zoneId").GetString() == "ram-ghat");
        Assert.Equal((1, 0.0, false), (forgotten.GetProperty("level").GetInt32(), forgotten.GetProperty("belief").GetDouble(), forgotten.TryGetProperty("ageSeconds", out _)));
    }

    [Fact]
    public async Task A_zone_is_closed_by_choosing_it_changed_by_the_same_id_and_lifted_after_a_question()
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        var fields = Closing(server, ("zone", "ram-ghat"));
        var to = await PressAsync(server, cookie, "/ways/order", fields);
        var order = Assert.Single(server.Event.Hub.Picture.Snapshot.Orders.All);
        Assert.Equal($"/ways#o-{order.Id}", to);
        Assert.Equal((OrderEffect.Closed, "भगदड़ का ख़तरा", "crush"), (order.Effect, order.ReasonHi, order.ReasonEn));
        Assert.All(order.Area, p => Assert.True(Sample.Zones.Single(z => z.Id == "ram-ghat").Contains(new(p.LatitudeDeg, p.LongitudeDeg))));
        // Pressed twice is one order.
        await PressAsync(server, cookie, "/ways/order", fields);
        Assert.Single(server.Event.Hub.Picture.Snapshot.Orders.All);
        var page = await server.PageAsync("/ways", cookie);
        foreach (var said in new[] { "Closed", "<strong>Ram Ghat</strong>", "in force", "crush", "भगदड़ का ख़तरा", order.By, $"/ways/orders/{order.Id}/lift" })
        {
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
        Assert.Contains("Lift this order?", await server.PageAsync($"/ways/orders/{order.Id}/lift", cookie), StringComparison.Ordinal);
        Assert.False(server.Event.Hub.Picture.Snapshot.Orders.Find(order.Id)!.Lifted, "asking is not lifting");
        Assert.Equal("/ways", await PressAsync(server, cookie, $"/ways/orders/{order.Id}/lift"));
        Assert.True(server.Event.Hub.Picture.Snapshot.Orders.Find(order.Id)!.Lifted);
        Assert.Contains("No order stands.", await server.PageAsync("/ways", cookie), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/ways/orders/{order.Id}/lift", cookie)).StatusCode);
    }

    [Fact]
    public async Task A_lifted_order_is_lifted_for_good_whoever_changed_it_elsewhere_meanwhile()
    {
        await using var server = await StartAsync();
        var test = server.Event;
        var order = new WayOrder { Id = Guid.NewGuid(), Effect = OrderEffect.Closed, Ways = [1], FromMs = test.NowMs, UntilMs = test.NowMs + 60_000, By = "m" };
        await test.TakeAsync(test.Make(1, FactKinds.WayOrdered, order.Subject, OrderCodec.Serialise(order), edits: 1));
        Assert.Equal(OrderOutcome.Kept, await test.Hub.Orders.LiftAsync(order.Id, "operator", Stop));
        test.Time.Advance(TimeSpan.FromSeconds(1));
        // Another island has not heard of it and lets the order hold longer, twice.
        await test.TakeAsync(test.Make(2, FactKinds.WayOrdered, order.Subject, OrderCodec.Serialise(order with { UntilMs = order.UntilMs + 60_000 }), edits: 3));
        Assert.True(test.Hub.Picture.Snapshot.Orders.Find(order.Id)!.Lifted);
        Assert.Equal(OrderOutcome.Lifted, await test.Hub.Orders.RunAsync(order, Stop));
        Assert.Equal(OrderOutcome.Kept, await test.Hub.Orders.LiftAsync(order.Id, "another", Stop));
        Assert.Equal("operator", test.Hub.Picture.Snapshot.Orders.Find(order.Id)!.By);
    }

    [Fact]
    public async Task Two_thousand_orders_may_stand_those_of_tomorrow_included()
    {
        await using var server = await StartAsync();
        var test = server.Event;
        var order = new WayOrder { Id = Guid.NewGuid(), Effect = OrderEffect.Closed, Ways = [1], FromMs = test.NowMs + 86_400_000, UntilMs = test.NowMs + 90_000_000, By = "m" };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, GiveOrder.MaxStanding).Select(_ => test.Hub.Orders.RunAsync(order with { Id = Guid.NewGuid() }, Stop).AsTask()));
        Assert.All(outcomes, o => Assert.Equal(OrderOutcome.Kept, o));
        Assert.Equal(OrderOutcome.TooMany, await test.Hub.Orders.RunAsync(order, Stop));
        Assert.Equal(OrderOutcome.Kept, await test.Hub.Orders.LiftAsync(test.Hub.Picture.Snapshot.Orders.All.First().Id, "m", Stop));
        Assert.Equal(OrderOutcome.Kept, await test.Hub.Orders.RunAsync(order, Stop));
    }

    [Theory]
    [InlineData("place=zone&zone=", "Zone")]
    [InlineData("place=zone&zone=nowhere", "Zone")]
    [InlineData("place=circle&lat=23.18&lng=75.76&radius=4", "A circle round a point")]
    [InlineData("place=circle&lat=23.18&lng=75.76&radius=2001", "A circle round a point")]
    [InlineData("place=circle&lat=x&lng=75.76&radius=50", "A circle round a point")]
    [InlineData("place=ways&ways=12 x", "Paths by their number")]
    [InlineData("place=ways&ways=", "Paths by their number")]
    [InlineData("place=elsewhere", "Where")]
    [InlineData("effect=burn", "What")]
    [InlineData("effect=one-way&bearing=", "Direction")]
    [InlineData("until=", "Until")]
    [InlineData("until=2001-01-01T00:00", "Until")]
    [InlineData("from=tomorrow", "From")]
    [InlineData("reason=&reasonHi=", "Reason")]
    [InlineData("id=7", "could not be understood")]
    public async Task A_form_that_is_not_complete_comes_back_filled_and_says_what_to_check(string wrong, string said)
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        var fields = Closing(server, [.. wrong.Split('&').Select(p => (p.Split('=')[0], p.Split('=')[1]))]);
        var token = await server.FormTokenAsync("/ways/order", cookie);
        var answer = await server.FormAsync("/ways/order", cookie, [("form", token), .. fields]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        var notice = page[page.IndexOf("role=\"alert\"", StringComparison.Ordinal)..];
        Assert.Contains(said, notice[..notice.IndexOf("</p>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains($"value=\"{fields.Single(f => f.Name == "lat").Value}\"", page, StringComparison.Ordinal);
        Assert.Empty(server.Event.Hub.Picture.Snapshot.Orders.All);
    }

    [Fact]
    public async Task A_form_without_its_token_or_from_another_site_does_nothing()
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        foreach (var path in new[] { "/ways/order", "/ways/report", $"/ways/orders/{Guid.NewGuid()}/lift" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync(path, cookie, Closing(server, ("zone", "ram-ghat"), ("level", "5")))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync(path, null, ("form", await server.FormTokenAsync("/ways/order", cookie)))).StatusCode);
        }
        Assert.Empty(server.Event.Hub.Picture.Snapshot.Orders.All);
        Assert.Empty(server.Event.Hub.Picture.Snapshot.Crowd.Zones);
        var unsigned = await server.GetAsync("/ways/order");
        Assert.Equal((HttpStatusCode.SeeOther, "/enter?next=ways"), (unsigned.StatusCode, unsigned.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task Programs_give_change_and_lift_orders_and_report_levels_with_the_nodes_own_json()
    {
        await using var server = await StartAsync();
        var token = (await server.EnterAsync())["operator=".Length..];
        var order = new { orderId = Guid.NewGuid(), effect = "flow", zoneId = "mahakal", bearingDeg = 90, until = server.Event.Time.GetUtcNow().AddHours(1), reason = "aarti" };
        Assert.Equal((401, "OPERATOR_REQUIRED"), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", order, null));
        Assert.Equal((201, ""), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", order, token));
        var shown = Assert.Single((await server.JsonAsync("/api/v1/orders")).GetProperty("data").EnumerateArray());
        Assert.Equal(("flow", 90.0, true, "aarti", false), (
            shown.GetProperty("effect").GetString(), shown.GetProperty("bearingDeg").GetDouble(), shown.GetProperty("inForce").GetBoolean(), shown.GetProperty("reason").GetString(),
            shown.TryGetProperty("by", out _)));
        Assert.Equal((400, "INVALID_FIELD"), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", new { effect = "flow", zoneId = "mahakal", until = order.until }, token));
        Assert.Equal((400, "INVALID_FIELD"), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", new { effect = "closed", zoneId = "nowhere", until = order.until }, token));
        Assert.Equal((400, "INVALID_FIELD"), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", new { effect = "closed", until = order.until }, token));
        // Over already, too far ahead, without its zone, or with what controls a screen.
        var now = server.Event.Time.GetUtcNow();
        foreach (var (from, until, reason) in new[]
        {
            (now.AddDays(-1), now.AddMinutes(-1).ToString("O"), "x"), (now.AddDays(350), now.AddDays(401).ToString("O"), "x"), (now, now.AddHours(12).ToString("s"), "x"),
            (now, now.AddHours(1).ToString("O"), "bell\a"), (now, now.AddHours(1).ToString("O"), "turned \u202e"), (now, now.AddHours(1).ToString("O"), new string('x', 201)),
        })
        {
            Assert.Equal((400, "INVALID_FIELD"), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", new { effect = "closed", zoneId = "mahakal", from, until, reason }, token));
        }
        Assert.Equal((201, ""), await CallAsync(server, HttpMethod.Post, "/api/v1/orders", new
        {
            orderId = order.orderId, effect = "closed", zoneId = "mahakal", reason = "क्\u200dष",
            from = now.AddDays(380), until = now.AddDays(399),
        }, token));
        Assert.Equal((204, ""), await CallAsync(server, HttpMethod.Delete, $"/api/v1/orders/{order.orderId}", null, token));
        Assert.Equal((404, "ORDER_UNKNOWN"), await CallAsync(server, HttpMethod.Delete, $"/api/v1/orders/{Guid.NewGuid()}", null, token));
        Assert.Equal((201, ""), await CallAsync(server, HttpMethod.Post, "/api/v1/crowd/reports", new { zoneId = "mahakal", level = 4 }, token));
        Assert.Equal((200, ""), await CallAsync(server, HttpMethod.Post, "/api/v1/crowd/reports", new { zoneId = "mahakal", level = 4 }, token));
        Assert.Equal((422, "ZONE_UNKNOWN"), await CallAsync(server, HttpMethod.Post, "/api/v1/crowd/reports", new { zoneId = "nowhere", level = 4 }, token));
        Assert.Equal((400, "INVALID_FIELD"), await CallAsync(server, HttpMethod.Post, "/api/v1/crowd/reports", new { zoneId = "mahakal", level = 6 }, token));
        Assert.Equal((401, "OPERATOR_REQUIRED"), await CallAsync(server, HttpMethod.Post, "/api/v1/crowd/reports", new { zoneId = "mahakal", level = 4 }, null));
    }

    [Theory]
    [InlineData("until", "2001-01-01T00:00")]
    [InlineData("until", "2999-01-01T00:00")]
    [InlineData("reason", "bell\a")]
    public async Task An_order_that_is_over_too_far_ahead_or_hard_to_read_is_not_given_by_form_either(string name, string value)
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        var token = await server.FormTokenAsync("/ways/order", cookie);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.FormAsync("/ways/order", cookie, [("form", token), .. Closing(server, (name, value))])).StatusCode);
        Assert.Empty(server.Event.Hub.Picture.Snapshot.Orders.All);
    }

    [Fact]
    public async Task An_order_that_touches_no_path_is_not_believed_to_close_anything()
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        var token = await server.FormTokenAsync("/ways/order", cookie);
        var answer = await server.FormAsync("/ways/order", cookie, [("form", token), .. Closing(server, ("place", "ways"), ("ways", "9223372036854775807"))]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("no path on the map lies there", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(server.Event.Hub.Picture.Snapshot.Orders.All);
    }

    [Fact]
    public async Task What_boxes_say_of_orders_is_shown_as_text()
    {
        await using var server = await StartAsync();
        const string Evil = "\"><script>alert(1)</script>";
        var now = server.Event.NowMs;
        var order = new WayOrder
        {
            Id = Guid.NewGuid(), Effect = OrderEffect.Closed, Ways = [1], FromMs = now, UntilMs = now + 60_000, By = Evil, ReasonEn = Evil, ReasonHi = Evil,
        };
        Assert.Equal(OrderOutcome.Kept, await server.Event.Hub.Orders.RunAsync(order, Stop));
        var cookie = await server.EnterAsync();
        foreach (var path in new[] { "/ways", "/ways/part", $"/ways/orders/{order.Id}/lift", "/ways/order?zone=%22%3E%3Cscript%3Ealert(1)%3C/script%3E" })
        {
            Assert.DoesNotContain("<script>", await server.PageAsync(path, cookie), StringComparison.Ordinal);
        }
    }

    private static async Task<BoardServer> StartAsync()
    {
        var server = await BoardServer.StartAsync();
        server.Event.Hub.Zones.Put(Sample);
        return server;
    }

    private static async Task CountAsync(BoardServer server, double density)
    {
        var report = new CrowdReport("ram-ghat", "counter-1", CrowdSource.Counter, density);
        await server.Event.TakeAsync(server.Event.Make(1, FactKinds.CrowdReported, report.Subject, CrowdCodec.Serialise(report)));
        server.Event.Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>A complete form about closing something for an hour, with some fields said otherwise.</summary>
    private static (string Name, string Value)[] Closing(BoardServer server, params (string Name, string Value)[] said)
    {
        var local = server.Event.Time.GetUtcNow().ToOffset(new TimeSpan(5, 30, 0));
        (string Name, string Value)[] whole =
        [
            ("id", "6a1f2b9c-0000-4000-8000-000000000001"), ("effect", "closed"), ("place", "zone"), ("zone", "ram-ghat"), ("lat", "23.19001"), ("lng", ""), ("radius", "50"),
            ("ways", ""), ("bearing", "0"), ("from", ""), ("until", local.AddHours(1).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture)),
            ("reason", "crush"), ("reasonHi", "भगदड़ का ख़तरा"),
        ];
        return [.. said, .. whole.Where(w => !said.Any(s => s.Name == w.Name))];
    }

    private static async Task<string> PressAsync(BoardServer server, string cookie, string path, params (string Name, string Value)[] fields)
    {
        var token = await server.FormTokenAsync("/ways/order", cookie);
        var answer = await server.FormAsync(path, cookie, [("form", token), .. fields]);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
        return answer.Headers.Location!.ToString();
    }

    private static async Task<(int Status, string Code)> CallAsync(BoardServer server, HttpMethod method, string path, object? body, string? token)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", Uri.UnescapeDataString(token));
        }
        var answer = await server.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString()!);
    }
}
