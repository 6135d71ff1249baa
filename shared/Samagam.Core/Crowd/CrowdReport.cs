namespace Samagam.Core.Crowd;

/// <summary>Who says how full a zone is; how far they are believed is in <see cref="CrowdOptions.TrustOf"/>.</summary>
public enum CrowdSource : byte
{
    Unspecified = 0,

    /// <summary>A people counter: a camera, a light barrier, a mat.</summary>
    Counter = 1,

    /// <summary>A volunteer or steward on the spot.</summary>
    Staff = 2,

    /// <summary>The control room.</summary>
    ControlRoom = 3,

    /// <summary>The pilgrims at one box, taken together.</summary>
    Pilgrims = 4,
}

/// <summary>
/// One source's statement of how full one zone is (kind <c>crowd.reported</c>, law <see cref="Facts.FoldingLaw.Own"/>,
/// subject <c>crowd/{zone}/{reporter}</c>): the newest of a reporter at a box stands, all reporters are weighed together.
/// </summary>
/// <param name="Zone">The zone's id on the map.</param>
/// <param name="Reporter">Device or staff id, never a pilgrim's: those are taken together by their box.</param>
/// <param name="DensityPerM2">Persons per square metre, 0 to <see cref="MaxDensityPerM2"/>.</param>
public sealed record CrowdReport(string Zone, string Reporter, CrowdSource Source, double DensityPerM2)
{
    public const int MaxZoneLength = 40;
    public const int MaxReporterLength = 40;

    /// <summary>Bodies cannot be packed denser (Fruin 1971 measured up to 7.5).</summary>
    public const double MaxDensityPerM2 = 10;

    public string Subject => $"crowd/{Zone}/{Reporter}";

    /// <summary>Whether every word and number is within its limits.</summary>
    public bool IsValid =>
        IsWord(Zone, MaxZoneLength) && IsWord(Reporter, MaxReporterLength)
        && Source is > CrowdSource.Unspecified and <= CrowdSource.Pilgrims
        && DensityPerM2 is >= 0 and <= MaxDensityPerM2;

    private static bool IsWord(string text, int limit) =>
        text.Length is > 0 && text.Length <= limit && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
