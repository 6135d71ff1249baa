using System.Collections.Concurrent;
using Samagam.Core.Crowd;

namespace Samagam.Node.Crowd;

/// <summary>
/// What the pilgrims at this box say of each zone, taken together: the middle of the newest word of each phone. No phone is
/// named beyond this memory. Bounded.
/// </summary>
public sealed class PilgrimReports(TimeProvider time)
{
    /// <summary>A phone's word counts this long.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Phones remembered per zone, and zones.</summary>
    public const int MaxPhones = 500;
    public const int MaxZones = 1_000;

    /// <summary>The name under which they are reported.</summary>
    public const string Reporter = "people";

    private readonly ConcurrentDictionary<string, Dictionary<string, (double Density, long At)>> _zones = new(StringComparer.Ordinal);

    /// <summary>Takes a phone's word and gives the report of all; null when there are too many to remember.</summary>
    public CrowdReport? Take(string zone, string phone, int level)
    {
        if (_zones.Count >= MaxZones && !_zones.ContainsKey(zone))
        {
            return null;
        }
        var said = _zones.GetOrAdd(zone, _ => new(StringComparer.Ordinal));
        lock (said)
        {
            foreach (var old in said.Where(s => time.GetElapsedTime(s.Value.At) >= Life).Select(s => s.Key).ToList())
            {
                said.Remove(old);
            }
            if (said.Count >= MaxPhones && !said.ContainsKey(phone))
            {
                return null;
            }
            said[phone] = (CrowdLevels.DensityOf(level), time.GetTimestamp());
            var sorted = said.Values.Select(s => s.Density).Order().ToList();
            return new CrowdReport(zone, Reporter, CrowdSource.Pilgrims, sorted[sorted.Count / 2]);
        }
    }
}
