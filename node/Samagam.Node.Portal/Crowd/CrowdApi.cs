using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Crowd;
using Samagam.Node.Crowd;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Node.Portal.Crowd;

/// <summary>How full a zone is, as routes reckon with it. Age and belief are left out where nobody has spoken.</summary>
internal sealed record ZoneView(string ZoneId, string Name, string NameHi, int Level, double DensityPerM2, bool Dangerous, long? AgeSeconds, double Belief);

/// <summary>Body of a report: the level 1 to 5, or the density itself.</summary>
internal sealed record CrowdRequest(string? ZoneId = null, int? Level = null, double? DensityPerM2 = null);

/// <summary>What became of a report: <c>kept</c>, or <c>unchanged</c> when it says nothing new.</summary>
internal sealed record CrowdTaken(string Result);

/// <summary>Crowd levels of the zones: read by everybody, said by staff in their own name and by pilgrims together.</summary>
internal sealed class CrowdApi(PortalParts parts, ApiReply reply, JsonBodies bodies, StaffDoor staff, PilgrimReports pilgrims, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/crowd", paced.Before(ShowAsync));
        api.MapPost("/crowd/reports", paced.Before(ReportAsync));
    }

    /// <summary>The zones of the map in force.</summary>
    public IReadOnlyList<ZoneView> Zones()
    {
        if (parts.Node.Map.View is not { } view)
        {
            return [];
        }
        var now = parts.Node.Desk.BestTime().WallMs;
        var book = parts.Node.Picture.Snapshot.Crowd;
        return
        [
            .. view.Map.Zones.Where(z => z.Kind == ZoneKind.Crowd).Select(z =>
            {
                var crowd = book.At(z.Id, now, parts.Node.Map.Options);
                var known = view.Conditions.Zones.TryGetValue(z.Id, out var condition) ? condition : new ZoneCondition(crowd.DensityPerM2, IsDangerous: false);
                return new ZoneView(
                    z.Id, z.Name.In("en"), z.Name.In("hi"), CrowdLevels.Of(known.DensityPerM2), Math.Round(known.DensityPerM2, 2), known.IsDangerous,
                    crowd.Belief > 0 ? crowd.AgeMs / 1000 : null, Math.Round(crowd.Belief, 2));
            }),
        ];
    }

    private Task ShowAsync(HttpContext http) => reply.OkAsync(http, Zones(), PortalJson.Default.IReadOnlyListZoneView, reply.Now);

    private async Task ReportAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.CrowdRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var field = string.IsNullOrEmpty(request.ZoneId) ? "$.zoneId"
            : request.Level is < CrowdLevels.Least or > CrowdLevels.Most ? "$.level"
            : request.DensityPerM2 is < 0 or > CrowdReport.MaxDensityPerM2 || request.DensityPerM2 is { } d && !double.IsFinite(d) ? "$.densityPerM2"
            : request.Level is null == request.DensityPerM2 is null ? "$.level"
            : null;
        if (field is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        var density = request.DensityPerM2 ?? CrowdLevels.DensityOf(request.Level!.Value);
        var report = staff.SessionOf(http) is { } me
            ? new CrowdReport(request.ZoneId!, me.Responder.Value, CrowdSource.Staff, density)
            : pilgrims.Take(request.ZoneId!, DevicePass.NameOf(http) ?? PacedCalls.AddressOf(http), CrowdLevels.Of(density));
        var outcome = report is null ? CrowdOutcome.NotTaken : await parts.Node.ReportCrowd.RunAsync(report, http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            CrowdOutcome.Kept => reply.OkAsync(http, new CrowdTaken("kept"), PortalJson.Default.CrowdTaken, status: StatusCodes.Status201Created),
            CrowdOutcome.Unchanged => reply.OkAsync(http, new CrowdTaken("unchanged"), PortalJson.Default.CrowdTaken),
            CrowdOutcome.NotTaken => reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, "ZONE_UNKNOWN", Say.ErrorZone, "$.zoneId"),
            CrowdOutcome.Invalid => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.zoneId", "$.zoneId"),
            _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        }).ConfigureAwait(false);
    }
}
