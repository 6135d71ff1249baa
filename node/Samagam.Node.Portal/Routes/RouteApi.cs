using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Routes;

/// <summary>Walking routes on the live map of this box.</summary>
internal sealed class RouteApi(
    PortalParts parts, ApiReply reply, JsonBodies bodies, Languages languages, StaffDoor staff, RouteBook book, RouteShares shares, RouteChecks checks, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/routes/calculate", paced.Before(CalculateAsync))
            .Says(new("routes.calculate", "Walk from here to there", Who.Everybody) { Takes = typeof(RouteRequest), Example = """{"from":{"lat":23.1850,"lng":75.7670},"to":{"lat":23.1860,"lng":75.7670}}""", Gives = typeof(RouteView), Errors = ["NO_MAP", "NO_ROUTE", "FAR_FROM_PATHS", "TOO_FAR", "STOP_AVOIDED", "NOT_SIGNED_IN"] });
        // Else it would be taken for the id of a route.
        api.MapGet("/routes/calculate", http => reply.WrongMethodAsync(http, HttpMethods.Post)).Says(new("routes.calculate-how", "Says that routes are asked for by POST", Who.Everybody) { Status = 405 });
        api.MapGet("/routes/options", paced.Before(OptionsAsync))
            .Says(new("routes.options", "The ways side by side: fastest, least crowded, step-free, with water and toilets", Who.Everybody)
            {
                Gives = typeof(IReadOnlyList<RouteOption>), Query = [new("from", "string", "lat,lng", true, "23.1850,75.7670"), new("to", "string", "lat,lng", true, "23.1860,75.7670")], Errors = ["NO_MAP", "NO_ROUTE", "FAR_FROM_PATHS", "TOO_FAR"],
            });
        api.MapGet("/routes/{routeId}", paced.Before(CheckAsync)).Says(new("routes.one", "A kept route, and whether it is still good", Who.Everybody, Whose.Known) { Gives = typeof(RouteCheck), Errors = ["ROUTE_UNKNOWN", "NO_MAP"] });
    }

    private readonly TimeZoneInfo _zone = parts.Options.LocalZone();

    private long NowMs => parts.Node.Desk.BestTime().WallMs;

    private async Task CalculateAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, PortalJson.Default.RouteRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.Wrong(DateTimeOffset.FromUnixTimeMilliseconds(NowMs), _zone) is { } field)
        {
            await reply.ErrorAsync(http, ApiError.InvalidField, field, field).ConfigureAwait(false);
            return;
        }
        var question = request.Question();
        if (question.Metric == WalkMetric.Emergency && staff.SessionOf(http) is null)
        {
            // It leads through gates and danger: not for the public.
            await reply.ErrorAsync(http, ApiError.NotSignedIn, "$.profile").ConfigureAwait(false);
            return;
        }
        var view = request.DepartureIn(_zone) is { } departure ? parts.Node.Map.At(departure.ToUnixTimeMilliseconds()) : parts.Node.Map.View;
        if (view is null)
        {
            await reply.NoMapAsync(http).ConfigureAwait(false);
            return;
        }
        var language = languages.OfApi(http, request.Language).Tag;
        // Who walks later is not in the crowd of now.
        var choice = shares.Choice(view, question, request.Alternatives ?? 0, isNow: request.Departure is null);
        await (choice.Best switch
        {
            RouteFound found => reply.OkAsync(
                http,
                Kept(question, found, view, language) with
                {
                    Alternatives = request.Alternatives is null ? null : [.. choice.Alternatives.Select(a => Kept(question, a, view, language))],
                },
                PortalJson.Default.RouteView,
                reply.Of(view)),
            NoRoute none => RefuseAsync(http, none, question),
            _ => throw new InvalidOperationException("a route outcome is found or not found"),
        }).ConfigureAwait(false);
    }

    /// <summary>The same walk by what people ask for, side by side.</summary>
    private Task OptionsAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(k => k is not ("from" or "to" or "lang")) is { } unknown)
        {
            return reply.ErrorAsync(http, ApiError.InvalidField, unknown, unknown);
        }
        if (!PlaceText.TryParse(query["from"], out var from) || !PlaceText.TryParse(query["to"], out var to))
        {
            var field = PlaceText.TryParse(query["from"], out _) ? "to" : "from";
            return reply.ErrorAsync(http, ApiError.InvalidField, field, field);
        }
        if (parts.Node.Map.View is not { } view)
        {
            return reply.NoMapAsync(http);
        }
        var language = languages.OfApi(http).Tag;
        var outcomes = ((WalkMetric[])[WalkMetric.Shortest, WalkMetric.Crowd, WalkMetric.Accessible, WalkMetric.Amenity])
            .Select(metric => (Metric: metric, Outcome: shares.Choice(view, new RouteQuestion([from, to], metric, []), alternatives: 0, isNow: true).Best)).ToList();
        if (outcomes.All(o => o.Outcome is NoRoute))
        {
            return RefuseAsync(http, (NoRoute)outcomes[0].Outcome, new RouteQuestion([from, to], WalkMetric.Shortest, []), at: "");
        }
        return reply.OkAsync(
            http,
            [
                new RouteOption("fastest", Keep(RouteShares.Fastest(outcomes[0], outcomes[1]))),
                new RouteOption("least-crowded", Keep(outcomes[1])),
                new RouteOption("step-free", Keep(outcomes[2])),
                new RouteOption("amenities", Keep(outcomes[3])),
            ],
            PortalJson.Default.IReadOnlyListRouteOption,
            reply.Of(view));

        RouteView? Keep((WalkMetric Metric, RouteOutcome Outcome) option) =>
            option.Outcome is RouteFound found ? Kept(new RouteQuestion([from, to], option.Metric, []), found, view, language) : null;
    }

    /// <summary>Whether a route that was given still holds, and the new one where it does not.</summary>
    private Task CheckAsync(HttpContext http)
    {
        if (book.Find((string)http.Request.RouteValues["routeId"]!) is not { } kept)
        {
            return reply.ErrorAsync(http, ApiError.RouteUnknown);
        }
        if (parts.Node.Map.View is not { } view)
        {
            return reply.NoMapAsync(http);
        }
        var state = RouteChecks.StateOf(kept, view);
        var better = state != "good" && checks.Better(kept, view) is { } next
            ? RouteView.Of(next.Found, view, next.Question.Metric, next.Language, parts.Node.Map.CrowdAgeMs, next.Id)
            : null;
        var old = RouteView.Of(kept.Found, view, kept.Question.Metric, kept.Language, parts.Node.Map.CrowdAgeMs, kept.Id) with { MapVersion = kept.MapVersion, Epoch = kept.Epoch };
        return reply.OkAsync(http, new RouteCheck(state, view.Conditions.Epoch, old, better, checks.Why(kept, view, state)), PortalJson.Default.RouteCheck, reply.Of(view));
    }

    private RouteView Kept(RouteQuestion question, RouteFound found, MapView view, string language) =>
        RouteView.Of(found, view, question.Metric, language, parts.Node.Map.CrowdAgeMs, book.Keep(question, found, view, language).Id);

    /// <param name="at">How paths of fields begin.</param>
    private Task RefuseAsync(HttpContext http, NoRoute none, RouteQuestion question, string at = "$.")
    {
        var last = question.Stops.Count - 1;
        return none.Reason switch
        {
            NoRouteReason.StartFarFromPaths => FarAsync(StopField(0)),
            NoRouteReason.EndFarFromPaths => FarAsync(StopField(last)),
            NoRouteReason.ViaFarFromPaths => FarAsync(StopField(none.Stop)),
            NoRouteReason.StopInAvoided => RefuseAsync(
                http, ApiError.StopAvoided, string.Create(CultureInfo.InvariantCulture, $"{at}avoid[{none.Ring}]"), StopField(none.Stop)),
            NoRouteReason.LimitReached => RefuseAsync(http, ApiError.TooFar, null),
            _ => RefuseAsync(http, ApiError.NoRoute, null),
        };

        Task FarAsync(string field) => RefuseAsync(http, ApiError.FarFromPaths, field, field);

        string StopField(int stop) => stop <= 0 ? at + "from" : stop >= last ? at + "to" : string.Create(CultureInfo.InvariantCulture, $"{at}via[{stop - 1}]");
    }

    private Task RefuseAsync(HttpContext http, ApiError error, string? field, params ReadOnlySpan<object?> values) => reply.ErrorAsync(http, error, field, values);
}
