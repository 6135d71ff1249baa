using Samagam.Benchmarks.Map;

// ./samagam bench map [FILE] [--pairs N] [--slow-pairs N] [--seed N] [--rounds N] [--json FILE]
if (args is not ["map", .. var rest] || !MapBenchOptions.TryParse(rest, out var options))
{
    Console.Error.WriteLine("bench map [FILE] [--pairs N] [--slow-pairs N] [--seed N] [--rounds N] [--json FILE]");
    return 64;
}
if (options.File is null)
{
    Console.Error.WriteLine("No map: name a file, or put shared/maps/porto.osm.pbf beside the checkout.");
    return 66;
}
return MapBench.Run(options);
