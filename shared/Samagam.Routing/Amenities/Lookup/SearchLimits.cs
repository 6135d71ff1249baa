namespace Samagam.Routing.Amenities.Lookup;

/// <summary>What one search for a text may cost.</summary>
public sealed record SearchLimits
{
    /// <summary>Most words of a question: one bit each.</summary>
    public const int MostTokens = 8;

    /// <summary>Longest question, UTF-16 units; a door refuses longer ones, the search reads no further.</summary>
    public int MaxText { get; init; } = 100;

    /// <summary>Words that count; later ones are left out. At most <see cref="MostTokens"/>.</summary>
    public int MaxTokens { get; init; } = MostTokens;

    /// <summary>Words of the map one word of the question may stand for.</summary>
    public int MaxTermsPerToken { get; init; } = 2_000;

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxText, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxText, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxTokens, MostTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTermsPerToken, 1);
    }
}
