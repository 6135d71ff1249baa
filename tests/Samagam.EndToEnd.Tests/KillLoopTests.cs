using Samagam.Processes;
using Samagam.TestKit;

namespace Samagam.EndToEnd.Tests;

/// <summary>The short form of <c>./samagam sim processes</c>.</summary>
public sealed class KillLoopTests
{
    [Fact]
    public async Task Kills_and_cuts_lose_nothing_acknowledged_and_all_databases_agree_afterwards()
    {
        using var folder = new TempFolder();
        var said = new List<string>();
        var stop = TestContext.Current.CancellationToken;
        var settings = new Dictionary<string, string> { ["SAMAGAM_Board__Board__MaxOpen"] = "10000" };
        await using var mesh = await LiveMesh.StartAsync(folder.Path, new MeshLayout { Nodes = 3, BasePort = 25_000 }, settings, (_, _) => { }, TimeProvider.System, stop);
        var report = await new KillLoop(mesh, seed: 3, TimeProvider.System, said.Add).RunAsync(rounds: 6, phones: 3, TimeSpan.FromMilliseconds(600), stop);
        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults.Take(20).Concat(said)));
        Assert.True(report.Kills > 0 && report.Cuts > 0, "the seed of this test kills and cuts");
        Assert.True(report.Acknowledged > 20, $"only {report.Acknowledged} calls were acknowledged");
    }
}
