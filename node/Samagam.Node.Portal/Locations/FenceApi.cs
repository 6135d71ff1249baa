using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Locations;
using Samagam.Node.Locations;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Locations;

/// <summary>Geofences: seen by whoever is signed in, stated by the authority.</summary>
internal sealed class FenceApi(PortalParts parts, ApiReply reply, JsonBodies bodies, PacedCalls paced, OncePosts once, DevicePass passes)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/geofences", paced.Before(ListAsync)).Says(new("geofences.list", "Geofences in force", Who.Signed) { Gives = typeof(FenceView[]), Query = Paging.Parameters });
        api.MapGet("/geofences/{fenceId}", paced.Before(ShowAsync)).Says(new("geofences.one", "A geofence", Who.Signed) { Gives = typeof(FenceView), Errors = ["FENCE_UNKNOWN"] });
        api.MapPost("/geofences", paced.Before(once.Before(http => SayAsync(http, mustBeKnown: false))))
            .Says(new("geofences.make", "Make a geofence; the same fenceId again is the same fence", Who.Authority) { Takes = typeof(FenceRequest), Gives = typeof(FenceView), Status = 201, AlsoStatus = [200], Errors = ["TOO_MANY_FENCES", "REQUEST_RUNNING", "KEY_REUSED", "NOT_SAVED"] });
        api.MapPut("/geofences/{fenceId}", paced.Before(http => SayAsync(http, mustBeKnown: true)))
            .Says(new("geofences.change", "Change a geofence", Who.Authority) { Takes = typeof(FenceRequest), Gives = typeof(FenceView), Errors = ["FENCE_UNKNOWN", "NOT_SAVED"] });
        api.MapDelete("/geofences/{fenceId}", paced.Before(RemoveAsync)).Says(new("geofences.remove", "Take a geofence back", Who.Authority) { Status = 204, Errors = ["FENCE_UNKNOWN", "NOT_SAVED"] });
    }

    private Task ListAsync(HttpContext http)
    {
        var (question, wrong) = PageQuestion.Read(http.Request.Query);
        if (wrong is not null)
        {
            return reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong);
        }
        var all = parts.Node.Fences.Fences.Values.Select(f => f.Fence).OrderBy(f => f.Id).ToList();
        return reply.OkAsync(http, [.. question.Of(all).Select(FenceRequest.View)], LocationJson.Default.FenceViewArray, reply.Now, pagination: question.In(all.Count));
    }

    private Task ShowAsync(HttpContext http) => IdOf(http) is { } id && parts.Node.Fences.Find(id) is { } fence
        ? reply.OkAsync(http, FenceRequest.View(fence), LocationJson.Default.FenceView, reply.Now)
        : UnknownAsync(http);

    private async Task SayAsync(HttpContext http, bool mustBeKnown)
    {
        if (await bodies.ReadAsync(http, LocationJson.Default.FenceRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var id = new FenceId(OncePosts.IdOf(http) ?? passes.NewId());
        var known = IdOf(http);
        if (mustBeKnown && known is null)
        {
            await UnknownAsync(http).ConfigureAwait(false);
            return;
        }
        var isRight = mustBeKnown ? request.FenceId is null || request.FenceId == known.ToString() : request.FenceId is null || FenceId.TryParse(request.FenceId, out id);
        var (fence, wrong) = isRight ? request.Read(known ?? id, parts.Node.LocationLimits) : (null, "$.fenceId");
        if (fence is null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.SayFence.RunAsync(fence, mustBeKnown, http.RequestAborted).ConfigureAwait(false);
        await (outcome is FenceOutcome.Done or FenceOutcome.Unchanged
            ? reply.OkAsync(
                http, FenceRequest.View(fence), LocationJson.Default.FenceView, reply.Now, mustBeKnown || outcome == FenceOutcome.Unchanged ? StatusCodes.Status200OK : StatusCodes.Status201Created)
            : FailAsync(http, outcome)).ConfigureAwait(false);
    }

    private async Task RemoveAsync(HttpContext http)
    {
        var outcome = IdOf(http) is { } id ? await parts.Node.SayFence.RemoveAsync(id, http.RequestAborted).ConfigureAwait(false) : FenceOutcome.Unknown;
        if (outcome == FenceOutcome.Done)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await FailAsync(http, outcome).ConfigureAwait(false);
    }

    private static FenceId? IdOf(HttpContext http) => FenceId.TryParse(http.Request.RouteValues["fenceId"] as string, out var id) ? id : null;

    private Task UnknownAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "FENCE_UNKNOWN", Say.ErrorFenceUnknown);

    private Task FailAsync(HttpContext http, FenceOutcome outcome) => outcome switch
    {
        FenceOutcome.Invalid => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$", "$"),
        FenceOutcome.Unknown => UnknownAsync(http),
        FenceOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_FENCES", Say.ErrorTooManyFences),
        _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
    };
}
