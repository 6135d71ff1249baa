using Samagam.Core.Geo;
using Samagam.Core.Warnings;
using Samagam.Mesh.Orders;
using Samagam.Mesh.Warnings;
using Samagam.Routing.Zones;

namespace Samagam.Node.Portal.Warnings;

/// <summary>What pages, calls and streams read of warnings. Exercises are for the staff: the public is not shown them.</summary>
internal sealed class WarningDesk(PortalParts parts)
{
    public IssueWarning Issue => parts.Node.IssueWarning;

    public WarningBook Book => parts.Node.Picture.Snapshot.Warnings;

    public long NowMs => Issue.NowMs;

    /// <summary>What the public is told now, the worst first.</summary>
    public IReadOnlyList<WarningMessage> InForce() => [.. Book.InForce(NowMs).Where(m => m.Status == WarningStatus.Actual)];

    /// <summary>What of it concerns any of these places.</summary>
    public IReadOnlyList<WarningMessage> Near(IReadOnlyList<GeoPoint> places) =>
        [.. InForce().Where(m => m.Infos.Any(i => places.Any(p => i.Reaches(p, Issue.Options.NearM))))];

    public WarningView ViewOf(WarningMessage message, ReaderTongue tongue) => WarningView.Of(message, Book, NowMs, tongue.For(message));

    /// <summary>A zone of the map, as an area: its name in both languages, its ring.</summary>
    public (string Name, IReadOnlyList<GeoPoint> Ring)? ZoneOf(string id) =>
        parts.Node.Map.View?.Map.Zones.FirstOrDefault(z => z.Id == id) is { } zone ? (NameOf(zone), OrderGround.Of(zone)) : null;

    public string NewIdentifier()
    {
        Span<byte> luck = stackalloc byte[16];
        lock (parts.Luck)
        {
            parts.Luck.GetBytes(luck);
        }
        return new Guid(luck).ToString();
    }

    private static string NameOf(Zone zone) => zone.Name.In("hi") is var hi && zone.Name.In("en") is var en && hi != en ? $"{hi} · {en}" : hi;
}
