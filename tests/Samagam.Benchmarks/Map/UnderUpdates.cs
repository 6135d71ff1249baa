using System.Diagnostics;
using Samagam.Routing.Hierarchy;

namespace Samagam.Benchmarks.Map;

/// <summary>Whether questions stay quick while another thread updates without a pause: the whole crowd, closures, openings.</summary>
internal static class UnderUpdates
{
    private const int CrowdEveryMs = 50;
    private const int Closed = 100;
    private const int Questions = 200_000;

    /// <summary>
    /// Asks with nobody updating and with updates, turn about, and notes the ratio of the 99th percentiles. Each question takes the weights
    /// and gives them back, as a door does. Needs two free processors to mean anything.
    /// </summary>
    public static void WhileUpdating(this Figures figures, LiveMetric live, int[] weights, ContractionHierarchy hierarchy, (int From, int To)[] pairs, int seed)
    {
        var (idle, busy) = (new List<double>(Questions), new List<double>(Questions));
        var updates = 0L;
        const int rounds = 4;
        for (var round = 0; round < rounds; round++)
        {
            Ask(idle, live, hierarchy, pairs);
            using var stop = new CancellationTokenSource();
            var updating = Task.Factory.StartNew(() => Update(live, weights, new Random(seed + round), stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Ask(busy, live, hierarchy, pairs);
            stop.Cancel();
            updates += updating.GetAwaiter().GetResult();
        }
        live.Replace(weights);
        idle.Sort();
        busy.Sort();
        figures.Fact("query p50, nobody updating", idle[idle.Count / 2], "µs");
        figures.Fact("query p50, while updating", busy[busy.Count / 2], "µs");
        figures.Fact("query p99, nobody updating", idle[idle.Count * 99 / 100], "µs");
        figures.Fact("query p99, while updating", busy[busy.Count * 99 / 100], "µs");
        figures.Fact("updates meanwhile", updates, "");
        figures.Fact("query p99, while updating : nobody updating", busy[busy.Count * 99 / 100] / idle[idle.Count * 99 / 100], "×", aim: 1.5);

        static void Ask(List<double> times, LiveMetric live, ContractionHierarchy hierarchy, (int From, int To)[] pairs)
        {
            for (var i = 0; i < Questions / rounds; i++)
            {
                var (from, to) = pairs[i % pairs.Length];
                var start = Stopwatch.GetTimestamp();
                using (var reader = live.Read())
                {
                    reader.Search.Distance(reader.Metric, WayEnd.At(hierarchy, from), WayEnd.At(hierarchy, to));
                }
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
    }

    private static long Update(LiveMetric live, int[] weights, Random luck, CancellationToken stop)
    {
        var crowd = new int[weights.Length];
        var updates = 0L;
        var lastCrowd = 0L;
        while (!stop.IsCancellationRequested)
        {
            if (lastCrowd == 0 || Stopwatch.GetElapsedTime(lastCrowd).TotalMilliseconds >= CrowdEveryMs)
            {
                lastCrowd = Stopwatch.GetTimestamp();
                for (var arc = 0; arc < crowd.Length; arc++)
                {
                    crowd[arc] = weights[arc] < Cost.Infinite ? (int)(weights[arc] * (1 + luck.NextDouble())) : Cost.Infinite;
                }
                live.Replace(crowd);
            }
            var arcs = Enumerable.Range(0, Closed).Select(_ => luck.Next(weights.Length)).ToArray();
            live.Change([.. arcs.Select(a => new ArcCost(a, Cost.Infinite))]);
            live.Change([.. arcs.Select(a => new ArcCost(a, crowd[a]))]);
            updates += 2;
        }
        return updates;
    }
}
