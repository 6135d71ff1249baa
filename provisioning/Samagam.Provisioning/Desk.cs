using System.Security.Cryptography;

namespace Samagam.Provisioning;

/// <summary>What a verb works with: where it speaks, the time, luck and the language.</summary>
internal sealed record Desk(TextWriter Out, TextWriter Error, TimeProvider Time, RandomNumberGenerator Luck, Words Words)
{
    /// <summary>Exit codes: done; wrong words on the command line (System.CommandLine's own); refused for a reason given.</summary>
    public const int Done = 0, Usage = 1, Refused = 2;

    /// <summary>Whether somebody watches what is said on <see cref="Error"/>: then a line may be written over.</summary>
    public bool IsWatched { get; init; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Says why and gives the exit code.</summary>
    public int Refuse(string why)
    {
        Error.WriteLine($"samagam-provision: {why}");
        return Refused;
    }

    /// <summary>
    /// Runs a verb. Disk and permission troubles are the operator's to solve, so they are said in a line, not in a trace.
    /// </summary>
    public int Try(Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(e.Message);
        }
    }
}
