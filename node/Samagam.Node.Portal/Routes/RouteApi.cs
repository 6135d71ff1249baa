using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Routes;

/// <summary>Body of a question for a route; <paramref name="Metric"/> is <c>quickest</c> (default) or <c>shortest</c>.</summary>
internal sealed record RouteRequest(PointRequest? From = null, PointRequest? To = null, string? Metric = null);

/// <summary>Walking routes on the map of this box.</summary>
internal sealed class RouteApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Languages languages, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api) => api.MapPost("/routes/calculate", paced.Before(CalculateAsync));

    private async Task CalculateAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.RouteRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var field = request.From?.Point is null ? "$.from" : request.To?.Point is null ? "$.to" : request.Metric is not (null or "quickest" or "shortest") ? "$.metric" : null;
        if (field is not null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        if (parts.Map() is not { } map)
        {
            await reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NO_MAP", Say.ErrorNoMap).ConfigureAwait(false);
            return;
        }
        var metric = request.Metric == "shortest" ? WalkMetric.Shortest : WalkMetric.Quickest;
        var outcome = map.Route(RouteView.Of(request.From!.Point!.Value), RouteView.Of(request.To!.Point!.Value), metric);
        await (outcome switch
        {
            RouteFound found => reply.OkAsync(
                http,
                RouteView.Of(found, languages.OfApi(http).Tag, map.Version),
                PortalJson.Default.RouteView,
                new Freshness("map " + map.Version, parts.Node.Self.Node.ToString(), 0)),
            NoRoute { Reason: NoRouteReason.StartFarFromPaths } => RefuseAsync(http, "FAR_FROM_PATHS", "$.from"),
            NoRoute { Reason: NoRouteReason.EndFarFromPaths } => RefuseAsync(http, "FAR_FROM_PATHS", "$.to"),
            NoRoute { Reason: NoRouteReason.LimitReached } => RefuseAsync(http, "TOO_FAR", null),
            _ => RefuseAsync(http, "NO_ROUTE", null),
        }).ConfigureAwait(false);
    }

    private Task RefuseAsync(HttpContext http, string code, string? field) =>
        reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, code, Say.ErrorNoRoute, field);
}
