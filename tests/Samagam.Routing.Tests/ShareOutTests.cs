using Samagam.TestKit;

namespace Samagam.Routing.Tests;

/// <summary>Near-equal routes are shared out; nobody is sent far or into danger for the sake of others.</summary>
public sealed class ShareOutTests
{
    private static readonly ShareOutOptions Options = new();

    [Fact]
    public void Two_equal_bridges_are_shared_half_and_half() => Seeds.ForEach(fresh: 5, (_, luck) =>
    {
        var given = Hand(luck, 1000, [100, 100]);
        // Each is pushed to the lesser: far nearer to half than by tossing a coin.
        Assert.InRange(given[0], 440, 560);
    });

    [Fact]
    public void A_little_dearer_bridge_gets_its_smaller_share_and_the_dearer_the_smaller() => Seeds.ForEach(fresh: 5, (_, luck) =>
    {
        var given = Hand(luck, 3000, [100, 104, 109]);
        Assert.True(given[0] > given[1] && given[1] > given[2] && given[2] > 60, string.Join(" ", given));
    });

    [Fact]
    public void A_route_beyond_a_tenth_dearer_or_into_danger_is_never_given_whatever_the_load() => Seeds.ForEach(fresh: 50, (_, luck) =>
    {
        for (var round = 0; round < 400; round++)
        {
            ShareOffer[] offers = [.. Enumerable.Range(0, luck.Next(1, 5)).Select(_ => new ShareOffer(luck.Next(0, 200), luck.Next(3) == 0, luck.Next(1000)))];
            var chosen = offers[ShareOut.Choose(offers, luck.NextDouble(), Options)];
            var safe = offers.Where(o => !o.EntersDanger).ToList();
            Assert.True(!chosen.EntersDanger || safe.Count == 0);
            Assert.True(chosen.Cost <= (safe.Count > 0 ? safe : [.. offers]).Min(o => o.Cost) * 1.1);
        }
    });

    [Fact]
    public void Exactly_a_tenth_dearer_may_be_given_and_luck_is_taken_at_its_ends()
    {
        Assert.Equal(1, ShareOut.Choose([new(100, false, 1000), new(110, false, 0)], 0.9999999, Options));
        Assert.Equal(0, ShareOut.Choose([new(100, false, 1000), new(110.01, false, 0)], 0.9999999, Options));
        Assert.Equal(0, ShareOut.Choose([new(100, false, 0), new(100, false, 0)], 0, Options));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareOut.Choose([new(100, false, 0)], 1, Options));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareOut.Choose([], 0, Options));
    }

    private static int[] Hand(Random luck, int people, double[] costs)
    {
        var given = new int[costs.Length];
        for (var i = 0; i < people; i++)
        {
            given[ShareOut.Choose([.. costs.Select((c, n) => new ShareOffer(c, false, given[n]))], luck.NextDouble(), Options)]++;
        }
        return given;
    }
}
