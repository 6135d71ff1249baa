namespace Samagam.Routing;

/// <summary>What "best" means for a walk.</summary>
public enum WalkMetric : byte
{
    /// <summary>Least length: what the agreement with other engines is measured in.</summary>
    Shortest,

    /// <summary>Least time in the crowd as it is now, and least pressed; steps are slow, trunk roads count half as much again.</summary>
    Crowd,

    /// <summary>As <see cref="Crowd"/>, but paths with toilets, water and help beside them count up to 40 % less.</summary>
    Amenity,

    /// <summary>As <see cref="Crowd"/>, without steps, kerbs, steep or loose ground.</summary>
    Accessible,

    /// <summary>A responder's least time: gates are opened, danger is entered.</summary>
    Emergency,
}

/// <summary>The words of the API for each metric.</summary>
public static class WalkMetrics
{
    public const int Count = 5;

    private static readonly string[] Words = ["shortest", "crowd", "amenity", "accessible", "emergency"];

    public static string Word(this WalkMetric metric) => Words[(int)metric];

    /// <summary>False for a word that is none.</summary>
    public static bool TryParse(string? word, out WalkMetric metric)
    {
        var at = Array.IndexOf(Words, word);
        metric = (WalkMetric)Math.Max(0, at);
        return at >= 0;
    }
}
