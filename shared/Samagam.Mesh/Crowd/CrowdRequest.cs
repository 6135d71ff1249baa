using Samagam.Core.Crowd;

namespace Samagam.Mesh.Crowd;

/// <summary>A report as it is given at a door: the level 1 to 5, or the density itself.</summary>
public sealed record CrowdRequest(string? ZoneId = null, int? Level = null, double? DensityPerM2 = null)
{
    /// <summary>The path of the first field that is wrong; null when all are well.</summary>
    public string? Wrong() =>
        string.IsNullOrEmpty(ZoneId) ? "$.zoneId"
        : Level is < CrowdLevels.Least or > CrowdLevels.Most ? "$.level"
        : DensityPerM2 is { } density && !(density is >= 0 and <= CrowdReport.MaxDensityPerM2) ? "$.densityPerM2"
        : Level is null == DensityPerM2 is null ? "$.level"
        : null;

    /// <summary>Persons per square metre; only after <see cref="Wrong"/> said null.</summary>
    public double Density() => DensityPerM2 ?? CrowdLevels.DensityOf(Level ?? CrowdLevels.Least);
}

/// <summary>What became of a report: <c>kept</c>, or <c>unchanged</c> when it says nothing new.</summary>
public sealed record CrowdTaken(string Result);
