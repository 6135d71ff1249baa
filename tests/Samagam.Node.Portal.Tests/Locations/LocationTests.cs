using System.Net;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Node.Portal.Tests.Realtime;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Node.Privacy;

namespace Samagam.Node.Portal.Tests.Locations;

public sealed class LocationTests
{
    [Fact]
    public async Task Without_consent_nothing_is_kept_and_with_it_the_way_is_read_back_in_pages()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        var me = new PersonId(Guid.Parse(asha.UserId));
        Assert.False((await UpdateAsync(asha, 23.1820, 75.7680, -100)).Data.GetProperty("kept").GetBoolean());
        Assert.Equal(["not-kept"], await BatchAsync(asha, [("a", 23.1820, -3_600)]));
        await box.Node.Trails.FlushAsync(all: true, PortalBox.Cancel);
        Assert.Empty(box.Log.Below(me.Subject + "/trail"));
        await AllowAsync(asha);
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await UpdateAsync(asha, 23.1820 + (i * 0.0005), 75.7680, -90 + (i * 10))).Data.GetProperty("kept").GetBoolean());
        }
        Assert.Equal(["kept", "kept"], await BatchAsync(asha, [("b", 23.1810, -3_600), ("c", 23.1811, -3_500)]));
        Assert.Equal(7, await HistoryAsync(asha));
        await box.Node.Trails.FlushAsync(all: true, PortalBox.Cancel);
        Assert.Equal(7, await HistoryAsync(asha));
        // Pieces, not a fact per point; and no readable place in them.
        var pieces = box.Log.Below(me.Subject + "/trail");
        Assert.Equal(2, pieces.Count);
        Assert.All(pieces, p => Assert.Equal(Scope.Self, p.Id.Key.Stream.Scope));
        Assert.All(pieces, p => Assert.Null(Samagam.Wire.Locations.LocationCodec.TryReadTrail(p.Body.Span) is { Count: > 0 } ? p : null));
        var page = await asha.CallAsync(HttpMethod.Get, "locations/history?page=2&limit=3");
        Assert.Equal((3, 7), (page.Data.GetArrayLength(), page.Json.GetProperty("metadata").GetProperty("pagination").GetProperty("total").GetInt32()));
        var times = (await asha.CallAsync(HttpMethod.Get, "locations/history")).Data.EnumerateArray().Select(p => p.GetProperty("recordedAt").GetDateTimeOffset()).ToList();
        Assert.Equal(times.OrderDescending(), times);
        // Taken back: what is noted and not yet kept is not kept.
        await AllowAsync(asha, given: false);
        await UpdateAsync(asha, 23.1850, 75.7680, 0);
        await box.Node.Trails.FlushAsync(all: true, PortalBox.Cancel);
        Assert.Equal(2, box.Log.Below(me.Subject + "/trail").Count);
        // Erased: all of it is gone.
        await box.Node.Desk.WriteAsync(Lane.Answer, scope => scope.Author(FactKinds.PersonErased, me.Subject, []), PortalBox.Cancel);
        Assert.Empty(box.Log.Below(me.Subject + "/trail"));
    }

    [Fact]
    public async Task Of_a_minor_nothing_is_kept_even_with_consent()
    {
        await using var box = await PortalBox.StartAsync();
        using var child = await box.Phone().RegisterAsync();
        await AllowAsync(child);
        Assert.Equal(HttpStatusCode.OK, (await child.CallAsync(HttpMethod.Put, "users/profile", new { name = "Chhotu", ageGroup = "teen" })).Status);
        Assert.False((await UpdateAsync(child, 23.1820, 75.7680, -10)).Data.GetProperty("kept").GetBoolean());
        Assert.Equal(["not-kept"], await BatchAsync(child, [("a", 23.1820, -600)]));
    }

    [Fact]
    public async Task A_batch_sent_again_keeps_nothing_twice_and_is_judged_in_order_of_recording()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        await AllowAsync(asha);
        (string, double, int)[] points = [("late", 23.1822, -500), ("early", 23.1820, -600), ("leap", 24.0, -550), ("old", 23.18, -8 * 24 * 3_600), ("ahead", 23.18, 120)];
        Assert.Equal(["kept", "kept", "impossible:too-fast", "impossible:too-old", "impossible:from-the-future"], await BatchAsync(asha, points));
        Assert.Equal(["known", "known", "impossible:too-fast", "impossible:too-old", "impossible:from-the-future"], await BatchAsync(asha, points));
        Assert.Equal(["known", "kept"], await BatchAsync(asha, [("late", 23.1822, -500), ("new", 23.1823, -400)]));
        Assert.Equal(3, await HistoryAsync(asha));
        // The same ids of another person are theirs.
        using var ravi = await box.Phone().RegisterAsync();
        await AllowAsync(ravi);
        Assert.Equal(["kept"], await BatchAsync(ravi, [("late", 23.1822, -500)]));
    }

    [Fact]
    public async Task Limits_of_a_batch_and_of_a_day_hold()
    {
        await using var box = await PortalBox.StartAsync(locations: new LocationOptions { MaxBatch = 4, HistoryChunk = 2, MaxHistoryPerDay = 3 });
        using var asha = await box.Phone().RegisterAsync();
        await AllowAsync(asha);
        var noon = (int)(DateTimeOffset.UtcNow.Date.AddDays(-1).AddHours(12) - DateTime.UtcNow).TotalSeconds;
        Assert.Equal(["kept", "kept", "kept", "full"], await BatchAsync(asha, [("1", 23.18, noon), ("2", 23.18, noon + 10), ("3", 23.18, noon + 20), ("4", 23.18, noon + 30)]));
        foreach (var body in new object[]
        {
            new { locations = Enumerable.Range(0, 5).Select(i => Item("x" + i, 23.18, i)) }, new { locations = Array.Empty<object>() }, new { },
            new { locations = new[] { new { lat = 1, lng = 2, timestamp = DateTimeOffset.UtcNow } } }, new { locations = new[] { Item(new string('x', 65), 23.18, 0) } },
            new { locations = new object?[] { null } },
        })
        {
            var refused = await asha.CallAsync(HttpMethod.Post, "locations/batch", body);
            Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), (refused.Status, refused.ErrorCode));
        }
    }

    [Fact]
    public async Task Histories_are_forgotten_when_their_time_is_over()
    {
        await using var box = await PortalBox.StartAsync(locations: new LocationOptions { HistoryDays = 2 });
        using var asha = await box.Phone().RegisterAsync();
        var me = new PersonId(Guid.Parse(asha.UserId));
        await AllowAsync(asha);
        Assert.Equal(["kept"], await BatchAsync(asha, [("a", 23.18, -600)]));
        while (await box.Node.Trails.ForgetAsync(PortalBox.Cancel))
        {
        }
        Assert.Single(box.Log.Below(me.Subject + "/trail"));
        box.Time.Ahead = TimeSpan.FromDays(4);
        while (await box.Node.Trails.ForgetAsync(PortalBox.Cancel))
        {
        }
        Assert.Empty(box.Log.Below(me.Subject + "/trail"));
    }

    [Fact]
    public async Task Impossible_points_and_those_of_others_are_refused_with_a_reason_and_ten_a_second_are_taken()
    {
        await using var box = await PortalBox.StartAsync(portalTime: new Samagam.TestKit.ManualTime());
        using var asha = await box.Phone().RegisterAsync();
        var nowhere = await UpdateAsync(asha, 0, 0, 0);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "IMPOSSIBLE_POINT", "null-island"), (nowhere.Status, nowhere.ErrorCode, nowhere.Json.GetProperty("error").GetProperty("field").GetString()));
        var other = await asha.CallAsync(HttpMethod.Post, "locations/update", new { userId = Guid.NewGuid(), lat = 23.1, lng = 75.7, timestamp = DateTimeOffset.UtcNow });
        Assert.Equal((HttpStatusCode.Forbidden, "NOT_YOU"), (other.Status, other.ErrorCode));
        for (var i = 2; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await UpdateAsync(asha, 23.1820, 75.7680, i - 60)).Status);
        }
        var eleventh = await UpdateAsync(asha, 23.1820, 75.7680, 0);
        Assert.Equal((HttpStatusCode.TooManyRequests, "TOO_MANY_REQUESTS"), (eleventh.Status, eleventh.ErrorCode));
        Assert.Equal("1", eleventh.Response.Headers.RetryAfter!.ToString());
    }

    [Fact]
    public async Task A_group_sees_a_member_only_while_they_share_at_this_box_and_at_the_next()
    {
        await using var split = await Split.StartAsync();
        using var asha = await split.AtA.Phone().RegisterAsync();
        using var ravi = await split.AtB.Phone().RegisterAsync();
        var (id, code) = await RealtimeTests.GroupAsync(asha);
        await split.AgreeAsync();
        await RealtimeTests.JoinAsync(ravi, code, "Ravi");
        await split.AgreeAsync();
        Assert.Equal(HttpStatusCode.OK, (await UpdateAsync(ravi, 23.1820, 75.7680, -50)).Status);
        Assert.Null(await SeenAsync(asha, id, ravi));
        await RealtimeTests.ShareAsync(ravi, id);
        await split.AgreeAsync();
        var group = new Core.Groups.GroupId(Guid.Parse(id));
        var heard = new TaskCompletionSource();
        using var listening = split.A.Node.Places.Listen(group, _ => heard.TrySetResult());
        await UpdateAsync(ravi, 23.1821, 75.7681, -40);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), PortalBox.Cancel);
        Assert.Equal(23.1821, await SeenAsync(asha, id, ravi));
        // Taken back: hidden at both boxes, and not shown again by the next point.
        await RealtimeTests.ShareAsync(ravi, id, on: false);
        await split.AgreeAsync();
        Assert.Null(await SeenAsync(asha, id, ravi));
        await UpdateAsync(ravi, 23.1822, 75.7682, -30);
        Assert.Null(await SeenAsync(asha, id, ravi));
        Assert.Empty(split.B.Node.Places.In(group));
    }

    [Fact]
    public async Task Staff_draw_fences_and_a_person_is_told_of_entering_and_leaving_at_every_box()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await Volunteer.EnterAsync(box, "CTRL-1", false, Trust.StaffRole.Manager);
        using var helper = await Volunteer.EnterAsync(box);
        using var asha = await box.Phone().RegisterAsync();
        var body = new { name = "Deep water", shape = "circle", points = new[] { new { lat = 23.1850, lng = 75.7680 } }, radiusMeters = 60 };
        Assert.Equal(HttpStatusCode.Forbidden, (await helper.CallAsync(HttpMethod.Post, "geofences", body)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await asha.CallAsync(HttpMethod.Post, "geofences", body)).Status);
        var made = await manager.CallAsync(HttpMethod.Post, "geofences", body);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        var id = made.Data.GetProperty("fenceId").GetString();
        Assert.Equal("Deep water", (await asha.CallAsync(HttpMethod.Get, "geofences/" + id)).Data.GetProperty("name").GetString());
        Assert.Empty((await UpdateAsync(asha, 23.1838, 75.7680, -90)).Data.GetProperty("fences").EnumerateArray());
        Assert.Equal("entered", (await UpdateAsync(asha, 23.1850, 75.7680, -60)).Data.GetProperty("fences")[0].GetProperty("change").GetString());
        Assert.Equal("left", (await UpdateAsync(asha, 23.1838, 75.7680, -30)).Data.GetProperty("fences")[0].GetProperty("change").GetString());
        Assert.Equal(HttpStatusCode.OK, (await manager.CallAsync(HttpMethod.Put, "geofences/" + id, new { name = "Shallow", shape = "circle", body.points, body.radiusMeters })).Status);
        foreach (var (wrong, field) in new (object, string)[]
        {
            (new { name = "x", shape = "star", body.points }, "$.shape"), (new { name = "", shape = "circle", body.points, body.radiusMeters }, "$.name"),
            (new { name = "x", shape = "polygon", body.points }, "$.points"), (new { name = "x", shape = "circle", body.points }, "$.radiusMeters"), (new { name = "x", shape = "circle", body.points, body.radiusMeters, tells = "all" }, "$.tells"),
        })
        {
            var refused = await manager.CallAsync(HttpMethod.Post, "geofences", wrong);
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.Status, refused.Json.GetProperty("error").GetProperty("field").GetString()));
        }
        Assert.Equal(HttpStatusCode.NoContent, (await manager.CallAsync(HttpMethod.Delete, "geofences/" + id)).Status);
        Assert.Equal("FENCE_UNKNOWN", (await manager.CallAsync(HttpMethod.Delete, "geofences/" + id)).ErrorCode);
        Assert.Empty((await asha.CallAsync(HttpMethod.Get, "geofences")).Data.EnumerateArray());
    }

    [Fact]
    public async Task No_more_fences_are_made_than_there_may_be()
    {
        await using var box = await PortalBox.StartAsync(locations: new LocationOptions { MaxFences = 2 });
        using var manager = await Volunteer.EnterAsync(box, "CTRL-1", false, Trust.StaffRole.Manager);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            codes.Add((await manager.CallAsync(HttpMethod.Post, "geofences", new { name = "f" + i, shape = "circle", points = new[] { new { lat = 23.18, lng = 75.76 } }, radiusMeters = 60 })).Status);
        }
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict], codes);
    }

    private static Task<Phone.Seen> UpdateAsync(SignedInPhone who, double lat, double lng, int seconds) =>
        who.CallAsync(HttpMethod.Post, "locations/update", new { lat, lng, accuracy = 8, timestamp = DateTimeOffset.UtcNow.AddSeconds(seconds) });

    private static async Task<string[]> BatchAsync(SignedInPhone who, (string Id, double Lat, int Seconds)[] points)
    {
        var sent = await who.CallAsync(HttpMethod.Post, "locations/batch", new { locations = points.Select(p => Item(p.Id, p.Lat, p.Seconds)) });
        Assert.True(sent.Status == HttpStatusCode.OK, sent.Text);
        Assert.Equal(points.Select(p => p.Id), sent.Data.EnumerateArray().Select(r => r.GetProperty("clientId").GetString()!));
        return [.. sent.Data.EnumerateArray().Select(r => r.GetProperty("result").GetString() + (r.TryGetProperty("reason", out var why) ? ":" + why.GetString() : ""))];
    }

    private static object Item(string id, double lat, int seconds) => new { clientId = id, lat, lng = 75.7680, accuracy = 8, timestamp = DateTimeOffset.UtcNow.AddSeconds(seconds) };

    private static async Task<int> HistoryAsync(SignedInPhone who) => (await who.CallAsync(HttpMethod.Get, "locations/history")).Json.GetProperty("metadata").GetProperty("pagination").GetProperty("total").GetInt32();

    private static async Task<double?> SeenAsync(SignedInPhone who, string group, SignedInPhone member)
    {
        var members = await who.CallAsync(HttpMethod.Get, $"groups/{group}/members");
        var found = members.Data.EnumerateArray().Single(m => m.GetProperty("memberId").GetString() == member.UserId);
        return found.TryGetProperty("lastLocation", out var place) ? place.GetProperty("lat").GetDouble() : null;
    }

    private static async Task AllowAsync(SignedInPhone who, bool given = true) =>
        Assert.Equal(HttpStatusCode.OK, (await who.CallAsync(HttpMethod.Put, "privacy/consents/location-history", new { given })).Status);
}
