using Samagam.Simulation.Stories;

namespace Samagam.Simulator;

/// <summary>Lives through one seed, with every event printed if asked.</summary>
internal static class OneSeed
{
    /// <summary>0 when no promise was broken.</summary>
    public static int Run(int seed, bool trace)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        var ending = Story.Live(seed, trace ? output.Write : null);
        output.WriteLine(ending.Options);
        foreach (var violation in ending.Violations)
        {
            output.WriteLine($"VIOLATED {violation.Promise} at {violation.AtMs} ms: {violation.How}");
        }
        output.WriteLine($"seed {seed}: {ending.Violations.Count} violations, {ending.AcknowledgedCalls} calls, {ending.Steps} events, {ending.VirtualMs / 1000} s lived, trace {ending.TraceHash}");
        return ending.Violations.Count == 0 ? 0 : 1;
    }
}
