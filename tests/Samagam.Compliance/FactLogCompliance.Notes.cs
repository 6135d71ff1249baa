using Samagam.Mesh.Facts;
using static Samagam.Compliance.SampleFacts;

namespace Samagam.Compliance;

/// <summary>Local notes, facts kept apart, and a disk that is full.</summary>
public abstract partial class FactLogCompliance
{
    [Fact]
    public async Task Notes_are_kept_by_scope_and_listed_sorted()
    {
        await using var bench = await OpenAsync();
        await Write(bench, tx =>
        {
            foreach (var key in new[] { "b", "a", "Z", "a/2", "", "ä", "10", "9" })
            {
                tx.PutLocal("one", key, Bytes("value of " + key));
            }
            tx.PutLocal("two", "a", [0, 255, 0]);
            tx.PutLocal("two", "empty", []);
            return 0;
        });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(["", "10", "9", "Z", "a", "a/2", "b", "ä"], await Ask(bench, tx => tx.ListLocal("one").Select(n => n.Key).ToList()));
            Assert.Equal("00FF00", Convert.ToHexString(await Ask(bench, tx => tx.GetLocal("two", "a")) ?? [1]));
            Assert.Equal("", Convert.ToHexString(await Ask(bench, tx => tx.GetLocal("two", "empty")) ?? [1]));
            Assert.Equal("value of a", Text(await Ask(bench, tx => tx.GetLocal("one", "a"))));
            Assert.Null(await Ask(bench, tx => tx.GetLocal("one", "never")));
            Assert.Empty(await Ask(bench, tx => tx.ListLocal("three")));
            await bench.KillAndReopenAsync();
        }
    }

    [Fact]
    public async Task A_note_is_replaced_and_removed_for_good()
    {
        await using var bench = await OpenAsync();
        await Write(bench, tx => { tx.PutLocal("s", "k", Bytes("1")); tx.PutLocal("s", "other", Bytes("x")); return 0; });
        await Write(bench, tx => { tx.PutLocal("s", "k", Bytes("2")); return 0; });
        await bench.ReopenAsync();
        Assert.Equal("2", Text(await Ask(bench, tx => tx.GetLocal("s", "k"))));
        await Write(bench, tx => { tx.RemoveLocal("s", "k"); tx.RemoveLocal("s", "never there"); return 0; });
        await bench.KillAndReopenAsync();
        Assert.Equal(["other"], await Ask(bench, tx => tx.ListLocal("s").Select(n => n.Key).ToList()));
    }

    [Fact]
    public async Task A_fact_kept_apart_leaves_the_first_as_it_was()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1, fill: 1));
        await Write(bench, tx => { tx.KeepApart(Make(1, fill: 2)); return 0; });
        await bench.ReopenAsync();
        SameInEveryMember(Make(1, fill: 1), bench.Log.Find(Make(1).Id));
        Assert.Equal(1, await bench.CountKeptApartAsync());
        Assert.Single(bench.Log.BySubject("sample/1"));
        Assert.Single(bench.Log.ReadFrom(0, 10).Facts);
    }

    [Fact]
    public async Task Facts_kept_apart_are_bounded_however_many_come()
    {
        await using var bench = await OpenAsync();
        var limit = bench.KeptApartLimit;
        Assert.InRange(limit, 1, 100_000);
        await Write(bench, tx =>
        {
            for (var i = 1; i <= limit + 5; i++)
            {
                tx.KeepApart(Make((ulong)i, fill: 2));
            }
            return 0;
        });
        Assert.InRange(await bench.CountKeptApartAsync(), 1, limit);
        await bench.ReopenAsync();
        Assert.InRange(await bench.CountKeptApartAsync(), 1, limit);
    }

    [Fact]
    public async Task On_a_full_disk_a_write_is_refused_and_nothing_of_it_is_known_then_or_later()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        var news = 0;
        bench.Log.OnCommitted(commit => news += commit.Added.Count);
        Assert.True(bench.Log.Condition.CanWrite);
        await bench.FillDiskAsync();
        var log = bench.Log;
        var stop = TestContext.Current.CancellationToken;
        // Large enough that no leftover page takes it.
        var writes = Enumerable.Range(2, 8).Select(i => log.WriteAsync(Samagam.Core.Facts.Lane.Life, tx =>
        {
            tx.Insert(Make((ulong)i, bodyBytes: 12_000));
            tx.PutLocal("notes", "n" + i, Bytes("x"));
            return 0;
        }, stop)).ToList();
        foreach (var write in writes)
        {
            var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => bench.Settle(write));
            Assert.NotEmpty(refused.Message);
        }
        Assert.False(log.Condition.CanWrite);
        Assert.NotEmpty(log.Condition.Reason);
        Assert.Equal("1", log.Known().Of(Stream()).ToString());
        Assert.NotNull(log.Find(Make(1).Id));
        Assert.Null(log.Find(Make(2).Id));
        Assert.Equal(0, news);
        await bench.FreeDiskAsync();
        await bench.KillAndReopenAsync();
        Assert.Equal("1", bench.Log.Known().Of(Stream()).ToString());
        Assert.Empty(await Ask(bench, tx => tx.ListLocal("notes")));
    }

    [Fact]
    public async Task When_there_is_room_again_the_same_store_writes_again()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        await bench.FillDiskAsync();
        await Assert.ThrowsAsync<StoreRefusedException>(() => Insert(bench, Make(2, bodyBytes: 12_000)));
        await bench.FreeDiskAsync();
        await Insert(bench, Make(2, bodyBytes: 12_000));
        Assert.True(bench.Log.Condition.CanWrite);
        await bench.KillAndReopenAsync();
        Assert.Equal("1-2", bench.Log.Known().Of(Stream()).ToString());
    }
}
