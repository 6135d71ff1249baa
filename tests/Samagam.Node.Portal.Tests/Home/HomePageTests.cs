using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Home;

public sealed partial class HomePageTests
{
    [Theory]
    [InlineData("hi")]
    [InlineData("en")]
    public async Task Home_page_is_at_most_14_KB_over_the_wire_and_needs_no_script(string language)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone(language);
        phone.Http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var page = await phone.GetAsync("/");
        var plain = Unzip(page);
        Assert.DoesNotContain("<script", plain, StringComparison.OrdinalIgnoreCase);
        var wire = WireBytes(page);
        foreach (Match linked in Linked().Matches(plain))
        {
            wire += WireBytes(await phone.GetAsync(linked.Groups[1].Value));
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{language}: {wire} bytes");
        Assert.InRange(wire, 2_000, 14 * 1024);
    }

    [Fact]
    public async Task The_nearest_help_is_listed_by_walking_time_with_the_age_of_the_figures()
    {
        var time = new TestKit.ManualTime();
        await using var box = await PortalBox.StartAsync(portalTime: time);
        using var phone = box.Phone();
        await phone.GetAsync("/");
        time.Advance(TimeSpan.FromMinutes(4));
        var page = await phone.GetAsync("/");
        foreach (var word in (string[])["Toilet", "Ram Ghat tap", "Mahakal police post", "3 min walk", "4 min ago"])
        {
            Assert.Contains(word, page.Text, StringComparison.Ordinal);
        }
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("0 s ago", (await phone.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_map_the_page_says_so_and_help_can_still_be_called()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        using var phone = box.Phone();
        var page = await phone.GetAsync("/");
        Assert.Contains("This box has no map yet", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.PressAsync()).Status);
    }

    [Fact]
    public async Task The_button_the_telephone_and_the_text_message_are_on_every_page()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var pressed = await phone.PressAsync();
        foreach (var path in (string[])["/", "/sos", pressed.Location!, "/volunteer", "/nothing-here"])
        {
            var page = await phone.GetAsync(path);
            Assert.Matches("""<nav class="bar".*<form method="post" action="/sos">.*class="sos".*href="tel:112".*href="sms:112\?body=""", page.Text.ReplaceLineEndings(" "));
        }
    }

    [Fact]
    public async Task Names_from_map_and_box_are_encoded()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var page = await phone.GetAsync("/");
        Assert.Contains("Shipra &lt;medical&gt; camp", page.Text, StringComparison.Ordinal);
        Assert.Contains("Ram Ghat &lt;1&gt;", page.Text, StringComparison.Ordinal);
    }

    private static int WireBytes(Phone.Seen seen) =>
        seen.Bytes.Length + seen.Response.ToString().Length;

    private static string Unzip(Phone.Seen page)
    {
        Assert.Contains("gzip", page.Response.Content.Headers.ContentEncoding);
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(page.Bytes), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""(?:src|href)="(/a/[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Linked();
}
