using Samagam.Rpc.Frames;
using Samagam.TestKit;

namespace Samagam.Rpc.Tests.Frames;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("4m", 40_000)]
    [InlineData("5u", 50)]
    [InlineData("600n", 6)]
    [InlineData("1n", 1)]
    [InlineData("0n", 0)]
    [InlineData("99999999u", 999_999_990)]
    public void Every_unit_is_read(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Fact]
    public void Eleven_thousand_years_are_cut_to_what_a_timer_holds()
    {
        Assert.True(GrpcTimeout.TryParse("99999999H", out var timeout));
        Assert.Equal(GrpcTimeout.Longest, timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("1h")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData(" 1S")]
    [InlineData("１S")]
    [InlineData("123456789n")]
    public void Everything_else_is_not(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0u")]
    [InlineData(1, "1u")] // 100 ns: rounded up to what can be said.
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(TimeSpan.TicksPerMinute * 2, "120000m")]
    [InlineData(TimeSpan.TicksPerDay * 2, "172800S")]
    public void The_finest_unit_that_fits_is_written(long ticks, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Format(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void A_written_timeout_is_read_back_never_shorter_and_hardly_longer() => Seeds.ForEach(500, (_, random) =>
    {
        var timeout = TimeSpan.FromTicks((long)Math.Pow(10, random.NextDouble() * 13.3));
        Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out var read));
        Assert.InRange(read.Ticks, timeout.Ticks, timeout.Ticks + Math.Max(10, timeout.Ticks / 10_000));
    });
}
