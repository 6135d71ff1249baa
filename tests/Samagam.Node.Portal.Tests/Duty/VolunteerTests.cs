using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Duty;

public sealed class VolunteerTests
{
    [Fact]
    public async Task What_a_volunteer_can_do_is_said_in_their_language()
    {
        await using var box = await PortalBox.StartAsync();
        foreach (var (language, known) in new[] { ("hi", "प्राथमिक उपचार"), ("en", "First aid") })
        {
            using var phone = box.Phone(language);
            await phone.GetAsync("/volunteer?voucher=" + Uri.EscapeDataString(box.Mesh.Voucher("RAM-1", "first-aid", "juggling")));
            var page = (await phone.GetAsync("/volunteer")).Text;
            Assert.Contains($"value=\"first-aid\" checked> {known}</label>", page, StringComparison.Ordinal);
            Assert.Contains("value=\"juggling\" checked> juggling</label>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Volunteer_is_offered_accepts_and_the_caller_sees_who()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = await Volunteer.EnterAsync(box);
        using var offers = await volunteer.ListenAsync();
        using var phone = box.Phone();
        var alert = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { emergencyType = "medical", location = new { lat = 23.1875, lng = 75.7670, accuracy = 10 } })).Data.GetProperty("alertId").GetString()!;
        var offer = (await offers.UntilAsync("sos-offered")).Data;
        Assert.Equal((alert, "offered", "medical"), (Text(offer, "alertId"), Text(offer, "state"), Text(offer, "emergencyType")));
        // 278 m of path at 5 km/h.
        Assert.InRange(offer.GetProperty("walkSeconds").GetInt32(), 190, 215);
        Assert.Equal("Ghat road", offer.GetProperty("route").GetProperty("steps")[0].GetProperty("name").GetString());
        using var ladder = await EventReader.OpenAsync(phone, "/api/v1/stream?sos=" + alert);
        Assert.Equal(HttpStatusCode.OK, (await volunteer.CallAsync(HttpMethod.Post, $"emergency/{alert}/received")).Status);
        await ladder.UntilAsync("sos-updated", d => Rung(d, "on-a-phone"));
        Assert.Equal(HttpStatusCode.OK, (await volunteer.CallAsync(HttpMethod.Put, $"emergency/acknowledge/{alert}", new { etaSeconds = 420 })).Status);
        Assert.Equal(volunteer.Id, Text((await ladder.UntilAsync("sos-acknowledged")).Data, "responderId"));
        var status = (await phone.GetAsync("/api/v1/emergency/status/" + alert)).Data;
        Assert.Equal("acknowledged", Text(status, "status"));
        Assert.Equal(("RAM-1", 420), (Text(status.GetProperty("coming"), "callSign"), status.GetProperty("coming").GetProperty("etaSeconds").GetInt32()));
        var page = await phone.GetAsync("/sos/" + alert);
        Assert.Contains("RAM-1 is coming to you", page.Text, StringComparison.Ordinal);
        Assert.Contains("promised in about 7 min", page.Text, StringComparison.Ordinal);
        Assert.Contains("4 min walk away", page.Text, StringComparison.Ordinal);
        await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{alert}/location", new { lat = 23.1851, lng = 75.7670 });
        Assert.DoesNotContain("walk away", (await phone.GetAsync("/sos/" + alert)).Text, StringComparison.Ordinal);
        await volunteer.CallAsync(HttpMethod.Post, $"emergency/{alert}/arrive");
        await ladder.UntilAsync("sos-updated", d => Rung(d, "arrived"));
        Assert.Equal("resolved", Text((await volunteer.CallAsync(HttpMethod.Post, $"emergency/{alert}/resolve", new { ending = "helped" })).Data, "status"));
        Assert.Equal("helped", Text((await ladder.UntilAsync("sos-updated", d => d.TryGetProperty("endedBy", out _))).Data, "endedBy"));
        Assert.Equal("ended", Text((await offers.UntilAsync("sos-withdrawn")).Data, "reason"));
    }

    [Fact]
    public async Task Everything_works_by_plain_forms_without_script()
    {
        await using var box = await PortalBox.StartAsync();
        using var caller = box.Phone();
        using var volunteer = box.Phone();
        var entered = await volunteer.PostAsync("/volunteer/enter", ("voucher", box.Mesh.Voucher("GHAT-7", "first-aid", "swimming")));
        Assert.Equal(HttpStatusCode.SeeOther, entered.Status);
        await volunteer.PostAsync("/volunteer/duty", ("on", "1"), ("choose", "1"), ("skill", "first-aid"), ("skill", "surgery"));
        var duty = Assert.Single(box.Node.Picture.Snapshot.Duty.OnDuty);
        Assert.Equal("first-aid", Assert.Single(duty.Skills));
        var pressed = await caller.PressAsync(("name", "Sita"), ("phone", "98765"), ("note", "cannot <walk>"));
        var id = pressed.Location!["/sos/".Length..];
        var page = await OfferPageAsync(volunteer, id);
        Assert.Contains("""<meta http-equiv="refresh" content="5">""", page.Text, StringComparison.Ordinal);
        Assert.Contains("cannot &lt;walk&gt;", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("98765", page.Text, StringComparison.Ordinal);
        // The page that has gone out with the offer is the receipt.
        using (var ladder = await EventReader.OpenAsync(caller, "/api/v1/stream?sos=" + id))
        {
            while (await ladder.NextAsync() is { } next && !next.Text.Contains("\"on-a-phone\",\"reached\":true", StringComparison.Ordinal))
            {
                // A snapshot from before the receipt.
            }
        }
        Assert.Contains("""<li class="done"><span>On a helper&#x27;s phone</span>""", (await caller.GetAsync(pressed.Location)).Text, StringComparison.Ordinal);
        Assert.Equal("/volunteer", (await volunteer.PostAsync($"/volunteer/{id}/accept", ("minutes", "12"))).Location);
        Assert.Contains("promised in about 12 min", (await caller.GetAsync(pressed.Location)).Text, StringComparison.Ordinal);
        page = await volunteer.GetAsync("/volunteer");
        Assert.Contains("Sita", page.Text, StringComparison.Ordinal);
        Assert.Contains("tel:98765", page.Text, StringComparison.Ordinal);
        await volunteer.PostAsync($"/volunteer/{id}/arrive");
        Assert.Contains("GHAT-7 is with you", (await caller.GetAsync(pressed.Location)).Text, StringComparison.Ordinal);
        await volunteer.PostAsync($"/volunteer/{id}/resolve", ("ending", "taken-to-hospital"));
        Assert.Contains("taken to hospital", (await caller.GetAsync(pressed.Location)).Text, StringComparison.Ordinal);
        Assert.Contains("No call for you just now", (await volunteer.GetAsync("/volunteer")).Text, StringComparison.Ordinal);
        await volunteer.PostAsync("/volunteer/leave");
        Assert.Empty(box.Node.Picture.Snapshot.Duty.OnDuty);
        Assert.Contains("Text of your voucher", (await volunteer.GetAsync("/volunteer")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_look_at_personal_words_is_logged_without_saying_them()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = await Volunteer.EnterAsync(box);
        using var offers = await volunteer.ListenAsync();
        using var phone = box.Phone();
        var id = (await phone.PressAsync(("name", "Sita"), ("phone", "98765"), ("note", "asthma"))).Location!["/sos/".Length..];
        var offer = (await offers.UntilAsync("sos-offered")).Data;
        Assert.Equal("asthma", Text(offer, "note"));
        Assert.False(offer.TryGetProperty("name", out _) || offer.TryGetProperty("phone", out _));
        await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + id);
        Assert.Equal("Sita", Text((await offers.UntilAsync("sos-updated", d => Text(d, "state") == "accepted")).Data, "name"));
        var looks = box.Lines.All.Where(l => l.Id == 4200).ToList();
        Assert.NotEmpty(looks);
        Assert.All(looks, l => Assert.Contains(id, l.Text, StringComparison.Ordinal));
        Assert.All(box.Lines.All, l => Assert.DoesNotMatch("Sita|98765|asthma|23\\.18", l.Text));
    }

    [Fact]
    public async Task When_two_accept_the_second_is_stood_down_and_told()
    {
        await using var box = await PortalBox.StartAsync();
        using var first = await Volunteer.EnterAsync(box, "RAM-1");
        using var second = await Volunteer.EnterAsync(box, "RAM-2");
        using var offersOfSecond = await second.ListenAsync();
        using var phone = box.Phone();
        var id = (await phone.PressAsync()).Location!["/sos/".Length..];
        await offersOfSecond.UntilAsync("sos-offered");
        await first.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + id);
        Assert.Equal("taken", Text((await offersOfSecond.UntilAsync("sos-withdrawn")).Data, "reason"));
        await second.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + id);
        Assert.Equal("stood-down", Text((await offersOfSecond.UntilAsync("sos-withdrawn")).Data, "reason"));
        Assert.Equal("RAM-1", Text((await phone.GetAsync("/api/v1/emergency/status/" + id)).Data.GetProperty("coming"), "callSign"));
    }

    [Fact]
    public async Task A_case_declined_or_given_back_leaves_the_list()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = await Volunteer.EnterAsync(box);
        using var offers = await volunteer.ListenAsync();
        using var phone = box.Phone();
        var id = (await phone.PressAsync()).Location!["/sos/".Length..];
        await offers.UntilAsync("sos-offered");
        await volunteer.CallAsync(HttpMethod.Post, $"emergency/{id}/decline", new { reason = "on another case" });
        Assert.Equal("declined", Text((await offers.UntilAsync("sos-withdrawn")).Data, "reason"));
        Assert.Empty((await volunteer.CallAsync(HttpMethod.Get, "duty/open-cases")).Data.EnumerateArray());
    }

    [Fact]
    public async Task At_most_so_many_cases_are_listed_the_own_ones_first()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxCasesListed = 2 });
        using var volunteer = await Volunteer.EnterAsync(box);
        using var offers = await volunteer.ListenAsync();
        using var phone = box.Phone();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { forSomebodyElse = true })).Data.GetProperty("alertId").GetString()!);
            await offers.UntilAsync("sos-offered");
        }
        await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + ids[0]);
        var listed = (await volunteer.CallAsync(HttpMethod.Get, "duty/open-cases")).Data.EnumerateArray().Select(c => Text(c, "alertId")).ToList();
        // Then the one that has waited longest: newer calls cannot hide it.
        Assert.Equal([ids[0], ids[1]], listed);
    }

    [Fact]
    public async Task Answers_that_do_not_fit_are_refused_with_the_reason()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = await Volunteer.EnterAsync(box);
        using var phone = box.Phone();
        var id = (await phone.PressAsync()).Location!["/sos/".Length..];
        Assert.Equal("NOT_ACCEPTED_BY_YOU", (await volunteer.CallAsync(HttpMethod.Post, $"emergency/{id}/arrive")).ErrorCode);
        Assert.Equal("UNKNOWN_ALERT", (await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/11111111-2222-4333-8444-555555555555")).ErrorCode);
        Assert.Equal("INVALID_FIELD", (await volunteer.CallAsync(HttpMethod.Put, $"emergency/acknowledge/{id}", new { etaSeconds = SosAccepted.MaxEtaSeconds + 1 })).ErrorCode);
        Assert.Equal("INVALID_FIELD", (await volunteer.CallAsync(HttpMethod.Post, $"emergency/{id}/resolve", new { ending = "vanished" })).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await volunteer.CallAsync(HttpMethod.Put, $"emergency/acknowledge/{id}", new { etaSeconds = SosAccepted.MaxEtaSeconds })).Status);
        await phone.PostAsync($"/sos/{id}/cancel", ("why", "safe"));
        Assert.Equal("ALERT_ENDED", (await volunteer.CallAsync(HttpMethod.Post, $"emergency/{id}/arrive")).ErrorCode);
        box.Log.Refuses = true;
        Assert.Equal("NOT_SAVED", (await volunteer.CallAsync(HttpMethod.Post, $"emergency/{id}/decline")).ErrorCode);
    }

    [Theory]
    [InlineData("GET", "duty")]
    [InlineData("POST", "duty")]
    [InlineData("GET", "duty/open-cases")]
    [InlineData("GET", "stream")]
    [InlineData("PUT", "emergency/acknowledge/11111111-2222-4333-8444-555555555555")]
    [InlineData("POST", "emergency/11111111-2222-4333-8444-555555555555/received")]
    [InlineData("POST", "emergency/11111111-2222-4333-8444-555555555555/resolve")]
    public async Task Strangers_are_not_let_to_the_responders_side(string method, string path)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        foreach (var token in (string?[])[null, "", "abc", "a.b.c", new string('x', 5000)])
        {
            var answer = await phone.JsonAsync(new HttpMethod(method), "/api/v1/" + path, null, token);
            Assert.Equal((HttpStatusCode.Unauthorized, "NOT_SIGNED_IN"), (answer.Status, answer.ErrorCode));
        }
    }

    [Fact]
    public async Task A_voucher_of_another_mesh_and_garbage_are_refused_and_guessing_is_slowed()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { EntriesPerMinute = 4 }, portalTime: new TestKit.ManualTime());
        using var elsewhere = new TestMesh(DateTimeOffset.UtcNow);
        using var phone = box.Phone();
        foreach (var voucher in (string[])[elsewhere.Voucher("SPY-1"), "SV1.x.y", "", new string('v', 100_000)])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await phone.PostAsync("/volunteer/enter", ("voucher", voucher))).Status);
        }
        var fifth = await phone.PostAsync("/volunteer/enter", ("voucher", box.Mesh.Voucher("RAM-1")));
        Assert.Equal(HttpStatusCode.TooManyRequests, fifth.Status);
        Assert.True(fifth.Response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(4, box.Lines.All.Count(l => l.Id == 4202 && l.Level == LogLevel.Warning));
    }

    [Fact]
    public async Task The_link_of_a_badge_signs_in_and_leaves_no_voucher_in_the_address()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var entered = await phone.GetAsync("/volunteer?voucher=" + Uri.EscapeDataString(box.Mesh.Voucher("RAM-1")));
        Assert.Equal((HttpStatusCode.SeeOther, "/volunteer"), (entered.Status, entered.Location));
        var cookie = entered.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("staff=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("RAM-1", (await phone.GetAsync("/volunteer")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_on_another_site_cannot_answer_for_a_volunteer()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = box.Phone();
        await volunteer.PostAsync("/volunteer/enter", ("voucher", box.Mesh.Voucher("RAM-1")));
        var foreign = new HttpRequestMessage(HttpMethod.Post, "/volunteer/duty") { Content = new StringContent("on=1") };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Unauthorized, (await volunteer.SendAsync(foreign)).Status);
        Assert.Empty(box.Node.Picture.Snapshot.Duty.OnDuty);
    }

    private static async Task<Phone.Seen> OfferPageAsync(Phone volunteer, string id)
    {
        using var stream = await EventReader.OpenAsync(volunteer, "/api/v1/stream");
        while (await stream.NextAsync() is { } next && !next.Text.Contains(id, StringComparison.Ordinal))
        {
            // A snapshot from before the offer.
        }
        return await volunteer.GetAsync("/volunteer");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static bool Rung(JsonElement view, string rung) =>
        view.GetProperty("ladder").EnumerateArray().Any(r => Text(r, "rung") == rung && r.GetProperty("reached").GetBoolean());
}
