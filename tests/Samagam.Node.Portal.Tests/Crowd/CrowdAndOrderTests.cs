using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Crowd;

/// <summary>Crowd and orders through the doors, and what they do to the next route.</summary>
public sealed class CrowdAndOrderTests
{
    private static readonly object Start = new { lat = 23.1850, lng = 75.7690 };
    private static readonly object End = new { lat = 23.1878, lng = 75.7670 };

    [Fact]
    public async Task A_steward_says_how_full_a_zone_is_and_the_next_route_knows()
    {
        await using var box = await PortalBox.StartAsync();
        using var steward = await Volunteer.EnterAsync(box, onDuty: false);
        using var phone = box.Phone();
        var before = await RouteAsync(phone);
        Assert.Equal(HttpStatusCode.Created, (await steward.CallAsync(HttpMethod.Post, "crowd/reports", new { zoneId = "north", level = 4 })).Status);
        Assert.True(box.Node.Map.Step());
        var zone = (await phone.JsonAsync(HttpMethod.Get, "/api/v1/crowd", null)).Data.EnumerateArray().Single();
        Assert.Equal(("north", true), (zone.GetProperty("zoneId").GetString(), zone.GetProperty("level").GetInt32() >= 3));
        Assert.InRange(zone.GetProperty("ageSeconds").GetInt64(), 0, 60);
        var after = await RouteAsync(phone);
        Assert.True(after.GetProperty("durationSeconds").GetInt32() > before.GetProperty("durationSeconds").GetInt32());
        Assert.Equal(before.GetProperty("epoch").GetInt64() + 1, after.GetProperty("epoch").GetInt64());
        Assert.InRange(after.GetProperty("crowdAgeSeconds").GetInt64(), 0, 60);
        // The same again is no news.
        Assert.Equal("unchanged", (await steward.CallAsync(HttpMethod.Post, "crowd/reports", new { zoneId = "north", level = 4 })).Data.GetProperty("result").GetString());
    }

    [Fact]
    public async Task Pilgrims_count_together_and_never_close_a_zone_alone()
    {
        await using var box = await PortalBox.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            using var phone = box.Phone();
            await phone.GetAsync("/");
            Assert.True((await phone.JsonAsync(HttpMethod.Post, "/api/v1/crowd/reports", new { zoneId = "north", level = 5 })).Status is HttpStatusCode.Created or HttpStatusCode.OK);
        }
        box.Node.Map.Step();
        using var reader = box.Phone();
        var zone = (await reader.JsonAsync(HttpMethod.Get, "/api/v1/crowd", null)).Data.EnumerateArray().Single();
        Assert.False(zone.GetProperty("dangerous").GetBoolean());
        Assert.InRange(zone.GetProperty("level").GetInt32(), 2, 4);
        Assert.DoesNotContain(box.Log.ReadFrom(0, 1_000).Facts, f => f.Kind == "crowd.reported" && !f.Subject.EndsWith("/people", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"level":3}""", "$.zoneId", HttpStatusCode.BadRequest)]
    [InlineData("""{"zoneId":"north","level":6}""", "$.level", HttpStatusCode.BadRequest)]
    [InlineData("""{"zoneId":"north"}""", "$.level", HttpStatusCode.BadRequest)]
    [InlineData("""{"zoneId":"north","densityPerM2":10.1}""", "$.densityPerM2", HttpStatusCode.BadRequest)]
    [InlineData("""{"zoneId":"nowhere","level":3}""", "$.zoneId", HttpStatusCode.UnprocessableEntity)]
    public async Task A_wrong_report_is_refused_and_named(string body, string field, HttpStatusCode status)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/crowd/reports", body);
        Assert.Equal((status, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Only_the_authority_gives_orders_and_everybody_reads_them()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        using var volunteer = await Volunteer.EnterAsync(box, onDuty: false);
        using var manager = await Volunteer.EnterAsync(box, "BOSS", onDuty: false, StaffRole.Manager);
        var order = new { effect = "closed", ways = new[] { 21L }, until = DateTimeOffset.UtcNow.AddHours(2), reason = "crush", reasonHi = "भगदड़ का ख़तरा" };
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.JsonAsync(HttpMethod.Post, "/api/v1/orders", order)).Status);
        Assert.Equal((HttpStatusCode.Forbidden, "NOT_ALLOWED"), Of(await volunteer.CallAsync(HttpMethod.Post, "orders", order)));
        var given = await manager.CallAsync(HttpMethod.Post, "orders", order);
        Assert.Equal(HttpStatusCode.Created, given.Status);
        Assert.True(box.Node.Map.Step());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "NO_ROUTE"), Of(await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = Start, to = End })));
        foreach (var (until, reason, field) in new[]
        {
            (DateTimeOffset.UtcNow.AddMinutes(-5).ToString("O"), "x", "$.until"), (DateTimeOffset.UtcNow.AddDays(401).ToString("O"), "x", "$.until"),
            (DateTimeOffset.UtcNow.AddHours(12).ToString("s"), "x", "$.until"), (order.until.ToString("O"), "bell\a", "$.reason"),
        })
        {
            var refused = await manager.CallAsync(HttpMethod.Post, "orders", new { effect = "closed", ways = new[] { 21L }, until, reason });
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.Status, refused.Json.GetProperty("error").GetProperty("field").GetString()));
        }
        var id = given.Data.GetProperty("orderId").GetString();
        var read = Assert.Single((await phone.JsonAsync(HttpMethod.Get, "/api/v1/orders", null)).Data.EnumerateArray());
        Assert.Equal((id, true, "crush"), (read.GetProperty("orderId").GetString(), read.GetProperty("inForce").GetBoolean(), read.GetProperty("reason").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.CallAsync(HttpMethod.Delete, "orders/" + id)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await manager.CallAsync(HttpMethod.Delete, "orders/" + id)).Status);
        Assert.True(box.Node.Map.Step());
        await RouteAsync(phone);
        Assert.Equal((HttpStatusCode.NotFound, "ORDER_UNKNOWN"), Of(await manager.CallAsync(HttpMethod.Delete, "orders/" + Guid.NewGuid())));

        static (HttpStatusCode, string?) Of(Phone.Seen seen) => (seen.Status, seen.ErrorCode);
    }

    private static async Task<JsonElement> RouteAsync(Phone phone) =>
        (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = Start, to = End })).Data;
}
