using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Content;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Content;

/// <summary>Places worth visiting and plans for a day, from the content pack in force. A phone may keep them for a day; what depends on walks, for five minutes.</summary>
internal sealed class ContentApi(PortalParts parts, ApiReply reply, PacedCalls paced, Languages languages, PoiAnswers answers, PlanWalks walks)
{
    private const int CatalogueSeconds = 86_400;
    private const int WalkSeconds = 300;

    public void Map(IEndpointRouteBuilder api)
    {
        var (searched, listed) = (paced.BeforeSearch(PoisAsync), paced.Before(PoisAsync));
        api.MapGet("/pois", http => (http.Request.Query.ContainsKey("q") ? searched : listed)(http))
            .Says(new("pois.list", "Places worth visiting; with q it has the pace of a search", Who.Everybody) { Pace = ApiPace.General, Gives = typeof(PoiView[]), IsTagged = true, Query = [new("q", "string", "Words to search for", Example: "mahakal"), new("category", "string", "Only of this category"), new("min_significance", "integer", "1 to 5") { Min = 1, Max = 5 }, new("near", "string", "lat,lng: the nearest first, by walking"), .. Paging.Parameters], Errors = ["NO_MAP", "FAR_FROM_PATHS"] });
        api.MapGet("/pois/{poiId}", paced.Before(PoiAsync)).Says(new("pois.one", "One place", Who.Everybody) { Gives = typeof(PoiView), IsTagged = true, Errors = ["POI_UNKNOWN"] });
        api.MapGet("/itineraries", paced.Before(ItinerariesAsync)).Says(new("itineraries.list", "Plans for a day", Who.Everybody) { Gives = typeof(ItineraryView[]), IsTagged = true, Query = [new("pilgrim_type", "string", "Only for these pilgrims"), .. Paging.Parameters] });
        api.MapGet("/itineraries/{itineraryId}", paced.Before(ItineraryAsync)).Says(new("itineraries.one", "One plan", Who.Everybody) { Gives = typeof(ItineraryView), IsTagged = true, Errors = ["ITINERARY_UNKNOWN"] });
    }

    private Task PoisAsync(HttpContext http)
    {
        var question = PoiQuestion.Read(http.Request.Query, ContentDoor.Pois);
        if (question.Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        var pack = parts.Node.Content.InForce;
        if (question.Near is not null && parts.Node.Map.View is null)
        {
            return reply.NoMapAsync(http);
        }
        if (answers.Find(pack, question, question.Near) is not { } found)
        {
            return reply.ErrorAsync(http, ApiError.FarFromPaths, "near", "near");
        }
        var w = Speak(http);
        var (first, count) = Part(question, found.Count);
        PoiView[] views =
        [
            .. found.Skip(first).Take(count).Select(f => PoiView.Of(f.Poi, pack, w) with
            {
                WalkSeconds = f.Walk is { } t ? (int)Math.Round(t.Seconds) : null,
                DistanceMeters = f.Walk is { } l ? (int)Math.Round(l.LengthMetres) : null,
                Score = f.Score is { } score ? Math.Round(score, 3) : null,
            }),
        ];
        return IsKnown(http, pack, w, Envelope.Text(views, PortalJson.Default.PoiViewArray) + found.Count, question.Near is null ? CatalogueSeconds : WalkSeconds)
            ? Task.CompletedTask
            : reply.OkAsync(http, views, PortalJson.Default.PoiViewArray, Fresh(pack), pagination: new Pagination(question.Page, question.Limit, found.Count));
    }

    private Task PoiAsync(HttpContext http)
    {
        if (PoiQuestion.Read(http.Request.Query, ContentDoor.One).Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        var pack = parts.Node.Content.InForce;
        if (pack.Poi((string)http.Request.RouteValues["poiId"]!) is not { } poi)
        {
            return reply.ErrorAsync(http, ApiError.PoiUnknown);
        }
        var w = Speak(http);
        return IsKnown(http, pack, w, poi.Id, CatalogueSeconds)
            ? Task.CompletedTask
            : reply.OkAsync(http, PoiView.Of(poi, pack, w), PortalJson.Default.PoiView, Fresh(pack));
    }

    private Task ItinerariesAsync(HttpContext http)
    {
        var question = PoiQuestion.Read(http.Request.Query, ContentDoor.Itineraries);
        if (question.Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        var pack = parts.Node.Content.InForce;
        var w = Speak(http);
        var fitting = pack.Itineraries.Where(i => question.Pilgrim is not { } pilgrim || i.PilgrimType == pilgrim).ToList();
        var (first, count) = Part(question, fitting.Count);
        ItineraryView[] views = [.. fitting.Skip(first).Take(count).Select(i => ItineraryView.Of(i, pack, walks.LengthOf(i, pack), w))];
        return IsKnown(http, pack, w, Envelope.Text(views, PortalJson.Default.ItineraryViewArray) + fitting.Count, CatalogueSeconds)
            ? Task.CompletedTask
            : reply.OkAsync(http, views, PortalJson.Default.ItineraryViewArray, Fresh(pack), pagination: new Pagination(question.Page, question.Limit, fitting.Count));
    }

    private Task ItineraryAsync(HttpContext http)
    {
        if (PoiQuestion.Read(http.Request.Query, ContentDoor.One).Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        var pack = parts.Node.Content.InForce;
        if (pack.Itinerary((string)http.Request.RouteValues["itineraryId"]!) is not { } plan)
        {
            return reply.ErrorAsync(http, ApiError.ItineraryUnknown);
        }
        var w = Speak(http);
        var view = ItineraryView.Of(plan, pack, walks.LengthOf(plan, pack), w) with
        {
            Pois = [.. pack.StopsOf(plan).Select(p => PoiView.Of(p, pack, w))],
            Legs = walks.LegsOf(plan, pack),
        };
        return IsKnown(http, pack, w, Envelope.Text(view, PortalJson.Default.ItineraryView), WalkSeconds)
            ? Task.CompletedTask
            : reply.OkAsync(http, view, PortalJson.Default.ItineraryView, Fresh(pack));
    }

    private static (int First, int Count) Part(PoiQuestion question, int total)
    {
        var first = (int)Math.Min(total, (question.Page - 1L) * question.Limit);
        return (first, Math.Min(question.Limit, total - first));
    }

    // Whether the reader holds this very answer already. Weak: the envelope's time and id differ each time.
    private static bool IsKnown(HttpContext http, ContentPack pack, Words w, string said, int seconds)
    {
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={seconds}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 8));
        return EntityTags.IsKnown(http, $"W/\"{pack.Hash[..16]}-{w.Tag}-{hash}\"");
    }

    private Words Speak(HttpContext http)
    {
        var w = languages.OfApi(http);
        http.Response.Headers.ContentLanguage = w.Tag;
        http.Response.Headers.Append("Vary", "Accept-Language, Cookie");
        return w;
    }

    private Freshness Fresh(ContentPack pack) => new(
        string.Create(CultureInfo.InvariantCulture, $"content {pack.Manifest.Pack} {pack.Manifest.Version}"),
        parts.Node.Self.Node.ToString(),
        (parts.Node.Desk.BestTime().WallMs - pack.Manifest.Published.ToUnixTimeMilliseconds()) / 1000.0);

    private Task RefuseAsync(HttpContext http, string field) =>
        reply.ErrorAsync(http, ApiError.InvalidField, field, field);
}
