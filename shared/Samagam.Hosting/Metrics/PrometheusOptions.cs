namespace Samagam.Hosting;

/// <summary>What is exported and how much of it.</summary>
public sealed class PrometheusOptions
{
    /// <summary>Upper bounds of buckets for durations in seconds, from 0.5 ms to 30 s; the bars of the mesh (15 ms, 50 ms,
    /// 200 ms, 1 s) are among them.</summary>
    public static IReadOnlyList<double> SecondsBuckets { get; } =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>Meters by name; one that ends in <c>*</c> takes every name that begins so.</summary>
    public IReadOnlyList<string> Meters { get; set; } = ["Samagam.*", "System.Runtime"];

    /// <summary>Buckets by instrument name, where neither <see cref="DefaultBuckets"/> nor the instrument's own advice fits.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Buckets { get; set; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Buckets of every other histogram.</summary>
    public IReadOnlyList<double> DefaultBuckets { get; set; } = SecondsBuckets;

    /// <summary>Metrics in all, 1 to 10,000; further ones are left out and counted.</summary>
    public int MaxMetrics { get; set; } = 500;

    /// <summary>Different label sets of one metric, 1 to 10,000; measurements of further ones are left out and counted
    /// in <c>samagam_metrics_overflow_total</c>.</summary>
    public int MaxSeriesPerMetric { get; set; } = 200;

    /// <summary>Labels of one series, 1 to 32; further ones are left out.</summary>
    public int MaxLabels { get; set; } = 8;

    /// <summary>Characters of a label's value, 8 to 1,000; longer ones are cut.</summary>
    public int MaxLabelChars { get; set; } = 120;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        Limits.Require(MaxMetrics is >= 1 and <= 10_000, nameof(MaxMetrics), MaxMetrics);
        Limits.Require(MaxSeriesPerMetric is >= 1 and <= 10_000, nameof(MaxSeriesPerMetric), MaxSeriesPerMetric);
        Limits.Require(MaxLabels is >= 1 and <= 32, nameof(MaxLabels), MaxLabels);
        Limits.Require(MaxLabelChars is >= 8 and <= 1000, nameof(MaxLabelChars), MaxLabelChars);
        Limits.Require(AreBuckets(DefaultBuckets), nameof(DefaultBuckets), string.Join(' ', DefaultBuckets));
        foreach (var (name, buckets) in Buckets)
        {
            Limits.Require(AreBuckets(buckets), nameof(Buckets), name);
        }
    }

    internal bool Takes(string meter) => Meters.Any(m => m.EndsWith('*') ? meter.StartsWith(m[..^1], StringComparison.Ordinal) : meter == m);

    /// <summary>1 to 64 finite bounds, each above the one before.</summary>
    internal static bool AreBuckets(IReadOnlyList<double> bounds) =>
        bounds.Count is >= 1 and <= 64 && bounds.All(double.IsFinite) && bounds.Zip(bounds.Skip(1)).All(pair => pair.First < pair.Second);
}
