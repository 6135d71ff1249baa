using Samagam.Core.Crowd;
using Samagam.Core.Geo;
using Samagam.Core.Orders;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>The product's own sample map as a place where things happen: a walk with another beside it, what closes it, and a crowd.</summary>
internal static class SampleEvent
{
    public static readonly MapSnapshot Map = MapSnapshot.Sample();

    public static Coordinate At(string name) => Map.Amenities.First(a => a.Name.En == name).Point;

    public static object Walk(string from = "Ujjain Junction", string to = "Ram Ghat", string profile = "crowd") =>
        new { from = Body(At(from)), to = Body(At(to)), profile };

    /// <summary>Closes a square of about 60 m round a point.</summary>
    public static async Task<Guid> CloseAsync(PortalBox box, Coordinate at, double reachDeg = 0.0003, string reason = "", string reasonHi = "")
    {
        var now = box.Node.Desk.BestTime().WallMs;
        var order = new WayOrder
        {
            Id = Guid.NewGuid(),
            Effect = OrderEffect.Closed,
            Area = [Corner(-1, -1), Corner(1, -1), Corner(1, 1), Corner(-1, 1)],
            FromMs = now - 1_000,
            UntilMs = now + 3_600_000,
            By = "test",
            ReasonEn = reason,
            ReasonHi = reasonHi,
        };
        Assert.Equal(OrderOutcome.Kept, await box.Node.Orders.RunAsync(order, PortalBox.Cancel));
        return order.Id;

        GeoPoint Corner(int lat, int lng) => new(at.LatitudeDeg + (lat * reachDeg), at.LongitudeDeg + (lng * reachDeg));
    }

    public static async Task LiftAsync(PortalBox box, Guid order) => Assert.Equal(OrderOutcome.Kept, await box.Node.Orders.LiftAsync(order, "test", PortalBox.Cancel));

    public static async Task CrowdAsync(PortalBox box, string zone, double density) =>
        Assert.Equal(CrowdOutcome.Kept, await box.Node.ReportCrowd.RunAsync(new CrowdReport(zone, "counter-" + density, CrowdSource.ControlRoom, density), PortalBox.Cancel));

    private static object Body(Coordinate point) => new { lat = point.LatitudeDeg, lng = point.LongitudeDeg };
}
