using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Http;

public sealed class HttpTests
{
    [Theory]
    [InlineData("GET", "routes/calculate", "POST")]
    [InlineData("DELETE", "routes/options", "GET, HEAD")]
    [InlineData("PUT", "orders", "GET, HEAD, POST")]
    [InlineData("PATCH", "amenities/nearest", "GET, HEAD")]
    [InlineData("POST", "stream", "GET, HEAD")]
    public async Task A_call_asked_in_the_wrong_way_says_in_which_it_is_there(string method, string path, string allow)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(new HttpMethod(method), "/api/v1/" + path, method == "GET" ? null : "{}");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED"), (answer.Status, answer.ErrorCode));
        Assert.Equal(allow, string.Join(", ", answer.Response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        Assert.Contains("only as", answer.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        var unknown = await phone.JsonAsync(new HttpMethod(method), "/api/v1/no/such/call", method == "GET" ? null : "{}");
        Assert.Equal((HttpStatusCode.NotFound, "NO_SUCH_CALL"), (unknown.Status, unknown.ErrorCode));
    }

    [Theory]
    [InlineData("amenities/categories")]
    [InlineData("routes/options?from=23.1850,75.7690&to=23.1870,75.7670")]
    [InlineData("crowd")]
    [InlineData("stream?crowd=all")]
    public async Task What_is_read_can_be_asked_for_its_headers_alone(string path)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var head = await phone.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/" + path));
        Assert.Equal((HttpStatusCode.OK, 0), (head.Status, head.Bytes.Length));
        Assert.NotNull(head.Response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task Success_and_error_have_the_shape_of_the_contract()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var good = (await phone.GetAsync("/api/v1/amenities/nearest?type=water")).Json;
        Assert.True(good.GetProperty("success").GetBoolean());
        Assert.Equal("1", good.GetProperty("metadata").GetProperty("version").GetString());
        Assert.NotEmpty(good.GetProperty("metadata").GetProperty("requestId").GetString()!);
        Assert.True(good.GetProperty("metadata").GetProperty("timestamp").TryGetDateTimeOffset(out _));
        Assert.Equal("n1", good.GetProperty("metadata").GetProperty("freshness").GetProperty("node").GetString());
        var bad = (await phone.GetAsync("/api/v1/no/such/call")).Json;
        Assert.False(bad.GetProperty("success").GetBoolean());
        Assert.Equal("NO_SUCH_CALL", bad.GetProperty("error").GetProperty("code").GetString());
        Assert.NotEmpty(bad.GetProperty("error").GetProperty("requestId").GetString()!);
    }

    [Fact]
    public async Task A_body_at_the_limit_is_read_and_one_byte_more_is_413()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var question = """{"from":{"lat":23.185,"lng":75.767},"to":{"lat":23.186,"lng":75.767}}""";
        Assert.Equal(HttpStatusCode.OK, (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", question.PadRight(256 * 1024))).Status);
        var more = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", question.PadRight((256 * 1024) + 1));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE"), (more.Status, more.ErrorCode));
    }

    [Fact]
    public async Task The_hundredth_question_of_a_minute_is_answered_the_next_is_429_and_waiting_helps()
    {
        var time = new ManualTime();
        await using var box = await PortalBox.StartAsync(portalTime: time);
        using var phone = box.Phone();
        await phone.GetAsync("/");
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/api/v1/amenities/nearest?type=water")).Status);
        }
        var next = await phone.GetAsync("/api/v1/amenities/nearest?type=water");
        Assert.Equal((HttpStatusCode.TooManyRequests, "TOO_MANY_REQUESTS"), (next.Status, next.ErrorCode));
        Assert.Equal(TimeSpan.FromSeconds(1), next.Response.Headers.RetryAfter?.Delta);
        using var other = box.Phone();
        await other.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/amenities/nearest?type=water")).Status);
        time.Advance(TimeSpan.FromMilliseconds(599));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await phone.GetAsync("/api/v1/amenities/nearest?type=water")).Status);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/api/v1/amenities/nearest?type=water")).Status);
    }

    [Fact]
    public async Task One_address_cannot_multiply_its_pace_by_throwing_its_pass_away()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 5, DevicesPerAddress = 2 }, portalTime: new ManualTime());
        var passed = 0;
        for (var i = 0; i < 20; i++)
        {
            using var phone = box.Phone();
            await phone.GetAsync("/");
            passed += (await phone.GetAsync("/api/v1/amenities/nearest?type=water")).Status == HttpStatusCode.OK ? 1 : 0;
        }
        Assert.Equal(10, passed);
    }

    [Fact]
    public async Task Pages_carry_a_policy_without_inline_script_and_are_not_kept()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var pressed = await phone.PressAsync();
        foreach (var path in (string[])["/", "/sos", pressed.Location!, "/volunteer", "/nothing"])
        {
            var page = await phone.GetAsync(path);
            var policy = page.Response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.True(page.Response.Headers.CacheControl?.NoStore);
            Assert.Equal("en", page.Response.Content.Headers.ContentLanguage.Single());
            Assert.DoesNotMatch("""<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:""", page.Text);
            Assert.DoesNotMatch("""(?:src|href|action)="(?:https?:)?//""", page.Text);
        }
    }

    [Fact]
    public async Task The_device_pass_is_random_kept_from_scripts_and_given_once()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var first = await phone.GetAsync("/");
        var cookie = first.Response.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^pass=[0-9a-f]{32};.*httponly", cookie.ToLowerInvariant());
        Assert.False((await phone.GetAsync("/")).Response.Headers.Contains("Set-Cookie"));
        using var other = box.Phone();
        Assert.NotEqual(cookie[..37], (await other.GetAsync("/")).Response.Headers.GetValues("Set-Cookie").Single()[..37]);
    }

    [Fact]
    public async Task Styles_and_scripts_are_named_by_content_and_kept_for_ever()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var page = await phone.GetAsync("/");
        var path = System.Text.RegularExpressions.Regex.Match(page.Text, "/a/portal\\.[0-9a-f]{12}\\.css", default, TimeSpan.FromSeconds(1)).Value;
        var style = await phone.GetAsync(path);
        Assert.Equal(("text/css", "public, max-age=31536000, immutable"), (style.Response.Content.Headers.ContentType?.MediaType, style.Response.Headers.GetValues("Cache-Control").Single()));
        var plain = await phone.GetAsync("/a/portal.css");
        Assert.Equal("no-cache", plain.Response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/a/..%2f..%2fsecret")).Status);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</textarea><svg/onload=alert(1)>")]
    [InlineData("&lt;b&gt; &#60;script&#62;")]
    public async Task What_strangers_write_is_text_on_every_page(string attack)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        using var volunteer = await Volunteer.EnterAsync(box, "RAM-1");
        using var offers = await volunteer.ListenAsync("?view=page&lang=en");
        var pressed = await phone.PressAsync(("name", attack), ("note", attack), ("pole", attack), ("type", attack), ("people", attack), ("phone", attack));
        var id = pressed.Location!["/sos/".Length..];
        var offer = (await offers.UntilAsync("sos-offered")).Data.GetProperty("html").GetString()!;
        await volunteer.CallAsync(HttpMethod.Put, "emergency/acknowledge/" + id);
        var mine = (await offers.UntilAsync("sos-updated", d => d.GetProperty("state").GetString() == "accepted")).Data.GetProperty("html").GetString()!;
        box.Log.Refuses = true;
        var filled = await phone.PostAsync("/sos", ("name", attack), ("note", attack), ("pole", attack), ("people", attack), ("id", attack));
        foreach (var text in (string[])[(await phone.GetAsync(pressed.Location!)).Text, offer, mine, filled.Text, (await phone.GetAsync("/?lang=" + Uri.EscapeDataString(attack))).Text, (await phone.GetAsync("/" + Uri.EscapeDataString(attack))).Text])
        {
            Assert.DoesNotContain(attack, text, StringComparison.Ordinal);
            Assert.DoesNotMatch("<img|<svg/|<script>|\\son(error|mouseover|load)=[^&]*alert.*>(?<!&#x27;)$", text);
        }
    }

    [Fact]
    public void Hindi_and_English_say_everything_with_the_same_holes()
    {
        var languages = new Languages();
        Assert.Equal(["hi", "en"], languages.All.Select(l => l.Tag));
        foreach (var say in Enum.GetValues<Say>())
        {
            Assert.All(languages.All, w => Assert.False(string.IsNullOrWhiteSpace(w[say]), $"{w.Tag} {say}"));
            Assert.Equal(languages["en"][say].Contains("{0}", StringComparison.Ordinal), languages["hi"][say].Contains("{0}", StringComparison.Ordinal));
        }
        Assert.Throws<InvalidOperationException>(() => new Words("xx", new Dictionary<string, string> { ["Sector"] = "s" }));
    }

    [Theory]
    [InlineData(null, "hi")]
    [InlineData("en-GB,hi;q=0.5", "en")]
    [InlineData("fr,en;q=0.1,hi;q=0.9", "hi")]
    [InlineData("ta", "hi")]
    [InlineData(";;;=,,q=\"", "hi")]
    public async Task Pages_follow_the_browsers_language_and_are_Hindi_otherwise(string? accept, string expected)
    {
        await using var box = await PortalBox.StartAsync();
        using var client = new HttpClient { BaseAddress = box.Address };
        var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        }
        using var answer = await client.SendAsync(request, PortalBox.Cancel);
        Assert.Contains($"""<html lang="{expected}">""", await answer.Content.ReadAsStringAsync(PortalBox.Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_once_chosen_stays_and_each_page_offers_the_other()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone("en");
        Assert.Contains("""lang="hi" hreflang="hi" href="/?lang=hi">हिन्दी""", (await phone.GetAsync("/")).Text, StringComparison.Ordinal);
        await phone.GetAsync("/?lang=hi");
        Assert.Contains("""<html lang="hi">""", (await phone.GetAsync("/volunteer")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_request_of_a_probe_gets_the_first_page_without_its_body()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var head = await phone.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));
        Assert.Equal((HttpStatusCode.OK, 0), (head.Status, head.Bytes.Length));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostAsync("/", ("a", "b"))).Status);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_at_start()
    {
        new PortalOptions().Validate();
        foreach (var wrong in (PortalOptions[])
        [
            new() { MaxBodyBytes = 0 }, new() { RequestsPerMinute = 0 }, new() { HeartbeatSeconds = 0 }, new() { StreamBacklog = 0 }, new() { SosTurnsPerDevice = 0 }, new() { SosTurnsPerAddress = 1_001 },
            new() { EmergencyNumber = "javascript:alert(1)" }, new() { SmsNumber = "1" }, new() { StaffSessionHours = 25 },
        ])
        {
            Assert.Throws<ArgumentException>(wrong.Validate);
        }
    }
}
