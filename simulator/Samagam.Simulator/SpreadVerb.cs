using System.CommandLine;
using System.Globalization;
using Samagam.Processes;

namespace Samagam.Simulator;

/// <summary><c>sim spread</c>: how long a closure and a crush take to change the routes of every node, on real processes.</summary>
internal static class SpreadVerb
{
    public static Command Build()
    {
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 4, Description = $"Nodes beside the hub, 1 to {MeshLayout.MaxNodes}" };
        var orders = new Option<int>("--orders") { DefaultValueFactory = _ => 20, Description = "Orders given and lifted" };
        var reports = new Option<int>("--reports") { DefaultValueFactory = _ => 20, Description = "Times a people counter says full, then empty" };
        var map = new Option<string?>("--map") { Description = "Map file; the built-in sample when left out" };
        var basePort = new Option<int>("--base-port") { DefaultValueFactory = _ => 26_000, Description = "First port" };
        var topology = new Option<Topology>("--topology") { DefaultValueFactory = _ => Topology.Line, Description = "line, ring, grid or full" };
        var hubless = new Option<bool>("--without-hub") { Description = "The hub is dead, so that news goes from node to node" };
        var command = new Command("spread", "Orders at one node, a people counter at it; walkers ask every node all the while; says percentiles")
        {
            nodes, orders, reports, map, basePort, topology, hubless,
        };
        command.SetAction((p, stop) => RunAsync(
            new MeshLayout { Nodes = p.GetValue(nodes), BasePort = p.GetValue(basePort), Topology = p.GetValue(topology), MapFile = p.GetValue(map) },
            p.GetValue(orders),
            p.GetValue(reports),
            p.GetValue(hubless),
            TimeProvider.System,
            stop));
        return command;
    }

    /// <summary>0 when no answer failed and none mixed epochs. Speed is said, not judged.</summary>
    private static async Task<int> RunAsync(MeshLayout layout, int orders, int reports, bool hubless, TimeProvider time, CancellationToken stop)
    {
        var root = Directory.CreateTempSubdirectory("samagam-spread-").FullName;
        Console.WriteLine($"A {layout.Topology.ToString().ToLowerInvariant()} of {layout.Nodes} nodes and a {(hubless ? "dead " : "")}hub; the first is told, all are asked …");
        var mesh = await LiveMesh.StartAsync(root, layout, SpreadRun.Settings, (_, _) => { }, time, stop).ConfigureAwait(false);
        SpreadReport report;
        await using (mesh.ConfigureAwait(false))
        {
            if (hubless)
            {
                await mesh.KillAsync(MeshLayout.HubNumber).ConfigureAwait(false);
            }
            using var run = new SpreadRun(mesh, time);
            report = await run.RunAsync(orders, reports, stop).ConfigureAwait(false);
        }
        Directory.Delete(root, recursive: true);
        Console.WriteLine("From the word at the first node to the first new route, at each node:");
        Console.WriteLine($"  way closed     {report.Closed}");
        Console.WriteLine($"  order lifted   {report.Lifted}");
        Console.WriteLine($"  zone full      {report.Danger}");
        Console.WriteLine($"  zone empty     {report.Eased}");
        foreach (var fault in report.Faults)
        {
            Console.WriteLine("FAULT " + fault);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Asked} routes asked, {report.Faults.Count} failed or of mixed epochs"));
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
