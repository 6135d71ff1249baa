using System.CommandLine;
using System.Globalization;
using Samagam.Processes;

namespace Samagam.Simulator;

/// <summary><c>sim processes</c>: real boxes, killed and cut off for real, their databases compared at the end.</summary>
internal static class ProcessesVerb
{
    public static Command Build()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 200, Description = "Kills and cuts" };
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 3, Description = $"Nodes beside the hub, 1 to {MeshLayout.MaxNodes}" };
        var phones = new Option<int>("--phones") { DefaultValueFactory = _ => 8, Description = "Phones that press all the while" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Which kills and cuts, in which order" };
        var basePort = new Option<int>("--base-port") { DefaultValueFactory = _ => 20_000, Description = "First port" };
        var topology = new Option<Topology>("--topology") { DefaultValueFactory = _ => Topology.Line, Description = "line, ring, grid or full" };
        var roundMs = new Option<int>("--round-ms") { DefaultValueFactory = _ => 1_000, Description = "Length of a round, about" };
        var command = new Command("processes", "Real processes: kill -9 and link cuts in a loop, then all databases are compared")
        {
            rounds, nodes, phones, seed, basePort, topology, roundMs,
        };
        command.SetAction((p, stop) => RunAsync(
            new MeshLayout { Nodes = p.GetValue(nodes), BasePort = p.GetValue(basePort), Topology = p.GetValue(topology) },
            p.GetValue(rounds),
            p.GetValue(phones),
            p.GetValue(seed),
            TimeSpan.FromMilliseconds(p.GetValue(roundMs)),
            TimeProvider.System,
            stop));
        return command;
    }

    private static async Task<int> RunAsync(MeshLayout layout, int rounds, int phones, int seed, TimeSpan round, TimeProvider time, CancellationToken stop)
    {
        var root = Directory.CreateTempSubdirectory("samagam-processes-").FullName;
        var started = time.GetTimestamp();
        Console.WriteLine($"A mesh of {layout.Nodes} nodes and a hub under {root} …");
        // The board shows every open case, so that each can be counted.
        var settings = new Dictionary<string, string> { ["SAMAGAM_Board__Board__MaxOpen"] = "10000" };
        var mesh = await LiveMesh.StartAsync(root, layout, settings, (_, _) => { }, time, stop).ConfigureAwait(false);
        KillLoopReport report;
        await using (mesh.ConfigureAwait(false))
        {
            report = await new KillLoop(mesh, seed, time, Console.WriteLine).RunAsync(rounds, phones, round, stop).ConfigureAwait(false);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Rounds} rounds in {time.GetElapsedTime(started).TotalSeconds:0} s, seed {seed}: {report.Kills} kill -9, {report.Cuts} link cuts, {report.HubDeletions} times the hub's data deleted"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Acknowledged} calls acknowledged in {report.Tries} tries; {report.OnTheBoard} on the board; all boxes agreed {report.Healing.TotalSeconds:0.0} s after mending"));
        Console.WriteLine($"{report.Stores.Boxes} databases compared: {report.Stores.Facts} facts each, {report.Stores.Cases} cases");
        foreach (var fault in report.Faults.Take(50))
        {
            Console.WriteLine("FAULT " + fault);
        }
        Console.WriteLine(report.Faults.Count == 0 ? "0 lost, 0 twice, databases equal" : $"{report.Faults.Count} faults; everything is kept under {root}");
        if (report.Faults.Count == 0)
        {
            Directory.Delete(root, recursive: true);
        }
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
