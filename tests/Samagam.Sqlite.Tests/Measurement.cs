using System.Diagnostics;
using System.Globalization;
using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

/// <summary>Figures for the decision record: durable accepts by number of writers, grouped and one a commit.</summary>
internal static class Measurement
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowSync = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(string folder)
    {
        Console.WriteLine($"engine {SqliteEngine.Load()}, body 200 B, lane 0, {Each.TotalSeconds:0} s each");
        await MeasureAllAsync(folder, "this disk", null);
        // A disk as in a small box: the sync of an SD card or a cheap SSD takes this long.
        using var slow = new FaultyDisk("slow") { Synced = _ => Thread.Sleep(SlowSync) };
        await MeasureAllAsync(folder, $"syncs of {SlowSync.TotalMilliseconds} ms", slow.Name);
    }

    private static async Task MeasureAllAsync(string folder, string disk, string? vfs)
    {
        Console.WriteLine(disk);
        foreach (var grouped in new[] { false, true })
        {
            foreach (var writers in new[] { 1, 16, 64 })
            {
                await MeasureAsync(folder, writers, grouped, vfs);
            }
        }
    }

    private static async Task MeasureAsync(string folder, int writers, bool grouped, string? vfs)
    {
        var options = new WriteLaneOptions { ReserveBytes = 0, MaxBatch = grouped ? 256 : 1 };
        var file = Path.Combine(folder, $"measure-{writers}-{grouped}.db");
        await using (var store = TestStore.OpenAt(file, options, options: new SqliteOptions { Vfs = vfs }))
        {
            var id = 0L;
            await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => store.AddAsync(0, Interlocked.Increment(ref id), 200)));
            var commitsBefore = store.Lanes.Commits;
            var watch = Stopwatch.StartNew();
            var latencies = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
            {
                var took = new List<double>();
                while (watch.Elapsed < Each)
                {
                    var started = Stopwatch.GetTimestamp();
                    await store.AddAsync(0, Interlocked.Increment(ref id), 200);
                    took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
                return took;
            })));
            var all = latencies.SelectMany(l => l).Order().ToArray();
            var seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(grouped ? "grouped" : "one a commit"),-13} writers {writers,3}: {all.Length / seconds,8:0}/s  p50 {all[all.Length / 2],7:0.00} ms  p99 {all[all.Length * 99 / 100],7:0.00} ms  max {all[^1],7:0.00} ms  works a commit {all.Length / (double)(store.Lanes.Commits - commitsBefore):0.0}"));
        }
        foreach (var left in Directory.GetFiles(folder, Path.GetFileName(file) + "*"))
        {
            File.Delete(left);
        }
    }
}
