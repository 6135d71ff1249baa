using System.Globalization;
using Samagam.Simulation.Stories;

namespace Samagam.Simulator;

/// <summary>Lives through many seeds and says what was seen.</summary>
internal static class SwarmRun
{
    private const int MaxFailuresShown = 20;

    /// <summary>0 when no promise was broken and every expected mark was seen.</summary>
    public static int Run(int from, int seeds, int jobs, double minutes, TimeProvider time)
    {
        var began = time.GetTimestamp();
        var nextWord = TimeSpan.FromSeconds(10);
        var shown = 0;
        var tally = Swarm.Run(from, seeds, jobs, now =>
        {
            for (; shown < now.Failed.Count; shown++)
            {
                Show(now.Failed[shown]);
            }
            var spent = time.GetElapsedTime(began);
            if (spent >= nextWord)
            {
                nextWord = spent + TimeSpan.FromSeconds(10);
                Console.Error.WriteLine(Invariantly($"{now.Seeds} seeds, {now.Failed.Count} with violations, {now.Seeds / spent.TotalSeconds:F1} seeds/s"));
            }
            return now.Failed.Count < MaxFailuresShown && (minutes <= 0 || spent.TotalMinutes < minutes);
        });
        var wall = time.GetElapsedTime(began);
        foreach (var (mark, (times, inSeeds)) in tally.Marks)
        {
            Console.WriteLine(Invariantly($"{times,10} times in {inSeeds,6} seeds  {mark}"));
        }
        var unseen = tally.NeverSeen.ToList();
        unseen.ForEach(mark => Console.WriteLine($"NEVER SEEN: {mark}"));
        Console.WriteLine(Invariantly(
            $"{tally.Seeds} seeds, {tally.Failed.Count} with violations, {tally.Marks.Count} marks seen, {unseen.Count} expected marks never seen; {tally.AcknowledgedCalls} calls acknowledged, {tally.Steps} events, {TimeSpan.FromMilliseconds(tally.VirtualMs).TotalHours:F1} h lived in {wall.TotalSeconds:F1} s ({tally.Seeds / wall.TotalSeconds:F1} seeds/s, {jobs} jobs)"));
        return tally.Failed.Count > 0 || (tally.Seeds >= ExpectedMarks.AfterSeeds && unseen.Count > 0) ? 1 : 0;
    }

    private static void Show(StoryEnding failed)
    {
        var first = failed.Violations[0];
        Console.WriteLine($"seed {failed.Options.Seed}: VIOLATED {first.Promise} at {first.AtMs} ms: {first.How.Split('\n')[0]}");
        Console.WriteLine($"  replay: sim --seed {failed.Options.Seed} --trace");
    }

    private static string Invariantly(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
