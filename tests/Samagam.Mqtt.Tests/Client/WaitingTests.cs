using Samagam.Mqtt.Client;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Client;

/// <summary>The two pure rules of a client's patience.</summary>
public sealed class WaitingTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_wait_never_exceeds_the_longest_and_is_never_less_than_half_of_what_is_due() => Seeds.ForEach(20, (_, luck) =>
    {
        for (var failures = 0; failures < 100; failures++)
        {
            var due = Math.Min(Longest.TotalMilliseconds, 100 * Math.Pow(2, failures));
            var wait = Backoff.Wait(failures, Shortest, Longest, luck.NextDouble()).TotalMilliseconds;
            Assert.InRange(wait, (due / 2) - 0.001, due);
        }
    });

    [Theory]
    [InlineData(1, 1, null, "Fine")]
    [InlineData(12, 1, null, "Ping")]
    [InlineData(1, 12, null, "Ping")]
    [InlineData(16, 4, 4.0, "Fine")]
    [InlineData(18, 6, 6.0, "Dead")]
    [InlineData(3, 6, 6.0, "Fine")]
    [InlineData(13, 20, 20.0, "Ping")]
    public void Silence_is_tested_and_only_an_unanswered_test_is_death(double heard, double sent, double? ping, string expected) =>
        Assert.Equal(expected, KeepAliveWatch.Decide(
            TimeSpan.FromSeconds(heard),
            TimeSpan.FromSeconds(sent),
            ping is { } p ? TimeSpan.FromSeconds(p) : null,
            TimeSpan.FromSeconds(15),
            TimeSpan.FromSeconds(5)).ToString());
}
