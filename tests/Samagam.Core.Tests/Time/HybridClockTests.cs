using Samagam.Core.Time;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Time;

public sealed class HybridClockTests
{
    private const long Noon = Given.NoonMs;

    [Fact]
    public void Stamps_only_rise_whatever_the_physical_clock_does_and_whatever_is_witnessed() => Seeds.ForEach(300, (_, luck) =>
    {
        var clock = new HybridClock(default, luck.Next(2) == 0);
        var last = default(HybridTime);
        var physical = Noon;
        for (var i = 0; i < 60; i++)
        {
            physical += luck.Next(4) == 0 ? -luck.Next(100_000_000) : luck.Next(1_000);
            switch (luck.Next(4))
            {
                case 0:
                    clock.Witness(new HybridTime(physical + luck.Next(-1_000, 120_000), (ushort)luck.Next(9), (ClockQuality)luck.Next(3)), physical);
                    break;
                case 1:
                    clock.SetByNeighbours([.. Enumerable.Range(0, luck.Next(4)).Select(_ => physical + luck.Next(-1_000_000, 1_000_000))], physical);
                    break;
                default:
                    var stamp = clock.Next(physical);
                    Assert.True(stamp.CompareStamp(last) > 0, $"{stamp} after {last}");
                    last = stamp;
                    break;
            }
            Assert.True(clock.Latest.CompareStamp(last) >= 0);
        }
    });

    [Fact]
    public void What_is_stamped_after_witnessing_is_later_than_what_was_witnessed()
    {
        var clock = new HybridClock(default, trusted: true);
        var seen = new HybridTime(Noon + 50_000, 7, ClockQuality.Trusted);
        clock.Witness(seen, Noon);
        Assert.True(clock.Next(Noon).CompareStamp(seen) > 0);
    }

    [Theory]
    [InlineData(HybridClock.MaxAheadMs, true)]
    [InlineData(HybridClock.MaxAheadMs + 1, false)]
    public void A_stamp_is_adopted_only_if_it_is_at_most_60_s_ahead(long aheadMs, bool adopted)
    {
        var clock = new HybridClock(default, trusted: true);
        clock.Witness(new HybridTime(Noon + aheadMs, 0, ClockQuality.Trusted), Noon);
        Assert.Equal(adopted ? Noon + aheadMs : Noon, clock.Next(Noon).WallMs);
    }

    [Fact]
    public void A_box_set_to_2030_drags_nobody_along()
    {
        var clock = new HybridClock(default, trusted: true);
        clock.Witness(new HybridTime(Noon + 63_000_000_000, 0, ClockQuality.Trusted), Noon);
        Assert.Equal(Noon, clock.Next(Noon).WallMs);
    }

    [Fact]
    public void A_box_booted_in_1970_stamps_with_unknown_quality_and_is_set_by_the_median_of_its_neighbours()
    {
        var clock = new HybridClock(default, trusted: false);
        Assert.Equal(ClockQuality.Unknown, clock.Next(5_000).Quality);
        clock.SetByNeighbours([Noon + 90_000_000, Noon, Noon + 10], 6_000);
        var stamp = clock.Next(6_500);
        Assert.Equal((Noon + 510, ClockQuality.Neighbours), (stamp.WallMs, stamp.Quality));
    }

    [Fact]
    public void Of_two_neighbours_the_earlier_is_believed_so_that_one_wild_clock_is_not() =>
        Assert.Equal(Noon, SetBy([Noon + 90_000_000, Noon]).WallMs);

    [Fact]
    public void A_trusted_clock_is_not_set_by_neighbours()
    {
        var clock = new HybridClock(default, trusted: true);
        clock.SetByNeighbours([Noon + 1_000_000], Noon);
        Assert.Equal((Noon, ClockQuality.Trusted), (clock.Next(Noon).WallMs, clock.Quality));
    }

    [Fact]
    public void A_box_from_1970_never_stamps_earlier_than_what_it_made_durable()
    {
        var durable = new HybridTime(Noon, 3, ClockQuality.Trusted);
        var clock = new HybridClock(durable, trusted: false);
        Assert.True(clock.Next(5_000).CompareStamp(durable) > 0);
    }

    [Fact]
    public void The_counter_overflows_into_the_next_millisecond()
    {
        var clock = new HybridClock(new HybridTime(Noon, ushort.MaxValue, ClockQuality.Trusted), trusted: true);
        Assert.Equal(new HybridTime(Noon + 1, 0, ClockQuality.Trusted), clock.Next(Noon));
    }

    [Fact]
    public void Precedence_is_earlier_first_and_a_better_clock_before_that()
    {
        var early = new HybridTime(Noon, 0, ClockQuality.Trusted);
        var late = new HybridTime(Noon + 1, 0, ClockQuality.Trusted);
        var from1970 = new HybridTime(5_000, 0, ClockQuality.Unknown);
        Assert.True(early.ComparePrecedence(late) < 0);
        Assert.True(late.ComparePrecedence(from1970) < 0);
        Assert.True(late.CompareRecency(early) > 0);
        Assert.True(early.CompareRecency(new HybridTime(Noon + 99, 0, ClockQuality.Unknown)) > 0);
    }

    [Fact]
    public void A_stamp_survives_packing() => Seeds.ForEach(100, (_, luck) =>
    {
        var stamp = new HybridTime(luck.NextInt64(HybridTime.MaxWallMs + 1), (ushort)luck.Next(65_536), (ClockQuality)luck.Next(3));
        Assert.Equal(stamp, HybridTime.Unpack(stamp.Packed, stamp.Quality));
    });

    private static HybridTime SetBy(long[] neighbours)
    {
        var clock = new HybridClock(default, trusted: false);
        clock.SetByNeighbours(neighbours, 1_000);
        return clock.Next(1_000);
    }
}
