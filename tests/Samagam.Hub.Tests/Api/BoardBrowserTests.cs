using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Samagam.Core.Sos;
using Samagam.Hub.Api;
using Samagam.Mesh.People;
using Samagam.TestBrowser;
using Samagam.Trust;
using static Microsoft.Playwright.Assertions;

namespace Samagam.Hub.Tests.Api;

/// <summary>The board in a real browser of phone size. The event's time is by hand; the page counts ages on with the browser's.</summary>
public sealed partial class BoardBrowserTests(Browser browser) : IClassFixture<Browser>
{
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task A_case_appears_once_and_live_with_every_step_and_its_age_and_nobody_reloads()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        var page = await browser.PhoneAsync(server.Address, "en", _complaints);
        // Without its slow fallback of asking again, only the stream can bring news.
        await page.AddInitScriptAsync("const every = setInterval; window.setInterval = (f, ms) => ms === 2000 ? 0 : every(f, ms);");
        await page.GotoAsync("/");
        await Expect(page.GetByText("No open call.")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.sameAsBefore = true");
        await SayAsync(server, 1, id, test.Call());
        var card = page.GetByRole(AriaRole.Article);
        await Expect(card).ToContainTextAsync("Pole R-7");
        await Expect(page).ToHaveTitleAsync("(1) Control room");
        await Expect(page.Locator("#news")).ToHaveTextAsync("New call for help (1)");
        test.Time.Advance(TimeSpan.FromSeconds(65));
        await SayAsync(server, 1, id, new SosOffered(RingLevel.Nearest, [new SosOffer(TestEvent.Responder("v1"), 95)], 30_000));
        await SayAsync(server, 2, id, new SosReceived(TestEvent.Responder("v1")));
        await SayAsync(server, 2, id, new SosAccepted(TestEvent.Responder("v1"), "Tiger 1", 240));
        await Expect(card.Locator(".badge")).ToHaveTextAsync("Accepted");
        await Expect(card.Locator(".people")).ToContainTextAsync(ArrivesIn());
        await Expect(card.Locator(".steps li")).ToHaveCountAsync(4);
        foreach (var step in await card.Locator(".steps li").AllAsync())
        {
            await Expect(step.Locator("time.ago")).ToHaveTextAsync(Age());
        }
        // The oldest step is the oldest, and its age goes on by itself.
        var first = card.Locator(".steps time.ago").First;
        await Expect(first).ToHaveTextAsync(MinutesAndSeconds());
        await Expect(first).Not.ToHaveTextAsync(await first.InnerTextAsync());
        await SayAsync(server, 2, id, new SosArrived(TestEvent.Responder("v1")));
        await Expect(card.Locator(".badge")).ToHaveTextAsync("Arrived");
        await Expect(card).ToHaveCountAsync(1);
        await Browser.PictureAsync(page, "board-en");
        await SayAsync(server, 2, id, new SosResolved("responder/v1", SosEnding.Helped));
        await Expect(page.GetByText("No open call.")).ToBeVisibleAsync();
        await page.GetByText("Ended in the last hour (1)").ClickAsync();
        await Expect(page.Locator(".ended li")).ToContainTextAsync("Helped");
        Assert.True(await page.EvaluateAsync<bool>("window.sameAsBefore"));
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Without_script_the_case_appears_by_the_pages_own_renewal()
    {
        await using var server = await BoardServer.StartAsync(new BoardApiOptions { RefreshSeconds = 2 });
        var page = await browser.PhoneAsync(server.Address, "en", _complaints, script: false);
        await page.GotoAsync("/");
        await Expect(page.GetByText("No open call.")).ToBeVisibleAsync();
        await server.Event.SayAsync(1, server.Event.NewId(1), server.Event.Call());
        await Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("Pole R-7");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_board_that_hears_nothing_says_in_red_that_it_is_not_live()
    {
        await using var server = await BoardServer.StartAsync();
        var page = await browser.PhoneAsync(server.Address, "en", []);
        await page.Clock.InstallAsync();
        await page.GotoAsync("/");
        await Expect(page.Locator("#live")).ToHaveTextAsync(Live());
        await page.Context.SetOfflineAsync(true);
        await page.Clock.FastForwardAsync(60_000);
        await Expect(page.Locator("#live.off")).ToContainTextAsync("NOT LIVE: shown as of");
    }

    [Fact]
    public async Task An_operator_is_refused_with_a_wrong_voucher_enters_with_the_right_one_reads_and_ends_the_case()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await server.RaiseWithDetailsAsync(id, new SosDetails("Sita Devi", "+91 98765 43210", "chest pain"));
        var page = await browser.PhoneAsync(server.Address, "en", _complaints);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link, new() { Name = "Medical" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "End the call" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Operator: enter" }).ClickAsync();
        await page.GetByLabel("Text of your voucher").FillAsync("SV1.nonsense");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This voucher does not open the board.");
        Assert.Contains("403", Assert.Single(_complaints), StringComparison.Ordinal);
        Assert.Empty(await page.Context.CookiesAsync());
        await Browser.PictureAsync(page, "enter-refused-en");
        await page.GetByLabel("Text of your voucher").FillAsync(test.Voucher(StaffRole.Operator));
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter" }).ClickAsync();
        // Back at the case from where they came, with their name and the acts.
        await page.WaitForURLAsync($"**/cases/{id}");
        await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Asha");
        await Expect(page.GetByText("Sita Devi")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what the caller said" }).ClickAsync();
        await Expect(page.GetByText("Sita Devi")).ToBeVisibleAsync();
        await Browser.PictureAsync(page, "operator-en");
        await page.GetByLabel("False alarm").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End the call" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article).Locator(".badge")).ToHaveTextAsync("Ended");
        Assert.False(test.Hub.Picture.Snapshot.Sos.Find(id)!.IsOpen);
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("Asha");
        Assert.Empty(await page.Context.CookiesAsync());
    }

    [Fact]
    public async Task In_Hindi_nothing_is_left_in_English_and_the_reader_may_change_the_language()
    {
        await using var server = await BoardServer.StartAsync();
        var id = await FullCaseAsync(server);
        var page = await browser.PhoneAsync(server.Address, "hi", []);
        foreach (var path in (string[])["/", $"/cases/{id}", "/enter"])
        {
            await page.GotoAsync(path);
            Assert.Empty(await EnglishOnAsync(page));
        }
        await page.GetByLabel("आपके वाउचर का पाठ").FillAsync("SV1.nonsense");
        await page.GetByRole(AriaRole.Button, new() { Name = "प्रवेश" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Empty(await EnglishOnAsync(page));
        await Browser.PictureAsync(page, "enter-refused-hi");
        await page.GetByLabel("आपके वाउचर का पाठ").FillAsync(server.Event.Voucher(StaffRole.Operator, "आशा"));
        await page.GetByRole(AriaRole.Button, new() { Name = "प्रवेश" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("आशा");
        await page.GotoAsync($"/cases/{id}");
        Assert.Empty(await EnglishOnAsync(page));
        await Browser.PictureAsync(page, "operator-hi");
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "End the call" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the board" }).ClickAsync();
        await Expect(page.GetByText("Open calls")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("en")]
    public async Task On_a_phone_everything_to_press_is_large_enough_and_nothing_is_wider_than_the_screen(string language)
    {
        await using var server = await BoardServer.StartAsync();
        var id = await FullCaseAsync(server);
        var page = await browser.PhoneAsync(server.Address, language, _complaints);
        await page.GotoAsync("/enter");
        Assert.Empty(await Browser.HardToPressAsync(page, 44));
        await Browser.PictureAsync(page, "enter-" + language);
        await page.Locator("textarea").FillAsync("SV1.nonsense");
        await page.Locator("main button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Empty(await Browser.HardToPressAsync(page, 44));
        Assert.Contains("403", Assert.Single(_complaints), StringComparison.Ordinal);
        _complaints.Clear();
        await page.Locator("textarea").FillAsync(server.Event.Voucher(StaffRole.Operator));
        await page.Locator("main button").ClickAsync();
        await page.WaitForURLAsync(server.Address.ToString());
        server.Event.Hub.Zones.Put(Routing.MapSnapshot.Sample());
        foreach (var path in (string[])["/", $"/cases/{id}", "/ways", "/ways/order", "/ways/report"])
        {
            await page.GotoAsync(path);
            Assert.Empty(await Browser.HardToPressAsync(page, 44));
            if (path.StartsWith("/ways", StringComparison.Ordinal))
            {
                await Browser.PictureAsync(page, path[1..].Replace('/', '-') + "-" + language);
            }
            foreach (var dot in await page.Locator("input[type=radio], input[type=checkbox]").AllAsync())
            {
                Assert.True(await dot.BoundingBoxAsync() is { Width: >= 24, Height: >= 24 }, path);
            }
        }
        Assert.Empty(_complaints);
    }

    /// <summary>States a step and rings, as the running feed does.</summary>
    private static async Task SayAsync(BoardServer server, ushort box, Core.Ids.SosId id, SosStep step)
    {
        await server.Event.SayAsync(box, id, step);
        server.Door.Feed.Step();
    }

    /// <summary>A case with something of everything that is shown.</summary>
    private static async Task<Core.Ids.SosId> FullCaseAsync(BoardServer server)
    {
        var (test, id, v1, v2) = (server.Event, server.Event.NewId(1), TestEvent.Responder("v1"), TestEvent.Responder("v2"));
        await test.DutyAsync(1, "v1", "बाघ");
        await test.SayAsync(1, id, test.Call(label: "खंभा ७") with { Silent = true, ForSomebodyElse = true, People = 3, PossiblySameAs = test.NewId(2) });
        await test.SayAsync(1, id, new SosOffered(RingLevel.Nearest, [new SosOffer(v1, 95), new SosOffer(v2, null)], 30_000));
        await test.SayAsync(1, id, new SosReceived(v1));
        await test.SayAsync(1, id, new SosDeclined(v2, ""));
        await test.SayAsync(1, id, new SosEscalated(RingLevel.Sector, EscalationReason.NoAnswer, null));
        await test.SayAsync(1, id, new SosAccepted(v1, "बाघ", 60));
        await test.SayAsync(1, id, new SosLocated(test.Call().Place, "खंभा ८", PressedAgain: true));
        await test.SayAsync(2, test.NewId(2), test.Call(SosType.Fire, "खंभा ९"));
        await test.SayAsync(2, test.NewId(3), test.Call(SosType.Crush, "", drill: true));
        await test.SayAsync(2, test.NewId(4), test.Call(SosType.Drowning, ""));
        await test.SayAsync(2, test.NewId(4), new SosResolved("operator/o1", SosEnding.TakenToHospital));
        test.Time.Advance(TimeSpan.FromSeconds(90));
        return id;
    }

    /// <summary>Words of Latin letters in what can be read; ids, names of kinds and the other language's link are marked as such by their elements.</summary>
    private static Task<string[]> EnglishOnAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => { const found = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (all.nextNode()) { const t = all.currentNode, e = t.parentElement;
            if (e.closest('script, textarea, small, code, [lang=en]')) continue;
            for (const word of t.data.match(/[A-Za-z]{3,}/g) || []) if (!['Samagam', 'GPS', 'SOS'].includes(word)) found.push(word + ' in: ' + t.data.trim()); }
          return found; }
        """);

    [GeneratedRegex(@"^\d+ (s|min \d+ s)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Age();

    [GeneratedRegex(@"^\d+ min \d+ s$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MinutesAndSeconds();

    [GeneratedRegex(@"(arrives in|late by) \d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArrivesIn();

    [GeneratedRegex(@"^live \d\d:\d\d:\d\d$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Live();
}
