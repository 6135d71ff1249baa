using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Samagam.Core.Warnings;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Warnings;

/// <summary>Warnings through the doors of a box: let out, read, heard, shown, ended.</summary>
public sealed class WarningDoorTests
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    [Fact]
    public async Task Only_the_authority_lets_out_a_warning_and_everybody_reads_it_in_their_language()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        using var volunteer = await Volunteer.EnterAsync(box, onDuty: false);
        using var manager = await ManagerAsync(box);
        Assert.Equal((HttpStatusCode.Unauthorized, "NOT_SIGNED_IN"), Of(await phone.JsonAsync(HttpMethod.Post, "/api/v1/warnings", Flood())));
        Assert.Equal((HttpStatusCode.Forbidden, "NOT_ALLOWED"), Of(await volunteer.CallAsync(HttpMethod.Post, "warnings", Flood())));
        var given = await manager.CallAsync(HttpMethod.Post, "warnings", Flood());
        Assert.Equal((HttpStatusCode.Created, "in-force"), (given.Status, given.Data.GetProperty("state").GetString()));
        foreach (var (language, headline) in new[] { ("en", "Leave the ghat"), ("hi", "घाट ख़ाली करें"), ("ta", "படித்துறையை விட்டு வெளியேறுங்கள்"), ("bn", "Leave the ghat") })
        {
            using var reader = box.Phone(language);
            var read = Assert.Single((await reader.JsonAsync(HttpMethod.Get, "/api/v1/warnings", null)).Data.EnumerateArray());
            Assert.Equal(headline, read.GetProperty("info").GetProperty("headline").GetString());
            Assert.False(read.TryGetProperty("by", out _));
        }
    }

    [Fact]
    public async Task Near_tells_only_what_concerns_a_place()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        Assert.Equal(HttpStatusCode.Created, (await manager.CallAsync(HttpMethod.Post, "warnings", Flood())).Status);
        foreach (var (near, count) in new[] { ("23.1850,75.7670", 1), ("23.30,75.7670", 0) })
        {
            Assert.Equal(count, (await manager.CallAsync(HttpMethod.Get, "warnings?near=" + near)).Data.GetArrayLength());
        }
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), Of(await manager.CallAsync(HttpMethod.Get, "warnings?near=here")));
    }

    [Fact]
    public async Task A_zone_of_the_map_is_an_area()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        var given = await manager.CallAsync(HttpMethod.Post, "warnings", Flood(area: new { zoneId = "north" }));
        Assert.Equal(HttpStatusCode.Created, given.Status);
        var area = given.Data.GetProperty("info").GetProperty("area")[0];
        Assert.Equal(("north", true), (area.GetProperty("zoneIds")[0].GetString(), area.GetProperty("polygons")[0].GetArrayLength() >= 3));
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), Of(await manager.CallAsync(HttpMethod.Post, "warnings", Flood(area: new { zoneId = "nowhere" }))));
    }

    [Theory]
    [InlineData("severity", "\"severe\"", "$.severity")]
    [InlineData("urgency", "\"2\"", "$.urgency")]
    [InlineData("category", "[]", "$.category")]
    [InlineData("category", "[\"Ghost\"]", "$.category")]
    [InlineData("info", "[]", "$.info")]
    [InlineData("info", "[{\"language\":\"en\",\"event\":\"x\"},{\"language\":\"EN\",\"event\":\"y\"}]", "$.info")]
    [InlineData("expires", "null", "$.expires")]
    [InlineData("updates", "\"00000000000000000000000000000000\"", "$.updates")]
    [InlineData("identifier", "\"a b\"", "$.identifier")]
    [InlineData("status", "\"Test\"", "$.status")]
    [InlineData("expires", "\"2020-01-01T00:00:00Z\"", "$")]
    public async Task A_wrong_field_is_named_and_nothing_is_said(string name, string value, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        var body = System.Text.Json.Nodes.JsonNode.Parse(JsonSerializer.Serialize(Flood()))!.AsObject();
        body[name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        var answer = await manager.CallAsync(HttpMethod.Post, "warnings", body.ToJsonString());
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
        Assert.Equal(0, box.Node.Picture.Snapshot.Warnings.Count);
    }

    [Fact]
    public async Task A_retry_is_the_same_warning_an_update_takes_its_place_and_what_was_cancelled_stays_ended()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        var first = await manager.CallAsync(HttpMethod.Post, "warnings", Flood("w-1"));
        var again = await manager.CallAsync(HttpMethod.Post, "warnings", Flood("w-1"));
        var id = first.Data.GetProperty("warningId").GetString();
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, id), (first.Status, again.Status, again.Data.GetProperty("warningId").GetString()));
        var update = await manager.CallAsync(HttpMethod.Post, "warnings", Flood("w-2", updates: id));
        Assert.Equal((HttpStatusCode.Created, "Update", id), (update.Status, update.Data.GetProperty("msgType").GetString(), update.Data.GetProperty("references")[0].GetString()));
        Assert.Equal("updated", (await manager.CallAsync(HttpMethod.Get, "warnings/" + id)).Data.GetProperty("state").GetString());
        Assert.Single((await manager.CallAsync(HttpMethod.Get, "warnings")).Data.EnumerateArray());
        var end = await manager.CallAsync(HttpMethod.Post, $"warnings/{id}/cancel", new { reason = "water falls", identifier = "w-end" });
        Assert.Equal((HttpStatusCode.OK, "cancelled"), (end.Status, end.Data.GetProperty("state").GetString()));
        Assert.Empty((await manager.CallAsync(HttpMethod.Get, "warnings")).Data.EnumerateArray());
        Assert.Equal((HttpStatusCode.Conflict, "WARNING_ENDED"), Of(await manager.CallAsync(HttpMethod.Post, "warnings", Flood("w-3", updates: id))));
        Assert.Equal(HttpStatusCode.OK, (await manager.CallAsync(HttpMethod.Post, $"warnings/{id}/cancel", new { })).Status);
        Assert.Equal(3, box.Log.ReadFrom(0, 1_000).Facts.Count(f => f.Kind == "warning.issued"));
        Assert.Equal((HttpStatusCode.NotFound, "WARNING_UNKNOWN"), Of(await manager.CallAsync(HttpMethod.Post, $"warnings/{new string('0', 32)}/cancel", new { })));
        Assert.Equal((HttpStatusCode.NotFound, "WARNING_UNKNOWN"), Of(await manager.CallAsync(HttpMethod.Get, "warnings/" + new string('x', 32))));
    }

    [Fact]
    public async Task A_CAP_document_comes_in_and_goes_out_whole_also_in_the_feed()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        var given = await CapAsync(manager, Document());
        Assert.Equal((HttpStatusCode.Created, "imd@weather.example"), (given.Status, given.Data.GetProperty("sender").GetString()));
        var id = given.Data.GetProperty("warningId").GetString();
        var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/warnings/" + id);
        asked.Headers.Accept.ParseAdd("application/cap+xml");
        var (one, two) = (await manager.Phone.GetAsync($"/api/v1/warnings/{id}.cap"), await manager.Phone.SendAsync(asked));
        Assert.Equal(one.Text, two.Text);
        Assert.Equal("application/cap+xml", one.Response.Content.Headers.ContentType!.MediaType);
        var alert = XDocument.Parse(one.Text).Root!;
        Assert.Equal("Storm over the river", alert.Element(Cap + "info")!.Element(Cap + "headline")!.Value);
        var feed = await manager.Phone.GetAsync("/api/v1/warnings/feed");
        Assert.Equal("application/atom+xml", feed.Response.Content.Headers.ContentType!.MediaType);
        var entry = Assert.Single(XDocument.Parse(feed.Text).Root!.Elements(XName.Get("entry", "http://www.w3.org/2005/Atom")));
        Assert.True(XNode.DeepEquals(alert, entry.Descendants(Cap + "alert").Single()));
        Assert.Contains($"/api/v1/warnings/{id}.cap", entry.ToString(), StringComparison.Ordinal);
        // Its end comes as CAP as well.
        var end = Document("9", "Cancel", $"<references>imd@weather.example,1,{Stamp(DateTimeOffset.UtcNow.AddMinutes(-5))}</references>");
        Assert.Equal(HttpStatusCode.Created, (await CapAsync(manager, end)).Status);
        Assert.Equal("cancelled", (await manager.CallAsync(HttpMethod.Get, "warnings/" + id)).Data.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_CAP_document_that_is_over_not_public_or_no_CAP_is_refused_with_its_reason()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "WARNING_EXPIRED"), Of(await CapAsync(manager, Document(expires: DateTimeOffset.UtcNow.AddMinutes(-1)))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CAP_NOT_TAKEN"), Of(await CapAsync(manager, Document().Replace("Public", "Private", StringComparison.Ordinal))));
        var wrong = await CapAsync(manager, Document().Replace("<severity>Severe", "<severity>Awful", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "CAP_INVALID"), Of(wrong));
        Assert.Contains("severity", wrong.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "CAP_INVALID"), Of(await CapAsync(manager, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE"), Of(await CapAsync(manager, Document() + new string(' ', 64 * 1024))));
        Assert.Equal(0, box.Node.Picture.Snapshot.Warnings.Count);
    }

    [Fact]
    public async Task A_reader_hears_a_warning_once_and_its_end_once_also_when_it_goes_on_at_another_box()
    {
        await using var here = await PortalBox.StartAsync();
        await using var there = await PortalBox.StartAsync();
        using var one = await ManagerAsync(here);
        using var two = await ManagerAsync(there);
        using var phone = here.Phone("hi");
        StreamEvent heard;
        using (var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?warnings=all"))
        {
            Assert.Equal(HttpStatusCode.Created, (await CapAsync(one, Document("1"))).Status);
            heard = await stream.UntilAsync("public-warning");
            Assert.Equal(("in-force", "नदी पर तूफ़ान"), (heard.Data.GetProperty("state").GetString(), heard.Data.GetProperty("info").GetProperty("headline").GetString()));
        }
        // The other box has heard of the same warning and of a later one: only the later is news to this reader.
        await CapAsync(two, Document("1"));
        await CapAsync(two, Document("2"));
        using var guest = there.Phone("hi");
        using var on = await EventReader.OpenAsync(guest, "/api/v1/stream?warnings=all", lastEventId: heard.Id);
        var next = await on.UntilAsync("public-warning");
        Assert.Equal(("2", "in-force"), (next.Data.GetProperty("identifier").GetString(), next.Data.GetProperty("state").GetString()));
        await two.CallAsync(HttpMethod.Post, $"warnings/{heard.Data.GetProperty("warningId").GetString()}/cancel", new { });
        var end = await on.UntilAsync("public-warning");
        Assert.Equal(("1", "cancelled"), (end.Data.GetProperty("identifier").GetString(), end.Data.GetProperty("state").GetString()));
        // Back at the first box, which has not heard of the end: it is not told as new, and what it says next is.
        using var back = await EventReader.OpenAsync(phone, "/api/v1/stream?warnings=all", lastEventId: end.Id);
        await CapAsync(one, Document("3"));
        Assert.Equal("3", (await back.UntilAsync("public-warning")).Data.GetProperty("identifier").GetString());
    }

    [Fact]
    public async Task A_warning_that_runs_out_is_told_without_another_word()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        using var stream = await EventReader.OpenAsync(manager.Phone, "/api/v1/stream?warnings=all");
        await CapAsync(manager, Document(expires: DateTimeOffset.UtcNow.AddSeconds(3)));
        Assert.Equal("in-force", (await stream.UntilAsync("public-warning")).Data.GetProperty("state").GetString());
        Assert.Equal("expired", (await stream.UntilAsync("public-warning")).Data.GetProperty("state").GetString());
        Assert.Empty((await manager.CallAsync(HttpMethod.Get, "warnings")).Data.EnumerateArray());
    }

    [Fact]
    public async Task A_page_has_a_banner_for_what_is_near_and_a_page_with_all_of_it_and_no_exercise()
    {
        await using var box = await PortalBox.StartAsync();
        using var manager = await ManagerAsync(box);
        using var phone = box.Phone("hi");
        Assert.DoesNotContain("alarm", (await phone.GetAsync("/")).Text, StringComparison.Ordinal);
        await manager.CallAsync(HttpMethod.Post, "warnings", Flood());
        await manager.CallAsync(HttpMethod.Post, "warnings", Flood("drill", status: "Exercise", headline: "only a drill"));
        await manager.CallAsync(HttpMethod.Post, "warnings", Flood("far", headline: "far away", area: new { areaDesc = "far", circle = new { lat = 23.3, lng = 75.7, radiusKm = 0.5 } }));
        foreach (var page in new[] { "/", "/route?to=23.1878,75.7670" })
        {
            var seen = await phone.GetAsync(page);
            Assert.True(seen.Text.Contains("class=\"alarm red\"", StringComparison.Ordinal), page + " has no banner");
            Assert.Contains("घाट ख़ाली करें", seen.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("far away", seen.Text, StringComparison.Ordinal);
        }
        var all = await phone.GetAsync("/warnings");
        Assert.Contains("far away", all.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("drill", all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", all.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<Volunteer> ManagerAsync(PortalBox box) => Volunteer.EnterAsync(box, "BOSS", onDuty: false, StaffRole.Manager);

    private static (HttpStatusCode, string?) Of(Phone.Seen seen) => (seen.Status, seen.ErrorCode);

    private static Task<Phone.Seen> CapAsync(Volunteer by, string document)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/warnings") { Content = new StringContent(document, Encoding.UTF8, "application/cap+xml") };
        request.Headers.Authorization = new("Bearer", by.Token);
        return by.Phone.SendAsync(request);
    }

    internal static Dictionary<string, object?> Flood(string? identifier = null, string? updates = null, object? area = null, string status = "Actual", string headline = "Leave the ghat") => new()
    {
        ["identifier"] = identifier ?? Guid.NewGuid().ToString(),
        ["updates"] = updates,
        ["status"] = status,
        ["category"] = new[] { "Met", "Safety" },
        ["responseType"] = new[] { "Evacuate" },
        ["urgency"] = "Immediate",
        ["severity"] = "Extreme",
        ["certainty"] = "Observed",
        ["expires"] = DateTimeOffset.UtcNow.AddHours(2),
        ["area"] = new[] { area ?? new { areaDesc = "Ram Ghat", circle = new { lat = 23.1850, lng = 75.7670, radiusKm = 0.4 } } },
        ["info"] = new object[]
        {
            new { language = "en", @event = "Flood", headline, description = "The river rises <b>fast</b>.", instruction = "Walk up to the road, now." },
            new { language = "hi", @event = "बाढ़", headline = headline == "Leave the ghat" ? "घाट ख़ाली करें" : headline, instruction = "अभी <b>ऊपर</b> सड़क पर जाएँ।", areaDesc = "राम घाट" },
            new { language = "ta", @event = "வெள்ளம்", headline = "படித்துறையை விட்டு வெளியேறுங்கள்" },
        },
    };

    private static string Stamp(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(5.5)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    private static string Document(string identifier = "1", string type = "Alert", string references = "", DateTimeOffset? expires = null) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{identifier}</identifier><sender>imd@weather.example</sender><sent>{Stamp(DateTimeOffset.UtcNow.AddMinutes(-5))}</sent>
        <status>Actual</status><msgType>{type}</msgType><scope>Public</scope>{references}
        <info><language>en-IN</language><category>Met</category><event>Storm</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
        <expires>{Stamp(expires ?? DateTimeOffset.UtcNow.AddHours(1))}</expires><headline>Storm over the river</headline><area><areaDesc>Ujjain</areaDesc></area></info>
        <info><language>hi-IN</language><category>Met</category><event>तूफ़ान</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
        <expires>{Stamp(expires ?? DateTimeOffset.UtcNow.AddHours(1))}</expires><headline>नदी पर तूफ़ान</headline><area><areaDesc>उज्जैन</areaDesc></area></info></alert>
        """;
}
