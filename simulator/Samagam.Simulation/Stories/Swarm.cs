using System.Collections.Concurrent;

namespace Samagam.Simulation.Stories;

/// <summary>What a swarm has seen so far.</summary>
public sealed class SwarmTally
{
    private readonly SortedDictionary<string, (long Times, long Seeds)> _marks = new(StringComparer.Ordinal);
    private readonly List<StoryEnding> _failed = [];

    public long Seeds { get; private set; }
    public long Steps { get; private set; }
    public long VirtualMs { get; private set; }
    public long AcknowledgedCalls { get; private set; }
    public IReadOnlyList<StoryEnding> Failed => _failed;

    /// <summary>How often, and in how many seeds, each mark was seen.</summary>
    public IReadOnlyDictionary<string, (long Times, long Seeds)> Marks => _marks;

    public IEnumerable<string> NeverSeen => ExpectedMarks.All.Where(m => !_marks.ContainsKey(m));

    public void Add(StoryEnding ending)
    {
        Seeds++;
        Steps += ending.Steps;
        VirtualMs += ending.VirtualMs;
        AcknowledgedCalls += ending.AcknowledgedCalls;
        foreach (var (mark, times) in ending.Marks.Seen)
        {
            var known = _marks.GetValueOrDefault(mark);
            _marks[mark] = (known.Times + times, known.Seeds + 1);
        }
        if (ending.Violations.Count > 0)
        {
            _failed.Add(ending);
        }
    }
}

/// <summary>Many seeds, side by side; each story stays on its own thread.</summary>
public static class Swarm
{
    /// <summary>Runs seeds from <paramref name="from"/> on until <paramref name="count"/> are done or <paramref name="goOn"/> says stop.</summary>
    public static SwarmTally Run(int from, int count, int jobs, Func<SwarmTally, bool> goOn)
    {
        var tally = new SwarmTally();
        var seeds = Partitioner.Create(Enumerable.Range(from, count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = jobs }, (seed, loop) =>
        {
            var ending = Story.Live(seed);
            lock (tally)
            {
                tally.Add(ending);
                if (!goOn(tally))
                {
                    loop.Stop();
                }
            }
        });
        return tally;
    }
}
