using Samagam.Core.Plans;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Plans;

/// <summary>How far a person came, told at several boxes.</summary>
public sealed class PlanProgressTests
{
    [Fact]
    public void In_any_order_and_number_the_reports_give_one_state_and_nothing_completed_is_lost() => Seeds.ForEach(500, (_, luck) =>
    {
        var told = Enumerable.Range(0, luck.Next(1, 6)).Select(_ => new PlanProgress(
            luck.Next(50), [.. Enumerable.Range(0, 6).Where(_ => luck.Next(2) == 0).Select(i => "p" + i)], luck.Next(7), 50 + luck.Next(50))).ToList();
        var state = PlanProgress.Of(told)!;
        Assert.Equal(state, PlanProgress.Of(told.Concat(told.Take(2)).Shuffled(luck)));
        Assert.Equal(told.SelectMany(t => t.Completed).Distinct().Order(StringComparer.Ordinal), state.Completed);
        Assert.True(state.IsValid);
        Assert.Equal(told.MaxBy(t => (t.Completed.Count, t.AtMs, t.CurrentIndex))!.CurrentIndex, state.CurrentIndex);
    });

    [Fact]
    public void What_was_completed_stays_so_when_less_is_told_later()
    {
        var first = PlanProgress.Told(null, ["b", "a", "a"], 2, 100);
        Assert.Equal(new PlanProgress(100, ["a", "b"], 2, 100), first);
        Assert.Equal(new PlanProgress(100, ["a", "b", "c"], 1, 200), PlanProgress.Told(first, ["c"], 1, 200));
    }

    [Fact]
    public void Nobody_told_anything() => Assert.Null(PlanProgress.Of([]));
}
