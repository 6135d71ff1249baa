using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Hub.Receipts;
using Samagam.Mesh.Facts;
using Samagam.Wire.Hub;

namespace Samagam.Hub.Tests.Receipts;

public sealed class ReceiptPumpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static List<(StreamKey Key, RangeSet Held)> Receipts(TestEvent test) =>
        [.. Facts(test.Hub.Desk.Log).Where(f => f.Kind == FactKinds.HubReceipt.Name).Select(f => ReceiptCodec.TryRead(f)!.Value)];

    private static IReadOnlyList<Fact> Facts(IFactLog log) => log.ReadFrom(0, 10_000).Facts;

    private static StreamKey StreamOf(ushort box) => new(new NodeId(box), 1, StreamId.Mesh);

    [Fact]
    public async Task A_burst_costs_one_receipt_per_stream_that_states_the_whole()
    {
        await using var test = await TestEvent.OpenAsync();
        await test.Hub.Receipts.StepAsync(Stop);
        var before = Facts(test.Hub.Desk.Log).Count;
        foreach (var n in Enumerable.Range(1, 20))
        {
            await test.SayAsync(1, test.NewId(n), test.Call());
        }
        await test.SayAsync(2, test.NewId(99), test.Call());
        var written = test.Hub.Desk.Log.Known().Count;
        await test.Hub.Receipts.StepAsync(Stop);
        Assert.Equal(2UL, test.Hub.Desk.Log.Known().Count - written);
        // Each receipt takes the place of the one before it.
        Assert.Equal(before + 21, Facts(test.Hub.Desk.Log).Count);
        var receipts = Receipts(test).ToDictionary(r => r.Key, r => r.Held);
        Assert.Equal(RangeSet.Of(1, 21), receipts[StreamOf(1)]);
        Assert.Equal(RangeSet.Of(1, 2), receipts[StreamOf(2)]);
    }

    [Fact]
    public async Task Nothing_new_costs_nothing_and_receipts_are_not_receipted()
    {
        await using var test = await TestEvent.OpenAsync();
        await test.Hub.Receipts.StepAsync(Stop);
        var written = test.Hub.Desk.Log.Known().Count;
        await test.Hub.Receipts.StepAsync(Stop);
        await test.Hub.Receipts.StepAsync(Stop);
        Assert.Equal(written, test.Hub.Desk.Log.Known().Count);
        Assert.DoesNotContain(Receipts(test), r => r.Key.Origin.Number == TestEvent.HubNumber);
    }

    [Fact]
    public async Task What_stays_on_a_box_is_not_receipted()
    {
        await using var test = await TestEvent.OpenAsync();
        var pump = new ReceiptPump(test.Hub.Desk, test.Time);
        await test.Hub.Desk.WriteAsync(
            Lane.Life,
            scope =>
            {
                scope.Rows.MarkKnown(new StreamKey(new NodeId(7), 1, StreamId.Self), RangeSet.Of(1, 3));
                scope.Rows.MarkKnown(new StreamKey(new NodeId(7), 1, StreamId.OfSector(4)), RangeSet.Of(1, 3));
                return true;
            },
            Stop);
        await new ReceiptPump(test.Hub.Desk, test.Time).StepAsync(Stop);
        var streams = Receipts(test).Select(r => r.Key).Where(k => k.Origin.Number == 7).ToList();
        Assert.Equal(StreamId.OfSector(4), Assert.Single(streams).Stream);
        Assert.NotNull(pump);
    }

    [Fact]
    public async Task A_stream_held_in_a_thousand_pieces_is_receipted_from_its_newest_end_and_whole_when_the_gaps_have_closed()
    {
        await using var test = await TestEvent.OpenAsync();
        var key = new StreamKey(new NodeId(7), uint.MaxValue, StreamId.OfSector(ushort.MaxValue));
        var top = FactId.MaxSeq - 10_000;
        await HoldAsync(Enumerable.Range(0, 1_000).Select(i => new SeqRange(top + ((ulong)i * 3), top + ((ulong)i * 3) + 1)));
        await new ReceiptPump(test.Hub.Desk, test.Time).StepAsync(Stop);
        var pieces = Receipts(test).Single(r => r.Key == key).Held;
        Assert.Equal((ReceiptCodec.MaxRanges, top + 2_998), (pieces.Ranges.Length, pieces.Max));
        await HoldAsync([new SeqRange(1, top + 2_998)]);
        await new ReceiptPump(test.Hub.Desk, test.Time).StepAsync(Stop);
        Assert.Equal(RangeSet.Of(1, top + 2_998), Receipts(test).Single(r => r.Key == key).Held);

        async Task HoldAsync(IEnumerable<SeqRange> ranges) => await test.Hub.Desk.WriteAsync(
            Lane.Life,
            scope =>
            {
                scope.Rows.MarkKnown(key, RangeSet.From(ranges));
                return true;
            },
            Stop);
    }

    [Fact]
    public async Task A_store_that_refuses_keeps_the_receipt_due()
    {
        await using var test = await TestEvent.OpenAsync();
        var log = new RefusingLog(test.Hub.Desk.Log);
        var identity = new BoxIdentity(new NodeId(TestEvent.HubNumber), 0, IsHub: true, ClockTrusted: true);
        var desk = await FactDesk.OpenAsync(identity, log, new Mesh.Links.Trust.FactSigner(test.HubIdentity), test.Time, Stop);
        var pump = new ReceiptPump(desk, test.Time);
        log.Refuses = true;
        await pump.StepAsync(Stop);
        Assert.Empty(Receipts(test));
        log.Refuses = false;
        await pump.StepAsync(Stop);
        Assert.Equal(3, Receipts(test).Count);
    }

    [Fact]
    public async Task A_hub_that_was_emptied_and_refilled_receipts_all_it_holds()
    {
        await using var test = await TestEvent.OpenAsync();
        await test.SayAsync(1, test.NewId(1), test.Call());
        await test.SayAsync(3, test.NewId(2), test.Call());
        var held = Facts(test.Hub.Desk.Log).Where(f => f.Id.Origin.Number < 900).ToList();
        await test.OpenHubAsync("empty.db");
        foreach (var fact in held)
        {
            await test.TakeAsync(fact);
        }
        // Stopped before it could answer: the next start answers.
        await test.OpenHubAsync("empty.db");
        await test.Hub.Receipts.StepAsync(Stop);
        var receipts = Receipts(test).ToDictionary(r => r.Key, r => r.Held);
        Assert.Equal((RangeSet.Of(1, 2), RangeSet.Of(1, 1), RangeSet.Of(1, 2)), (receipts[StreamOf(1)], receipts[StreamOf(2)], receipts[StreamOf(3)]));
        Assert.True(test.Hub.Picture.Snapshot.HubHolds.Contains(held[^1].Id));
    }

    /// <summary>The real log, with a disk that refuses when the test says so.</summary>
    private sealed class RefusingLog(IFactLog log) : IFactLog
    {
        public bool Refuses { get; set; }

        public string StoreIdentity => log.StoreIdentity;

        public StoreCondition Condition => Refuses ? new StoreCondition(false, "full") : log.Condition;

        public ValueTask<T> WriteAsync<T>(Lane lane, Func<IFactTransaction, T> decide, CancellationToken cancellation) =>
            Refuses ? throw new StoreRefusedException("full") : log.WriteAsync(lane, decide, cancellation);

        public void OnCommitted(Action<FactCommit> handler) => log.OnCommitted(handler);

        public Knowledge Known() => log.Known();

        public Fact? Find(FactId id) => log.Find(id);

        public IReadOnlyList<Fact> BySubject(string subject) => log.BySubject(subject);

        public IReadOnlyList<Fact> Below(string subject) => log.Below(subject);

        public (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit) => log.ReadFrom(cursor, limit);

        public FactPage Read(Knowledge wanted, int budgetBytes) => log.Read(wanted, budgetBytes);
    }
}
