using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Samagam.Launcher;
using Samagam.Processes;
using AnsiConsole = Spectre.Console.AnsiConsole;

if (Console.IsOutputRedirected)
{
    // A file has no colours and no width: nothing is folded.
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 200;
}

var nodes = new Option<int>("--nodes") { HelpName = "N", DefaultValueFactory = _ => 3, Description = $"How many nodes, 1 to {MeshLayout.MaxNodes}" };
var map = new Option<string?>("--map") { HelpName = "FILE", Description = "Map file (.osm.pbf, .osm, .osm.gz); nodes stand near its middle; default: the built-in sample of the Ujjain ghats" };
var data = new Option<string>("--data") { HelpName = "DIR", DefaultValueFactory = _ => ".samagam", Description = "Folder for keys, boxes and data; kept between runs" };
var basePort = new Option<int>("--base-port") { HelpName = "P", DefaultValueFactory = _ => 8080, Description = "First port; node k has P + 10·k, the hub P + 1000" };
var topology = new Option<Topology>("--topology") { HelpName = "line|ring|grid|full", DefaultValueFactory = _ => Topology.Line, Description = "How the nodes are linked" };
var listen = new Option<string>("--listen") { HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1", Description = "Address to listen on; 0.0.0.0 lets phones on your network in" };
// Taken by the script, which knows how to leave a process behind; here it is explained.
var detach = new Option<bool>("--detach") { Description = "Run in the background until ./samagam down" };

var up = new Command("up", "Starts one hub and some nodes on this machine, and stops them on Ctrl-C") { nodes, map, data, basePort, topology, listen, detach };
up.SetAction((p, stop) => Up.RunAsync(
    new MeshLayout
    {
        Nodes = p.GetValue(nodes),
        MapFile = p.GetValue(map),
        BasePort = p.GetValue(basePort),
        Topology = p.GetValue(topology),
        Listen = p.GetRequiredValue(listen),
    },
    p.GetRequiredValue(data),
    TimeProvider.System,
    stop));
var status = new Command("status", "Says how each box of the running mesh is") { data };
status.SetAction((p, stop) => Status.RunAsync(p.GetRequiredValue(data), stop));
var down = new Command("down", "Stops the running mesh; keys and data stay") { data };
down.SetAction((p, stop) => Down.RunAsync(p.GetRequiredValue(data), TimeProvider.System, stop));

var asked = new Command("./samagam", "Runs a whole Samagam mesh on this machine, to try it") { up, status, down, new HelpOption() }.Parse(args);
if (asked.Action is ParseErrorAction)
{
    foreach (var error in asked.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }
    await Console.Error.WriteLineAsync($"./samagam {(asked.CommandResult.Command == up ? "up " : "")}--help shows what there is.");
    return 64;
}
// Stopping a mesh takes its time; Up listens for the signals itself.
return await asked.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
