namespace Samagam.Node.Portal.Http;

/// <summary>What an operator may set of repeated posts (<see cref="OncePosts"/>).</summary>
public sealed record OnceOptions
{
    /// <summary>Hours an answer is kept: 24, by the API contract.</summary>
    public int KeepHours { get; init; } = 24;

    /// <summary>Most answers kept by this box: 10,000, at some kilobytes of disk and about 200 bytes of memory; the oldest give way.</summary>
    public int MaxKept { get; init; } = 10_000;

    /// <summary>Most answers kept for one caller: 100; their oldest give way, so that nobody pushes out others'.</summary>
    public int MaxKeptPerCaller { get; init; } = 100;

    /// <summary>Longest answer kept: 16 KiB. A longer one is given and not kept.</summary>
    public int MaxAnswerBytes { get; init; } = 16 * 1024;

    /// <summary>Longest key: 128 characters of visible ASCII.</summary>
    public int MaxKeyLength { get; init; } = 128;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(KeepHours is >= 1 and <= 168, "Portal:Once:KeepHours must be 1 to 168");
        Require(MaxKept is >= 1 and <= 1_000_000 && MaxKeptPerCaller >= 1, "Portal:Once:MaxKept must be 1 to 1000000");
        Require(MaxAnswerBytes is >= 256 and <= 256 * 1024, "Portal:Once:MaxAnswerBytes must be 256 B to 256 KiB");
        Require(MaxKeyLength is >= 36 and <= 255, "Portal:Once:MaxKeyLength must be 36 to 255");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
