using System.Globalization;

namespace Samagam.Benchmarks.Doors;

/// <summary>How the doors of a node are measured.</summary>
internal sealed record DoorsBenchOptions
{
    /// <summary>The map; Porto beside the checkout when none is named, null when it is not there.</summary>
    public string? File { get; private init; }

    /// <summary>Phones that ask at once.</summary>
    public int Connections { get; private init; } = 32;

    public int Rounds { get; private init; } = 7;

    /// <summary>Length of a round of one door.</summary>
    public double Seconds { get; private init; } = 2;

    public int Seed { get; private init; } = 20260101;

    public int BasePort { get; private init; } = 28_000;

    /// <summary>Where the figures go for machines; nowhere when null.</summary>
    public string? Json { get; private init; }

    public static bool TryParse(ReadOnlySpan<string> args, out DoorsBenchOptions options)
    {
        options = new DoorsBenchOptions { File = BesideTheCheckout.Porto() };
        for (var i = 0; i < args.Length; i++)
        {
            var number = i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var n) && n >= 0 ? n : -1;
            switch (args[i])
            {
                case "--connections" when number is > 0 and <= 250: options = options with { Connections = number }; i++; break;
                case "--rounds" when number > 0: options = options with { Rounds = number }; i++; break;
                case "--seconds" when number > 0: options = options with { Seconds = number }; i++; break;
                case "--seed" when number >= 0: options = options with { Seed = number }; i++; break;
                case "--base-port" when number is >= 1024 and <= 60_000: options = options with { BasePort = number }; i++; break;
                case "--json" when i + 1 < args.Length: options = options with { Json = args[++i] }; break;
                case var file when !file.StartsWith('-'): options = options with { File = file }; break;
                default: return false;
            }
        }
        return true;
    }
}
