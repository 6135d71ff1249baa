namespace Samagam.Core.Crowd;

/// <summary>
/// The API's crowd levels 1 to 5 and the densities they stand for: one table for reports, routes and pages. Bands after
/// Fruin, "Pedestrian Planning and Design" (1971), levels of service for walkways.
/// </summary>
public static class CrowdLevels
{
    public const int Least = 1;
    public const int Most = 5;

    private static readonly double[] UpTo = [0.5, 2, 4, 5];
    private static readonly double[] Typical = [0.2, 1, 3, 4.4, 5.2];

    /// <summary>1 free, 2 lively, 3 slow, 4 packed, 5 dangerous.</summary>
    public static int Of(double densityPerM2)
    {
        var level = Least;
        while (level < Most && densityPerM2 >= UpTo[level - 1])
        {
            level++;
        }
        return level;
    }

    /// <summary>The density a report by level means. Throws outside 1 to 5.</summary>
    public static double DensityOf(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, Least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Most);
        return Typical[level - 1];
    }
}
