using Microsoft.Playwright;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestBrowser;
using Samagam.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Samagam.Node.Portal.Tests;

public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task In_a_real_browser_a_press_is_offered_accepted_and_seen_without_anybody_reloading()
    {
        await using var box = await PortalBox.StartAsync();
        var complaints = new List<string>();
        var volunteer = await browser.PhoneAsync(box.Address, "en", complaints);
        await volunteer.GotoAsync("/volunteer");
        await Browser.PictureAsync(volunteer, "volunteer-enter-en");
        await volunteer.GotoAsync("/volunteer?voucher=" + Uri.EscapeDataString(box.Mesh.Voucher("RAM-1", "first-aid", "swimming")));
        await volunteer.GetByRole(AriaRole.Button, new() { Name = "Go on duty here" }).ClickAsync();
        await Expect(volunteer.GetByText("Connected: new calls appear at once.")).ToBeVisibleAsync();
        await volunteer.GetByRole(AriaRole.Button, new() { Name = "Turn on the alarm sound" }).ClickAsync();
        var caller = await browser.PhoneAsync(box.Address, "hi", complaints);
        await caller.Context.GrantPermissionsAsync(["geolocation"]);
        await caller.Context.SetGeolocationAsync(new Geolocation { Latitude = 23.1878f, Longitude = 75.7670f, Accuracy = 12 });
        await caller.GotoAsync("/");
        await Browser.PictureAsync(caller, "home-hi");
        await caller.GetByText("बीमार या चोट").ClickAsync();
        await caller.GetByText("और बताएँ").ClickAsync();
        await caller.GetByLabel("आपका नाम").FillAsync("सीता <देवी>");
        await caller.GetByLabel("मदद करने वाले क्या जानें").FillAsync("साँस लेने में तकलीफ़");
        await Browser.PictureAsync(caller, "home-hi-open");
        await caller.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "अभी मदद बुलाएँ" }).ClickAsync();
        await Expect(caller.GetByRole(AriaRole.Heading, new() { Name = "आपकी मदद की पुकार" })).ToBeVisibleAsync();
        var card = volunteer.GetByRole(AriaRole.Article);
        await Expect(card).ToContainTextAsync("Ill or hurt");
        await Expect(card).ToContainTextAsync("साँस लेने में तकलीफ़");
        // The page of the volunteer has told that it has the offer.
        await Expect(caller.Locator("#now")).ToContainTextAsync("पुकार मददगार के फ़ोन पर है");
        await caller.GetByRole(AriaRole.Button, new() { Name = "फ़ोन से जगह लें" }).ClickAsync();
        await Expect(card).ToContainTextAsync("phone's position");
        await Expect(volunteer.GetByRole(AriaRole.Button, new() { Name = "Turn on the alarm sound" })).ToBeHiddenAsync();
        await Browser.PictureAsync(volunteer, "volunteer-offer-en");
        await card.GetByLabel("Own minutes").FillAsync("7");
        await card.GetByRole(AriaRole.Button, new() { Name = "I am coming" }).ClickAsync();
        await Expect(caller.Locator("#now")).ToContainTextAsync("RAM-1 आपके पास आ रहे हैं");
        await Expect(card).ToContainTextAsync("You are expected in 7 min");
        await Expect(card).ToContainTextAsync("सीता <देवी>");
        await card.GetByText("Way there").ClickAsync();
        await Browser.PictureAsync(volunteer, "volunteer-mine-en");
        box.Node.Evidence.Take(new GossipOutput.Copied(new NodeId(2), [box.Node.Picture.Snapshot.Sos.Open.Single().RaisedFact!.Id]));
        await Expect(caller.Locator("#ladder")).ToContainTextAsync("दूसरे बॉक्सों में नक़ल: 1");
        await Browser.PictureAsync(caller, "ladder-hi");
        await card.GetByRole(AriaRole.Button, new() { Name = "I am there" }).ClickAsync();
        await Expect(caller.Locator("#now")).ToContainTextAsync("RAM-1 आपके पास पहुँच गए");
        await card.GetByRole(AriaRole.Button, new() { Name = "Close the call" }).ClickAsync();
        await Expect(caller.Locator("#now")).ToContainTextAsync("बंद: मदद दी गई");
        await Expect(volunteer.GetByText("The call has ended. Thank you.")).ToBeVisibleAsync();
        await Browser.PictureAsync(caller, "ladder-ended-hi");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task In_a_real_browser_without_script_the_ladder_advances_by_itself()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RefreshSeconds = 2 });
        using var volunteer = await Volunteer.EnterAsync(box);
        using var offers = await volunteer.ListenAsync();
        var complaints = new List<string>();
        var caller = await browser.PhoneAsync(box.Address, "en", complaints, script: false);
        await caller.GotoAsync("/");
        await Browser.PictureAsync(caller, "home-en");
        await caller.Locator(".bar .sos").ClickAsync();
        await offers.UntilAsync("sos-offered");
        var id = caller.Url[(caller.Url.LastIndexOf('/') + 1)..];
        await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + id, new { etaSeconds = 300 });
        await Expect(caller.Locator("#now")).ToContainTextAsync("RAM-1 is coming to you");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task In_a_real_browser_a_volunteer_whose_session_has_ended_is_asked_to_enter_again()
    {
        var time = new ManualTime();
        await using var box = await PortalBox.StartAsync(new PortalOptions { RefreshSeconds = 1 }, portalTime: time);
        var page = await browser.PhoneAsync(box.Address, "en", []);
        await page.GotoAsync("/volunteer?voucher=" + Uri.EscapeDataString(box.Mesh.Voucher("RAM-1")));
        await Expect(page.GetByText("Connected.")).ToBeVisibleAsync();
        box.Clock.Ahead = TimeSpan.FromHours(13);
        time.Advance(TimeSpan.FromSeconds(15));
        await Expect(page.GetByLabel("Text of your voucher")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task In_a_real_browser_a_walker_is_told_that_the_way_is_closed_and_shown_the_new_one()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map, liveMap: true);
        var complaints = new List<string>();
        var walker = await browser.PhoneAsync(box.Address, "hi", complaints);
        var station = SampleEvent.Map.Amenities.First(a => a.Name.En == "Ujjain Junction").Id;
        var ghat = SampleEvent.Map.Amenities.First(a => a.Name.En == "Ram Ghat").Id;
        await walker.GotoAsync($"/route?from={station}&to={ghat}");
        await Expect(walker.GetByRole(AriaRole.Heading, new() { Name = "रामघाट तक का रास्ता" })).ToBeVisibleAsync();
        Assert.True(await walker.Locator("img").EvaluateAsync<bool>("i => i.decode().then(() => i.naturalWidth === 360)"));
        await Browser.PictureAsync(walker, "route-hi");
        var before = await walker.Locator("body").GetAttributeAsync("data-route");
        using var phone = box.Phone();
        var route = (await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/" + before, null)).Data.GetProperty("route");
        await SampleEvent.CloseAsync(box, Routes.RoutePageTests.Middle(route));
        await Expect(walker.GetByText("आपके रास्ते का एक हिस्सा बंद हो गया है।")).ToBeVisibleAsync();
        await Browser.PictureAsync(walker, "route-changed-hi");
        await walker.GetByRole(AriaRole.Link, new() { Name = "नया रास्ता दिखाएँ" }).ClickAsync();
        await Expect(walker.Locator("#changed")).ToBeHiddenAsync();
        await Expect(walker.GetByRole(AriaRole.Heading, new() { Name = "रामघाट तक का रास्ता" })).ToBeVisibleAsync();
        var after = await walker.Locator("body").GetAttributeAsync("data-route");
        Assert.NotEqual(before, after);
        await SampleEvent.CrowdAsync(box, "ram-ghat", 5.9);
        await SampleEvent.CrowdAsync(box, "mahakal", 4.5);
        await walker.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(walker.GetByRole(AriaRole.Heading, new() { Name = "Way to Ram Ghat" })).ToBeVisibleAsync();
        await Browser.PictureAsync(walker, "route-en");
        var quiet = await browser.PhoneAsync(box.Address, "en", complaints, script: false);
        await quiet.GotoAsync($"/route?id={before}&from={station}&to={ghat}");
        await Expect(quiet.GetByText("A part of your way has been closed. This is the new way.")).ToBeVisibleAsync();
        Assert.Empty(complaints);
        await quiet.GetByRole(AriaRole.Link, new() { Name = "Without steps" }).ClickAsync();
        // Every way to the ghat has steps: said on a page, with the other kinds to choose from.
        await Expect(quiet.GetByText("There is no way without steps between these places just now.")).ToBeVisibleAsync();
        await Browser.PictureAsync(quiet, "route-step-free-en");
    }

    [Fact]
    public async Task Everything_to_press_is_large_enough_and_nothing_is_wider_than_the_phone()
    {
        await using var box = await PortalBox.StartAsync();
        await MeasureAsync(box, "hi");
        await MeasureAsync(box, "en");
    }

    [Fact]
    public async Task In_a_real_browser_without_script_a_place_is_found_by_a_word_and_by_a_kind()
    {
        await using var box = await PortalBox.StartAsync(town: Routing.MapSnapshot.Sample());
        var complaints = new List<string>();
        foreach (var (language, word, temple, button) in (ValueTuple<string, string, string, string>[])
            [("hi", "महाकल", "महाकालेश्वर मंदिर", "खोजें"), ("en", "mahkal", "Mahakaleshwar Temple", "Search")])
        {
            var phone = await browser.PhoneAsync(box.Address, language, complaints, script: false);
            await phone.GotoAsync("/");
            await Browser.PictureAsync(phone, "find-home-" + language);
            await phone.GetByRole(AriaRole.Searchbox).FillAsync(word);
            await phone.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await Expect(phone.Locator(".found li").First).ToContainTextAsync(temple);
            await Browser.PictureAsync(phone, "find-word-" + language);
            await phone.Locator(".found a").First.ClickAsync();
            await Expect(phone.Locator("h1")).ToHaveTextAsync(temple);
            await phone.Locator("summary").ClickAsync();
            await Browser.PictureAsync(phone, "find-place-" + language);
            await phone.GotoAsync("/find");
            await Browser.PictureAsync(phone, "find-" + language);
            await phone.Locator(".kinds a").First.ClickAsync();
            await Expect(phone.Locator(".found li")).ToHaveCountAsync(10);
            await Browser.PictureAsync(phone, "find-kind-" + language);
        }
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task In_a_real_browser_without_script_a_place_and_a_plan_are_found_and_walked_to()
    {
        await using var box = await PortalBox.StartAsync(town: Routing.MapSnapshot.Sample());
        var complaints = new List<string>();
        foreach (var (language, kind, ghat, way, plan) in (ValueTuple<string, string, string, string, string>[])
            [("hi", "घाट", "रामघाट", "रामघाट तक का रास्ता", "उज्जैन में पहला दिन"), ("en", "Ghat", "Ram Ghat", "Way to Ram Ghat", "First day in Ujjain")])
        {
            var phone = await browser.PhoneAsync(box.Address, language, complaints, script: false);
            await phone.GotoAsync("/guide");
            await Browser.PictureAsync(phone, "guide-" + language);
            await phone.Locator(".kinds a", new() { HasText = kind }).ClickAsync();
            await Browser.PictureAsync(phone, "guide-kind-" + language);
            await phone.Locator(".found a", new() { HasText = ghat }).First.ClickAsync();
            await Expect(phone.Locator("h1")).ToHaveTextAsync(ghat);
            await Browser.PictureAsync(phone, "guide-place-" + language);
            await phone.Locator("a.wide").First.ClickAsync();
            await Expect(phone.Locator("h1")).ToHaveTextAsync(way);
            await phone.GotoAsync("/guide/plans");
            await Browser.PictureAsync(phone, "guide-plans-" + language);
            await phone.GetByText(plan).ClickAsync();
            await Expect(phone.Locator(".stops li")).ToHaveCountAsync(5);
            await Browser.PictureAsync(phone, "guide-plan-" + language);
            await phone.Locator(".leg").First.ClickAsync();
            await Expect(phone.Locator("ol.way")).ToBeVisibleAsync();
        }
        Assert.Empty(complaints);
    }

    private async Task MeasureAsync(PortalBox box, string language)
    {
        var phone = await browser.PhoneAsync(box.Address, language, []);
        await phone.GotoAsync("/volunteer?voucher=" + Uri.EscapeDataString(box.Mesh.Voucher("RAM-1", "first-aid")));
        await phone.Locator("button[name=on]").ClickAsync();
        // The page renews itself when the stream tells the new duty: not until then is it safe to leave.
        await Expect(phone.Locator("button[name=on][value='0']")).ToBeVisibleAsync();
        await phone.GotoAsync("/");
        await phone.Locator(".bar .sos").ClickAsync();
        await Expect(phone.Locator("#ladder")).ToBeVisibleAsync();
        var call = phone.Url;
        foreach (var path in (string[])["/", "/find", "/find?q=mahakal", "/find?type=medical", "/find/n13", "/sos", call, "/volunteer", "/nowhere", "/route?to=n14", "/route", "/guide", "/guide?category=temple", "/guide/ram-ghat", "/guide/plans", "/guide/plans/first-day-in-ujjain"])
        {
            await phone.GotoAsync(path);
            var small = await Browser.HardToPressAsync(phone, 48);
            Assert.True(small.Length == 0, $"{path}: {string.Join("; ", small)}");
        }
    }
}
