using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Crowd;
using Samagam.Mesh.Crowd;
using Samagam.Node.Crowd;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal.Crowd;

/// <summary>Crowd levels of the zones: read by everybody, said by staff in their own name and by pilgrims together.</summary>
internal sealed class CrowdApi(PortalParts parts, ApiReply reply, JsonBodies bodies, StaffDoor staff, PilgrimReports pilgrims, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/crowd", paced.Before(ShowAsync)).Says(new("crowd.show", "How full the zones are", Who.Everybody) { Gives = typeof(IReadOnlyList<ZoneView>) });
        api.MapPost("/crowd/reports", paced.Before(ReportAsync))
            .Says(new("crowd.report", "Say how full a zone is", Who.Everybody) { Takes = typeof(CrowdRequest), Gives = typeof(CrowdTaken), Status = 201, Errors = ["ZONE_UNKNOWN", "NOT_SAVED"], Example = """{"zoneId":"north","level":3}""" });
    }

    /// <summary>The zones of the map in force.</summary>
    public IReadOnlyList<ZoneView> Zones() => parts.Node.Map.View is { } view
        ? ZoneView.All(view.Map, view.Conditions, parts.Node.Picture.Snapshot, parts.Node.Desk.BestTime().WallMs, parts.Node.Map.Options)
        : [];

    private Task ShowAsync(HttpContext http) => reply.OkAsync(http, Zones(), PortalJson.Default.IReadOnlyListZoneView, reply.Now);

    private async Task ReportAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.CrowdRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.Wrong() is { } field)
        {
            await reply.ErrorAsync(http, ApiError.InvalidField, field, field).ConfigureAwait(false);
            return;
        }
        var density = request.Density();
        var report = staff.SessionOf(http) is { } me
            ? new CrowdReport(request.ZoneId!, me.Responder.Value, CrowdSource.Staff, density)
            : pilgrims.Take(request.ZoneId!, DevicePass.NameOf(http) ?? PacedCalls.AddressOf(http), CrowdLevels.Of(density));
        var outcome = report is null ? CrowdOutcome.NotTaken : await parts.Node.ReportCrowd.RunAsync(report, http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            CrowdOutcome.Kept => reply.OkAsync(http, new CrowdTaken("kept"), PortalJson.Default.CrowdTaken, status: StatusCodes.Status201Created),
            CrowdOutcome.Unchanged => reply.OkAsync(http, new CrowdTaken("unchanged"), PortalJson.Default.CrowdTaken),
            CrowdOutcome.NotTaken => reply.ErrorAsync(http, ApiError.ZoneUnknown, "$.zoneId"),
            CrowdOutcome.Invalid => reply.ErrorAsync(http, ApiError.InvalidField, "$.zoneId", "$.zoneId"),
            _ => reply.ErrorAsync(http, ApiError.NotSaved),
        }).ConfigureAwait(false);
    }
}
