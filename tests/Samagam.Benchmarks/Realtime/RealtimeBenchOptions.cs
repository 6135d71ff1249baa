using System.Globalization;

namespace Samagam.Benchmarks.Realtime;

/// <summary>How <c>/realtime</c> is measured.</summary>
internal sealed record RealtimeBenchOptions
{
    /// <summary>Idle connections on one node.</summary>
    public int Connections { get; private init; } = 5_000;

    /// <summary>Places sent, one by one, to a member at the same node and to one at the next.</summary>
    public int Moves { get; private init; } = 100;

    /// <summary>Seconds the connections are left alone before memory is read.</summary>
    public int IdleSeconds { get; private init; } = 30;

    public int BasePort { get; private init; } = 28_200;

    public static bool TryParse(ReadOnlySpan<string> args, out RealtimeBenchOptions options)
    {
        options = new RealtimeBenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var number = i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var n) && n >= 0 ? n : -1;
            switch (args[i])
            {
                case "--connections" when number is > 0 and <= 20_000: options = options with { Connections = number }; i++; break;
                case "--moves" when number is > 0 and <= 10_000: options = options with { Moves = number }; i++; break;
                case "--idle" when number is >= 0 and <= 3_600: options = options with { IdleSeconds = number }; i++; break;
                case "--base-port" when number is >= 1024 and <= 60_000: options = options with { BasePort = number }; i++; break;
                default: return false;
            }
        }
        return true;
    }
}
