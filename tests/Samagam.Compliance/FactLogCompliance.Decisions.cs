using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using static Samagam.Compliance.SampleFacts;

namespace Samagam.Compliance;

/// <summary>Decisions run alone; one that throws undoes only itself; the order of commits is the order of news.</summary>
public abstract partial class FactLogCompliance
{
    [Fact]
    public async Task A_decision_sees_what_it_wrote_itself()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        await Write(bench, tx =>
        {
            tx.Insert(Make(2));
            Assert.True(tx.Knows(Make(2).Id));
            SameInEveryMember(Make(2), tx.Find(Make(2).Id));
            Assert.Equal([Make(1).Id, Make(2).Id], tx.BySubject("sample/1").Select(f => f.Id).Order());
            Assert.Equal(2UL, tx.MaxSeq(Stream()));
            Assert.Equal(Make(2).Id, tx.Newest(Stream().Origin)!.Id);
            tx.Drop(Make(1).Id);
            Assert.Null(tx.Find(Make(1).Id));
            Assert.True(tx.Knows(Make(1).Id));
            Assert.Equal([Make(2).Id], tx.BySubject("sample/1").Select(f => f.Id));
            tx.MarkKnown(Stream(), RangeSet.Of(7, 9));
            Assert.True(tx.Knows(Make(8).Id));
            Assert.False(tx.Knows(Make(6).Id));
            Assert.Equal(9UL, tx.MaxSeq(Stream()));
            tx.PutLocal("notes", "a", Bytes("1"));
            Assert.Equal("1", Text(tx.GetLocal("notes", "a")));
            Assert.Single(tx.ListLocal("notes"));
            tx.RemoveLocal("notes", "a");
            Assert.Null(tx.GetLocal("notes", "a"));
            Assert.Empty(tx.ListLocal("notes"));
            return 0;
        });
    }

    [Fact]
    public async Task A_decision_that_throws_undoes_all_it_wrote_and_nothing_else()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1), Make(2));
        await Write(bench, tx => { tx.PutLocal("notes", "kept", Bytes("old")); tx.PutLocal("notes", "gone", Bytes("old")); return 0; });
        var log = bench.Log;
        var stop = TestContext.Current.CancellationToken;
        var before = log.WriteAsync(Lane.Life, tx => { tx.Insert(Make(3)); return 0; }, stop);
        var broken = log.WriteAsync<int>(Lane.Life, tx =>
        {
            tx.Insert(Make(50));
            tx.Drop(Make(1).Id);
            tx.MarkKnown(Stream(9), RangeSet.Of(1, 5));
            tx.PutLocal("notes", "kept", Bytes("new"));
            tx.PutLocal("notes", "added", Bytes("new"));
            tx.RemoveLocal("notes", "gone");
            tx.KeepApart(Make(2, fill: 9));
            throw new FormatException("this decision is wrong");
        }, stop);
        var after = log.WriteAsync(Lane.Life, tx => { tx.Insert(Make(4)); return 0; }, stop);
        await bench.Settle(before);
        Assert.Equal("this decision is wrong", (await Assert.ThrowsAsync<FormatException>(() => bench.Settle(broken))).Message);
        await bench.Settle(after);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("1-4", bench.Log.Known().Of(Stream()).ToString());
            Assert.True(bench.Log.Known().Of(Stream(9)).IsEmpty);
            Assert.NotNull(bench.Log.Find(Make(1).Id));
            Assert.Null(bench.Log.Find(Make(50).Id));
            Assert.Equal([Make(1).Id, Make(2).Id, Make(3).Id, Make(4).Id], bench.Log.BySubject("sample/1").Select(f => f.Id).Order());
            Assert.Equal(0, await bench.CountKeptApartAsync());
            Assert.Equal(["gone=old", "kept=old"], await Ask(bench, tx => tx.ListLocal("notes").Select(n => $"{n.Key}={Text(n.Value)}").ToList()));
            Assert.Equal(4UL, await Ask(bench, tx => tx.MaxSeq(Stream())));
            await bench.KillAndReopenAsync();
        }
    }

    [Fact]
    public async Task A_decision_that_throws_spoils_none_of_the_hundred_beside_it()
    {
        await using var bench = await OpenAsync();
        var log = bench.Log;
        var writes = Enumerable.Range(0, 100).Select(i => log.WriteAsync(Lane.Life, tx =>
        {
            var fact = Make(tx.MaxSeq(Stream()) + 1);
            tx.Insert(fact);
            return i % 3 == 1 ? throw new FormatException("one of three") : fact.Id.Seq;
        }, TestContext.Current.CancellationToken)).ToList();
        var good = 0;
        for (var i = 0; i < writes.Count; i++)
        {
            if (i % 3 == 1)
            {
                await Assert.ThrowsAsync<FormatException>(() => bench.Settle(writes[i]));
            }
            else
            {
                await bench.Settle(writes[i]);
                good++;
            }
        }
        await bench.KillAndReopenAsync();
        Assert.Equal($"1-{good}", bench.Log.Known().Of(Stream()).ToString());
        Assert.Equal(good, bench.Log.BySubject("sample/1").Count);
    }

    [Fact]
    public async Task Decisions_run_one_at_a_time()
    {
        await using var bench = await OpenAsync();
        var inside = 0;
        var writes = Enumerable.Range(0, 300).Select(_ => bench.Log.WriteAsync(Lane.Shared, tx =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            var count = tx.GetLocal("notes", "count") is { } stored ? BitConverter.ToInt32(stored) : 0;
            tx.PutLocal("notes", "count", BitConverter.GetBytes(count + 1));
            Interlocked.Decrement(ref inside);
            return count;
        }, TestContext.Current.CancellationToken)).ToList();
        foreach (var write in writes)
        {
            await bench.Settle(write);
        }
        Assert.Equal(300, await Ask(bench, tx => BitConverter.ToInt32(tx.GetLocal("notes", "count"))));
    }

    [Fact]
    public async Task A_life_write_overtakes_waiting_writes_of_other_lanes()
    {
        await using var bench = await OpenAsync();
        var log = bench.Log;
        var order = new List<string>();
        var waiting = new List<ValueTask<int>>();
        var stop = TestContext.Current.CancellationToken;
        await Write(bench, _ =>
        {
            // The writer is busy here, so these wait for it together.
            foreach (var (name, lane) in new[] { ("shared", Lane.Shared), ("telemetry", Lane.Telemetry), ("answer", Lane.Answer), ("life", Lane.Life), ("life again", Lane.Life) })
            {
                waiting.Add(log.WriteAsync(lane, _ => { order.Add(name); return 0; }, stop));
            }
            return 0;
        });
        foreach (var write in waiting)
        {
            await bench.Settle(write);
        }
        Assert.Equal(["life", "life again", "answer", "shared", "telemetry"], order);
    }

    [Fact]
    public async Task News_of_a_commit_comes_in_commit_order_with_what_was_added_and_before_the_writer_is_told()
    {
        await using var bench = await OpenAsync();
        var log = bench.Log;
        var news = new List<FactId>();
        var heldWhenTold = true;
        log.OnCommitted(commit =>
        {
            foreach (var fact in commit.Added)
            {
                news.Add(fact.Id);
                heldWhenTold &= log.Find(fact.Id) is not null;
            }
        });
        await Insert(bench, Make(1), Make(2));
        Assert.Equal([Make(1).Id, Make(2).Id], news);
        await Write(bench, tx => { tx.Drop(Make(1).Id); tx.Insert(Make(3)); tx.MarkKnown(Stream(), RangeSet.Of(5, 6)); return 0; });
        Assert.Equal([Make(1).Id, Make(2).Id, Make(3).Id], news);
        await Assert.ThrowsAsync<FormatException>(() => Write<int>(bench, tx => { tx.Insert(Make(4)); throw new FormatException("no"); }));
        await Insert(bench, Make(7), Make(6, origin: 2));
        Assert.Equal([Make(1).Id, Make(2).Id, Make(3).Id, Make(7).Id, Make(6, origin: 2).Id], news);
        Assert.True(heldWhenTold, "news spoke of a fact no reader could find");
    }

    [Fact]
    public async Task Every_listener_is_told()
    {
        await using var bench = await OpenAsync();
        var (one, two) = (0, 0);
        bench.Log.OnCommitted(commit => one += commit.Added.Count);
        bench.Log.OnCommitted(commit => two += commit.Added.Count);
        await Insert(bench, Make(1), Make(2));
        Assert.Equal((2, 2), (one, two));
    }

    [Fact]
    public async Task A_writer_that_gave_up_before_its_turn_has_written_nothing()
    {
        await using var bench = await OpenAsync();
        var log = bench.Log;
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Settle(log.WriteAsync(Lane.Life, tx => { tx.Insert(Make(1)); return 0; }, gaveUp.Token)));
        Assert.True(bench.Log.Known().IsEmpty);
        Assert.True(await Ask(bench, tx => !tx.Knows(Make(1).Id)));
    }
}
