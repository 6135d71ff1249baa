using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using Samagam.Core.Orders;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Routes;

public sealed partial class RoutePageTests
{
    [Theory]
    [InlineData("en", "Way to Mahakal police post", "Without steps", "Walk west on Mahakal road")]
    [InlineData("hi", "महाकाल थाना तक का रास्ता", "बिना सीढ़ी", "पश्चिम")]
    public async Task A_way_needs_no_script_and_says_all_in_the_language_of_its_reader(string language, string title, string kind, string step)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone(language);
        var home = await phone.GetAsync("/");
        Assert.Contains("href=\"/route?to=n14\"", home.Text, StringComparison.Ordinal);
        var page = await phone.GetAsync("/route?to=n14");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains($"<h1>{title}</h1>", page.Text, StringComparison.Ordinal);
        Assert.Contains(kind, page.Text, StringComparison.Ordinal);
        Assert.Contains(step, page.Text, StringComparison.Ordinal);
        Assert.Contains("action=\"/sos\"", page.Text, StringComparison.Ordinal);
        // The language switch comes back to this very way.
        Assert.Matches($"""href="/route\?lang={(language == "en" ? "hi" : "en")}&amp;to=n14""", page.Text);
        var picture = await phone.GetAsync(Picture().Match(page.Text).Groups[1].Value);
        Assert.Equal(("image/svg+xml", HttpStatusCode.OK), (picture.Response.Content.Headers.ContentType!.MediaType, picture.Status));
        Assert.InRange(picture.Bytes.Length, 1_000, 30_000);
        using var reader = XmlReader.Create(new StringReader(picture.Text), new XmlReaderSettings { Async = true });
        while (await reader.ReadAsync())
        {
            Assert.False(reader.Name is "script" or "style" or "foreignObject" || reader.GetAttribute("style") is not null);
        }
    }

    [Fact]
    public async Task The_page_is_light()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone("hi");
        var to = SampleEvent.Map.Amenities.First(a => a.Name.En == "Mangalnath Temple").Id;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/route?to=" + to) { Headers = { { "Accept-Encoding", "gzip" } } };
        Assert.InRange((await phone.SendAsync(request)).Bytes.Length, 1_000, 8_000);
    }

    [Theory]
    [InlineData("?to=<script>alert(1)</script>", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?to=n14&from=\"onload=x", HttpStatusCode.BadRequest)]
    [InlineData("?to=10,10", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?id=zzzz", HttpStatusCode.BadRequest)]
    public async Task What_is_not_understood_is_said_on_a_page_with_help_on_it(string query, HttpStatusCode status)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var page = await phone.GetAsync("/route" + query);
        Assert.Equal(status, page.Status);
        Assert.Contains("action=\"/sos\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onload", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kind_is_the_least_crowded_and_every_kind_answers()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var to = Uri.EscapeDataString(FormattableString.Invariant($"{SampleEvent.At("Gopal Mandir").LatitudeDeg},{SampleEvent.At("Gopal Mandir").LongitudeDeg}"));
        foreach (var (profile, named) in ((string, string)[])[("fastest", "Fastest"), ("crowd", "Least crowded"), ("accessible", "Without steps"), ("amenity", "With water and toilets"), ("emergency", "Least crowded"), ("x", "Least crowded")])
        {
            var page = await phone.GetAsync($"/route?to={to}&profile={profile}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(named, Chosen().Match(page.Text).Groups[1].Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asked_again_a_closed_way_is_answered_with_the_new_one()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var first = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", SampleEvent.Walk())).Data;
        var id = first.GetProperty("routeId").GetString()!;
        Assert.Contains("The way is still good.", (await phone.GetAsync($"/route?id={id}&again=1")).Text, StringComparison.Ordinal);
        await SampleEvent.CloseAsync(box, Middle(first));
        box.Node.Map.Step();
        var page = await phone.GetAsync($"/route?id={id}&again=1");
        Assert.Contains("A part of your way has been closed. This is the new way.", page.Text, StringComparison.Ordinal);
        var better = Picture().Match(page.Text).Groups[2].Value;
        Assert.NotEqual(id, better);
        // Asked by everybody, the new way is one and the same.
        Assert.Equal(better, Picture().Match((await phone.GetAsync($"/route?id={id}")).Text).Groups[2].Value);
        Assert.Equal(better, (await phone.JsonAsync(HttpMethod.Get, "/api/v1/routes/" + id, null)).Data.GetProperty("newRoute").GetProperty("routeId").GetString());
    }

    [Theory]
    [InlineData("en", "This is the new way. Reason: Barricade &lt;b&gt;")]
    [InlineData("hi", "यह नया रास्ता है। कारण: बैरिकेड &lt;b&gt;")]
    public async Task A_way_that_was_closed_says_why_in_the_language_of_its_reader(string language, string said)
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone(language);
        var first = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", SampleEvent.Walk())).Data;
        var id = first.GetProperty("routeId").GetString()!;
        await SampleEvent.CloseAsync(box, Middle(first), reason: "Barricade <b>", reasonHi: "बैरिकेड <b>");
        box.Node.Map.Step();
        Assert.Contains(said, (await phone.GetAsync($"/route?id={id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_ordered_on_the_way_and_beside_it_is_told_with_its_reason()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        // The Ghat road, which one would turn into; and the Mahakal road one-way westward.
        await SampleEvent.CloseAsync(box, new(23.1852, 75.7670), reachDeg: 0.0001, reason: "Procession until noon");
        var now = box.Node.Desk.BestTime().WallMs;
        await box.Node.Orders.RunAsync(
            new WayOrder { Id = Guid.NewGuid(), Effect = OrderEffect.OneWay, BearingDeg = 270, Ways = [22], FromMs = now - 1, UntilMs = now + 60_000, By = "test", ReasonHi = "मेला" }, PortalBox.Cancel);
        box.Node.Map.Step();
        var page = await phone.GetAsync("/route?from=23.1850,75.7690&to=n14");
        Assert.Contains("A path beside your way is closed. Reason: Procession until noon", page.Text, StringComparison.Ordinal);
        Assert.Contains("A part may only be walked in this direction. Reason: मेला", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_sent_again_only_when_the_ground_has_changed()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var id = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", SampleEvent.Walk())).Data.GetProperty("routeId").GetString();
        var path = $"/api/v1/routes/{id}/picture.svg?lang=hi";
        var first = await phone.GetAsync(path);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", first.Response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.NotModified, (await AgainAsync()).Status);
        await SampleEvent.CrowdAsync(box, "ram-ghat", 5.5);
        box.Node.Map.Step();
        var after = await AgainAsync();
        Assert.Contains("ख़तरा", after.Text, StringComparison.Ordinal);
        Assert.Equal("ROUTE_UNKNOWN", (await phone.GetAsync("/api/v1/routes/0123/picture.svg")).ErrorCode);

        Task<Phone.Seen> AgainAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", first.Response.Headers.ETag!.ToString());
            return phone.SendAsync(request);
        }
    }

    internal static Routing.Coordinate Middle(System.Text.Json.JsonElement route)
    {
        var points = route.GetProperty("geometry").GetProperty("coordinates");
        var middle = points[points.GetArrayLength() / 2];
        return new(middle[1].GetDouble(), middle[0].GetDouble());
    }

    [GeneratedRegex("""<img src="(/api/v1/routes/([0-9a-f]+)/picture\.svg\?lang=[a-z]+)" """, RegexOptions.None, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("""aria-current="page" href="[^"]*">([^<]*)<""", RegexOptions.None, 1000)]
    private static partial Regex Chosen();
}
