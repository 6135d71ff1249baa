using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Wire.Locations;

namespace Samagam.Node.Locations;

/// <summary>A point recorded while there was no box.</summary>
/// <param name="ClientId">The phone's own id of it; the same again is the same point.</param>
public sealed record OfflinePoint(string ClientId, PositionFix Fix);

/// <summary>What became of one point of a batch.</summary>
/// <param name="Keep">What became of it for the history; null for one that cannot be true.</param>
public readonly record struct OfflineResult(string ClientId, FixVerdict Verdict, KeepOutcome? Keep);

/// <summary>
/// A phone brings what it recorded without a box: judged in the order of recording, each against the good one before it; kept only with consent; the newest, when it is
/// recent, is the live place as well.
/// </summary>
public sealed class SyncLocations(FactDesk desk, UpdateLocation update, TrailKeeper trails, LocationOptions options)
{
    public const int MaxClientId = 64;

    /// <returns>A result per point, in the order they came in.</returns>
    public async ValueTask<IReadOnlyList<OfflineResult>> RunAsync(PersonId person, IReadOnlyList<OfflinePoint> points, CancellationToken cancellation)
    {
        var nowMs = desk.BestTime().WallMs;
        var results = new OfflineResult[points.Count];
        var good = new List<(int Index, OfflinePoint Point)>();
        var track = FixTrack.Empty;
        foreach (var (point, index) in points.Select((p, i) => (p, i)).OrderBy(p => p.p.Fix.RecordedMs).ThenBy(p => p.i))
        {
            var (verdict, next) = track.Move(point.Fix, nowMs, options.MaxBatchAgeDays * TrailBook.DayMs, options);
            track = next;
            results[index] = new(point.ClientId, verdict, null);
            if (verdict == FixVerdict.Good)
            {
                good.Add((index, point));
            }
        }
        var kept = await trails.AppendAsync(person, [.. good.Select(g => new TrailPoint(g.Point.Fix with { IsOfflineSync = true }, MarkOf(person, g.Point.ClientId)))], cancellation).ConfigureAwait(false);
        for (var i = 0; i < good.Count; i++)
        {
            results[good[i].Index] = results[good[i].Index] with { Keep = kept[i] };
        }
        if (good.Count > 0 && good[^1].Point.Fix is var newest && nowMs - newest.RecordedMs <= options.MaxLiveAgeSeconds * 1_000L)
        {
            update.Run(person, newest, isKept: true);
        }
        return results;
    }

    /// <summary>The first eight bytes of SHA-256 over person and id; never 0.</summary>
    private static ulong MarkOf(PersonId person, string clientId) =>
        Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{person}\n{clientId}"))));
}
