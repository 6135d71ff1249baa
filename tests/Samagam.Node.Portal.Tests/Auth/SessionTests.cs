using System.Net;
using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Auth;

public sealed class SessionTests
{
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Fact]
    public async Task Whoever_asks_gets_an_account_without_a_phone_number_and_is_somebody()
    {
        await using var box = await PortalBox.StartAsync();
        using var nobody = box.Phone();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/auth/sessions")).Status);
        using var asha = await box.Phone().RegisterAsync(new { pilgrimType = "elder", languagePreference = "hi", deviceName = "Asha's phone" });
        var session = (await asha.CallAsync(HttpMethod.Get, "auth/sessions")).Data.EnumerateArray().Single();
        Assert.Equal(("Asha's phone", true, asha.SessionId), (session.GetProperty("deviceName").GetString(), session.GetProperty("isCurrent").GetBoolean(), session.GetProperty("sessionId").GetString()));
        Assert.True(PersonId.TryParse(asha.UserId, out var person));
        Assert.Equal(("hi", false), (box.Node.People.AccountOf(person)!.Language, box.Node.People.AccountOf(person)!.Verified));
        // A name is personal: nothing of it is readable in what is stored and sent.
        Assert.DoesNotContain(box.Log.ReadFrom(0, 1_000).Facts, f => System.Text.Encoding.UTF8.GetString(f.Statement.Span).Contains("Asha", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"pilgrimType":"king"}""", "$.pilgrimType")]
    [InlineData("""{"languagePreference":"Hindi, please"}""", "$.languagePreference")]
    [InlineData("""{"role":"admin"}""", "$.role")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var seen = await phone.JsonAsync(Post, "/api/v1/auth/register", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (seen.Status, seen.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_one_exchange_and_its_reuse_ends_the_sign_in()
    {
        await using var box = await PortalBox.StartAsync(auth: new AuthOptions { LostAnswerSeconds = 0 });
        using var asha = await box.Phone().RegisterAsync();
        var next = await RefreshAsync(asha.Phone, asha.Refresh);
        Assert.Equal((HttpStatusCode.OK, asha.UserId), (next.Status, next.Data.GetProperty("userId").GetString()));
        var second = await RefreshAsync(asha.Phone, next.Data.GetProperty("refreshToken").GetString()!);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(HttpStatusCode.OK, (await asha.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
        Assert.Equal("TOKEN_REUSED", (await RefreshAsync(asha.Phone, asha.Refresh)).ErrorCode);
        Assert.Equal("SESSION_ENDED", (await RefreshAsync(asha.Phone, second.Data.GetProperty("refreshToken").GetString()!)).ErrorCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await asha.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
    }

    [Fact]
    public async Task Whoever_lost_the_answer_gets_the_same_pair_again()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(asha.Phone, asha.Refresh)).Status);
        var again = await RefreshAsync(asha.Phone, asha.Refresh);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(asha.Phone, again.Data.GetProperty("refreshToken").GetString()!)).Status);
        // Two turns ago is no lost answer.
        Assert.Equal("TOKEN_REUSED", (await RefreshAsync(asha.Phone, asha.Refresh)).ErrorCode);
    }

    [Fact]
    public async Task Tokens_are_not_exchanged_for_each_other_s_use()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        using var steward = await Volunteer.EnterAsync(box, onDuty: false);
        Assert.Equal("INVALID_TOKEN", (await RefreshAsync(asha.Phone, asha.Token)).ErrorCode);
        Assert.Equal("INVALID_TOKEN", (await RefreshAsync(asha.Phone, steward.Token)).ErrorCode);
        Assert.Equal("INVALID_TOKEN", (await RefreshAsync(asha.Phone, "")).ErrorCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await asha.Phone.JsonAsync(HttpMethod.Get, "/api/v1/auth/sessions", null, asha.Refresh)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await steward.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await asha.CallAsync(HttpMethod.Get, "duty")).Status);
    }

    [Fact]
    public async Task After_leaving_no_token_of_the_sign_in_is_good()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        using var ram = await box.Phone().RegisterAsync();
        // Another's is as if it did not exist.
        Assert.Equal("UNKNOWN_SESSION", (await ram.CallAsync(HttpMethod.Delete, "auth/sessions/" + asha.SessionId)).ErrorCode);
        Assert.Equal(HttpStatusCode.NoContent, (await asha.CallAsync(Post, "auth/logout")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await asha.CallAsync(Post, "auth/logout")).Status);
        Assert.Equal("SESSION_ENDED", (await RefreshAsync(asha.Phone, asha.Refresh)).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await ram.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
    }

    [Fact]
    public async Task An_access_token_ends_after_its_minutes()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        box.Clock.Ahead = TimeSpan.FromMinutes(14.9);
        Assert.Equal(HttpStatusCode.OK, (await asha.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
        box.Clock.Ahead = TimeSpan.FromMinutes(15);
        Assert.Equal(HttpStatusCode.Unauthorized, (await asha.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
        box.Clock.Ahead = TimeSpan.FromDays(6.9);
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(asha.Phone, asha.Refresh)).Status);
        box.Clock.Ahead = TimeSpan.FromDays(7);
        Assert.Equal("INVALID_TOKEN", (await RefreshAsync(asha.Phone, asha.Refresh)).ErrorCode);
    }

    [Fact]
    public async Task A_full_disk_refuses_and_takes_no_token_away()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = await box.Phone().RegisterAsync();
        box.Log.Refuses = true;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "NOT_SAVED"), (await RefreshAsync(asha.Phone, asha.Refresh)) is var r ? (r.Status, r.ErrorCode) : default);
        Assert.Equal("NOT_SAVED", (await asha.Phone.JsonAsync(Post, "/api/v1/auth/register", new { })).ErrorCode);
        Assert.Equal("NOT_SAVED", (await asha.CallAsync(Post, "auth/logout")).ErrorCode);
        box.Log.Refuses = false;
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(asha.Phone, asha.Refresh)).Status);
    }

    private static Task<Phone.Seen> RefreshAsync(Phone phone, string token) => phone.JsonAsync(Post, "/api/v1/auth/refresh", new { refreshToken = token });
}
