using System.Diagnostics;
using System.Globalization;
using Samagam.Compliance;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mesh.Store.Tests;

public sealed class KillTests
{
    private const int Rounds = 4;

    [Fact]
    public async Task Every_acknowledged_fact_is_known_and_held_after_the_process_is_killed()
    {
        using var folder = new TempFolder();
        var file = folder.File("facts.db");
        var seed = Random.Shared.Next();
        var luck = new Random(seed);
        var acknowledged = new ulong[KillWriter.Writers + 1];
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAndKillAsync(file, luck.Next(1, 400), acknowledged);
            await using var log = SqliteFactLog.Open(file, new SqliteOptions(), new WriteLaneOptions { ReserveBytes = 0 }, new ManualTime());
            for (var origin = 1; origin <= KillWriter.Writers; origin++)
            {
                var known = log.Known().Of(SampleFacts.Stream(origin));
                Assert.True(known.Max >= acknowledged[origin], $"seed {seed}, round {round}: origin {origin} told {acknowledged[origin]}, known is {known}");
                Assert.True(known.Ranges.Length <= 1, $"seed {seed}, round {round}: a hole in {known}");
            }
            // What counts as known is held, and nothing else is.
            var (held, _) = log.ReadFrom(0, 1_000_000);
            Assert.True(log.Known().SameAs(SampleFacts.KnowledgeOf(held)), $"seed {seed}, round {round}");
        }
    }

    private static async Task WriteAndKillAsync(string file, int enough, ulong[] acknowledged)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(KillTests).Assembly.Location, "kill-writer", file },
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var told = 0;
        try
        {
            while (await child.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                var words = line.Split(' ');
                acknowledged[int.Parse(words[0], CultureInfo.InvariantCulture)] = ulong.Parse(words[1], CultureInfo.InvariantCulture);
                if (++told == enough)
                {
                    // SIGKILL; what the child already told is still in the pipe and is read to its end.
                    child.Kill();
                }
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(limit.Token);
        }
        Assert.True(told >= enough, $"the child ended by itself after {told} facts");
    }
}
