using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.People;

public sealed class PeopleApiTests
{
    [Fact]
    public async Task A_profile_is_given_back_as_typed_and_nothing_of_it_lies_readable()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var typed = new
        {
            name = "Asha",
            ageGroup = "elder",
            emergencyContact = new { name = "Ravi", phone = "+91 98765 43210" },
            medicalConditions = new[] { "diabetes", "asthma" },
            pilgrimType = "elder",
            languagePreference = "mr",
            profileData = new Dictionary<string, string> { ["tent"] = "C-12" },
        };
        var saved = await me.CallAsync(HttpMethod.Put, "users/profile", typed);
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        var read = await me.CallAsync(HttpMethod.Get, "users/profile");
        Assert.Equal(saved.Response.Headers.ETag, read.Response.Headers.ETag);
        var profile = read.Data.GetProperty("profile");
        Assert.Equal("Asha", profile.GetProperty("name").GetString());
        Assert.Equal("elder", profile.GetProperty("ageGroup").GetString());
        Assert.Equal("+91 98765 43210", profile.GetProperty("emergencyContact").GetProperty("phone").GetString());
        Assert.Equal(["diabetes", "asthma"], profile.GetProperty("medicalConditions").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("C-12", profile.GetProperty("profileData").GetProperty("tent").GetString());
        Assert.Equal(me.UserId, read.Data.GetProperty("userId").GetString());
        Assert.False(read.Data.GetProperty("phoneVerified").GetBoolean());
        Assert.All(box.Log.ReadFrom(0, 1_000).Facts, f => Assert.DoesNotContain("Asha", System.Text.Encoding.UTF8.GetString(f.Statement.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_saw_an_older_word_is_told_the_standing_one_and_changes_nothing()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var first = await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "One" });
        var tag = first.Response.Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await me.Phone.AskAsync(HttpMethod.Put, "users/profile", me.Token, new { name = "Two" }, ("If-Match", tag))).Status);
        var stale = await me.Phone.AskAsync(HttpMethod.Put, "users/profile", me.Token, new { name = "Three" }, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("PROFILE_CHANGED", stale.ErrorCode);
        var standing = JsonDocument.Parse(stale.Json.GetProperty("error").GetProperty("details").GetString()!).RootElement;
        Assert.Equal("Two", standing.GetProperty("profile").GetProperty("name").GetString());
        // With what it was told it may go on.
        var again = await me.Phone.AskAsync(HttpMethod.Put, "users/profile", me.Token, new { name = "Three" }, ("If-Match", stale.Response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(HttpStatusCode.NotModified, (await me.Phone.AskAsync(HttpMethod.Get, "users/profile", me.Token, null, ("If-None-Match", again.Response.Headers.ETag!.ToString()))).Status);
    }

    [Theory]
    [InlineData("""{"phoneNumber":"+911234567890"}""", "$.phoneNumber")]
    [InlineData("""{"ageGroup":"old"}""", "$.ageGroup")]
    [InlineData("""{"pilgrimType":"vip"}""", "$.pilgrimType")]
    [InlineData("""{"languagePreference":"xx"}""", "$.languagePreference")]
    [InlineData("""{"emergencyContact":{"name":"Ravi"}}""", "$.emergencyContact")]
    [InlineData("""{"medicalConditions":[""]}""", "$.medicalConditions")]
    [InlineData("""{"medicalConditions":[null]}""", "$.medicalConditions")]
    [InlineData("""{"profileData":{"a":null}}""", "$.profileData")]
    [InlineData("""{"name":7}""", "$.name")]
    public async Task A_field_without_a_valid_value_is_named(string body, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var before = box.Log.ReadFrom(0, 1_000).Facts.Count;
        var seen = await me.CallAsync(HttpMethod.Put, "users/profile", body);
        Assert.Equal(HttpStatusCode.BadRequest, seen.Status);
        Assert.Equal(field, seen.Json.GetProperty("error").GetProperty("field").GetString());
        Assert.Equal(before, box.Log.ReadFrom(0, 1_000).Facts.Count);
    }

    [Fact]
    public async Task Words_on_their_limits_are_kept_and_one_beyond_is_refused()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var limits = box.Node.Limits.People;
        async Task<HttpStatusCode> Put(object body) => (await me.CallAsync(HttpMethod.Put, "users/profile", body)).Status;
        Assert.Equal(HttpStatusCode.OK, await Put(new { name = new string('n', limits.MaxNameLength) }));
        Assert.Equal(HttpStatusCode.BadRequest, await Put(new { name = new string('n', limits.MaxNameLength + 1) }));
        Assert.Equal(HttpStatusCode.OK, await Put(new { medicalConditions = Enumerable.Repeat("x", limits.MaxConditions) }));
        Assert.Equal(HttpStatusCode.BadRequest, await Put(new { medicalConditions = Enumerable.Repeat("x", limits.MaxConditions + 1) }));
        Assert.Equal(HttpStatusCode.OK, await Put(new { medicalConditions = new[] { new string('c', limits.MaxConditionLength) } }));
        Assert.Equal(HttpStatusCode.BadRequest, await Put(new { medicalConditions = new[] { new string('c', limits.MaxConditionLength + 1) } }));
        Dictionary<string, string> Data(int entries, int length) => Enumerable.Range(0, entries).ToDictionary(i => "k" + i, _ => new string('v', length));
        Assert.Equal(HttpStatusCode.OK, await Put(new { profileData = Data(limits.MaxEntries, limits.MaxEntryLength) }));
        Assert.Equal(HttpStatusCode.BadRequest, await Put(new { profileData = Data(limits.MaxEntries + 1, 1) }));
        Assert.Equal(HttpStatusCode.BadRequest, await Put(new { profileData = Data(1, limits.MaxEntryLength + 1) }));
        // Each within its limit, together beyond the bytes of one fact.
        Assert.Equal(HttpStatusCode.BadRequest, await Put(new { profileData = Enumerable.Range(0, limits.MaxEntries).ToDictionary(i => "k" + i, _ => string.Concat(Enumerable.Repeat("अ", limits.MaxEntryLength))) }));
    }

    [Fact]
    public async Task Preferences_are_given_back_and_guarded_like_the_profile()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var none = await me.CallAsync(HttpMethod.Get, "users/preferences");
        Assert.False(none.Data.GetProperty("stepFree").GetBoolean());
        var saved = await me.Phone.AskAsync(HttpMethod.Put, "users/preferences", me.Token, new { stepFree = true }, ("If-Match", none.Response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.True((await me.CallAsync(HttpMethod.Get, "users/preferences")).Data.GetProperty("stepFree").GetBoolean());
        Assert.Equal("PREFERENCES_CHANGED", (await me.Phone.AskAsync(HttpMethod.Put, "users/preferences", me.Token, new { }, ("If-Match", none.Response.Headers.ETag!.ToString()))).ErrorCode);
    }

    [Fact]
    public async Task The_same_pin_again_is_the_same_pin_and_other_words_under_its_id_are_refused()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var pin = new { pinId = Guid.NewGuid(), name = "तंबू", location = new { lat = 23.1844, lng = 75.7652 }, pinType = "tent", metadata = new { row = "C" } };
        var first = await me.CallAsync(HttpMethod.Post, "users/pins", pin);
        Assert.Equal(HttpStatusCode.Created, first.Status);
        var again = await me.CallAsync(HttpMethod.Post, "users/pins", pin);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Data.ToString(), again.Data.ToString());
        Assert.Equal("PIN_EXISTS", (await me.CallAsync(HttpMethod.Post, "users/pins", new { pin.pinId, name = "Other", pin.location })).ErrorCode);
        Assert.Equal(HttpStatusCode.NoContent, (await me.CallAsync(HttpMethod.Delete, "users/pins/" + pin.pinId)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await me.CallAsync(HttpMethod.Delete, "users/pins/" + pin.pinId)).Status);
        Assert.Equal("PIN_REMOVED", (await me.CallAsync(HttpMethod.Post, "users/pins", pin)).ErrorCode);
        Assert.Equal("PIN_UNKNOWN", (await me.CallAsync(HttpMethod.Delete, "users/pins/" + Guid.NewGuid())).ErrorCode);
        Assert.Equal("PIN_UNKNOWN", (await me.CallAsync(HttpMethod.Delete, "users/pins/nothing")).ErrorCode);
    }

    [Fact]
    public async Task A_hundred_pins_are_kept_one_more_is_refused_and_pages_show_all()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 1_000 });
        using var me = await box.Phone().RegisterAsync();
        object Pin(int n) => new { name = "Pin " + n, location = new { lat = 23.0, lng = 75.0 } };
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await me.CallAsync(HttpMethod.Post, "users/pins", Pin(i))).Status);
        }
        Assert.Equal("TOO_MANY_PINS", (await me.CallAsync(HttpMethod.Post, "users/pins", Pin(100))).ErrorCode);
        var page = await me.CallAsync(HttpMethod.Get, "users/pins?page=2&limit=60");
        Assert.Equal(40, page.Data.GetArrayLength());
        Assert.Equal(100, page.Json.GetProperty("metadata").GetProperty("pagination").GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await me.CallAsync(HttpMethod.Get, "users/pins?limit=101")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await me.CallAsync(HttpMethod.Get, "users/pins?sort=name")).Status);
    }

    [Fact]
    public async Task Anothers_things_are_not_seen_and_nobody_signed_in_sees_none()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        using var other = await box.Phone().RegisterAsync();
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha" });
        var pin = await me.CallAsync(HttpMethod.Post, "users/pins", new { name = "Tent", location = new { lat = 1.0, lng = 2.0 } });
        Assert.Equal("", (await other.CallAsync(HttpMethod.Get, "users/profile")).Data.GetProperty("profile").GetProperty("name").GetString());
        Assert.Equal("PIN_UNKNOWN", (await other.CallAsync(HttpMethod.Delete, "users/pins/" + pin.Data.GetProperty("pinId").GetString())).ErrorCode);
        using var nobody = box.Phone();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/users/profile")).Status);
    }

    [Fact]
    public async Task A_box_that_cannot_write_says_so()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        box.Log.Refuses = true;
        Assert.Equal("NOT_SAVED", (await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha" })).ErrorCode);
        Assert.Equal("NOT_SAVED", (await me.CallAsync(HttpMethod.Post, "users/pins", new { name = "Tent", location = new { lat = 1.0, lng = 2.0 } })).ErrorCode);
        box.Log.Refuses = false;
    }
}
