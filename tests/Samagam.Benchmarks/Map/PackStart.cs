using System.Diagnostics;
using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Routing.MapPack;

namespace Samagam.Benchmarks.Map;

/// <summary>How soon a box has its map from a pack: the file read and checked, laid out, every metric weighed.</summary>
internal static class PackStart
{
    private const int Rounds = 9;

    public static void Run(MapSnapshot map, Figures figures)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.Create(path))
            {
                MapPackWriter.Write(map, file);
            }
            var took = new double[Rounds];
            for (var i = 0; i < Rounds; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var view = new MapViews(MapSnapshot.Load(() => File.OpenRead(path))).Next(PathConditions.Usual);
                took[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                GC.KeepAlive(view);
            }
            figures.Fact("pack → ready, first in this process", took[0], "ms");
            figures.Fact($"pack → ready, median of {Rounds}", took.Order().ElementAt(Rounds / 2), "ms", aim: 100);
            figures.Fact("pack", new FileInfo(path).Length / 1e6, "MB");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
