using Samagam.Benchmarks.Doors;
using Samagam.Benchmarks.Map;
using Samagam.Benchmarks.Realtime;

switch (args)
{
    case ["map", .. var rest] when MapBenchOptions.TryParse(rest, out var options):
        return options.File is null ? NoMap() : MapBench.Run(options);
    case ["doors", .. var rest] when DoorsBenchOptions.TryParse(rest, out var options):
        return options.File is null ? NoMap() : await DoorsBench.RunAsync(options, TimeProvider.System);
    case ["realtime", .. var rest] when RealtimeBenchOptions.TryParse(rest, out var options):
        return await RealtimeBench.RunAsync(options, TimeProvider.System);
    default:
        Console.Error.WriteLine("""
            bench map [FILE] [--pairs N] [--slow-pairs N] [--seed N] [--rounds N] [--json FILE]
            bench doors [FILE] [--connections N] [--rounds N] [--seconds N] [--seed N] [--base-port P] [--json FILE]
            bench realtime [--connections N] [--moves N] [--idle SECONDS] [--base-port P]
            """);
        return 64;
}

static int NoMap()
{
    Console.Error.WriteLine("No map: name a file, or put shared/maps/porto.osm.pbf beside the checkout.");
    return 66;
}
