using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Samagam.TestKit;
using Samagam.Web.Streams;

namespace Samagam.Web.Tests;

public sealed class SseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static SseEvent Numbered(int n) => new(n.ToString(CultureInfo.InvariantCulture), "step", $"line {n}\nmore");

    private static SseFanOut FanOut(SseOptions options) => new(options, () => new SseEvent("", "whole", "{}"));

    private static async Task<RealServer> StartAsync(SseFanOut stream, SseOptions options, TimeProvider time) =>
        await RealServer.StartAsync(app => app.MapGet("/stream", async http =>
        {
            using var reader = stream.Join(SseStream.LastEventId(http.Request));
            if (reader is null)
            {
                http.Response.StatusCode = 503;
                return;
            }
            await SseStream.ServeAsync(http, reader.Queue, reader, options, time, CancellationToken.None);
        }));

    private static async Task<StreamReader> OpenAsync(RealServer server, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }
        var answer = await server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<List<string>> BlockAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is { Length: > 0 } line)
        {
            lines.Add(line);
        }
        return lines;
    }

    [Fact]
    public async Task A_new_reader_gets_the_whole_state_then_every_event()
    {
        var options = new SseOptions();
        var stream = FanOut(options);
        await using var server = await StartAsync(stream, options, TimeProvider.System);
        using var reader = await OpenAsync(server);
        Assert.Equal(["retry: 2000"], await BlockAsync(reader));
        Assert.Equal(["event: whole", "data: {}"], await BlockAsync(reader));
        stream.Publish(Numbered(1));
        Assert.Equal(["id: 1", "event: step", "data: line 1", "data: more"], await BlockAsync(reader));
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_missed_and_nothing_twice()
    {
        var options = new SseOptions { Replay = 3 };
        var stream = FanOut(options);
        await using var server = await StartAsync(stream, options, TimeProvider.System);
        foreach (var n in Enumerable.Range(1, 5))
        {
            stream.Publish(Numbered(n));
        }
        using var reader = await OpenAsync(server, "3");
        await BlockAsync(reader);
        Assert.Equal("id: 4", (await BlockAsync(reader))[0]);
        Assert.Equal("id: 5", (await BlockAsync(reader))[0]);
        // Beyond what is kept, the whole state comes instead.
        using var late = await OpenAsync(server, "2");
        await BlockAsync(late);
        Assert.Equal("event: whole", (await BlockAsync(late))[0]);
    }

    [Fact]
    public async Task A_quiet_stream_beats()
    {
        var options = new SseOptions { Heartbeat = TimeSpan.FromSeconds(10) };
        var stream = FanOut(options);
        var time = new ManualTime();
        await using var server = await StartAsync(stream, options, time);
        using var reader = await OpenAsync(server);
        await BlockAsync(reader);
        await BlockAsync(reader);
        // The timer exists when an event has passed behind the greeting.
        stream.Publish(Numbered(1));
        await BlockAsync(reader);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([": "], await BlockAsync(reader));
    }

    [Fact]
    public async Task A_reader_too_slow_for_its_queue_is_ended_and_nobody_waits_for_it()
    {
        var stream = FanOut(new SseOptions { QueueLength = 2 });
        stream.Publish(Numbered(0));
        using var slow = stream.Join("0")!;
        stream.Publish(Numbered(1));
        stream.Publish(Numbered(2));
        Assert.Equal(0, stream.TooSlow);
        stream.Publish(Numbered(3));
        Assert.Equal(1, stream.TooSlow);
        Assert.Equal(0, stream.Readers);
        var last = await slow.Queue.NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, false), (last.Ended, last.Whole));
        Assert.Equal(["1", "2"], last.Items.Select(i => i.Id));
        using var back = stream.Join("2")!;
        var missed = await back.Queue.NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal((false, false, "3"), (missed.Ended, missed.Whole, Assert.Single(missed.Items).Id));
    }

    [Fact]
    public async Task A_queue_keeps_each_change_once_up_to_its_limit_and_the_whole_state_says_them_all()
    {
        var queue = new SseQueue<int>(capacity: 3);
        Assert.True(queue.TryRing(1) && queue.TryRing(2) && queue.TryRing(3) && queue.TryRing(1));
        var news = await queue.NextAsync(TestContext.Current.CancellationToken);
        Assert.False(news.Whole);
        Assert.Equal([1, 2, 3], news.Items);
        Assert.True(queue.TryRing(1) && queue.TryRing(2) && queue.TryRing(3));
        Assert.False(queue.TryRing(4));
        queue.RingAll();
        Assert.True(queue.TryRing(4));
        news = await queue.NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, 0), (news.Whole, news.Items.Count));
    }

    [Fact]
    public async Task One_reader_more_than_the_limit_is_turned_away_until_one_leaves()
    {
        var options = new SseOptions { MaxReaders = 1 };
        var stream = FanOut(options);
        await using var server = await StartAsync(stream, options, TimeProvider.System);
        var first = stream.Join(null)!;
        Assert.Equal(503, (int)(await server.GetAsync("/stream")).StatusCode);
        Assert.Equal(1, stream.Refused);
        first.Dispose();
        using var reader = await OpenAsync(server);
        Assert.Single(await BlockAsync(reader));
    }

    [Fact]
    public async Task When_the_stream_ends_every_reader_ends()
    {
        var options = new SseOptions();
        var stream = FanOut(options);
        await using var server = await StartAsync(stream, options, TimeProvider.System);
        using var reader = await OpenAsync(server);
        await BlockAsync(reader);
        await BlockAsync(reader);
        stream.End();
        Assert.Null(await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Null(stream.Join(null));
    }

    [Theory]
    [InlineData("1\nevent: forged", "step")]
    [InlineData("1", "step\rdata: forged")]
    public void An_event_cannot_forge_another(string id, string name) =>
        Assert.Throws<ArgumentException>(() => new SseEvent(id, name, ""));

    [Fact]
    public void Line_breaks_of_every_kind_stay_inside_the_data()
    {
        var bytes = System.Text.Encoding.UTF8.GetString(new SseEvent("", "", "a\r\nb\rc\nid: 9").Bytes.Span);
        Assert.Equal("data: a\ndata: b\ndata: c\ndata: id: 9\n\n", bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void A_queue_length_beyond_its_limits_is_refused_at_start(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FanOut(new SseOptions { QueueLength = length }));
}
