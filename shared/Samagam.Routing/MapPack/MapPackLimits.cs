namespace Samagam.Routing.MapPack;

/// <summary>What a map pack may cost; held against what its header says before memory is taken.</summary>
public sealed record MapPackLimits
{
    /// <summary>Largest pack, bytes: a large Indian state. At most 2,147,483,591, the longest array.</summary>
    public int MaxBytes { get; init; } = 1 << 30;

    /// <summary>Most sections, known or not.</summary>
    public int MaxSections { get; init; } = 256;

    /// <summary>Most different texts (names, ids, tags).</summary>
    public int MaxTexts { get; init; } = 8_000_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBytes, Array.MaxLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSections);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSections, 65_536);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxTexts);
    }
}
