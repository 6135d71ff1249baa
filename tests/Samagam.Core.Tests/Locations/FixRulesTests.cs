using Samagam.Core.Geo;
using Samagam.Core.Locations;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Locations;

public sealed class FixRulesTests
{
    private const long Now = 1_838_800_000_000;
    private const long Old = 120_000;
    private static readonly LocationOptions Limits = new();
    private static readonly GeoPoint Ghat = new(23.1826, 75.7682);

    [Theory]
    [InlineData(91, 75, 10, "outside-earth")]
    [InlineData(23, 181, 10, "outside-earth")]
    [InlineData(double.NaN, 75, 10, "outside-earth")]
    [InlineData(23, 75, -1, "outside-earth")]
    [InlineData(23, 75, double.PositiveInfinity, "outside-earth")]
    [InlineData(0, 0, 10, "null-island")]
    [InlineData(0.0009, -0.0009, 10, "null-island")]
    [InlineData(0.0011, 0, 10, "good")]
    [InlineData(23, 75, 500, "good")]
    [InlineData(23, 75, 500.1, "too-vague")]
    public void A_point_that_cannot_be_is_told_why(double lat, double lng, double accuracy, string why) =>
        Assert.Equal(why, FixRules.Judge(null, new PositionFix(new GeoPoint(lat, lng), accuracy, Now), Now, Old, Limits).Word());

    [Theory]
    [InlineData(60_000, FixVerdict.Good)]
    [InlineData(60_001, FixVerdict.FromTheFuture)]
    [InlineData(-120_000, FixVerdict.Good)]
    [InlineData(-120_001, FixVerdict.TooOld)]
    public void Time_stands_on_its_limits(long offset, FixVerdict expected) => Assert.Equal(expected, FixRules.Judge(null, new PositionFix(Ghat, 5, Now + offset), Now, Old, Limits));

    [Theory]
    [InlineData(149, 0, FixVerdict.Good)]
    [InlineData(151, 0, FixVerdict.TooFast)]
    [InlineData(190, 20, FixVerdict.Good)]
    [InlineData(192, 20, FixVerdict.TooFast)]
    public void Nobody_goes_faster_than_fifteen_metres_a_second_unless_doubt_explains_it(double metres, double accuracy, FixVerdict expected)
    {
        var before = new PositionFix(Ghat, accuracy, Now - 10_000);
        Assert.Equal(expected, FixRules.Judge(before, new PositionFix(North(metres), accuracy, Now), Now, Old, Limits));
    }

    [Fact]
    public void A_repeat_and_what_comes_out_of_order_is_not_later()
    {
        var before = new PositionFix(Ghat, 5, Now);
        Assert.Equal(FixVerdict.NotLater, FixRules.Judge(before, before, Now, Old, Limits));
        Assert.Equal(FixVerdict.NotLater, FixRules.Judge(before, before with { RecordedMs = Now - 1 }, Now, Old, Limits));
    }

    [Fact]
    public void One_leap_is_refused_and_three_points_that_agree_are_believed()
    {
        var track = FixTrack.Empty;
        FixVerdict At(double metres, long ms)
        {
            (var verdict, track) = track.Move(new PositionFix(North(metres), 5, Now - 60_000 + ms), Now, Old, Limits);
            return verdict;
        }
        Assert.Equal(FixVerdict.Good, At(0, 0));
        Assert.Equal(FixVerdict.TooFast, At(5_000, 1_000));
        Assert.Equal(FixVerdict.Good, At(2, 2_000));
        Assert.Equal([FixVerdict.TooFast, FixVerdict.TooFast, FixVerdict.Good, FixVerdict.Good], [At(5_000, 3_000), At(5_003, 4_000), At(5_006, 5_000), At(5_009, 6_000)]);
        // Leaps that do not agree are never believed.
        Assert.All(Enumerable.Range(7, 20), s => Assert.Equal(FixVerdict.TooFast, At(s % 2 == 0 ? 20_000 : 40_000, s * 1_000)));
    }

    [Fact]
    public void Whatever_comes_there_is_a_verdict_and_a_good_walk_is_never_refused() => Seeds.ForEach(300, (_, luck) =>
    {
        var (track, at, ms) = (FixTrack.Empty, 0.0, Now - 100_000);
        for (var i = 0; i < 50; i++)
        {
            ms += luck.Next(500, 2_000);
            at += luck.NextDouble() * 1.5;
            (var verdict, track) = track.Move(new PositionFix(North(at), luck.Next(3, 30), ms), Now, Old, Limits);
            Assert.Equal(FixVerdict.Good, verdict);
            var odd = new PositionFix(new GeoPoint((luck.NextDouble() * 400) - 200, (luck.NextDouble() * 800) - 400), luck.NextDouble() * 1e4, luck.NextInt64());
            track.Move(odd, Now, Old, Limits);
        }
    });

    internal static GeoPoint North(double metres) => new(Ghat.LatitudeDeg + (metres / (Math.PI * GeoPoint.EarthRadiusM / 180)), Ghat.LongitudeDeg);
}
