using System.Net;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Http;

public sealed class OncePostsTests
{
    private static readonly object Tent = new { name = "Tent", location = new { lat = 23.0, lng = 75.0 } };

    [Fact]
    public async Task The_same_post_under_its_key_is_done_once_and_answered_alike()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var first = await PostAsync(me, "key-1", Tent);
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.False(first.Response.Headers.Contains(OncePosts.ReplayedHeader));
        var again = await PostAsync(me, "key-1", Tent);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Response.Headers.GetValues(OncePosts.ReplayedHeader).Single());
        Assert.Equal(1, (await me.CallAsync(HttpMethod.Get, "users/pins")).Data.GetArrayLength());
        // What is kept lies sealed.
        var kept = await box.Node.Desk.WriteAsync(Core.Facts.Lane.Shared, scope => scope.Rows.ListLocal("once-answer"), PortalBox.Cancel);
        Assert.DoesNotContain("Tent", System.Text.Encoding.UTF8.GetString(Assert.Single(kept).Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_body_under_the_key_is_refused_and_another_caller_or_key_is_another_post()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        using var other = await box.Phone().RegisterAsync();
        await PostAsync(me, "key-1", Tent);
        var reused = await PostAsync(me, "key-1", new { name = "Car", location = new { lat = 23.0, lng = 75.0 } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reused.Status);
        Assert.Equal("KEY_REUSED", reused.ErrorCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(other, "key-1", Tent)).Status);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(me, "key-2", Tent)).Status);
        Assert.Equal(2, (await me.CallAsync(HttpMethod.Get, "users/pins")).Data.GetArrayLength());
    }

    [Fact]
    public async Task What_was_refused_may_be_mended_under_its_key()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(me, "key-1", new { name = "" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(me, "key-1", Tent)).Status);
    }

    [Fact]
    public async Task A_key_out_of_form_is_refused_and_one_on_the_limit_is_taken()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.Equal("INVALID_FIELD", (await PostAsync(me, "a b", Tent)).ErrorCode);
        Assert.Equal("INVALID_FIELD", (await PostAsync(me, new string('k', 129), Tent)).ErrorCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(me, new string('k', 128), Tent)).Status);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_before_it_is_done()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(me, "key-1", new { name = new string('x', 300_000) })).Status);
    }

    [Fact]
    public async Task A_box_that_cannot_look_says_so_and_does_nothing()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        box.Log.Refuses = true;
        Assert.Equal("NOT_SAVED", (await PostAsync(me, "key-1", Tent)).ErrorCode);
        box.Log.Refuses = false;
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(me, "key-1", Tent)).Status);
    }

    [Fact]
    public async Task The_oldest_answers_of_a_caller_give_way_at_the_limit_and_others_stay()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { Once = new OnceOptions { MaxKeptPerCaller = 2, MaxKept = 3 } });
        using var me = await box.Phone().RegisterAsync();
        using var other = await box.Phone().RegisterAsync();
        await PostAsync(other, "theirs", Tent);
        foreach (var key in new[] { "one", "two", "three" })
        {
            await PostAsync(me, key, Tent);
        }
        Assert.True(IsReplay(await PostAsync(me, "three", Tent)));
        Assert.True(IsReplay(await PostAsync(other, "theirs", Tent)));
        // Forgotten, and still the same pin: its id comes from the key.
        var forgotten = await PostAsync(me, "one", Tent);
        Assert.False(IsReplay(forgotten));
        Assert.Equal(HttpStatusCode.OK, forgotten.Status);
        Assert.Equal(3, (await me.CallAsync(HttpMethod.Get, "users/pins")).Data.GetArrayLength());
        // At the limit of all, the oldest of anybody.
        using var third = await box.Phone().RegisterAsync();
        await PostAsync(third, "new", Tent);
        Assert.False(IsReplay(await PostAsync(other, "theirs", Tent)));
    }

    [Fact]
    public async Task An_answer_survives_a_restart_of_the_door_and_the_same_key_at_another_box_makes_nothing_twice()
    {
        await using var split = await Split.StartAsync();
        using var me = await split.AtA.Phone().RegisterAsync();
        var first = await PostAsync(me, "key-1", Tent);
        await using (var restarted = await LivePortal.StartAsync(split.A))
        {
            using var phone = restarted.Phone();
            var again = await phone.AskAsync(HttpMethod.Post, "users/pins", me.Token, Tent, (OncePosts.Header, "key-1"));
            Assert.True(IsReplay(again));
            Assert.Equal(first.Text, again.Text);
        }
        await split.AgreeAsync();
        await split.CutAsync();
        await PostAsync(me, "key-2", Tent);
        using var there = split.AtB.Phone();
        Assert.Equal(HttpStatusCode.Created, (await there.AskAsync(HttpMethod.Post, "users/pins", me.Token, Tent, (OncePosts.Header, "key-2"))).Status);
        await split.MendAsync();
        Assert.Equal(2, (await me.CallAsync(HttpMethod.Get, "users/pins")).Data.GetArrayLength());
    }

    private static bool IsReplay(Phone.Seen seen) => seen.Response.Headers.Contains(OncePosts.ReplayedHeader);

    private static Task<Phone.Seen> PostAsync(SignedInPhone me, string key, object body) => me.Phone.AskAsync(HttpMethod.Post, "users/pins", me.Token, body, (OncePosts.Header, key));
}
