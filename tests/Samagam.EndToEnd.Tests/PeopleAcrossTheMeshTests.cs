using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Samagam.TestBrowser;
using static Microsoft.Playwright.Assertions;

namespace Samagam.EndToEnd.Tests;

/// <summary>The main job as three people see it: real processes, a real browser, nobody reloads a page.</summary>
[Collection(nameof(RealMesh))]
public sealed partial class PeopleAcrossTheMeshTests(RealMesh mesh, Browser browser) : IClassFixture<Browser>
{
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task A_phone_without_script_presses_at_node_0_a_volunteer_at_node_2_comes_and_the_control_room_sees_it_once()
    {
        var volunteer = await browser.PhoneAsync(new Uri(mesh.Node(2)), "en", _complaints);
        await volunteer.GotoAsync("/volunteer?voucher=" + Uri.EscapeDataString(mesh.Mesh.Keys.Volunteer));
        await volunteer.GetByRole(AriaRole.Button, new() { Name = "Go on duty here" }).ClickAsync();
        await Expect(volunteer.GetByText("Connected: new calls appear at once.")).ToBeVisibleAsync();
        await volunteer.EvaluateAsync("window.sameAsBefore = true");
        var board = await browser.PhoneAsync(new Uri(mesh.Hub), "en", _complaints);
        await board.GotoAsync("/");
        await board.EvaluateAsync("window.sameAsBefore = true");
        // Node 0 must have heard of the volunteer, else it rightly says that there is nobody to ask.
        await mesh.UntilAsync("node 0 knows who is on duty", async () => await mesh.MetricAsync(mesh.Node(0), "samagam_responders_on_duty") > 0);

        var caller = await browser.PhoneAsync(new Uri(mesh.Node(0)), "hi", _complaints, script: false);
        await caller.GotoAsync("/");
        await caller.Locator(".bar .sos").ClickAsync();
        await Expect(Rung(caller, "इस बॉक्स में दर्ज")).ToHaveClassAsync("done");
        var id = caller.Url[(caller.Url.LastIndexOf('/') + 1)..];

        var (offer, row) = (volunteer.Locator("#case-" + id), board.Locator("#c-" + id));
        await Expect(offer).ToContainTextAsync("Ram Ghat");
        await Expect(offer).ToContainTextAsync("heard by the box");
        await Expect(offer).ToContainTextAsync(WalkingTime());
        await offer.GetByText("Way there").ClickAsync();
        await Expect(offer.GetByAltText("Drawing of the way, north is up")).ToBeVisibleAsync();
        await Expect(offer.Locator(".way li").First).ToBeVisibleAsync();
        await Expect(Rung(caller, "मददगार के फ़ोन पर")).ToHaveClassAsync("done");

        await offer.GetByLabel("Own minutes").FillAsync("7");
        await offer.GetByRole(AriaRole.Button, new() { Name = "I am coming" }).ClickAsync();
        await Expect(offer).ToContainTextAsync("You are expected in 7 min");
        await Expect(caller.Locator("#now")).ToHaveTextAsync("Asha आपके पास आ रहे हैं");
        await Expect(row).ToContainTextAsync("Asha: accepted");

        await offer.GetByRole(AriaRole.Button, new() { Name = "I am there" }).ClickAsync();
        await Expect(caller.Locator("#now")).ToHaveTextAsync("Asha आपके पास पहुँच गए");
        await Expect(row.Locator(".badge")).ToHaveTextAsync("Arrived");
        await Expect(row).ToHaveCountAsync(1);
        // Copied, and the control room's receipt has come back to the phone that called.
        await Expect(Rung(caller, "दूसरे बॉक्सों में नक़ल")).ToHaveClassAsync("done");
        await Expect(Rung(caller, "नियंत्रण कक्ष को पता है")).ToHaveClassAsync("done");

        await offer.GetByRole(AriaRole.Button, new() { Name = "Close the call" }).ClickAsync();
        await Expect(volunteer.GetByText("The call has ended. Thank you.")).ToBeVisibleAsync();
        await Expect(caller.Locator("#now")).ToHaveTextAsync("बंद: मदद दी गई।");
        await Expect(row).ToHaveCountAsync(0);
        await board.GetByText("Ended in the last hour").ClickAsync();
        await Expect(board.Locator($".ended a[href='/cases/{id}']")).ToHaveCountAsync(1);
        Assert.True(await volunteer.EvaluateAsync<bool>("window.sameAsBefore") && await board.EvaluateAsync<bool>("window.sameAsBefore"));
        await volunteer.GetByRole(AriaRole.Button, new() { Name = "End shift and sign out" }).ClickAsync();
        await Expect(volunteer.GetByLabel("Text of your voucher")).ToBeVisibleAsync();
        Assert.Empty(_complaints);
    }

    private static ILocator Rung(IPage caller, string name) => caller.Locator("#ladder li", new() { HasText = name });

    [GeneratedRegex(@"\d+ min walk", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WalkingTime();
}
