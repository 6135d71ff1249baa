using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Crowd;

namespace Samagam.Mesh.Crowd;

/// <summary>How a report ended.</summary>
public enum CrowdOutcome : byte
{
    /// <summary>On this box's disk and on its way.</summary>
    Kept,

    /// <summary>Says what the same reporter said a moment ago: nothing to pass on.</summary>
    Unchanged,

    /// <summary>A word or number is outside its limits.</summary>
    Invalid,

    /// <summary>The zone is not on the map, or has too many reporters already.</summary>
    NotTaken,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>
/// Somebody or something says how full a zone is. What changes nothing worth knowing is not passed on, so that a counter
/// that speaks every second costs the mesh little.
/// </summary>
/// <param name="zoneExists">Whether the map of this box has the zone.</param>
public sealed class ReportCrowd(FactDesk desk, EventPicture picture, CrowdOptions options, Func<string, bool> zoneExists)
{
    /// <summary>A change below this, within the freshness time and the same level, is not passed on.</summary>
    private const double WorthTelling = 0.25;

    public async ValueTask<CrowdOutcome> RunAsync(CrowdReport report, CancellationToken cancellation)
    {
        if (!report.IsValid)
        {
            return CrowdOutcome.Invalid;
        }
        if (!zoneExists(report.Zone))
        {
            return CrowdOutcome.NotTaken;
        }
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var book = picture.Snapshot.Crowd;
                    if (book.LastOf(report.Zone, report.Reporter, desk.Self) is { } last)
                    {
                        if (scope.Now.WallMs - last.AtMs < options.FreshMs / 2 && !IsNews(last.DensityPerM2, report.DensityPerM2))
                        {
                            return CrowdOutcome.Unchanged;
                        }
                    }
                    else if (book.ReportersOf(report.Zone, desk.Self) >= options.MaxReportersPerZone)
                    {
                        return CrowdOutcome.NotTaken;
                    }
                    scope.Author(FactKinds.CrowdReported, report.Subject, CrowdCodec.Serialise(report));
                    return CrowdOutcome.Kept;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return CrowdOutcome.StoreFailed;
        }
    }

    private static bool IsNews(double before, double now) =>
        Math.Abs(now - before) >= WorthTelling || CrowdLevels.Of(before) != CrowdLevels.Of(now);
}
