using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Hub.Board;
using Samagam.TestKit;

namespace Samagam.Hub.Tests.Board;

public sealed class BoardViewTests
{
    private readonly BoardOptions _options = new();

    private BoardView View(TestEvent test, IReadOnlyDictionary<NodeId, BoxHeard>? heard = null) =>
        BoardView.Of(test.Hub.Picture.Snapshot, heard ?? new Dictionary<NodeId, BoxHeard>(), test.NowMs, _options);

    private static SosOffered Asked(RingLevel level, params string[] who) =>
        new(level, [.. who.Select((w, i) => new SosOffer(TestEvent.Responder(w), 60 * (i + 1)))], 30_000);

    [Fact]
    public async Task A_case_is_on_the_board_once_however_often_and_by_whom_it_was_raised()
    {
        await using var test = await TestEvent.OpenAsync();
        var id = test.NewId(1);
        var fact = await test.SayAsync(1, id, test.Call());
        await test.TakeAsync(fact);
        test.Time.Advance(TimeSpan.FromSeconds(5));
        await test.SayAsync(2, id, test.Call());
        var row = Assert.Single(View(test).Open);
        Assert.Equal("n1", row.Leader!.Value.Node.ToString());
        Assert.Equal(["n1", "n2"], row.TakenBy.Select(b => b.Node.ToString()));
        Assert.Equal(5, row.Age.Seconds);
        Assert.Equal(1, View(test).Totals.Ever);
    }

    [Fact]
    public async Task The_loudest_and_oldest_pending_case_is_first_and_arrived_ones_are_last()
    {
        await using var test = await TestEvent.OpenAsync();
        async Task Raise(int n) => await test.SayAsync(1, test.NewId(n), test.Call());
        async Task Accept(int n, int eta) => await test.SayAsync(1, test.NewId(n), new SosAccepted(TestEvent.Responder("v" + n), "Call sign", eta));
        foreach (var n in Enumerable.Range(1, 7))
        {
            await Raise(n);
            test.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await Accept(1, 600);
        await test.SayAsync(1, test.NewId(1), new SosArrived(TestEvent.Responder("v1")));
        await Accept(2, 600);
        await Accept(3, 10);
        await test.SayAsync(1, test.NewId(5), new SosEscalated(RingLevel.ControlRoom, EscalationReason.NoAnswer, null));
        await test.SayAsync(1, test.NewId(6), new SosEscalated(RingLevel.Siren, EscalationReason.NoAnswer, null));
        test.Time.Advance(TimeSpan.FromSeconds(24));
        var rows = View(test).Open;
        Assert.Equal(
            [(6, Urgency.Siren), (5, Urgency.ControlRoom), (4, Urgency.Pending), (7, Urgency.Pending), (3, Urgency.Late), (2, Urgency.Accepted), (1, Urgency.Arrived)],
            rows.Select(r => (BitConverter.ToInt32(r.Id.Value.ToByteArray()), r.Urgency)));
        // At thirty seconds without a phone the pending ones are shouted too, each at its own time.
        test.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([Urgency.Unheard, Urgency.Pending], View(test).Open.Skip(2).Take(2).Select(r => r.Urgency));
    }

    [Theory]
    [InlineData(29_999, Urgency.Pending)]
    [InlineData(30_000, Urgency.Unheard)]
    public async Task A_call_no_phone_has_is_shouted_from_the_bound_on(int waitedMs, Urgency expected)
    {
        await using var test = await TestEvent.OpenAsync();
        await test.SayAsync(1, test.NewId(1), test.Call());
        await test.SayAsync(1, test.NewId(1), Asked(RingLevel.Nearest, "v1"));
        test.Time.Advance(TimeSpan.FromMilliseconds(waitedMs));
        Assert.Equal(expected, View(test).Open[0].Urgency);
        Assert.Equal(expected == Urgency.Unheard ? 1 : 0, View(test).Totals.Unheard);
        await test.SayAsync(1, test.NewId(1), new SosReceived(TestEvent.Responder("v1")));
        Assert.Equal(Urgency.Pending, View(test).Open[0].Urgency);
    }

    [Fact]
    public async Task The_row_says_who_was_asked_who_has_it_who_goes_and_when_they_arrive()
    {
        await using var test = await TestEvent.OpenAsync();
        var id = test.NewId(1);
        await test.DutyAsync(1, "v2", "Tiger 2");
        await test.SayAsync(1, id, test.Call());
        await test.SayAsync(1, id, Asked(RingLevel.Nearest, "v1", "v2", "v3"));
        await test.SayAsync(1, id, new SosReceived(TestEvent.Responder("v2")));
        await test.SayAsync(1, id, new SosDeclined(TestEvent.Responder("v1"), "far"));
        await test.SayAsync(2, id, new SosAccepted(TestEvent.Responder("v3"), "Lion 3", 120));
        test.Time.Advance(TimeSpan.FromSeconds(20));
        var row = Assert.Single(View(test).Open);
        Assert.Equal(["v3", "v2", "v1"], row.Responders.Select(r => r.Responder.Value));
        var standing = row.Standing!;
        Assert.Equal(("Lion 3", 180, 100L), (standing.CallSign, standing.WalkSeconds!.Value, standing.EtaLeftSeconds!.Value));
        Assert.Equal("Tiger 2", row.Responders[1].CallSign);
        Assert.Equal(20, row.Responders[1].Received!.Value.AgeSeconds);
        Assert.True(row.Responders[2].Declined);
        test.Time.Advance(TimeSpan.FromMilliseconds(100_001));
        Assert.Equal((Urgency.Late, -1L), (View(test).Open[0].Urgency, View(test).Open[0].Standing!.EtaLeftSeconds!.Value));
        await test.SayAsync(1, id, new SosArrived(TestEvent.Responder("v3")));
        row = View(test).Open[0];
        Assert.Equal(Urgency.Arrived, row.Urgency);
        Assert.NotNull(row.Standing!.Arrived);
        Assert.Null(row.Standing.EtaLeftSeconds);
        Assert.Equal(6, row.Steps.Count);
    }

    [Fact]
    public async Task A_box_whose_clock_was_never_set_gives_an_age_of_at_least_and_never_fifty_years()
    {
        await using var test = await TestEvent.OpenAsync();
        var id = test.NewId(1);
        await test.SayAsync(3, id, test.Call(), ClockQuality.Unknown);
        var row = Assert.Single(View(test).Open);
        Assert.Null(row.Age.Seconds);
        Assert.Null(row.Steps[0].At.AgeSeconds);
        // Nobody knows how long it waits: it goes before the pending ones that are known.
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await test.SayAsync(1, test.NewId(2), test.Call());
        Assert.Equal(id, View(test).Open[0].Id);
        await test.SayAsync(2, id, Asked(RingLevel.Nearest, "v1"));
        test.Time.Advance(TimeSpan.FromSeconds(7));
        row = View(test).Open.Single(r => r.Id == id);
        Assert.Equal((7L, true), (row.Age.Seconds!.Value, row.Age.AtLeast));
    }

    [Fact]
    public async Task Steps_that_come_before_their_call_are_shown_as_a_case_that_is_still_to_come()
    {
        await using var test = await TestEvent.OpenAsync();
        var id = test.NewId(1);
        await test.SayAsync(2, id, Asked(RingLevel.Nearest, "v1"));
        var row = Assert.Single(View(test).Open);
        Assert.Null(row.Call);
        Assert.Null(row.Leader);
        Assert.False(row.Receipted);
        await test.SayAsync(1, id, test.Call());
        Assert.Equal("n1", Assert.Single(View(test).Open).Leader!.Value.Node.ToString());
    }

    [Fact]
    public async Task An_exercise_is_never_among_the_real_and_never_counted_with_them()
    {
        await using var test = await TestEvent.OpenAsync();
        await test.SayAsync(1, test.NewId(1), test.Call(drill: true));
        await test.SayAsync(1, test.NewId(2), test.Call());
        var view = View(test);
        Assert.Equal(test.NewId(2), Assert.Single(view.Open).Id);
        Assert.Equal(test.NewId(1), Assert.Single(view.Drills).Id);
        Assert.Equal((1, 1, 1, 1), (view.Totals.Open, view.Totals.Pending, view.Totals.Ever, view.Totals.OpenDrills));
        Assert.Equal(1, view.Sectors.Single(s => s.Sector == 1).Open);
    }

    [Theory]
    [InlineData(3_599, 1)]
    [InlineData(3_600, 0)]
    public async Task An_ended_case_stays_for_an_hour(int seconds, int shown)
    {
        await using var test = await TestEvent.OpenAsync();
        await test.SayAsync(1, test.NewId(1), test.Call());
        await test.SayAsync(1, test.NewId(1), new SosResolved("responder/v1", SosEnding.Helped));
        test.Time.Advance(TimeSpan.FromSeconds(seconds));
        var view = View(test);
        Assert.Empty(view.Open);
        Assert.Equal(shown, view.Ended.Length);
        Assert.Equal(shown, view.Totals.EndedLately);
        Assert.Equal(1, view.Totals.Ever);
    }

    [Fact]
    public async Task Cases_beyond_the_limit_of_the_board_are_counted_and_said()
    {
        await using var test = await TestEvent.OpenAsync();
        foreach (var n in Enumerable.Range(1, 3))
        {
            await test.SayAsync(1, test.NewId(n), test.Call());
            test.Time.Advance(TimeSpan.FromSeconds(1));
        }
        BoardView With(int most) => BoardView.Of(test.Hub.Picture.Snapshot, new Dictionary<NodeId, BoxHeard>(), test.NowMs, _options with { MaxOpen = most });
        Assert.Equal((3, 0), (With(3).Open.Length, With(3).OpenNotShown));
        Assert.Equal((2, 1), (With(2).Open.Length, With(2).OpenNotShown));
        Assert.Equal([test.NewId(1), test.NewId(2)], With(2).Open.Select(r => r.Id));
        Assert.Equal(3, With(2).Totals.Open);
    }

    [Fact]
    public async Task Sectors_tell_their_open_cases_their_oldest_waiting_and_their_people()
    {
        await using var test = await TestEvent.OpenAsync();
        await test.DutyAsync(1, "v1", "A");
        await test.DutyAsync(2, "v2", "B");
        await test.DutyAsync(3, "v3", "C");
        await test.DutyAsync(3, "v4", "D", onDuty: false);
        await test.SayAsync(1, test.NewId(1), test.Call());
        test.Time.Advance(TimeSpan.FromSeconds(9));
        await test.SayAsync(2, test.NewId(2), test.Call());
        var view = View(test);
        Assert.Equal([(1, 2, 2, 9L, 2, 2), (2, 0, 0, -1L, 1, 1)], view.Sectors.Select(s => ((int)s.Sector, s.Open, s.Pending, s.OldestPending?.Seconds ?? -1, s.OnDuty, s.Boxes)));
        Assert.Equal((3, 2), (view.Totals.OnDuty, view.Boxes.Single(b => b.Box.Node.Number == 1).Open + view.Boxes.Single(b => b.Box.Node.Number == 2).Open));
    }

    [Theory]
    [InlineData(59_999, false)]
    [InlineData(60_000, true)]
    public async Task A_box_not_heard_for_a_minute_is_silent(int quietMs, bool silent)
    {
        await using var test = await TestEvent.OpenAsync();
        var heard = new Dictionary<NodeId, BoxHeard> { [new NodeId(1)] = new(test.NowMs - quietMs, false), [new NodeId(2)] = new(0, true) };
        var boxes = View(test, heard).Boxes.ToDictionary(b => b.Box.Node.Number);
        Assert.Equal((silent, (long?)quietMs / 1000), (boxes[1].Silent, boxes[1].HeardSecondsAgo));
        Assert.False(boxes[2].Silent);
        Assert.True(boxes[3].Silent);
        Assert.Null(boxes[3].HeardSecondsAgo);
        Assert.False(boxes[TestEvent.HubNumber].Silent);
    }

    [Fact]
    public async Task Whatever_order_the_facts_came_in_the_board_is_the_same()
    {
        await using var test = await TestEvent.OpenAsync();
        var id = test.NewId(1);
        List<Fact> facts =
        [
            await test.SayAsync(1, id, test.Call()),
            await test.SayAsync(1, id, Asked(RingLevel.Nearest, "v1", "v2")),
            await test.SayAsync(2, id, new SosReceived(TestEvent.Responder("v1"))),
            await test.SayAsync(2, id, new SosAccepted(TestEvent.Responder("v1"), "A", 60)),
            await test.SayAsync(3, id, new SosAccepted(TestEvent.Responder("v2"), "B", 60)),
            await test.SayAsync(1, id, new SosStoodDown(TestEvent.Responder("v2"), new FactId(new StreamKey(new NodeId(3), 1, StreamId.Mesh), 2))),
        ];
        var expected = Said(View(test));
        await test.OpenHubAsync("other.db");
        await test.JoinAsync(1, "Ram Ghat", "राम घाट", 1, 23.1850, 75.7670);
        Seeds.ForEach(20, (_, luck) =>
        {
            var book = SosBook.Empty;
            foreach (var fact in facts.Concat(facts).OrderBy(_ => luck.Next()).ToList())
            {
                book = book.With([Wire.Sos.SosCodec.TryRead(fact)!]);
            }
            var view = BoardView.Of(test.Hub.Picture.Snapshot with { Sos = book }, new Dictionary<NodeId, BoxHeard>(), test.NowMs, _options);
            Assert.Equal(expected, Said(view));
        });

        static string Said(BoardView view) => string.Join('\n', view.Open.Select(r =>
            $"{r.Id} {r.Urgency} {r.Level} {r.Status} {string.Join(',', r.Responders.Select(x => $"{x.Responder}:{x.Claim}:{x.Standing}"))} {string.Join(',', r.Steps.Select(s => s.Fact))}"));
    }

    [Fact]
    public void Options_beyond_their_limits_are_refused_at_start()
    {
        (_options with { MaxOpen = 10_000 }).Validate();
        Assert.ThrowsAny<Exception>(() => (_options with { MaxOpen = 10_001 }).Validate());
        Assert.ThrowsAny<Exception>(() => (_options with { UnheardAfterMs = 999 }).Validate());
    }

    [Fact]
    public async Task A_sign_of_life_is_as_old_as_it_was_made_and_not_as_it_came()
    {
        await using var test = await TestEvent.OpenAsync();
        IReadOnlyList<NodeId> up = [new NodeId(2)];
        var old = test.Make(1, FactKinds.SosRaised, test.NewId(1).Subject, Wire.Sos.SosCodec.Serialise(test.Call()));
        var heard = new HeardBoxes(test.Hub.Desk.Log, () => up, test.Time);
        test.Time.Advance(TimeSpan.FromSeconds(90));
        await test.TakeAsync(old);
        Assert.Equal(90, (test.NowMs - heard.Snapshot()[new NodeId(1)].LastMs!.Value) / 1000);
        Assert.True(heard.Snapshot()[new NodeId(2)].Linked);
        // A clock that was never set tells nothing: then the arrival counts.
        await test.SayAsync(3, test.NewId(2), test.Call(), ClockQuality.Unknown);
        Assert.Equal(test.NowMs, heard.Snapshot()[new NodeId(3)].LastMs);
        // When a link goes down its last moment stays.
        up = [];
        test.Time.Advance(TimeSpan.FromSeconds(5));
        var gone = heard.Snapshot()[new NodeId(2)];
        Assert.False(gone.Linked);
        Assert.Equal(5, (test.NowMs - gone.LastMs!.Value) / 1000);
    }
}
