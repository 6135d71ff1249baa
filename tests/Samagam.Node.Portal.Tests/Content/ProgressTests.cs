using System.Net;
using System.Text;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Wire.Content;

namespace Samagam.Node.Portal.Tests.Content;

/// <summary>How far a person came on a plan, at one box and at two.</summary>
public sealed class ProgressTests
{
    private static readonly Core.Content.Itinerary Plan = SampleContent.Load().Itineraries[0];
    private static readonly string Door = $"itineraries/{Plan.Id}";

    [Fact]
    public async Task It_is_started_once_told_and_shown_to_nobody_else()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        using var other = await box.Phone().RegisterAsync();
        Assert.Equal("NOT_STARTED", (await me.CallAsync(HttpMethod.Get, Door + "/progress")).ErrorCode);
        var started = await me.CallAsync(HttpMethod.Post, Door + "/start");
        Assert.Equal((HttpStatusCode.Created, 0, Plan.Stops[0]), (started.Status, started.Data.GetProperty("currentIndex").GetInt32(), started.Data.GetProperty("currentPoi").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await me.CallAsync(HttpMethod.Post, Door + "/start")).Status);
        var told = await me.CallAsync(HttpMethod.Put, Door + "/progress", new { completedPois = new[] { Plan.Stops[0] }, currentIndex = 1 });
        Assert.Equal((HttpStatusCode.OK, 1), (told.Status, told.Data.GetProperty("currentIndex").GetInt32()));
        var end = await me.CallAsync(HttpMethod.Put, Door + "/progress", new { completedPois = Plan.Stops, currentIndex = Plan.Stops.Count });
        Assert.False(end.Data.TryGetProperty("currentPoi", out _));
        Assert.Equal("NOT_STARTED", (await other.CallAsync(HttpMethod.Get, Door + "/progress")).ErrorCode);
        using var nobody = box.Phone();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"/api/v1/{Door}/progress")).Status);
        // Where they were is nobody's but theirs: sealed.
        Assert.DoesNotContain(box.Log.ReadFrom(0, 1_000).Facts, f => f.Kind == "plan.progressed" && Encoding.UTF8.GetString(f.Statement.Span).Contains(Plan.Stops[0], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"currentIndex":1}""", "$.completedPois")]
    [InlineData("""{"completedPois":["nowhere"],"currentIndex":1}""", "$.completedPois")]
    [InlineData("""{"completedPois":[]}""", "$.currentIndex")]
    [InlineData("""{"completedPois":[],"currentIndex":-1}""", "$.currentIndex")]
    [InlineData("""{"completedPois":[],"currentIndex":31}""", "$.currentIndex")]
    [InlineData("""{"completedPois":[],"currentIndex":0,"mood":"good"}""", "$.mood")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var seen = await me.CallAsync(HttpMethod.Put, Door + "/progress", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (seen.Status, seen.Json.GetProperty("error").GetProperty("field").GetString()));
        Assert.Equal("ITINERARY_UNKNOWN", (await me.CallAsync(HttpMethod.Post, "itineraries/nowhere/start")).ErrorCode);
    }

    [Fact]
    public async Task Two_boxes_cut_apart_and_healed_know_all_that_was_completed_at_either()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var two = PortalMesh.PhoneAt(mesh.Two);
        using var me = await one.RegisterAsync();
        await me.CallAsync(HttpMethod.Post, Door + "/start");
        await mesh.JoinedAsync();
        await mesh.CutAsync();
        await me.CallAsync(HttpMethod.Put, Door + "/progress", new { completedPois = new[] { Plan.Stops[0], Plan.Stops[1] }, currentIndex = 2 });
        Assert.Equal(HttpStatusCode.OK, (await two.JsonAsync(HttpMethod.Put, $"/api/v1/{Door}/progress", new { completedPois = new[] { Plan.Stops[^1] }, currentIndex = 1 }, me.Token)).Status);
        await mesh.HealAsync();
        var here = await me.CallAsync(HttpMethod.Get, Door + "/progress");
        var there = await two.JsonAsync(HttpMethod.Get, $"/api/v1/{Door}/progress", null, me.Token);
        Assert.Equal(2, here.Data.GetProperty("currentIndex").GetInt32());
        Assert.Equal(((string[])[Plan.Stops[0], Plan.Stops[1], Plan.Stops[^1]]).Distinct().Order(StringComparer.Ordinal), here.Data.GetProperty("completedPois").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(JsonSerializer.Serialize(here.Data), JsonSerializer.Serialize(there.Data));
    }
}
