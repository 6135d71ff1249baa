using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Content;
using Samagam.Core.Plans;
using Samagam.Node.Plans;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Content;

/// <summary>How far one came.</summary>
/// <param name="CompletedPois">Ids of places of the itinerary.</param>
/// <param name="CurrentIndex">0 to the number of its places.</param>
internal sealed record ProgressRequest(IReadOnlyList<string>? CompletedPois = null, int? CurrentIndex = null);

/// <summary>How far one came, as all boxes heard of know.</summary>
/// <param name="CurrentPoi">Left out at the end.</param>
internal sealed record ProgressView(string ItineraryId, IReadOnlyList<string> CompletedPois, int CurrentIndex, string? CurrentPoi, int Places, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(ProgressRequest))]
[JsonSerializable(typeof(ProgressView))]
internal sealed partial class ProgressJson : JsonSerializerContext;

/// <summary>One's own progress on itineraries: what was completed anywhere is completed.</summary>
internal sealed class ProgressApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        const string One = "/itineraries/{itineraryId}";
        api.MapPost(One + "/start", paced.Before(StartAsync))
            .Says(new("itineraries.start", "Start a plan; a second time changes nothing", Who.Pilgrim, Whose.Own) { Gives = typeof(ProgressView), Status = 201, Errors = ["ITINERARY_UNKNOWN"] });
        api.MapPut(One + "/progress", paced.Before(TellAsync))
            .Says(new("itineraries.progress", "Say how far you came", Who.Pilgrim, Whose.Own) { Takes = typeof(ProgressRequest), Gives = typeof(ProgressView), Errors = ["ITINERARY_UNKNOWN"], Example = """{"completedPois":["ram-ghat"],"currentIndex":1}""" });
        api.MapGet(One + "/progress", paced.Before(ShowAsync))
            .Says(new("itineraries.own-progress", "How far you came", Who.Pilgrim, Whose.Own) { Gives = typeof(ProgressView), Errors = ["ITINERARY_UNKNOWN", "NOT_STARTED"] });
    }

    private async Task StartAsync(HttpContext http)
    {
        if (PlanOf(http) is not { } plan)
        {
            await UnknownAsync(http).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.Plans.StartAsync(callers.Of(http).Person!.Person, plan.Id, http.RequestAborted).ConfigureAwait(false);
        await EndAsync(http, plan, outcome, outcome == PlanOutcome.Kept ? StatusCodes.Status201Created : StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private async Task TellAsync(HttpContext http)
    {
        if (PlanOf(http) is not { } plan)
        {
            await UnknownAsync(http).ConfigureAwait(false);
            return;
        }
        if (await bodies.ReadAsync(http, ProgressJson.Default.ProgressRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var wrong = request.CompletedPois is not { } completed || completed.Count > PlanProgress.MaxCompleted || !completed.All(plan.Stops.Contains) ? "$.completedPois"
            : request.CurrentIndex is not { } index || index < 0 || index > plan.Stops.Count ? "$.currentIndex"
            : null;
        if (wrong is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.Plans.TellAsync(callers.Of(http).Person!.Person, plan.Id, request.CompletedPois!, request.CurrentIndex!.Value, http.RequestAborted).ConfigureAwait(false);
        await EndAsync(http, plan, outcome, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext http) => PlanOf(http) is { } plan ? EndAsync(http, plan, PlanOutcome.Unchanged, StatusCodes.Status200OK) : UnknownAsync(http);

    private Task EndAsync(HttpContext http, Itinerary plan, PlanOutcome outcome, int status)
    {
        switch (outcome)
        {
            case PlanOutcome.Erased:
                return reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", Say.ErrorNotSignedIn);
            case PlanOutcome.StoreFailed:
                return reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved);
            default:
                break;
        }
        if (parts.Node.Plans.Of(callers.Of(http).Person!.Person, plan.Id) is not { } at)
        {
            return reply.ErrorAsync(http, StatusCodes.Status404NotFound, "NOT_STARTED", Say.ErrorPlanNotStarted);
        }
        http.Response.Headers.CacheControl = "private, no-store";
        // A newer edition of the pack may have fewer places.
        var index = Math.Min(at.CurrentIndex, plan.Stops.Count);
        var view = new ProgressView(
            plan.Id, at.Completed, index, index < plan.Stops.Count ? plan.Stops[index] : null, plan.Stops.Count,
            DateTimeOffset.FromUnixTimeMilliseconds(at.StartedMs), DateTimeOffset.FromUnixTimeMilliseconds(at.AtMs));
        return reply.OkAsync(http, view, ProgressJson.Default.ProgressView, reply.Now, status);
    }

    private Itinerary? PlanOf(HttpContext http) => parts.Node.Content.InForce.Itinerary((string)http.Request.RouteValues["itineraryId"]!);

    private Task UnknownAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "ITINERARY_UNKNOWN", Say.ErrorPlanUnknown);
}
