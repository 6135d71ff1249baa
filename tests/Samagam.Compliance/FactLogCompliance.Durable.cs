using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using static Samagam.Compliance.SampleFacts;

namespace Samagam.Compliance;

/// <summary>Durable on return, and nothing visible before.</summary>
public abstract partial class FactLogCompliance
{
    [Fact]
    public async Task What_was_written_outlives_a_kill_as_soon_as_the_writer_was_told()
    {
        await using var bench = await OpenAsync();
        var fact = Make(1);
        await Insert(bench, fact);
        await bench.KillAndReopenAsync();
        SameInEveryMember(fact, bench.Log.Find(fact.Id));
        Assert.True(bench.Log.Known().Contains(fact.Id));
    }

    [Theory]
    [InlineData(Lane.Life)]
    [InlineData(Lane.Answer)]
    [InlineData(Lane.Warning)]
    [InlineData(Lane.Shared)]
    public async Task Each_of_the_lanes_0_to_3_outlives_a_kill(Lane lane)
    {
        await using var bench = await OpenAsync();
        var fact = Make(1, lane: lane);
        await Write(bench, tx => { tx.Insert(fact); return 0; }, lane);
        await bench.KillAndReopenAsync();
        SameInEveryMember(fact, bench.Log.Find(fact.Id));
    }

    [Fact]
    public async Task A_second_kill_loses_nothing_either()
    {
        await using var bench = await OpenAsync();
        for (ulong seq = 1; seq <= 5; seq++)
        {
            await Insert(bench, Make(seq));
            await bench.KillAndReopenAsync();
        }
        Assert.Equal("1-5", bench.Log.Known().Of(Stream()).ToString());
        Assert.Equal(5, bench.Log.BySubject("sample/1").Count);
    }

    [Fact]
    public async Task Knowledge_is_the_same_after_reopening()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1), Make(2), Make(4), Make(9, origin: 2, epoch: 7), Make(1, origin: 3, stream: StreamId.OfSector(12)), Make(1, stream: StreamId.Self));
        await Write(bench, tx => { tx.Drop(Make(2).Id); tx.MarkKnown(Stream(4), RangeSet.Of(10, 20)); return 0; });
        var before = bench.Log.Known();
        await bench.ReopenAsync();
        Assert.True(before.SameAs(bench.Log.Known()), $"{before} / {bench.Log.Known()}");
        Assert.Equal("1-2,4", before.Of(Stream()).ToString());
        Assert.Equal("10-20", before.Of(Stream(4)).ToString());
    }

    [Fact]
    public async Task Readers_see_nothing_of_a_decision_before_it_is_durable()
    {
        await using var bench = await OpenAsync();
        var log = bench.Log;
        var seen = await Write(bench, tx =>
        {
            tx.Insert(Make(1));
            return (log.Find(Make(1).Id), log.Known().Contains(Make(1).Id), log.BySubject("sample/1").Count, log.ReadFrom(0, 10).Facts.Count);
        });
        Assert.Equal((null, false, 0, 0), seen);
        Assert.NotNull(log.Find(Make(1).Id));
    }

    [Fact]
    public async Task Known_gives_a_copy_that_the_reader_may_change()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        bench.Log.Known().Add(Make(99).Id);
        Assert.Equal("1", bench.Log.Known().Of(Stream()).ToString());
    }

    [Fact]
    public async Task The_longest_statement_and_the_greatest_sequence_come_back_as_they_were()
    {
        await using var bench = await OpenAsync();
        var overhead = Make(1, bodyBytes: 10_000).Statement.Length - 10_000;
        var longest = Make(1, bodyBytes: Fact.MaxStatementBytes - overhead);
        Assert.Equal(Fact.MaxStatementBytes, longest.Statement.Length);
        var greatest = Make(long.MaxValue, origin: ushort.MaxValue, epoch: uint.MaxValue, stream: StreamId.OfSector(ushort.MaxValue));
        await Insert(bench, longest, greatest);
        await bench.ReopenAsync();
        SameInEveryMember(longest, bench.Log.Find(longest.Id));
        SameInEveryMember(greatest, bench.Log.Find(greatest.Id));
        Assert.Equal((ulong)long.MaxValue, bench.Log.Known().Of(greatest.Id.Key).Max);
    }

    [Fact]
    public async Task A_thousand_writers_at_once_are_all_durable_and_leave_no_hole()
    {
        await using var bench = await OpenAsync();
        var writes = Enumerable.Range(0, 1_000).Select(_ => bench.Log.WriteAsync(Lane.Life, tx =>
        {
            var fact = Make(tx.MaxSeq(Stream()) + 1);
            tx.Insert(fact);
            return fact.Id.Seq;
        }, TestContext.Current.CancellationToken)).ToList();
        var given = new List<ulong>();
        foreach (var write in writes)
        {
            given.Add(await bench.Settle(write));
        }
        await bench.KillAndReopenAsync();
        Assert.Equal(1_000, given.Distinct().Count());
        Assert.Equal("1-1000", bench.Log.Known().Of(Stream()).ToString());
    }

    [Fact]
    public async Task The_name_of_the_store_stays_over_reopening_and_changes_with_a_copy()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        var name = bench.Log.StoreIdentity;
        Assert.NotEmpty(name);
        await bench.ReopenAsync();
        Assert.Equal(name, bench.Log.StoreIdentity);
        await bench.KillAndReopenAsync();
        Assert.Equal(name, bench.Log.StoreIdentity);
        await bench.MoveToACopyAsync();
        Assert.NotEqual(name, bench.Log.StoreIdentity);
        Assert.NotNull(bench.Log.Find(Make(1).Id));
    }

    [Fact]
    public async Task Two_new_stores_have_two_names()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        Assert.NotEqual(one.Log.StoreIdentity, other.Log.StoreIdentity);
    }
}
