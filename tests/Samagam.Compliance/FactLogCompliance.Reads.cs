using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using static Samagam.Compliance.SampleFacts;

namespace Samagam.Compliance;

/// <summary>Supersession, bounded reads in lane order, cursors.</summary>
public abstract partial class FactLogCompliance
{
    [Fact]
    public async Task A_dropped_fact_is_not_held_any_more_but_stays_known()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1), Make(2));
        await Write(bench, tx => { tx.Drop(Make(1).Id); return 0; });
        for (var round = 0; round < 2; round++)
        {
            Assert.Null(bench.Log.Find(Make(1).Id));
            Assert.Equal("1-2", bench.Log.Known().Of(Stream()).ToString());
            Assert.Equal([Make(2).Id], bench.Log.BySubject("sample/1").Select(f => f.Id));
            var page = bench.Log.Read(KnowledgeOf(Make(1), Make(2)), 1_000_000);
            Assert.Equal([Make(2).Id], page.Facts.Select(f => f.Id));
            Assert.True(page.NotHeld.SameAs(KnowledgeOf(Make(1))), page.NotHeld.ToString());
            Assert.False(page.More);
            Assert.Equal([Make(2).Id], bench.Log.ReadFrom(0, 10).Facts.Select(f => f.Id));
            await bench.KillAndReopenAsync();
        }
    }

    [Fact]
    public async Task What_is_only_marked_as_known_is_known_and_not_held()
    {
        await using var bench = await OpenAsync();
        await Write(bench, tx => { tx.MarkKnown(Stream(2), RangeSet.From([new SeqRange(3, 5), new SeqRange(9, 9)])); return 0; });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("3-5,9", bench.Log.Known().Of(Stream(2)).ToString());
            var wanted = new Knowledge();
            wanted.Add(Stream(2), RangeSet.Of(1, 9));
            var page = bench.Log.Read(wanted, 1_000);
            Assert.Empty(page.Facts);
            Assert.Equal("3-5,9", page.NotHeld.Of(Stream(2)).ToString());
            Assert.Equal(9UL, await Ask(bench, tx => tx.MaxSeq(Stream(2))));
            await bench.ReopenAsync();
        }
    }

    [Fact]
    public async Task What_is_unknown_here_is_neither_given_nor_called_cleared()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        var page = bench.Log.Read(KnowledgeOf(Make(1), Make(2), Make(1, origin: 8)), 1_000_000);
        Assert.Equal([Make(1).Id], page.Facts.Select(f => f.Id));
        Assert.True(page.NotHeld.IsEmpty, page.NotHeld.ToString());
    }

    [Fact]
    public async Task A_read_gives_lanes_in_order_newest_first_up_to_lane_2_and_oldest_first_above()
    {
        await using var bench = await OpenAsync();
        var facts = new[]
        {
            Make(1, lane: Lane.Shared), Make(2, lane: Lane.Life), Make(3, lane: Lane.Warning), Make(4, lane: Lane.Answer),
            Make(5, lane: Lane.Shared), Make(6, lane: Lane.Life), Make(7, lane: Lane.Warning), Make(8, lane: Lane.Answer),
            Make(9, lane: Lane.Telemetry), Make(10, lane: Lane.Telemetry),
        };
        foreach (var fact in facts)
        {
            await Insert(bench, fact);
        }
        var page = bench.Log.Read(KnowledgeOf(facts), 1_000_000);
        Assert.Equal([6, 2, 8, 4, 7, 3, 1, 5, 9, 10], page.Facts.Select(f => (int)f.Id.Seq));
        Assert.False(page.More);
        Assert.True(page.NotHeld.IsEmpty);
    }

    [Fact]
    public async Task A_read_gives_only_what_was_asked_for()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, [.. Enumerable.Range(1, 30).Select(i => Make((ulong)i)), Make(1, origin: 2), Make(1, epoch: 2), Make(1, stream: StreamId.Hub)]);
        var wanted = new Knowledge();
        wanted.Add(Stream(), RangeSet.From([new SeqRange(4, 6), new SeqRange(20, 21)]));
        wanted.Add(Stream(epoch: 2), RangeSet.Of(1, 1));
        var page = bench.Log.Read(wanted, 1_000_000);
        Assert.Equal(["n1.1.mesh#20", "n1.1.mesh#21", "n1.1.mesh#4", "n1.1.mesh#5", "n1.1.mesh#6", "n1.2.mesh#1"], page.Facts.Select(f => f.Id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_read_stops_at_its_budget_says_so_and_goes_on_when_asked_again()
    {
        await using var bench = await OpenAsync();
        var facts = Enumerable.Range(1, 40).Select(i => Make((ulong)i, bodyBytes: 900, lane: i % 2 == 0 ? Lane.Life : Lane.Shared)).ToArray();
        await Insert(bench, facts);
        var wanted = KnowledgeOf(facts);
        var order = new List<ulong>();
        var rounds = 0;
        while (!wanted.IsEmpty)
        {
            var page = bench.Log.Read(wanted, 8_000);
            Assert.NotEmpty(page.Facts);
            Assert.True(page.Facts.Count == 1 || page.Facts.Sum(f => f.Statement.Length) <= 8_000 + page.Facts[^1].Statement.Length, "over budget by more than the last fact");
            wanted = wanted.Except(KnowledgeOf(page.Facts));
            Assert.Equal(!wanted.IsEmpty, page.More);
            order.AddRange(page.Facts.Select(f => f.Id.Seq));
            rounds++;
        }
        Assert.InRange(rounds, 4, 8);
        Assert.Equal([.. Enumerable.Range(1, 20).Select(i => (ulong)(42 - (2 * i))), .. Enumerable.Range(1, 20).Select(i => (ulong)((2 * i) - 1))], order);
    }

    [Fact]
    public async Task A_read_gives_one_fact_even_on_the_smallest_budget()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1, bodyBytes: 5_000), Make(2, bodyBytes: 5_000));
        var page = bench.Log.Read(KnowledgeOf(Make(1), Make(2)), 1);
        Assert.Equal([2UL], page.Facts.Select(f => f.Id.Seq));
        Assert.True(page.More);
    }

    [Fact]
    public async Task A_read_for_nothing_gives_nothing()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1));
        var page = bench.Log.Read(new Knowledge(), 1_000);
        Assert.Empty(page.Facts);
        Assert.False(page.More);
        Assert.True(page.NotHeld.IsEmpty);
    }

    [Fact]
    public async Task Facts_are_read_in_order_of_arrival_from_a_cursor_that_outlives_reopening()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(3, origin: 9), Make(1), Make(2, origin: 5));
        await Insert(bench, Make(2), Make(3));
        var (first, cursor) = bench.Log.ReadFrom(0, 2);
        Assert.Equal(["n9.1.mesh#3", "n1.1.mesh#1"], first.Select(f => f.Id.ToString()));
        await bench.ReopenAsync();
        var (second, next) = bench.Log.ReadFrom(cursor, 2);
        Assert.Equal(["n5.1.mesh#2", "n1.1.mesh#2"], second.Select(f => f.Id.ToString()));
        var (third, end) = bench.Log.ReadFrom(next, 2);
        Assert.Equal(["n1.1.mesh#3"], third.Select(f => f.Id.ToString()));
        var (none, stays) = bench.Log.ReadFrom(end, 2);
        Assert.Empty(none);
        Assert.Equal(end, stays);
        await Write(bench, tx => { tx.Drop(Make(3).Id); return 0; });
        await bench.ReopenAsync();
        await Insert(bench, Make(4));
        Assert.Equal(["n1.1.mesh#4"], bench.Log.ReadFrom(stays, 2).Facts.Select(f => f.Id.ToString()));
    }

    [Fact]
    public async Task Facts_of_one_subject_are_found_together_and_apart_from_others()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(1, subject: "a/1"), Make(2, subject: "a/10"), Make(3, subject: "a/1"), Make(4, origin: 2, subject: "a/1"), Make(5, subject: "A/1"));
        Assert.Equal(["n1.1.mesh#1", "n1.1.mesh#3", "n2.1.mesh#4"], bench.Log.BySubject("a/1").Select(f => f.Id.ToString()).Order(StringComparer.Ordinal));
        Assert.Single(bench.Log.BySubject("A/1"));
        Assert.Empty(bench.Log.BySubject("a/"));
    }

    [Fact]
    public async Task What_belongs_to_a_subject_is_found_below_it_and_nothing_else()
    {
        await using var bench = await OpenAsync();
        await Insert(
            bench, Make(1, subject: "person/a"), Make(2, subject: "person/a/pin/2"), Make(3, subject: "person/a/pin/1"), Make(4, subject: "person/ab/pin/1"), Make(5, subject: "person/a0"), Make(6, subject: "person/a-b/x"));
        string[] below = ["person/a/pin/1", "person/a/pin/2"];
        Assert.Equal(below, bench.Log.Below("person/a").Select(f => f.Subject));
        Assert.Equal(below, await Ask(bench, tx => tx.Below("person/a").Select(f => f.Subject).ToArray()));
        Assert.Equal(
            ["person/a/pin/1", "person/a/pin/3"],
            await Ask(bench, tx =>
            {
                tx.Drop(Make(2, subject: "person/a/pin/2").Id);
                tx.Insert(Make(7, subject: "person/a/pin/3"));
                return tx.Below("person/a").Select(f => f.Subject).ToArray();
            }));
        Assert.Empty(bench.Log.Below("person/a/pin/1"));
    }

    [Fact]
    public async Task The_newest_fact_of_an_origin_is_of_its_last_life_and_the_last_it_said_there()
    {
        await using var bench = await OpenAsync();
        await Insert(bench, Make(90, epoch: 1), Make(2, epoch: 3), Make(1, epoch: 3), Make(7, origin: 2, epoch: 9));
        Assert.Equal("n1.3.mesh#2", await Ask(bench, tx => tx.Newest(new NodeId(1))!.Id.ToString()));
        Assert.Equal("n2.9.mesh#7", await Ask(bench, tx => tx.Newest(new NodeId(2))!.Id.ToString()));
        Assert.True(await Ask(bench, tx => tx.Newest(new NodeId(3)) is null));
    }
}
