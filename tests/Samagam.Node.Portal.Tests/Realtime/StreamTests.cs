using System.Net;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Realtime;

public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_begins_with_the_whole_state_whatever_cursor_comes()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var id = (await phone.PressAsync()).Location!["/sos/".Length..];
        foreach (var cursor in (string?[])[null, "n1.5-17", "garbage", new string('9', 1000)])
        {
            using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?sos=" + id, lastEventId: cursor);
            var first = await stream.NextAsync();
            Assert.Equal("snapshot", first!.Name);
            Assert.StartsWith($"n1.{box.Node.Desk.Epoch}-", first.Id, StringComparison.Ordinal);
            Assert.Equal(id, first.Data.GetProperty("alertId").GetString());
        }
    }

    [Fact]
    public async Task A_page_gets_markup_and_a_sentence_in_its_language()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var id = (await phone.PressAsync()).Location!["/sos/".Length..];
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?view=page&lang=hi&sos=" + id);
        var first = (await stream.NextAsync())!.Data;
        Assert.Contains("इस बॉक्स में दर्ज", first.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Contains("दर्ज", first.GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_not_known_yet_is_said_unknown_and_followed_when_it_comes()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var id = "0b7e6f2a-93c4-4d0e-8a51-3a1f2b4c5d6e";
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?sos=" + id);
        Assert.Equal("unknown", (await stream.NextAsync())!.Data.GetProperty("status").GetString());
        await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { alertId = id });
        Assert.Equal("pending", (await stream.UntilAsync("sos-updated")).Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_silent_stream_says_every_fifteen_seconds_that_it_is_alive()
    {
        var time = new ManualTime();
        await using var box = await PortalBox.StartAsync(portalTime: time);
        using var phone = box.Phone();
        var id = (await phone.PressAsync()).Location!["/sos/".Length..];
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?sos=" + id);
        Assert.Equal("snapshot", (await stream.NextAsync())!.Name);
        time.Advance(TimeSpan.FromSeconds(15));
        while ((await stream.NextAsync())!.Name != ":")
        {
            // Steps of the case that went before.
        }
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 2)]
    public async Task One_stream_more_than_allowed_is_503_and_a_closed_one_makes_room(int inAll, int ofOneAddress)
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxStreams = inAll, MaxStreamsPerAddress = ofOneAddress, RequestsPerMinute = 60_000 });
        using var phone = box.Phone();
        var path = "/api/v1/stream?sos=0b7e6f2a-93c4-4d0e-8a51-3a1f2b4c5d6e";
        using var first = await EventReader.OpenAsync(phone, path);
        var second = await EventReader.OpenAsync(phone, path);
        var third = await phone.GetAsync(path);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "TOO_MANY_STREAMS"), (third.Status, third.ErrorCode));
        Assert.NotNull(third.Response.Headers.RetryAfter);
        second.Dispose();
        // The box notices in its own time; asked again until it has, within the time limit of the phone.
        while (true)
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, path);
            using var again = await phone.Http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, PortalBox.Cancel);
            if (again.IsSuccessStatusCode)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task A_stream_ends_at_the_next_beat_when_its_session_has()
    {
        var time = new ManualTime();
        await using var box = await PortalBox.StartAsync(portalTime: time);
        using var volunteer = await Volunteer.EnterAsync(box, onDuty: false);
        using var stream = await volunteer.ListenAsync();
        Assert.Equal("snapshot", (await stream.NextAsync())!.Name);
        box.Clock.Ahead = TimeSpan.FromHours(13);
        time.Advance(TimeSpan.FromSeconds(15));
        // The session may have ended just before or just after the stream looked at it: at most one beat comes.
        var last = await stream.NextAsync();
        Assert.True(last is null || (last.Name == ":" && await stream.NextAsync() is null));
        Assert.Equal("NOT_SIGNED_IN", (await volunteer.CallAsync(HttpMethod.Get, "duty")).ErrorCode);
    }

    [Fact]
    public async Task Going_on_duty_elsewhere_reaches_the_open_page()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = await Volunteer.EnterAsync(box, onDuty: false);
        using var stream = await volunteer.ListenAsync();
        Assert.False((await stream.NextAsync())!.Data.GetProperty("duty").GetProperty("onDuty").GetBoolean());
        await volunteer.CallAsync(HttpMethod.Post, "duty", new { onDuty = true });
        Assert.True((await stream.UntilAsync("snapshot")).Data.GetProperty("duty").GetProperty("onDuty").GetBoolean());
    }

    [Fact]
    public async Task Stopping_the_box_ends_its_streams()
    {
        var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        using var stream = await EventReader.OpenAsync(phone, "/api/v1/stream?sos=0b7e6f2a-93c4-4d0e-8a51-3a1f2b4c5d6e");
        await stream.NextAsync();
        var end = stream.NextAsync();
        await box.DisposeAsync();
        Assert.Null(await end);
    }
}
