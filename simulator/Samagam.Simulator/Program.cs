using System.CommandLine;
using Samagam.Simulator;

var seeds = new Option<int>("--seeds") { Description = "How many seeds to live through", DefaultValueFactory = _ => 1_000 };
var minutes = new Option<double>("--minutes") { Description = "Stop after so many minutes of wall time; 0 for no limit" };
var from = new Option<int>("--from") { Description = "First seed", DefaultValueFactory = _ => 1 };
var jobs = new Option<int>("--jobs") { Description = "Stories side by side", DefaultValueFactory = _ => Environment.ProcessorCount };
var seed = new Option<int?>("--seed") { Description = "Live through this one seed" };
var trace = new Option<bool>("--trace") { Description = "With --seed: print every event" };

var sim = new RootCommand("Lives through simulated days of the mesh: the real application over a simulated network, disk and clock.")
{
    seeds, minutes, from, jobs, seed, trace,
};
sim.SetAction(parsed => parsed.GetValue(seed) is { } one
    ? OneSeed.Run(one, parsed.GetValue(trace))
    : SwarmRun.Run(parsed.GetValue(from), parsed.GetValue(seeds), parsed.GetValue(jobs), parsed.GetValue(minutes), TimeProvider.System));
sim.Subcommands.Add(ProcessesVerb.Build());
sim.Subcommands.Add(LoadVerb.Build());
sim.Subcommands.Add(SpreadVerb.Build());
return await sim.Parse(args).InvokeAsync();
