using System.Collections.Concurrent;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Node.Notices;
using Samagam.TestBoxes;

namespace Samagam.Node.Links.Tests.Notices;

/// <summary>Notices of real boxes over real files: said once, delivered at least once, quiet when asked, gone when the person is.</summary>
public sealed class DeliveryTests : IDisposable
{
    private static readonly PersonId Asha = new(new Guid("00000000-0000-4000-8000-00000000a54a"));
    private static readonly NoticeWords Coming = new("sos.accepted", ["RAM-1", "7"]);
    private static readonly NoticeWords Joined = new("group.joined", ["Sita", "Yatra"]);
    private readonly TestAuthority _mesh = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_is_one_notice_and_one_message_in_the_persons_language()
    {
        var road = new Road();
        await using var box = await LiveBox.StartAsync(_mesh.Issue(1, []), With(road));
        road.Heard = box.Ring;
        await box.Node.SetNotices.WishAsync(Asha, NoticePreferences.Default with { Language = "mr" }, Stop);
        Assert.Equal(NoticeOutcome.Kept, await box.Node.SendNotice.RunAsync(Asha, Coming, "sos/1/accepted", Stop));
        Assert.Equal(NoticeOutcome.Known, await box.Node.SendNotice.RunAsync(Asha, Coming, "sos/1/accepted", Stop));
        await box.UntilAsync(() => ProgressOf(box, "sos/1/accepted", NoticeChannel.Sms) == NoticeProgress.Sent, "the message");
        var sent = Assert.Single(road.Sent);
        Assert.Equal("+910000000001", sent.Phone);
        Assert.StartsWith("मदत येत आहे: RAM-1", sent.Text, StringComparison.Ordinal);
        Assert.Equal(0, box.Node.NoticePump.Waiting);
        // Nothing of it is readable on the way or on disk.
        Assert.DoesNotContain(box.Mesh.Log.ReadFrom(0, 1_000).Facts, f => System.Text.Encoding.UTF8.GetString(f.Statement.Span).Contains("RAM-1", StringComparison.Ordinal));
        // No mail address, no browser: said so.
        Assert.Equal(NoticeProgress.Failed, ProgressOf(box, "sos/1/accepted", NoticeChannel.Email));
    }

    [Fact]
    public async Task What_could_not_be_sent_is_sent_after_a_restart()
    {
        var dead = new Road { End = false };
        await using (var box = await LiveBox.StartAsync(_mesh.Issue(1, []), With(dead)))
        {
            dead.Heard = box.Ring;
            await box.Node.SendNotice.RunAsync(Asha, Coming, "k", Stop);
            await box.UntilAsync(() => dead.Sent.Count >= 2, "a second try");
        }
        var good = new Road();
        await using var again = await LiveBox.StartAsync(_mesh.Issue(1, []), With(good));
        good.Heard = again.Ring;
        await again.UntilAsync(() => ProgressOf(again, "k", NoticeChannel.Sms) == NoticeProgress.Sent, "the message after the restart");
        Assert.Single(good.Sent);
    }

    [Fact]
    public async Task The_last_try_that_fails_is_the_end()
    {
        var dead = new Road { End = false };
        await using var box = await LiveBox.StartAsync(_mesh.Issue(1, []), With(dead) with { Notices = Options with { MaxAttempts = 2 } });
        dead.Heard = box.Ring;
        await box.Node.SendNotice.RunAsync(Asha, Coming, "k", Stop);
        await box.UntilAsync(() => ProgressOf(box, "k", NoticeChannel.Sms) == NoticeProgress.Failed, "the end");
        Assert.Equal((2, 0), (dead.Sent.Count, box.Node.NoticePump.Waiting));
    }

    [Fact]
    public async Task In_quiet_hours_only_safety_is_sent_and_the_rest_waits()
    {
        var road = new Road();
        await using var box = await LiveBox.StartAsync(_mesh.Issue(1, []), With(road));
        road.Heard = box.Ring;
        var minute = (int)DateTimeOffset.UtcNow.TimeOfDay.TotalMinutes;
        await box.Node.SetNotices.WishAsync(
            Asha,
            new NoticePreferences { Allowed = [(NoticeCategory.Group, NoticeChannel.Sms), (NoticeCategory.Safety, NoticeChannel.Sms)], QuietFromMinute = (minute + 1_380) % 1_440, QuietToMinute = (minute + 60) % 1_440 },
            Stop);
        await box.Node.SendNotice.RunAsync(Asha, Joined, "group", Stop);
        await box.Node.SendNotice.RunAsync(Asha, Coming, "safety", Stop);
        await box.UntilAsync(() => ProgressOf(box, "safety", NoticeChannel.Sms) == NoticeProgress.Sent, "the message");
        Assert.Equal(NoticeProgress.Queued, ProgressOf(box, "group", NoticeChannel.Sms));
        var waits = Row(box, "group")!.Deliveries.Single(d => d.Channel == NoticeChannel.Sms).AtMs - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.InRange(waits, 50 * 60_000, 61 * 60_000);
        Assert.Single(road.Sent);
        // The app has it at once all the same.
        Assert.Equal(2, box.Node.NoticeRows.All(Asha).Count);
    }

    [Fact]
    public async Task Read_at_another_box_is_read_here_and_an_erased_person_has_no_notices_anywhere()
    {
        await using var a = await LiveBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2)]));
        await using var b = await LiveBox.StartAsync(_mesh.Issue(2, [_mesh.Way(1)]));
        await a.Node.SendNotice.RunAsync(Asha, Joined, "k", Stop);
        await b.UntilAsync(() => Row(b, "k")?.Words is not null, "the notice with its key");
        Assert.Equal(NoticeOutcome.Known, await b.Node.SendNotice.RunAsync(Asha, Joined, "k", Stop));
        Assert.Equal(NoticeOutcome.Kept, await b.Node.NoteNotice.RunAsync(Asha, NoticeId.Of(Asha, "k"), NoticeProgress.Read, Stop));
        await a.UntilAsync(() => Row(a, "k") is { IsRead: true }, "that it was read");
        await b.Node.Desk.WriteAsync(Lane.Answer, scope => scope.Author(FactKinds.PersonErased, Asha.Subject, []), Stop);
        await a.UntilAsync(() => a.Mesh.Log.Below(Asha.Subject).Count == 0, "the erasure");
        Assert.Empty(a.Node.NoticeRows.All(Asha));
        Assert.Equal(NoticeOutcome.Unknown, await a.Node.SendNotice.RunAsync(Asha, Joined, "k2", Stop));
    }

    [Fact]
    public async Task Limits_of_notices_and_browsers()
    {
        await using var box = await LiveBox.StartAsync(_mesh.Issue(1, []), new LiveBoxParts { Notices = Options with { MaxPending = 2, MaxPushAddresses = 2 }, Pumps = false });
        Assert.Equal(
            new[] { NoticeOutcome.Kept, NoticeOutcome.Kept, NoticeOutcome.TooMany },
            new[] { await Say("1"), await Say("2"), await Say("3") });
        foreach (var (words, key) in new[] { (new NoticeWords("no.such", []), "k"), (new NoticeWords("group.joined", ["one"]), "k"), (new NoticeWords("group.joined", ["a", new string('x', NoticeWords.MaxValueLength + 1)]), "k"), (Joined, ""), (Joined, new string('k', 201)) })
        {
            Assert.Equal(NoticeOutcome.Invalid, await box.Node.SendNotice.RunAsync(Asha, words, key, Stop));
        }
        Assert.Equal(
            new[] { NoticeOutcome.Kept, NoticeOutcome.Kept, NoticeOutcome.Kept, NoticeOutcome.TooMany },
            new[] { await Subscribe(1), await Subscribe(2), await Subscribe(2), await Subscribe(3) });
        Assert.Equal(NoticeOutcome.Kept, await box.Node.SetNotices.UnsubscribeAsync(Asha, "https://push.example/1", Stop));
        Assert.Equal(new[] { NoticeOutcome.Unknown, NoticeOutcome.Kept }, new[] { await Subscribe(1), await Subscribe(3) });
        Assert.Equal(2, box.Node.NoticeRows.Browsers(Asha).Count);

        Task<NoticeOutcome> Say(string key) => box.Node.SendNotice.RunAsync(Asha, Coming, key, Stop).AsTask();

        Task<NoticeOutcome> Subscribe(int n)
        {
            var key = new byte[65];
            key[0] = 4;
            return box.Node.SetNotices.SubscribeAsync(Asha, new PushAddress($"https://push.example/{n}", key, new byte[16]), Stop).AsTask();
        }
    }

    [Fact]
    public void Every_template_is_there_in_every_language_with_all_its_values_in_its_own_script()
    {
        var templates = new NoticeTemplates();
        foreach (var template in NoticeTemplates.All)
        {
            var values = Enumerable.Range(0, template.Values).Select(i => $"<{i}>").ToList();
            foreach (var (language, from, to) in new[] { ("hi", '\u0900', '\u097f'), ("en", 'a', 'z'), ("mr", '\u0900', '\u097f'), ("gu", '\u0a80', '\u0aff'), ("bn", '\u0980', '\u09ff'), ("ta", '\u0b80', '\u0bff'), ("te", '\u0c00', '\u0c7f') })
            {
                var (title, text) = templates.Render(new NoticeWords(template.Name, values), language)!.Value;
                Assert.All(values, v => Assert.Contains(v, text, StringComparison.Ordinal));
                Assert.True(title.Any(c => c >= from && c <= to) && text.Any(c => c >= from && c <= to), $"{template.Name} in {language}");
            }
        }
        Assert.Equal(NoticeTemplates.Languages.Count, NoticeTemplates.Languages.Select(l => templates.Render(Coming, l)!.Value.Text).Distinct().Count());
        Assert.Null(templates.Render(new NoticeWords("later.word", []), "hi"));
    }

    public void Dispose() => _mesh.Dispose();

    private static readonly NoticeOptions Options = new() { FirstWaitSeconds = 1, LongestWaitSeconds = 1, OffsetMinutes = 0 };

    private static LiveBoxParts With(Road road) => new() { Notices = Options, NoticeChannels = [new SmsNotices(road), new Samagam.Node.Links.Notices.MailNotices(new Samagam.Node.Links.Notices.NoticeRoadOptions())], Phone = "+910000000001" };

    private static NoticeRow? Row(LiveBox box, string key) => box.Node.NoticeRows.Find(Asha, NoticeId.Of(Asha, key));

    private static NoticeProgress? ProgressOf(LiveBox box, string key, NoticeChannel channel) => Row(box, key)?.Deliveries.FirstOrDefault(d => d.Channel == channel)?.Progress;

    /// <summary>A modem that works or not.</summary>
    private sealed class Road : ISmsSender
    {
        public ConcurrentQueue<(string Phone, string Text)> Sent { get; } = [];

        public bool End { get; init; } = true;

        public Action Heard { get; set; } = () => { };

        public ValueTask<bool> SendAsync(string phone, string text, CancellationToken cancellation)
        {
            Sent.Enqueue((phone, text));
            Heard();
            return ValueTask.FromResult(End);
        }
    }
}
