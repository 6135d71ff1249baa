namespace Samagam.Node.Links.Facts;

/// <summary>Limits of the fast road to each neighbour.</summary>
public sealed record FastRoadOptions
{
    /// <summary>Frames on their way to one neighbour, 1 to 1,000; beyond it the sure road takes them.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>How long an acknowledgement is waited for; then the sure road, which has sent the same meanwhile, is relied on.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a neighbour that refused or did not answer is left alone.</summary>
    public TimeSpan RestAfterRefusal { get; init; } = TimeSpan.FromSeconds(5);

    public void Validate()
    {
        if (MaxInFlight is < 1 or > 1_000 || GiveUpAfter <= TimeSpan.Zero || RestAfterRefusal < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(FastRoadOptions), "FastRoad: 1 to 1000 in flight, times positive");
        }
    }
}
