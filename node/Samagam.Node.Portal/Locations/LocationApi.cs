using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Node.Locations;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.People;

namespace Samagam.Node.Portal.Locations;

/// <summary>Where people say they are: live, later, and what was kept of it.</summary>
internal sealed class LocationApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced, LocationDesk desk)
{
    public void Map(IEndpointRouteBuilder api)
    {
        // Its own pace, ten a second, in place of the general one.
        api.MapPost("/locations/update", UpdateAsync)
            .Says(new("locations.update", "Say where one is; shown to groups one shares with, kept only with consent", Who.Pilgrim, Whose.Own) { Takes = typeof(PointRequest), Gives = typeof(PointTaken), Errors = ["IMPOSSIBLE_POINT", "NOT_YOU", "TOO_MANY_REQUESTS"] });
        api.MapPost("/locations/batch", paced.Before(BatchAsync))
            .Says(new("locations.batch", "Points recorded without a box, each with an id of the phone's own; a result per point, and the same again is known", Who.Pilgrim, Whose.Own) { Takes = typeof(BatchRequest), Gives = typeof(IReadOnlyList<PointResult>), Errors = ["NOT_YOU"] });
        api.MapGet("/locations/history", paced.Before(HistoryAsync))
            .Says(new("locations.history", "What this box kept of one's own way, newest first", Who.Pilgrim, Whose.Own) { Gives = typeof(HistoryPoint[]), Query = Paging.Parameters });
    }

    private LocationOptions Limits => parts.Node.LocationLimits;

    private async Task UpdateAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, LocationJson.Default.PointRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var ending = desk.Take(Me(http), request);
        await (ending switch
        {
            { WaitSeconds: > 0 and var wait } => reply.WaitAsync(http, wait),
            { IsNotYou: true } => NotYouAsync(http, "$.userId"),
            { Wrong: { } wrong } => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong),
            { Update.Verdict: not FixVerdict.Good and var verdict } => reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, "IMPOSSIBLE_POINT", LocationDesk.Why(verdict), verdict.Word()),
            _ => reply.OkAsync(
                http,
                new PointTaken(ending.Update.IsKept, Limits.OwnFreshSeconds, [.. ending.Update.Fences.Where(f => f.Fence.Tells.HasFlag(FenceTells.Person)).Select(FenceEvent.Of)]),
                LocationJson.Default.PointTaken,
                reply.Now),
        }).ConfigureAwait(false);
    }

    private async Task BatchAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, LocationJson.Default.BatchRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var me = Me(http);
        var points = new List<OfflinePoint>();
        var wrong = request.Locations is not { Count: > 0 } given || given.Count > Limits.MaxBatch ? "$.locations" : null;
        for (var i = 0; wrong is null && i < request.Locations!.Count; i++)
        {
            var item = request.Locations[i];
            if (item?.UserId is { } user && user != me.ToString())
            {
                await NotYouAsync(http, $"$.locations[{i}].userId").ConfigureAwait(false);
                return;
            }
            var (fix, missing) = item?.Read() ?? (null, "lat");
            wrong = fix is null ? $"$.locations[{i}].{missing}"
                : item!.ClientId is not { Length: > 0 and <= SyncLocations.MaxClientId } ? $"$.locations[{i}].clientId"
                : null;
            if (wrong is null)
            {
                points.Add(new OfflinePoint(item!.ClientId!, fix!));
            }
        }
        if (wrong is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong).ConfigureAwait(false);
            return;
        }
        var results = await parts.Node.SyncLocations.RunAsync(me, points, CancellationToken.None).ConfigureAwait(false);
        await reply.OkAsync(http, [.. results.Select(PointResult.Of)], LocationJson.Default.IReadOnlyListPointResult, reply.Now).ConfigureAwait(false);
    }

    private Task HistoryAsync(HttpContext http)
    {
        var (question, wrong) = PageQuestion.Read(http.Request.Query);
        if (wrong is not null)
        {
            return reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong);
        }
        var me = Me(http);
        var all = parts.Node.Trails.PendingOf(me).OrderByDescending(p => p.Fix.RecordedMs).Concat(parts.Node.TrailBook.Of(me)).OrderByDescending(p => p.Fix.RecordedMs).ToList();
        return reply.OkAsync(http, [.. question.Of(all).Select(HistoryPoint.Of)], LocationJson.Default.HistoryPointArray, reply.Now, pagination: question.In(all.Count));
    }

    private Task NotYouAsync(HttpContext http, string field) => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "NOT_YOU", Say.ErrorNotYou, field);

    private PersonId Me(HttpContext http) => callers.Of(http).Person!.Person;
}
