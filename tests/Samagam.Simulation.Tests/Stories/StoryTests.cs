using System.Text;
using Samagam.Simulation.Checks;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Tests.Stories;

public sealed class StoryTests
{
    /// <summary>Seeds that once broke a promise, with what was wrong then. They stay mended.</summary>
    public static readonly TheoryData<int> Mended = [.. MendedSeeds.All];

    [Fact]
    public void A_hundred_and_twenty_lives_of_the_mesh_break_no_promise()
    {
        var tally = Swarm.Run(from: 1, count: 120, jobs: Environment.ProcessorCount, _ => true);
        Assert.Equal(120, tally.Seeds);
        Assert.True(tally.Failed.Count == 0, Describe(tally.Failed));
        Assert.True(tally.AcknowledgedCalls > 300, $"only {tally.AcknowledgedCalls} calls were acknowledged");
    }

    [Fact]
    public void Lives_nobody_lived_before_break_no_promise_either()
    {
        var tally = Swarm.Run(from: Random.Shared.Next(1_000_000, 1_000_000_000), count: 20, jobs: Environment.ProcessorCount, _ => true);
        Assert.True(tally.Failed.Count == 0, Describe(tally.Failed));
    }

    [Theory]
    [MemberData(nameof(Mended))]
    public void A_seed_that_once_broke_a_promise_stays_mended(int seed)
    {
        var ending = Story.Live(seed);
        Assert.True(ending.Violations.Count == 0, Describe([ending]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(99)]
    public void The_same_seed_is_the_same_story_line_by_line(int seed)
    {
        var (one, other) = (new StringBuilder(), new StringBuilder());
        var first = Story.Live(seed, line => one.Append(line));
        var second = Story.Live(seed, line => other.Append(line));
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.Equal(first.Steps, second.Steps);
        Assert.True(one.Length > 10_000, "a story says more than that");
    }

    [Fact]
    public void Another_seed_is_another_story() => Assert.NotEqual(Story.Live(1).TraceHash, Story.Live(2).TraceHash);

    [Fact]
    public void Two_builds_of_the_options_of_a_seed_are_equal() => Assert.Equal(StoryOptions.Draw(7), StoryOptions.Draw(7));

    [Fact]
    public void Disks_that_lie_about_syncs_do_not_go_unnoticed()
    {
        var broken = Enumerable.Range(1, 12)
            .SelectMany(seed => Story.Live(StoryOptions.Draw(seed) with { DisksLie = true }).Violations)
            .Select(v => v.Promise)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains(nameof(AcknowledgedIsDurable), broken);
        Assert.Contains(nameof(DurableBeforeAdvertised), broken);
    }

    private static string Describe(IEnumerable<StoryEnding> failed) =>
        string.Join('\n', failed.Where(f => f.Violations.Count > 0).Select(f => $"seed {f.Options.Seed}: {f.Violations[0].Promise} at {f.Violations[0].AtMs} ms: {f.Violations[0].How}"));
}
