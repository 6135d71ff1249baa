using System.Text.Json;
using Samagam.Core.Crowd;
using Samagam.Trust;

namespace Samagam.Node.Links.Devices;

/// <summary>
/// What a people counter says: <c>{"density": 2.5}</c> in persons per square metre, or <c>{"level": 3}</c>; <c>"zone"</c> when it looks at
/// another one than it stands in.
/// </summary>
public static class PeopleCounter
{
    private const int MaxPayloadBytes = 500;

    /// <param name="zoneHere">The crowd zone the device stands in, or null.</param>
    /// <returns>Null when it cannot be understood or no zone is known.</returns>
    public static CrowdReport? Read(DeviceCredential device, ReadOnlyMemory<byte> payload, string? zoneHere)
    {
        if (payload.Length is 0 or > MaxPayloadBytes)
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(payload);
            var said = document.RootElement;
            if (said.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            var zone = said.TryGetProperty("zone", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : zoneHere;
            double? density = said.TryGetProperty("density", out var d) && d.ValueKind == JsonValueKind.Number ? d.GetDouble()
                : said.TryGetProperty("level", out var l) && l.ValueKind == JsonValueKind.Number && l.TryGetInt32(out var level) && level is >= CrowdLevels.Least and <= CrowdLevels.Most
                    ? CrowdLevels.DensityOf(level)
                    : null;
            return zone is null || density is null ? null : new CrowdReport(zone, device.Id, CrowdSource.Counter, density.Value) is { IsValid: true } report ? report : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
