using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Samagam.Core.Crowd;
using Samagam.Core.Geo;
using Samagam.Core.Orders;
using Samagam.Hub.Api.Operators;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Mesh.Routes;
using Samagam.Routing;
using Samagam.Routing.Zones;

namespace Samagam.Hub.Api.Ways;

/// <summary>What pages and calls about crowd and paths read, and the acts of an operator on them. Safe for concurrent use.</summary>
internal sealed class WaysDesk(HubApplication hub, RandomNumberGenerator luck, ILogger log)
{
    /// <summary>The control room speaks with one voice: what it said last of a zone stands, whoever said it.</summary>
    public const string Reporter = "control-room";

    public MapSnapshot? Map => hub.Zones.Map;

    public long NowMs => hub.Desk.BestTime().WallMs;

    /// <summary>The crowd zones of the map; none while it is being read.</summary>
    public IReadOnlyList<ZoneView> Zones() =>
        Map is { } map ? ZoneView.All(map, hub.Zones.Conditions(), hub.Picture.Snapshot, NowMs, hub.Zones.Options) : [];

    public IReadOnlyList<WayOrder> Orders() => [.. OrderView.Standing(hub.Picture.Snapshot.Orders, NowMs)];

    public WayOrder? Order(Guid id) => Orders().FirstOrDefault(o => o.Id == id);

    /// <summary>The crowd zone in which an order's middle lies, else its sector; null for neither, or an order that names paths only.</summary>
    public Zone? PlaceOf(WayOrder order) =>
        order.Area.Count > 0 && Map is { } map && MiddleOf(order) is var middle
            ? map.ZoneOf(middle, ZoneKind.Crowd) ?? map.SectorOf(middle)
            : null;

    public static Coordinate MiddleOf(WayOrder order) => new(order.Area.Average(p => p.LatitudeDeg), order.Area.Average(p => p.LongitudeDeg));

    public IReadOnlyList<GeoPoint>? GroundOf(string zone) => Map?.Zones.FirstOrDefault(z => z.Kind == ZoneKind.Crowd && z.Id == zone) is { } found ? OrderGround.Of(found) : null;

    /// <summary>How many pieces of paths an order touches on the map here; null while there is none.</summary>
    public int? PathsUnder(WayOrder order) => Map?.CountUnder(MapConditions.Of(order));

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        luck.GetBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>Keeps an order and says so in the log.</summary>
    public async ValueTask<OrderOutcome> GiveAsync(WayOrder order, CancellationToken cancellation)
    {
        var outcome = await hub.Orders.RunAsync(order, cancellation).ConfigureAwait(false);
        BoardLog.GaveOrder(log, order.By, order.Id, order.Effect, outcome);
        return outcome;
    }

    public async ValueTask<OrderOutcome> LiftAsync(Guid id, OperatorSession session, CancellationToken cancellation)
    {
        var outcome = await hub.Orders.LiftAsync(id, session.Operator.Value, cancellation).ConfigureAwait(false);
        BoardLog.LiftedOrder(log, session.Operator.Value, id, outcome);
        return outcome;
    }

    /// <summary>The request must be without a wrong field.</summary>
    public async ValueTask<CrowdOutcome> ReportAsync(CrowdRequest request, OperatorSession session, CancellationToken cancellation)
    {
        var outcome = await hub.ReportCrowd.RunAsync(new CrowdReport(request.ZoneId!, Reporter, CrowdSource.ControlRoom, request.Density()), cancellation).ConfigureAwait(false);
        BoardLog.ReportedCrowd(log, session.Operator.Value, request.ZoneId!, outcome);
        return outcome;
    }
}
