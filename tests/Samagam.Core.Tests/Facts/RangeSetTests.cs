using Samagam.Core.Facts;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Facts;

public sealed class RangeSetTests
{
    private const int Top = 40;

    [Fact]
    public void Every_operation_does_what_a_plain_set_of_numbers_does() => Seeds.ForEach(400, (_, luck) =>
    {
        var (one, plainOne) = Draw(luck);
        var (other, plainOther) = Draw(luck);
        Same(plainOne.Union(plainOther), one.Union(other));
        Same(plainOne.Except(plainOther), one.Except(other));
        Assert.Equal(plainOne.IsSupersetOf(plainOther), one.Covers(other));
        var more = (ulong)luck.Next(1, Top + 5);
        Same(plainOne.Append(more), one.Add(more));
        Assert.Equal((ulong)plainOne.Count, one.Count);
        Assert.Equal(plainOne.DefaultIfEmpty(0UL).Max(), one.Max);
    });

    [Fact]
    public void Union_is_commutative_associative_and_idempotent() => Seeds.ForEach(300, (_, luck) =>
    {
        var (a, b, c) = (Draw(luck).Ranges, Draw(luck).Ranges, Draw(luck).Ranges);
        Assert.Equal(a.Union(b), b.Union(a));
        Assert.Equal(a.Union(b).Union(c), a.Union(b.Union(c)));
        Assert.Equal(a, a.Union(a));
    });

    [Fact]
    public void Ranges_stay_sorted_disjoint_and_apart() => Seeds.ForEach(300, (_, luck) =>
    {
        var set = RangeSet.Empty;
        for (var i = 0; i < 30; i++)
        {
            set = luck.Next(3) == 0 ? set.Except(Draw(luck).Ranges) : set.Add((ulong)luck.Next(1, Top));
            for (var r = 0; r < set.Ranges.Length; r++)
            {
                Assert.True(set.Ranges[r].From <= set.Ranges[r].To);
                Assert.True(r == 0 || set.Ranges[r - 1].To + 1 < set.Ranges[r].From, set.ToString());
            }
        }
    });

    [Fact]
    public void A_gapless_stream_is_one_range_however_long()
    {
        var set = RangeSet.Empty;
        for (ulong seq = 1; seq <= 5_000; seq++)
        {
            set = set.Add(seq);
        }
        Assert.Equal("1-5000", set.ToString());
        Assert.Single(set.Ranges);
    }

    [Fact]
    public void Zero_is_no_sequence_number()
    {
        Assert.True(RangeSet.Of(0, 5).IsEmpty);
        Assert.True(RangeSet.Empty.Add(0).IsEmpty);
        Assert.Equal("3", RangeSet.From([new SeqRange(0, 9), new SeqRange(3, 3), new SeqRange(5, 4)]).ToString());
    }

    [Fact]
    public void The_greatest_number_of_all_breaks_nothing()
    {
        var all = RangeSet.Of(1, ulong.MaxValue);
        Assert.Equal(all, all.Union(RangeSet.Of(ulong.MaxValue, ulong.MaxValue)));
        Assert.Equal(all, all.Add(ulong.MaxValue));
        Assert.True(all.Except(all).IsEmpty);
        Assert.Equal($"1-{ulong.MaxValue - 1}", all.Except(RangeSet.Of(ulong.MaxValue, ulong.MaxValue)).ToString());
    }

    private static (RangeSet Ranges, HashSet<ulong> Plain) Draw(Random luck)
    {
        var plain = new HashSet<ulong>();
        var ranges = new List<SeqRange>();
        for (var i = luck.Next(6); i > 0; i--)
        {
            var from = (ulong)luck.Next(1, Top);
            var to = from + (ulong)luck.Next(0, 6);
            ranges.Add(new SeqRange(from, to));
            for (var seq = from; seq <= to; seq++)
            {
                plain.Add(seq);
            }
        }
        return (RangeSet.From(ranges), plain);
    }

    private static void Same(IEnumerable<ulong> expected, RangeSet actual)
    {
        var plain = expected.ToHashSet();
        for (ulong seq = 1; seq <= Top + 10; seq++)
        {
            Assert.Equal(plain.Contains(seq), actual.Contains(seq));
        }
        Assert.Equal((ulong)plain.Count, actual.Count);
    }
}
