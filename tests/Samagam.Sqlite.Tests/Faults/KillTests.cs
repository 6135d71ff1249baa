using System.Diagnostics;
using System.Globalization;
using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

public sealed class KillTests
{
    private const int Rounds = 6;

    [Fact]
    public async Task Every_acknowledged_row_is_there_after_the_process_is_killed()
    {
        using var folder = new TempFolder();
        var file = folder.File("store.db");
        var seed = Random.Shared.Next();
        var luck = new Random(seed);
        var acknowledged = new SortedSet<long>();
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAndKillAsync(file, first: (round + 1) * 10_000_000L, luck.Next(1, 1500), acknowledged);
            await using var store = TestStore.OpenAt(file);
            var lost = acknowledged.Except(store.Ids()).ToList();
            Assert.True(lost.Count == 0, $"seed {seed}, round {round}: {lost.Count} of {acknowledged.Count} acknowledged rows are lost, first {lost.FirstOrDefault()}");
        }
        Assert.True(acknowledged.Count >= Rounds);
    }

    private static async Task WriteAndKillAsync(string file, long first, int enough, SortedSet<long> acknowledged)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(KillTests).Assembly.Location, "kill-writer", file, first.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var told = 0;
        try
        {
            while (await child.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
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
        Assert.True(told >= enough, $"the child ended by itself after {told} rows");
    }
}
