using Samagam.TestKit;
using Samagam.Web.Requests;

namespace Samagam.Web.Tests;

public sealed class PaceTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_minutes_allowance_may_be_used_at_once_then_one_goes_per_interval()
    {
        var pace = new Pace(perMinute: 2, maxClients: 8, _time);
        Assert.Equal(TimeSpan.Zero, pace.Take("a"));
        Assert.Equal(TimeSpan.Zero, pace.Take("a"));
        Assert.Equal(TimeSpan.FromSeconds(30), pace.Take("a"));
        Assert.Equal(TimeSpan.Zero, pace.Take("b"));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, pace.Take("a"));
        Assert.Equal(TimeSpan.FromSeconds(30), pace.Take("a"));
    }

    [Fact]
    public void A_pace_remembers_a_bounded_number_of_clients_and_forgets_the_quiet_first()
    {
        var pace = new Pace(perMinute: 2, maxClients: 8, _time);
        Assert.Equal(TimeSpan.Zero, pace.Take("busy"));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, pace.Take("client " + i));
            Assert.InRange(pace.Clients, 1, 8);
        }
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, pace.Take("busy"));
        Assert.Equal(TimeSpan.Zero, pace.Take("busy"));
        Assert.Equal(TimeSpan.FromSeconds(30), pace.Take("busy"));
    }
}
