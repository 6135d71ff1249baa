using Microsoft.Playwright;
using Samagam.Core.Warnings;
using Samagam.Mesh.Warnings;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestBrowser;
using static Microsoft.Playwright.Assertions;

namespace Samagam.Node.Portal.Tests.Warnings;

/// <summary>The banner on a real phone's screen, without script.</summary>
public sealed class WarningBrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("hi", "घाट ख़ाली करें")]
    [InlineData("en", "Leave the ghat")]
    public async Task The_banner_is_the_first_thing_on_the_screen_and_leads_to_all_of_it(string language, string headline)
    {
        await using var box = await PortalBox.StartAsync();
        var now = box.Node.IssueWarning.NowMs / 1000 * 1000;
        var info = new WarningInfo
        {
            Language = "en", Categories = [WarningCategory.Met], Event = "Flood", Headline = "Leave the ghat", Instruction = "Walk up to the road, now. Do not turn back for your things.",
            Description = "The river rises fast after the opening of the dam.", Urgency = WarningUrgency.Immediate, Severity = WarningSeverity.Extreme, Certainty = WarningCertainty.Observed,
            ExpiresMs = now + 7_200_000, SenderName = "District control room", Areas = [new WarningArea { Description = "Ram Ghat", Circles = [new(SampleTown.Crossing, 0.5)] }],
        };
        var flood = new WarningMessage
        {
            Identifier = "w-1", Sender = box.Node.IssueWarning.Options.Sender, SentMs = now, OffsetMinutes = 330, Status = WarningStatus.Actual, Type = WarningMsgType.Alert,
            Infos =
            [
                info,
                info with
                {
                    Language = "hi", Event = "बाढ़", Headline = "घाट ख़ाली करें", Instruction = "अभी ऊपर सड़क पर जाएँ। सामान के लिए न लौटें।", Description = "बाँध खुलने से नदी तेज़ी से बढ़ रही है।",
                    SenderName = "ज़िला नियंत्रण कक्ष", Areas = [info.Areas[0] with { Description = "राम घाट" }],
                },
            ],
        };
        Assert.Equal(WarningOutcome.Kept, await box.Node.IssueWarning.RunAsync(flood, PortalBox.Cancel));
        Assert.Equal(WarningOutcome.Kept, await box.Node.IssueWarning.RunAsync(
            flood with { Identifier = "w-2", Infos = [.. flood.Infos.Select(i => i with { Severity = WarningSeverity.Moderate, Headline = i.Language == "hi" ? "दोपहर में लू" : "Heat at noon", Instruction = i.Language == "hi" ? "पानी पिएँ, छाया में रहें।" : "Drink water, stay in the shade." })] },
            PortalBox.Cancel));
        var complaints = new List<string>();
        var page = await browser.PhoneAsync(box.Address, language, complaints, script: false);
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(headline);
        await Browser.PictureAsync(page, "home-warning-" + language);
        await page.GotoAsync("/route?to=23.1878,75.7670");
        await Browser.PictureAsync(page, "route-warning-" + language);
        await page.GetByText(headline).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article).First).ToContainTextAsync(language == "hi" ? "राम घाट" : "Ram Ghat");
        await Browser.PictureAsync(page, "warnings-" + language);
        Assert.Empty(await Browser.HardToPressAsync(page, 44) is var small ? small.Where(s => !s.Contains("CAP 1.2", StringComparison.Ordinal)) : []);
        Assert.Empty(complaints);
    }
}
