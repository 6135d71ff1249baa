using System.Globalization;
using Samagam.TestKit;
using Samagam.Web.Requests;

namespace Samagam.Web.Tests;

public sealed class AttemptLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void One_attempt_more_than_the_limit_waits_for_the_window_to_end()
    {
        var limit = new AttemptLimit(2, TimeSpan.FromMinutes(1), _time);
        Assert.Null(limit.Refuse("a"));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(limit.Refuse("a"));
        Assert.Equal(TimeSpan.FromSeconds(40), limit.Refuse("a"));
        Assert.Null(limit.Refuse("b"));
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(limit.Refuse("a"));
    }

    [Fact]
    public void More_callers_than_it_remembers_make_it_forget_the_oldest_and_no_other()
    {
        var limit = new AttemptLimit(1, TimeSpan.FromMinutes(1), _time);
        for (var i = 0; i <= AttemptLimit.MaxCallers; i++)
        {
            Assert.Null(limit.Refuse(i.ToString(CultureInfo.InvariantCulture)));
        }
        Assert.NotNull(limit.Refuse("1"));
        Assert.Null(limit.Refuse("0"));
    }
}
