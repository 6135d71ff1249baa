using System.Net;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Node.Notices;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Notices;

/// <summary>A person's own notices through the doors of a box.</summary>
public sealed class NoticeDoorTests
{
    private SignedInPhone _asha = null!;
    private SignedInPhone _ravi = null!;

    private PersonId Asha => _asha.Person;

    private PersonId Ravi => _ravi.Person;

    [Fact]
    public async Task A_person_lists_their_own_notices_in_their_language_and_says_which_are_read()
    {
        await using var box = await StartAsync();
        using var phone = box.Phone();
        await box.Node.SendNotice.RunAsync(Asha, new NoticeWords("group.joined", ["Sita <b>", "Yatra"]), "k", PortalBox.Cancel);
        Assert.Equal((HttpStatusCode.Unauthorized, "NOT_SIGNED_IN"), Of(await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices", null)));
        var listed = Assert.Single((await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices", null, _asha.Token)).Data.EnumerateArray());
        Assert.Equal(("Sita <b> समूह Yatra में जुड़े हैं।", "group", false), (listed.GetProperty("body").GetString(), listed.GetProperty("category").GetString(), listed.GetProperty("read").GetBoolean()));
        Assert.Equal("delivered", (await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices", null, _asha.Token)).Data[0].GetProperty("deliveries")[0].GetProperty("state").GetString());
        Assert.Empty((await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices", null, _ravi.Token)).Data.EnumerateArray());
        var id = listed.GetProperty("noticeId").GetString();
        Assert.Equal((HttpStatusCode.NotFound, "NOTICE_UNKNOWN"), Of(await phone.JsonAsync(HttpMethod.Put, $"/api/v1/notices/{id}/read", null, _ravi.Token)));
        Assert.True((await phone.JsonAsync(HttpMethod.Put, $"/api/v1/notices/{id}/read", null, _asha.Token)).Data.GetProperty("read").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await phone.JsonAsync(HttpMethod.Put, $"/api/v1/notices/{id}/read", null, _asha.Token)).Status);
    }

    [Fact]
    public async Task Wishes_are_kept_sealed_and_come_back()
    {
        await using var box = await StartAsync();
        using var phone = box.Phone();
        Assert.Equal("22:00", (await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices/preferences", null, _asha.Token)).Data.GetProperty("quietFrom").GetString());
        var body = new { allowed = new[] { new { category = "safety", channel = "sms" } }, quietFrom = "21:30", quietTo = "06:00", language = "ta", email = "asha@example.org" };
        Assert.Equal(HttpStatusCode.OK, (await phone.JsonAsync(HttpMethod.Put, "/api/v1/notices/preferences", body, _asha.Token)).Status);
        var back = (await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices/preferences", null, _asha.Token)).Data;
        Assert.Equal(("21:30", "ta", "asha@example.org", 1), (back.GetProperty("quietFrom").GetString(), back.GetProperty("language").GetString(), back.GetProperty("email").GetString(), back.GetProperty("allowed").GetArrayLength()));
        Assert.DoesNotContain(box.Log.ReadFrom(0, 1_000).Facts, f => System.Text.Encoding.UTF8.GetString(f.Statement.Span).Contains("asha@", StringComparison.Ordinal));
        await box.Node.SendNotice.RunAsync(Asha, new NoticeWords("plan.changed", ["Yatra"]), "k", PortalBox.Cancel);
        Assert.Contains("திட்டம்", (await phone.JsonAsync(HttpMethod.Get, "/api/v1/notices", null, _asha.Token)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"quietFrom":"22:00","quietTo":"05:00","language":"hi"}""", "$.allowed")]
    [InlineData("""{"allowed":[{"category":"safety","channel":"app"}],"quietFrom":"22:00","quietTo":"05:00","language":"hi"}""", "$.allowed")]
    [InlineData("""{"allowed":[{"category":"gossip","channel":"sms"}],"quietFrom":"22:00","quietTo":"05:00","language":"hi"}""", "$.allowed")]
    [InlineData("""{"allowed":[],"quietFrom":"25:00","quietTo":"05:00","language":"hi"}""", "$.quietFrom")]
    [InlineData("""{"allowed":[],"quietFrom":"22:00","quietTo":"5","language":"hi"}""", "$.quietTo")]
    [InlineData("""{"allowed":[],"quietFrom":"22:00","quietTo":"05:00","language":"fr"}""", "$.language")]
    [InlineData("""{"allowed":[],"quietFrom":"22:00","quietTo":"05:00","language":"hi","email":"a b@example.org"}""", "$.email")]
    [InlineData("""{"allowed":[],"quietFrom":"22:00","quietTo":"05:00","language":"hi","phone":"1"}""", "$.phone")]
    public async Task A_wrong_wish_is_named(string body, string field)
    {
        await using var box = await StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(HttpMethod.Put, "/api/v1/notices/preferences", body, _asha.Token);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_browser_is_subscribed_as_it_says_of_itself_and_ended()
    {
        await using var box = await StartAsync();
        using var phone = box.Phone();
        var key = new byte[65];
        key[0] = 4;
        var body = new { endpoint = "https://fcm.googleapis.com/x", expirationTime = (double?)null, keys = new { p256dh = System.Buffers.Text.Base64Url.EncodeToString(key), auth = System.Buffers.Text.Base64Url.EncodeToString(new byte[16]) } };
        Assert.Equal(HttpStatusCode.NoContent, (await phone.JsonAsync(HttpMethod.Post, "/api/v1/notices/subscriptions", body, _asha.Token)).Status);
        Assert.Single(box.Node.NoticeRows.Browsers(Asha));
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), Of(await phone.JsonAsync(HttpMethod.Post, "/api/v1/notices/subscriptions", new { body.endpoint, keys = new { p256dh = "x", auth = "y" } }, _asha.Token)));
        Assert.Equal(HttpStatusCode.NoContent, (await phone.JsonAsync(HttpMethod.Delete, "/api/v1/notices/subscriptions", new { body.endpoint }, _asha.Token)).Status);
        Assert.Equal((HttpStatusCode.NotFound, "SUBSCRIPTION_ENDED"), Of(await phone.JsonAsync(HttpMethod.Delete, "/api/v1/notices/subscriptions", new { body.endpoint }, _asha.Token)));
    }

    [Fact]
    public async Task The_stream_tells_each_unread_notice_once_and_goes_on_where_it_was()
    {
        await using var box = await StartAsync();
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.JsonAsync(HttpMethod.Get, "/api/v1/stream?notices=all", null)).Status);
        await box.Node.SendNotice.RunAsync(Asha, new NoticeWords("plan.changed", ["one"]), "1", PortalBox.Cancel);
        StreamEvent second;
        using (var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?notices=all", _asha.Token))
        {
            Assert.Contains("one", (await stream.UntilAsync("notice")).Text, StringComparison.Ordinal);
            await box.Node.SendNotice.RunAsync(Ravi, new NoticeWords("plan.changed", ["another's"]), "1", PortalBox.Cancel);
            await box.Node.SendNotice.RunAsync(Asha, new NoticeWords("plan.changed", ["two"]), "2", PortalBox.Cancel);
            second = await stream.UntilAsync("notice");
            Assert.Contains("two", second.Text, StringComparison.Ordinal);
        }
        await box.Node.SendNotice.RunAsync(Asha, new NoticeWords("plan.changed", ["three"]), "3", PortalBox.Cancel);
        using var on = await EventReader.OpenAsync(phone, "/api/v1/stream?notices=all", _asha.Token, second.Id);
        Assert.Contains("three", (await on.UntilAsync("notice")).Text, StringComparison.Ordinal);
    }

    private async Task<PortalBox> StartAsync()
    {
        var box = await PortalBox.StartAsync();
        (_asha, _ravi) = (await box.Phone().RegisterAsync(), await box.Phone().RegisterAsync());
        return box;
    }

    private static (HttpStatusCode, string?) Of(Phone.Seen seen) => (seen.Status, seen.ErrorCode);
}
