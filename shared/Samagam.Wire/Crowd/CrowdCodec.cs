using Google.Protobuf;
using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using W = Samagam.Wire.Crowd.V1;

namespace Samagam.Wire.Crowd;

/// <summary>Crowd reports and their bodies (<c>samagam/crowd/v1/crowd.proto</c>). Densities travel in hundredths.</summary>
public static class CrowdCodec
{
    public static byte[] Serialise(CrowdReport report) => new W.Report
    {
        Zone = report.Zone,
        Reporter = report.Reporter,
        Source = (uint)report.Source,
        DensityCenti = (uint)Math.Round(report.DensityPerM2 * 100),
    }.ToByteArray();

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static CrowdReport? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.CrowdReported.Name)
        {
            return null;
        }
        try
        {
            var wire = W.Report.Parser.ParseFrom(fact.Body.Span);
            if (wire.Source > byte.MaxValue)
            {
                return null;
            }
            var report = new CrowdReport(wire.Zone, wire.Reporter, (CrowdSource)wire.Source, wire.DensityCenti / 100.0);
            return report.IsValid && fact.Subject == report.Subject ? report : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
