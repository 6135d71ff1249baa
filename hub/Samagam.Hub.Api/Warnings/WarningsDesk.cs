using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Samagam.Core.Geo;
using Samagam.Core.Warnings;
using Samagam.Hub.Api.Operators;
using Samagam.Mesh.Orders;
using Samagam.Mesh.Warnings;
using Samagam.Routing.Zones;

namespace Samagam.Hub.Api.Warnings;

/// <summary>What pages and calls about warnings read, and the acts of an operator on them. Safe for concurrent use.</summary>
internal sealed class WarningsDesk(HubApplication hub, RandomNumberGenerator luck, ILogger log)
{
    public WarningOptions Options => hub.IssueWarning.Options;

    public WarningBook Book => hub.Picture.Snapshot.Warnings;

    public long NowMs => hub.IssueWarning.NowMs;

    public string NewIdentifier()
    {
        Span<byte> bytes = stackalloc byte[16];
        luck.GetBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>Zones of the map by id, with their names in both languages; none while it is being read.</summary>
    public IReadOnlyList<(string Id, string Name)> Zones() => [.. (hub.Zones.Map?.Zones ?? []).Select(z => (z.Id, NameOf(z))).OrderBy(z => z.Item2, StringComparer.Ordinal)];

    public (string Name, IReadOnlyList<GeoPoint> Ring)? ZoneOf(string id) =>
        hub.Zones.Map?.Zones.FirstOrDefault(z => z.Id == id) is { } zone ? (NameOf(zone), OrderGround.Of(zone)) : null;

    /// <summary>Lets a message out and says so in the log.</summary>
    public async ValueTask<WarningOutcome> IssueAsync(WarningMessage message, CancellationToken cancellation)
    {
        var outcome = await hub.IssueWarning.RunAsync(message, cancellation).ConfigureAwait(false);
        BoardLog.IssuedWarning(log, message.By, message.Id.ToString(), message.Type, outcome);
        return outcome;
    }

    public async ValueTask<WarningOutcome> CancelAsync(WarningId id, string identifier, OperatorSession session, string reason, CancellationToken cancellation)
    {
        var (outcome, _) = await hub.CancelWarning.RunAsync(id, identifier, session.Operator.Value, reason, cancellation).ConfigureAwait(false);
        BoardLog.EndedWarning(log, session.Operator.Value, id.ToString(), outcome);
        return outcome;
    }

    private static string NameOf(Zone zone) => zone.Name.In("hi") is var hi && zone.Name.In("en") is var en && hi != en ? $"{hi} · {en}" : hi;
}
