using System.CommandLine;
using Samagam.Launcher;
using Samagam.Processes;

var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 3, Description = $"How many nodes, 1 to {MeshLayout.MaxNodes}" };
var map = new Option<string?>("--map") { Description = "Map file (.osm.pbf, .osm, .osm.gz); default: the built-in sample of the Ujjain ghats" };
var data = new Option<string>("--data") { DefaultValueFactory = _ => ".samagam", Description = "Folder for keys, boxes and data; kept between runs" };
var basePort = new Option<int>("--base-port") { DefaultValueFactory = _ => 8080, Description = "First port; node k has P + 10·k, the hub P + 1000" };
var topology = new Option<Topology>("--topology") { DefaultValueFactory = _ => Topology.Line, Description = "How the nodes are linked: line, ring, grid or full" };
var listen = new Option<string>("--listen") { DefaultValueFactory = _ => "127.0.0.1", Description = "Address to listen on; 0.0.0.0 lets phones on your network in" };

var up = new Command("up", "Starts one hub and some nodes on this machine, and stops them on Ctrl-C") { nodes, map, data, basePort, topology, listen };
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

return await new RootCommand("Runs a whole Samagam mesh on this machine, to try it") { up, status, down }.Parse(args)
    // Stopping a mesh takes its time; Up listens for the signals itself.
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
