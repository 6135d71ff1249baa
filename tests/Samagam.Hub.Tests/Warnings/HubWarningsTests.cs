using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Samagam.Core.Facts;
using Samagam.Core.Warnings;
using Samagam.Hub.Tests.Api;
using Samagam.Routing;
using Samagam.TestBrowser;
using static Microsoft.Playwright.Assertions;

namespace Samagam.Hub.Tests.Warnings;

/// <summary>The control room composes a warning, looks at it, lets it out and ends it.</summary>
public sealed class HubWarningsTests(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warning_is_looked_at_before_it_goes_out_stands_on_the_board_runs_out_and_can_be_ended()
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        var fields = Fields(server, "w-1");
        var token = await server.FormTokenAsync("/warnings/new", cookie);
        var preview = await server.FormAsync("/warnings/new", cookie, [("form", token), ("step", "preview"), .. fields]);
        var shown = await preview.Content.ReadAsStringAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
        Assert.Contains("घाट ख़ाली करें", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        Assert.Equal(0, server.Event.Hub.Picture.Snapshot.Warnings.Count);
        // Pressed twice is one warning.
        for (var press = 0; press < 2; press++)
        {
            var issued = await server.FormAsync("/warnings/new", cookie, [("form", token), ("step", "issue"), .. fields]);
            Assert.Equal(HttpStatusCode.SeeOther, issued.StatusCode);
        }
        var message = Assert.Single(server.Event.Hub.Picture.Snapshot.Warnings.All);
        Assert.Equal(("w-1", 2, "ram-ghat"), (message.Identifier, message.Infos.Count, message.Infos[0].Areas[0].Codes[0].Value));
        Assert.Contains("Leave the ghat &lt;now&gt;", await server.PageAsync("/"), StringComparison.Ordinal);
        var read = (await server.JsonAsync("/api/v1/warnings")).GetProperty("data")[0];
        Assert.False(read.TryGetProperty("by", out _));
        server.Event.Time.Advance(TimeSpan.FromHours(3));
        Assert.DoesNotContain("Leave the ghat", await server.PageAsync("/"), StringComparison.Ordinal);
        Assert.Empty((await server.JsonAsync("/api/v1/warnings")).GetProperty("data").EnumerateArray());
        await server.FormAsync("/warnings/new", cookie, [("form", token), ("step", "issue"), .. Fields(server, "w-2")]);
        var second = server.Event.Hub.Picture.Snapshot.Warnings.Standing(server.Event.NowMs).Single();
        Assert.Contains("for good?", await server.PageAsync($"/warnings/{second.Id}/end", cookie), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await server.FormAsync($"/warnings/{second.Id}/end", cookie, ("form", token), ("identifier", "end-2"), ("reason", "water falls"))).StatusCode);
        Assert.Equal(WarningState.Cancelled, server.Event.Hub.Picture.Snapshot.Warnings.StateOf(second.Id, server.Event.NowMs));
        Assert.Equal(3, server.Event.Hub.Desk.Log.ReadFrom(0, 1_000).Facts.Count(f => f.Kind == FactKinds.WarningIssued.Name && f.Lane == Lane.Warning && f.Signature.Length == 64));
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_nobody_without_a_session_lets_anything_out()
    {
        await using var server = await StartAsync();
        var cookie = await server.EnterAsync();
        var token = await server.FormTokenAsync("/warnings/new", cookie);
        foreach (var (name, value, said) in new[] { ("headline-hi", "", "Headline"), ("until", "soon", "Until"), ("until", "2020-01-01T00:00", "Until"), ("place", "", "Where"), ("zone", "", "Zone") })
        {
            var wrong = Fields(server, "w-1").Where(f => f.Name != name && (name != "headline-hi" || f.Name != "headline-en")).Append((name, value)).ToArray();
            var answer = await server.FormAsync("/warnings/new", cookie, [("form", token), ("step", "issue"), .. wrong]);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("Not let out yet. Please check: " + said, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync("/warnings/new", null, [("step", "issue"), .. Fields(server, "w-1")])).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/warnings"))).StatusCode);
        Assert.Equal("/enter?next=warnings", (await server.GetAsync("/warnings/new")).Headers.Location!.ToString());
        Assert.Equal(0, server.Event.Hub.Picture.Snapshot.Warnings.Count);
    }

    [Fact]
    public async Task In_a_real_browser_of_phone_size_a_warning_is_composed_and_let_out()
    {
        await using var server = await StartAsync();
        var complaints = new List<string>();
        var page = await browser.PhoneAsync(server.Address, "en", complaints);
        await page.GotoAsync("/enter?next=warnings");
        await page.Locator("[name=voucher]").FillAsync(server.Event.Voucher(Trust.StaffRole.Operator));
        await page.Locator("form[action='/enter'] button").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New warning" }).ClickAsync();
        await page.Locator("[name=headline-hi]").FillAsync("घाट ख़ाली करें");
        await page.Locator("[name=instruction-hi]").FillAsync("अभी ऊपर सड़क पर जाएँ।");
        await page.Locator("[name=headline-en]").FillAsync("Leave the ghat");
        await page.Locator("[name=instruction-en]").FillAsync("Walk up to the road, now.");
        await page.Locator("[name=until]").FillAsync(Until(server));
        await page.Locator("[name=place][value=zone]").CheckAsync();
        await page.Locator("[name=zone]").SelectOptionAsync("ram-ghat");
        await Browser.PictureAsync(page, "hub-warning-form-en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
        await Expect(page.GetByText("अभी ऊपर सड़क पर जाएँ।")).ToBeVisibleAsync();
        await Browser.PictureAsync(page, "hub-warning-preview-en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let it out to everybody" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("in force");
        await Browser.PictureAsync(page, "hub-warnings-en");
        await page.GotoAsync("/?lang=hi");
        await Expect(page.GetByText("घाट ख़ाली करें")).ToBeVisibleAsync();
        await Browser.PictureAsync(page, "hub-board-warning-hi");
        Assert.Empty(complaints);
    }

    private static async Task<BoardServer> StartAsync()
    {
        var server = await BoardServer.StartAsync();
        server.Event.Hub.Zones.Put(MapSnapshot.Sample());
        return server;
    }

    private static string Until(BoardServer server) =>
        server.Event.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(5.5)).AddHours(2).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static (string Name, string Value)[] Fields(BoardServer server, string identifier) =>
    [
        ("identifier", identifier), ("updates", ""), ("status", "Actual"), ("category", "Met"), ("response", "Evacuate"), ("urgency", "Immediate"), ("severity", "Extreme"), ("certainty", "Observed"),
        ("until", Until(server)), ("place", "zone"), ("zone", "ram-ghat"), ("areaDesc", ""),
        ("headline-hi", "घाट ख़ाली करें"), ("instruction-hi", "अभी ऊपर सड़क पर जाएँ।"), ("headline-en", "Leave the ghat <now>"),
    ];
}
