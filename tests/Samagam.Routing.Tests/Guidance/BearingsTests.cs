using Samagam.Routing.Guidance;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Guidance;

/// <summary>Which way a line leads.</summary>
public sealed class BearingsTests
{
    [Fact]
    public void Straight_on_is_said_of_just_the_turns_below_the_limit() => Seeds.ForEach(fresh: 50, (_, luck) =>
    {
        for (var round = 0; round < 200; round++)
        {
            var points = Enumerable.Range(0, 5).Select(_ => new Coordinate(23 + (luck.NextDouble() * 0.001), 75 + (luck.NextDouble() * 0.001))).ToArray();
            var turn = Math.Abs(Bearings.Turn(points, 1, 3));
            // So near to the limit either is right.
            if (Math.Abs(turn - Bearings.StraightWithin) > 1e-6)
            {
                Assert.Equal(turn < Bearings.StraightWithin, Bearings.IsStraight(points, 1, 3));
            }
        }
    });

    [Fact]
    public void A_line_of_no_length_leads_north()
    {
        var (here, north, east) = (new Coordinate(23, 75), new Coordinate(23.001, 75), new Coordinate(23, 75.001));
        Assert.Equal(Math.Abs(Bearings.Turn([here, here, north], 1, 1)) < Bearings.StraightWithin, Bearings.IsStraight([here, here, north], 1, 1));
        Assert.Equal(Math.Abs(Bearings.Turn([here, here, east], 1, 1)) < Bearings.StraightWithin, Bearings.IsStraight([here, here, east], 1, 1));
        Assert.Equal(Math.Abs(Bearings.Turn([east, here, here], 1, 1)) < Bearings.StraightWithin, Bearings.IsStraight([east, here, here], 1, 1));
    }
}
