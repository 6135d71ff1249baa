using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Samagam.Core.Content;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Wire.Content;

namespace Samagam.Node.Portal.Tests.Content;

/// <summary>What to visit, with a phone that runs no script.</summary>
public sealed partial class GuidePageTests
{
    [Fact]
    public async Task From_the_first_page_a_place_is_reached_with_its_warning_its_time_and_the_way_there()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone("hi");
        Assert.Contains("href=\"/guide\"", (await phone.GetAsync("/")).Text, StringComparison.Ordinal);
        var guide = (await phone.GetAsync("/guide")).Text;
        foreach (var word in (string[])["दर्शनीय स्थान", "प्रमुख स्थान", "महाकालेश्वर मंदिर", "/guide/plans", "category=ghat", "यह नमूना है"])
        {
            Assert.Contains(word, guide, StringComparison.Ordinal);
        }
        Assert.Contains("/guide/ram-ghat", (await phone.GetAsync("/guide?category=ghat")).Text, StringComparison.Ordinal);
        var place = (await phone.GetAsync("/guide/ram-ghat")).Text;
        foreach (var word in (string[])["<h1>रामघाट</h1>", "ध्यान रखें", "भोर, शाम", "लगभग 60 मिनट", "/route?to=poi:ram-ghat", "/guide/plans/bath-and-darshan"])
        {
            Assert.Contains(word, place, StringComparison.Ordinal);
        }
        Assert.Contains("रामघाट तक का रास्ता", (await phone.GetAsync("/route?to=poi:ram-ghat")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.GetAsync("/route?to=poi:the-moon")).Status);
    }

    [Fact]
    public async Task A_plan_shows_its_places_in_order_with_the_walks_between_them()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        Assert.Contains("/guide/plans/with-a-wheelchair", (await phone.GetAsync("/guide/plans")).Text, StringComparison.Ordinal);
        var plan = (await phone.GetAsync("/guide/plans/with-a-wheelchair")).Text;
        Assert.Matches("Mahakal Lok</b>.*min walk.*Mahakaleshwar Temple</b>.*min walk.*Bade Ganesh.*min walk.*Gopal Mandir", plan.ReplaceLineEndings(" "));
        Assert.Contains("profile=accessible", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("no way without steps", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_or_not_there_is_answered_with_a_page_that_helps()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        Assert.Contains("Nothing found", (await phone.GetAsync("/guide?q=xyzzy")).Text, StringComparison.Ordinal);
        Assert.Contains("/guide/harsiddhi-temple", (await phone.GetAsync("/guide?q=harsidhi")).Text, StringComparison.Ordinal);
        var odd = await phone.GetAsync("/guide?category=dragon&page=x&q=" + Uri.EscapeDataString("\"><script>alert(1)</script>"));
        Assert.Equal(HttpStatusCode.OK, odd.Status);
        Assert.DoesNotContain("<script", odd.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/guide/the-moon")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/guide/plans/the-moon")).Status);
    }

    [Fact]
    public async Task A_long_list_goes_on_on_a_further_page()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        Assert.Contains("/guide?category=temple&amp;page=2", (await phone.GetAsync("/guide?category=temple")).Text, StringComparison.Ordinal);
        var last = (await phone.GetAsync("/guide?category=temple&page=2")).Text;
        Assert.Equal(3, Regex.Count(last, "<li><a href=\"/guide/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain("page=3", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_map_places_and_plans_are_still_told()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        using var phone = box.Phone();
        foreach (var (path, word) in (ValueTuple<string, string>[])
            [("/guide", "Ram Ghat"), ("/guide?category=ghat", "Ram Ghat"), ("/guide/ram-ghat", "best-known bathing place"), ("/guide/plans", "straight lines"), ("/guide/plans/bath-and-darshan", "Narsingh Ghat")])
        {
            var page = await phone.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(word, page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("en")]
    public async Task Every_page_of_the_guide_is_at_most_14_KB_over_the_wire_and_needs_no_script(string language)
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 1_000, SearchesPerMinute = 1_000 }, town: SampleEvent.Map);
        using var phone = box.Phone(language);
        phone.Http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var style = WireBytes(await phone.GetAsync(Style().Match(Unzip(await phone.GetAsync("/guide"))).Groups[1].Value));
        var pack = SampleContent.Load();
        foreach (var path in (string[])
            ["/guide", "/guide/plans", .. Enum.GetValues<PoiCategory>().Select(c => "/guide?category=" + c.Word()), .. pack.Pois.Select(p => "/guide/" + p.Id), .. pack.Itineraries.Select(i => "/guide/plans/" + i.Id)])
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

    [GeneratedRegex("""href="(/a/[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Style();
}
