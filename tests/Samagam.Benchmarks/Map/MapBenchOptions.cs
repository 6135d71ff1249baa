using System.Globalization;

namespace Samagam.Benchmarks.Map;

/// <summary>What a run of the map benchmark measures.</summary>
internal sealed record MapBenchOptions
{
    /// <summary>The map; Porto beside the checkout when none is named, null when it is not there.</summary>
    public string? File { get; private init; }

    /// <summary>How many seeded pairs quick questions are asked for.</summary>
    public int Pairs { get; private init; } = 10_000;

    /// <summary>How many of them searches without a hierarchy are asked for.</summary>
    public int SlowPairs { get; private init; } = 1_000;

    public int Seed { get; private init; } = 20260101;

    /// <summary>Rounds of random updates, each checked against Dijkstra.</summary>
    public int Rounds { get; private init; } = 200;

    /// <summary>Where the figures go for machines; nowhere when null.</summary>
    public string? Json { get; private init; }

    public static bool TryParse(ReadOnlySpan<string> args, out MapBenchOptions options)
    {
        options = new MapBenchOptions { File = BesideTheCheckout.Porto() };
        for (var i = 0; i < args.Length; i++)
        {
            var number = i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var n) && n >= 0 ? n : -1;
            switch (args[i])
            {
                case "--pairs" when number > 0: options = options with { Pairs = number }; i++; break;
                case "--slow-pairs" when number > 0: options = options with { SlowPairs = number }; i++; break;
                case "--seed" when number >= 0: options = options with { Seed = number }; i++; break;
                case "--rounds" when number >= 0: options = options with { Rounds = number }; i++; break;
                case "--json" when i + 1 < args.Length: options = options with { Json = args[++i] }; break;
                case var file when !file.StartsWith('-'): options = options with { File = file }; break;
                default: return false;
            }
        }
        options = options with { SlowPairs = Math.Min(options.SlowPairs, options.Pairs) };
        return true;
    }
}
