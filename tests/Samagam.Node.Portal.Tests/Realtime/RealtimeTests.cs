using System.Globalization;
using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Realtime;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestBrowser;

namespace Samagam.Node.Portal.Tests.Realtime;

/// <summary><c>/realtime</c>, seen by a client we did not write.</summary>
public sealed class RealtimeTests(NpmPackages packages, Browser browser) : IClassFixture<NpmPackages>, IClassFixture<Browser>
{
    [Theory]
    [InlineData("ws")]
    [InlineData("sse")]
    [InlineData("poll")]
    public async Task Members_see_each_other_come_move_and_go_over_each_transport(string transport)
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        using var ravi = await box.Phone().RegisterAsync();
        var (id, code) = await GroupAsync(asha);
        await using var client = NpmClient.Start(packages);
        var line = await client.ConnectAsync("asha", box.Address, asha.Token, transport: transport);
        await line.DoAsync("join-group", new { groupId = id, userId = asha.UserId });
        Assert.Equal("Asha", (await line.UntilAsync("member-joined")).Body.GetProperty("memberInfo").GetProperty("nickname").GetString());
        await JoinAsync(ravi, code, "Ravi");
        var joined = await line.UntilAsync("member-joined", b => b.GetProperty("memberId").GetString() == ravi.UserId);
        Assert.Equal("Ravi", joined.Body.GetProperty("memberInfo").GetProperty("nickname").GetString());
        var his = await client.ConnectAsync("ravi", box.Address, ravi.Token, transport: transport);
        await his.DoAsync("update-location", Point(ravi, 23.1820, 75.7680, 0));
        await ShareAsync(ravi, id);
        await his.DoAsync("update-location", Point(ravi, 23.1821, 75.7681, 1));
        var moved = await line.UntilAsync("member-location-update");
        Assert.Equal((ravi.UserId, 23.1821), (moved.Body.GetProperty("memberId").GetString(), moved.Body.GetProperty("location").GetProperty("lat").GetDouble()));
        Assert.Equal(HttpStatusCode.NoContent, (await ravi.CallAsync(HttpMethod.Delete, $"groups/{id}/leave")).Status);
        Assert.Equal(ravi.UserId, (await line.UntilAsync("member-left")).Body.GetProperty("memberId").GetString());
        Assert.DoesNotContain(line.Seen, e => e.Name == "member-location-update" && e.Body.GetProperty("location").GetProperty("lat").GetDouble() == 23.1820);
        Assert.Equal(line.Seen.Count, line.Seen.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_phone_that_moves_between_two_boxes_misses_nothing_and_sees_nothing_twice()
    {
        await using var split = await Split.StartAsync();
        using var asha = await split.AtA.Phone().RegisterAsync();
        var (id, code) = await GroupAsync(asha);
        await split.AgreeAsync();
        await using var client = NpmClient.Start(packages);
        var seen = new List<HubEvent>();
        var expected = new List<string> { asha.UserId };
        var line = await client.ConnectAsync("0", split.AtA.Address, asha.Token);
        await line.DoAsync("join-group", new { groupId = id, userId = asha.UserId });
        await line.UntilAsync("member-joined");
        for (var round = 1; round <= 4; round++)
        {
            // One comes in while she is on her way, at the box she left; one at the box she reaches, when she is there.
            var (left, reached) = round % 2 == 1 ? (split.AtA, split.AtB) : (split.AtB, split.AtA);
            var cursor = line.Cursor;
            await line.StopAsync();
            seen.AddRange(line.Seen.Where(e => e.Name != "closed"));
            using var early = await left.Phone().RegisterAsync();
            await JoinAsync(early, code, $"early {round}");
            // In the odd rounds she is there before the word of it is.
            if (round % 2 == 0)
            {
                await split.AgreeAsync();
            }
            line = await client.ConnectAsync(round.ToString(CultureInfo.InvariantCulture), reached.Address, asha.Token, cursor);
            await line.DoAsync("join-group", new { groupId = id, userId = asha.UserId });
            await line.UntilAsync("member-joined", b => b.GetProperty("memberInfo").GetProperty("nickname").GetString() == $"early {round}");
            using var late = await reached.Phone().RegisterAsync();
            await JoinAsync(late, code, $"late {round}");
            await line.UntilAsync("member-joined", b => b.GetProperty("memberInfo").GetProperty("nickname").GetString() == $"late {round}");
            expected.AddRange([early.UserId, late.UserId]);
        }
        // Back at a box that is cut off and has not heard of who came last: it is silent, and takes nothing back.
        await split.AgreeAsync();
        await split.CutAsync();
        using var last = await split.AtA.Phone().RegisterAsync();
        await JoinAsync(last, code, "last");
        await line.UntilAsync("member-joined", b => b.GetProperty("memberId").GetString() == last.UserId);
        expected.Add(last.UserId);
        seen.AddRange(line.Seen);
        var behind = await client.ConnectAsync("behind", split.AtB.Address, asha.Token, line.Cursor);
        await behind.DoAsync("join-group", new { groupId = id, userId = asha.UserId });
        await split.MendAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await last.CallAsync(HttpMethod.Delete, $"groups/{id}/leave")).Status);
        await behind.UntilAsync("member-left", b => b.GetProperty("memberId").GetString() == last.UserId);
        seen.AddRange(behind.Seen);
        var events = seen.Where(e => e.Name.StartsWith("member", StringComparison.Ordinal)).ToList();
        Assert.Equal(expected.Order(), events.Where(e => e.Name == "member-joined" && e.Body.GetProperty("memberInfo").GetProperty("nickname").GetString() is { Length: > 0 })
            .Select(e => e.Body.GetProperty("memberId").GetString()!).Order());
        Assert.Single(events, e => e.Name == "member-left");
        Assert.Equal(events.Count, events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_call_for_help_is_never_refused_and_its_caller_hears_who_comes_and_the_volunteer_of_it()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { Realtime = new RealtimeOptions { MessagesPerSecond = 1 } });
        using var volunteer = await Volunteer.EnterAsync(box);
        await using var client = NpmClient.Start(packages);
        var helper = await client.ConnectAsync("helper", box.Address, volunteer.Token);
        // Nobody is signed in, the person is another's, and what is said makes no sense: all of it is a call.
        var caller = await client.ConnectAsync("caller", box.Address);
        foreach (var odd in new object?[] { null, "help", 17, new { userId = 5, location = "here", emergencyType = new[] { 1 } }, Array.Empty<int>() })
        {
            Assert.True(Guid.TryParse((await caller.DoAsync("send-sos", odd)).GetProperty("alertId").GetString(), out _));
        }
        var mine = Guid.NewGuid().ToString();
        var raised = await caller.DoAsync("send-sos", new { alertId = mine, userId = Guid.NewGuid(), location = new { lat = 23.1828, lng = 75.7682, accuracy = 8 }, emergencyType = "medical" });
        var id = raised.GetProperty("alertId").GetString()!;
        var offered = await helper.UntilAsync("sos-offered", b => b.GetProperty("alertId").GetString() == id);
        Assert.Equal("medical", offered.Body.GetProperty("emergencyType").GetString());
        await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + id, new { etaSeconds = 240 });
        var coming = await caller.UntilAsync("sos-acknowledged", b => b.GetProperty("alertId").GetString() == id);
        Assert.Equal(volunteer.Id, coming.Body.GetProperty("responderId").GetString());
        await helper.UntilAsync("sos-updated", b => b.GetProperty("state").GetString() == "accepted");
        using var phone = box.Phone();
        await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{id}/cancel", new { reason = "safe" });
        await helper.UntilAsync("sos-withdrawn", b => b.GetProperty("alertId").GetString() == id);
        // Who comes back with the cursor is not told again; who comes without is.
        var again = await client.ConnectAsync("again", box.Address, cursor: caller.Cursor, calls: [id]);
        await again.DoAsync("send-sos", new { });
        Assert.DoesNotContain(again.Seen, e => e.Name == "sos-acknowledged");
        Assert.DoesNotContain(caller.Seen, e => e.Name is "snapshot" or "sos-updated" or "sos-offered");
    }

    [Fact]
    public async Task What_is_not_ones_own_is_refused_with_a_reason_and_changes_nothing()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        using var ravi = await box.Phone().RegisterAsync();
        var (id, _) = await GroupAsync(asha);
        await using var client = NpmClient.Start(packages);
        var nobody = await client.ConnectAsync("nobody", box.Address);
        foreach (var message in (string[])["join-group", "leave-group", "update-location"])
        {
            Assert.Equal("NOT_SIGNED_IN", await nobody.RefusedAsync(message, new { groupId = id, userId = asha.UserId }));
        }
        var forged = await client.ConnectAsync("forged", box.Address, asha.Token[..^6] + "AAAAAA");
        Assert.Equal("NOT_SIGNED_IN", await forged.RefusedAsync("join-group", new { groupId = id }));
        var his = await client.ConnectAsync("ravi", box.Address, ravi.Token);
        Assert.Equal("GROUP_UNKNOWN", await his.RefusedAsync("join-group", new { groupId = id, userId = ravi.UserId }));
        Assert.Equal("NOT_YOU", await his.RefusedAsync("join-group", new { groupId = id, userId = asha.UserId }));
        Assert.Equal("NOT_YOU", await his.RefusedAsync("update-location", Point(asha, 23.18, 75.77, 0)));
        Assert.Equal("INVALID_FIELD", await his.RefusedAsync("join-group", new { groupId = "x" }));
        Assert.Equal("INVALID_FIELD", await his.RefusedAsync("join-group", new { groupId = id, more = 1 }));
        Assert.Equal("INVALID_FIELD", await his.RefusedAsync("update-location", new { lat = 1.0 }));
        Assert.Equal("INVALID_FIELD", await his.RefusedAsync("update-location", null));
        Assert.Equal("IMPOSSIBLE_POINT", await his.RefusedAsync("update-location", Point(ravi, 0, 0, 0)));
        Assert.Equal(0, box.Node.Places.Count);
    }

    [Fact]
    public async Task Limits_of_a_connection_and_of_a_box_hold()
    {
        var limits = new RealtimeOptions { MaxConnections = 3, MaxConnectionsPerAddress = 2, MessagesPerSecond = 3, MaxRefusedInARow = 4, MaxMessageBytes = 4 * 1024, MaxGroups = 1 };
        await using var box = await PortalBox.StartAsync(new PortalOptions { Realtime = limits });
        using var asha = await box.Phone().RegisterAsync();
        var (one, _) = await GroupAsync(asha);
        var (two, _) = await GroupAsync(asha);
        await using var client = NpmClient.Start(packages);
        var first = await client.ConnectAsync("first", box.Address, asha.Token);
        await first.DoAsync("join-group", new { groupId = one });
        Assert.Equal("TOO_MANY_GROUPS", await first.RefusedAsync("join-group", new { groupId = two }));
        await client.ConnectAsync("second", box.Address);
        Assert.Contains("503", (await Assert.ThrowsAsync<InvalidOperationException>(() => client.ConnectAsync("third", box.Address))).Message, StringComparison.Ordinal);
        var answers = new List<string>();
        for (var i = 0; i < 5 && !answers.Contains("TOO_MANY_REQUESTS"); i++)
        {
            var reply = await first.InvokeAsync("leave-group", new { groupId = two });
            answers.Add(reply.GetProperty("success").GetBoolean() ? "ok" : reply.GetProperty("error").GetProperty("code").GetString()!);
        }
        Assert.Contains("TOO_MANY_REQUESTS", answers);
        // A message beyond the limit ends its connection, and its seat is free.
        var long_ = client.AskAsync(new { op = "invoke", line = "second", name = "send-sos", body = new { note = new string('x', 8_000) } });
        await Assert.ThrowsAsync<InvalidOperationException>(() => long_);
        await new HubLine(client, "second").UntilAsync("closed");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/realtime/negotiate?negotiateVersion=1");
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.Forbidden, (await phone.SendAsync(foreign)).Status);
    }

    [Fact]
    public async Task A_page_without_a_library_is_told_the_same_by_events_and_goes_on_from_its_cursor()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        using var ravi = await box.Phone().RegisterAsync();
        var (id, code) = await GroupAsync(asha);
        string cursor;
        using (var stream = await asha.ListenAsync("?group=" + id))
        {
            Assert.Equal(asha.UserId, (await stream.UntilAsync("member-joined")).Data.GetProperty("memberId").GetString());
            await JoinAsync(ravi, code, "Ravi");
            cursor = (await stream.UntilAsync("member-joined")).Id!;
        }
        await ravi.CallAsync(HttpMethod.Delete, $"groups/{id}/leave");
        using var again = await EventReader.OpenAsync(asha.Phone, "/api/v1/stream?group=" + id, asha.Token, cursor);
        Assert.Equal(("member-left", ravi.UserId), ((await again.NextAsync())! is var first ? first.Name : "", first.Data.GetProperty("memberId").GetString()));
        foreach (var (token, path, status) in new[] { (ravi.Token, id, HttpStatusCode.NotFound), (asha.Token, "x", HttpStatusCode.NotFound), ("none", id, HttpStatusCode.Unauthorized) })
        {
            Assert.Equal(status, (await asha.Phone.JsonAsync(HttpMethod.Get, "/api/v1/stream?group=" + path, null, token)).Status);
        }
    }

    [Fact]
    public async Task Two_hundred_phones_at_once_are_all_told_and_their_seats_are_free_afterwards()
    {
        const int Phones = 200;
        var limits = new RealtimeOptions { MaxConnections = Phones, MaxConnectionsPerAddress = Phones };
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 10_000, Realtime = limits }, town: SampleEvent.Map, liveMap: true);
        await using var client = NpmClient.Start(packages);
        var lines = await Task.WhenAll(Enumerable.Range(0, Phones).Select(i => client.ConnectAsync(i.ToString(CultureInfo.InvariantCulture), box.Address)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ConnectAsync("one more", box.Address));
        await SampleEvent.CrowdAsync(box, "ram-ghat", 3);
        await Task.WhenAll(lines.Select(l => l.UntilAsync("crowd-update", b => b.GetProperty("zones").EnumerateArray().Any(z => z.GetProperty("zoneId").GetString() == "ram-ghat"))));
        Assert.All(lines, l => Assert.Equal(l.Seen.Count, l.Seen.Select(e => e.Id).Distinct().Count()));
        await lines[0].StopAsync();
        await lines[0].UntilAsync("closed");
        await client.ConnectAsync("free again", box.Address);
    }

    [Fact]
    public async Task Everybody_is_told_of_a_warning_once_and_of_its_end_once_signed_in_or_not()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await Volunteer.EnterAsync(box, "CTRL-1", false, Trust.StaffRole.Manager);
        await using var client = NpmClient.Start(packages);
        var line = await client.ConnectAsync("first", box.Address);
        var given = await manager.CallAsync(HttpMethod.Post, "warnings", Warnings.WarningDoorTests.Flood());
        Assert.True(given.Status == HttpStatusCode.Created, given.Text);
        var told = await line.UntilAsync("public-warning");
        Assert.Equal("Leave the ghat", told.Body.GetProperty("info").GetProperty("headline").GetString());
        await line.StopAsync();
        var again = await client.ConnectAsync("again", box.Address, cursor: line.Cursor);
        var id = told.Body.GetProperty("warningId").GetString();
        Assert.True((int)(await manager.CallAsync(HttpMethod.Post, $"warnings/{id}/cancel", new { })).Status < 300);
        var over = await again.UntilAsync("public-warning");
        Assert.NotEqual("in-force", over.Body.GetProperty("state").GetString());
        Assert.NotEqual(told.Id, over.Id);
    }

    [Fact]
    public async Task A_real_browser_sees_each_event()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        using var asha = await box.Phone().RegisterAsync();
        using var ravi = await box.Phone().RegisterAsync();
        var (id, code) = await GroupAsync(asha);
        var page = await browser.PhoneAsync(box.Address, "en", []);
        await page.RouteAsync("**/signalr.js", route => route.FulfillAsync(new() { Path = packages.BrowserScript, ContentType = "text/javascript" }));
        await page.GotoAsync("/");
        await page.AddScriptTagAsync(new() { Url = "/signalr.js" });
        await page.EvaluateAsync(
            """
            async ([token, group, user]) => {
              window.seen = [];
              const connection = new signalR.HubConnectionBuilder().withUrl('/realtime', { accessTokenFactory: () => token }).configureLogging(signalR.LogLevel.None).build();
              for (const name of ['member-joined', 'member-left', 'member-location-update', 'crowd-update', 'sos-acknowledged'])
                connection.on(name, (body, mark) => window.seen.push({ name, body, mark }));
              await connection.start();
              window.line = connection;
              const reply = await connection.invoke('join-group', { groupId: group, userId: user });
              if (!reply.success) throw new Error(JSON.stringify(reply));
            }
            """,
            new[] { asha.Token, id, asha.UserId });
        await JoinAsync(ravi, code, "Ravi");
        await ShareAsync(ravi, id);
        await ravi.CallAsync(HttpMethod.Post, "locations/update", Point(ravi, 23.1821, 75.7681, 0));
        await SampleEvent.CrowdAsync(box, "ram-ghat", 3);
        using var volunteer = await Volunteer.EnterAsync(box);
        var call = await page.EvaluateAsync<string>("async () => (await window.line.invoke('send-sos', { emergencyType: 'medical' })).alertId");
        await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + call, new { etaSeconds = 240 });
        await page.WaitForFunctionAsync("() => window.seen.some(e => e.name === 'member-location-update')");
        await ravi.CallAsync(HttpMethod.Delete, $"groups/{id}/leave");
        await page.WaitForFunctionAsync(
            "() => ['member-joined', 'member-left', 'member-location-update', 'crowd-update', 'sos-acknowledged'].every(n => window.seen.some(e => e.name === n && e.mark.id && e.mark.cursor))");
    }

    internal static async Task<(string Id, string Code)> GroupAsync(SignedInPhone owner, string nickname = "Asha")
    {
        var made = await owner.CallAsync(HttpMethod.Post, "groups/create", new { name = "Village", nickname });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return (made.Data.GetProperty("groupId").GetString()!, made.Data.GetProperty("code").GetString()!);
    }

    internal static async Task JoinAsync(SignedInPhone who, string code, string nickname)
    {
        var joined = await who.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname });
        Assert.True(joined.Status == HttpStatusCode.Created, joined.Text);
    }

    internal static async Task ShareAsync(SignedInPhone who, string group, bool on = true)
    {
        var said = await who.CallAsync(HttpMethod.Put, $"groups/{group}/members/me", new { isSharingLocation = on });
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    internal static object Point(SignedInPhone who, double lat, double lng, int later, double accuracy = 8) =>
        new { userId = who.UserId, lat, lng, accuracy, timestamp = DateTimeOffset.UtcNow.AddSeconds(-30 + later) };
}
