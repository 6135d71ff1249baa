using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Amenities;

/// <summary>Finding a place with a phone that runs no script.</summary>
public sealed partial class FindPageTests
{
    [Fact]
    public async Task A_word_typed_in_the_field_finds_places_by_walking_time_and_the_way_there()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var page = await phone.GetAsync("/find?q=mahkal");
        Assert.Contains("Mahakaleshwar Temple", page.Text, StringComparison.Ordinal);
        Assert.Contains("""value="mahkal""", page.Text, StringComparison.Ordinal);
        var place = await phone.GetAsync(Found().Match(page.Text).Groups[1].Value);
        foreach (var word in (string[])["<h1>Mahakaleshwar Temple</h1>", "3 min walk", "Mahakal Marg, Ujjain", "Friday", "04:00–23:00", "Other hours on holidays", "data:image/svg"])
        {
            Assert.Contains(word, place.Text, StringComparison.Ordinal);
        }
        Assert.Contains("Nothing found", (await phone.GetAsync("/find?q=xyzzy")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/find/n9999")).Status);
    }

    [Fact]
    public async Task Kinds_are_there_to_be_touched_and_can_be_narrowed()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone("hi");
        var page = (await phone.GetAsync("/find")).Text;
        Assert.Contains("""href="/find?type=toilet""", page, StringComparison.Ordinal);
        // What this map has none of is not offered.
        Assert.DoesNotContain("type=police", page, StringComparison.Ordinal);
        Assert.Contains("मिले: 4", (await phone.GetAsync("/find?type=toilet")).Text, StringComparison.Ordinal);
        // An empty field is sent along by every browser.
        Assert.Contains("मिले: 1", (await phone.GetAsync("/find?q=&type=toilet&step_free=true")).Text, StringComparison.Ordinal);
        Assert.Contains("""name="step_free" value="true" checked""", (await phone.GetAsync("/find?q=&type=toilet&step_free=true")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_is_changed_without_losing_what_was_asked()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        Assert.Contains("""href="/find?lang=hi&amp;q=ram%20%26%20ghat""", (await phone.GetAsync("/find?q=ram+%26+ghat")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_and_what_the_map_says_is_encoded()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var page = (await phone.GetAsync("/find?q=" + Uri.EscapeDataString("tap \"><script>alert(1)</script>"))).Text;
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Tap &lt;b&gt;", (await phone.GetAsync("/find?q=tap")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/find?type=dragon&page=x&open_now=maybe&q=" + new string('a', 5_000))).Status);
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("en")]
    public async Task Every_page_of_finding_is_at_most_14_KB_over_the_wire_and_needs_no_script(string language)
    {
        await using var box = await PortalBox.StartAsync(town: MapSnapshot.Sample());
        using var phone = box.Phone(language);
        phone.Http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var style = WireBytes(await phone.GetAsync(Style().Match(Unzip(await phone.GetAsync("/find"))).Groups[1].Value));
        foreach (var path in (string[])["/", "/find", "/find?type=toilet", "/find?q=mahakal"])
        {
            var page = await phone.GetAsync(path);
            var text = Unzip(page);
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
            TestContext.Current.TestOutputHelper?.WriteLine($"{language} {path}: {WireBytes(page) + style} bytes");
            Assert.InRange(WireBytes(page) + style, 2_000, 14 * 1024);
        }
    }

    private static int WireBytes(Phone.Seen seen) => seen.Bytes.Length + seen.Response.ToString().Length;

    private static string Unzip(Phone.Seen page)
    {
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(page.Bytes), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""<ul class="found">.*?href="(/find/[^"]+)""", RegexOptions.Singleline, 1000)]
    private static partial Regex Found();

    [GeneratedRegex("""href="(/a/[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Style();
}
