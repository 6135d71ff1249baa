using System.Collections.Immutable;
using Samagam.Core.Facts;

namespace Samagam.Core.Crowd;

/// <summary>How full a zone is, as far as its reports tell at one moment.</summary>
/// <param name="Zone">The zone's id.</param>
/// <param name="DensityPerM2">Persons per square metre, reports weighed and drifted towards the usual.</param>
/// <param name="AgeMs">Age of the newest report in it.</param>
/// <param name="Belief">0 (nothing but the usual) to 1 (a fresh report of somebody taken at their word).</param>
public readonly record struct ZoneCrowd(string Zone, double DensityPerM2, long AgeMs, double Belief)
{
    public int Level => CrowdLevels.Of(DensityPerM2);
}

/// <summary>
/// Every standing crowd report. Immutable; the same facts in any order give the same book (a register per zone, reporter
/// and box). What it says at a moment is a pure function of it and the time.
/// </summary>
public sealed class CrowdBook
{
    public static readonly CrowdBook Empty = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, (Fact, CrowdReport)>>(StringComparer.Ordinal), null);

    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, (Fact Fact, CrowdReport Report)>> _zones;

    private CrowdBook(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, (Fact, CrowdReport)>> zones, long? newestMs) =>
        (_zones, NewestMs) = (zones, newestMs);

    /// <summary>Stamp of the newest report ever heard, milliseconds since 1970; null for none.</summary>
    public long? NewestMs { get; }

    /// <summary>Zones anybody has spoken of, sorted.</summary>
    public IEnumerable<string> Zones => _zones.Keys;

    /// <summary>What a reporter at a box last said of a zone, and when; null for nothing.</summary>
    public (long AtMs, double DensityPerM2)? LastOf(string zone, string reporter, Ids.NodeId box) =>
        _zones.TryGetValue(zone, out var known) && known.TryGetValue(Key(reporter, box), out var entry)
            ? (entry.Fact.Time.WallMs, entry.Report.DensityPerM2)
            : null;

    /// <summary>How many reporters at a box speak of a zone.</summary>
    public int ReportersOf(string zone, Ids.NodeId box) =>
        _zones.TryGetValue(zone, out var known) ? known.Values.Count(e => e.Fact.Id.Origin == box) : 0;

    /// <summary>The book with one more fact; an older one of the same reporter and box changes nothing.</summary>
    public CrowdBook With(Fact fact, CrowdReport report)
    {
        var known = _zones.GetValueOrDefault(report.Zone) ?? ImmutableSortedDictionary.Create<string, (Fact, CrowdReport)>(StringComparer.Ordinal);
        var key = Key(report.Reporter, fact.Id.Origin);
        var newest = Math.Max(NewestMs ?? 0, fact.Time.WallMs);
        if (known.TryGetValue(key, out var held) && Supersession.Compare(FoldingLaw.Own, held.Item1, fact) >= 0)
        {
            return new CrowdBook(_zones, newest);
        }
        return new CrowdBook(_zones.SetItem(report.Zone, known.SetItem(key, (fact, report))), newest);
    }

    /// <summary>How full a zone is at <paramref name="nowMs"/>; a stamp from the future counts as now.</summary>
    public ZoneCrowd At(string zone, long nowMs, CrowdOptions options)
    {
        var (weights, sum, doubt, youngest) = (0.0, 0.0, 1.0, long.MaxValue);
        if (_zones.TryGetValue(zone, out var reports))
        {
            foreach (var (fact, report) in reports.Values)
            {
                var age = Math.Max(0, nowMs - fact.Time.WallMs);
                if (age > options.ForgottenMs)
                {
                    continue;
                }
                var faded = Math.Pow(0.5, Math.Max(0, age - options.FreshMs) / (double)options.HalfLifeMs);
                var weight = CrowdOptions.TrustOf(report.Source) * faded;
                (weights, sum, doubt) = (weights + weight, sum + (weight * report.DensityPerM2), doubt * (1 - weight));
                youngest = Math.Min(youngest, age);
            }
        }
        return weights == 0
            ? new ZoneCrowd(zone, options.UsualDensityPerM2, long.MaxValue, 0)
            : new ZoneCrowd(zone, ((1 - doubt) * sum / weights) + (doubt * options.UsualDensityPerM2), youngest, 1 - doubt);
    }

    private static string Key(string reporter, Ids.NodeId box) => $"{box.Number}/{reporter}";
}
