using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Amenities.Lookup;
using Samagam.Routing.Amenities;
using Samagam.Routing;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Amenities;

/// <summary>
/// Amenities by walking time, by text, one by one, and their categories. Without a place the nearest are asked from this box
/// (a phone in the sign-in sheet has no position). What a filter cannot know does not match, unless <c>include_unknown=true</c>.
/// </summary>
internal sealed class AmenityApi(PortalParts parts, ApiReply reply, PacedCalls paced, Languages languages, AmenityAnswers answers)
{
    /// <summary>How long a phone may keep the answer, in seconds.</summary>
    private const int LifeSeconds = 300;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/amenities/nearest", paced.Before(NearestAsync)).Says(new("amenities.nearest", "Nearest by walking time", Who.Everybody) { Gives = typeof(AmenityView[]), Query = [.. AmenityParameters.Nearest], Errors = ["NO_MAP", "FAR_FROM_PATHS"] });
        api.MapGet("/amenities/search", paced.BeforeSearch(SearchAsync)).Says(new("amenities.search", "Search by words, filters and place", Who.Everybody) { Gives = typeof(AmenityView[]), Query = [.. AmenityParameters.Search], Errors = ["NO_MAP", "FAR_FROM_PATHS"] });
        api.MapGet("/amenities/categories", paced.Before(CategoriesAsync)).Says(new("amenities.categories", "Kinds of amenities", Who.Everybody) { Gives = typeof(IReadOnlyList<CategoryView>), IsTagged = true, Errors = ["NO_MAP"] });
        api.MapGet("/amenities/{amenityId}", paced.Before(OneAsync)).Says(new("amenities.one", "One amenity", Who.Everybody) { Gives = typeof(AmenityView), IsTagged = true, Query = [.. AmenityParameters.One], Errors = ["NO_MAP", "AMENITY_UNKNOWN", "FAR_FROM_PATHS"] });
    }

    private Task NearestAsync(HttpContext http)
    {
        var question = AmenityQuestion.Read(http.Request.Query, AmenityDoor.Nearest, parts.Node.Picture.Snapshot.Amenities);
        if (question.Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        if (answers.Now() is not { } moment)
        {
            return reply.NoMapAsync(http);
        }
        return answers.Nearest(moment, question) is { } found
            ? ListAsync(http, moment, found, 0, found.Count, pagination: null)
            : FarAsync(http);
    }

    private Task SearchAsync(HttpContext http)
    {
        var question = AmenityQuestion.Read(http.Request.Query, AmenityDoor.Search, parts.Node.Picture.Snapshot.Amenities);
        if (question.Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        if (answers.Now() is not { } moment)
        {
            return reply.NoMapAsync(http);
        }
        if (answers.Search(moment, question, question.From) is not { } found)
        {
            return FarAsync(http);
        }
        var first = (int)Math.Min(found.Count, (question.Page - 1L) * question.Limit);
        return ListAsync(http, moment, found, first, Math.Min(question.Limit, found.Count - first), new Pagination(question.Page, question.Limit, found.Count));
    }

    private Task CategoriesAsync(HttpContext http)
    {
        foreach (var name in http.Request.Query.Keys)
        {
            if (name != "lang")
            {
                return RefuseAsync(http, name);
            }
        }
        if (answers.Now() is not { } moment)
        {
            return reply.NoMapAsync(http);
        }
        var w = Speak(http);
        var all = CategoryNames.All(moment, parts.Node.Picture.Snapshot.Amenities, w.Tag);
        return IsKnown(http, TagOf(Envelope.Text(all, PortalJson.Default.IReadOnlyListCategoryView), moment))
            ? Task.CompletedTask
            : reply.OkAsync(http, all, PortalJson.Default.IReadOnlyListCategoryView, reply.Of(moment.View), map: moment.Map);
    }

    private Task OneAsync(HttpContext http)
    {
        var question = AmenityQuestion.Read(http.Request.Query, AmenityDoor.One);
        if (question.Wrong is { } wrong)
        {
            return RefuseAsync(http, wrong);
        }
        if (answers.Now() is not { } moment)
        {
            return reply.NoMapAsync(http);
        }
        if (moment.View.Map.AmenityById((string)http.Request.RouteValues["amenityId"]!) is not { } amenity)
        {
            return reply.ErrorAsync(http, ApiError.AmenityUnknown);
        }
        WalkTime? walk = question.From is { } from ? moment.View.WalkTimes(from, [amenity.Point], question.Profile)[0] : null;
        if (walk is { Outcome: NoRouteReason.StartFarFromPaths })
        {
            return FarAsync(http);
        }
        var w = Speak(http);
        var index = moment.Catalogue.IndexOf(amenity);
        var found = walk is { IsFound: true };
        var view = moment.Of(index, w, found ? walk!.Value.Seconds : null, found ? walk!.Value.LengthMetres : null) with { Week = moment.WeekOf(index, w) };
        // That the same report is a second older is no other answer.
        if (IsKnown(http, TagOf(Envelope.Text(view.Ageless(), PortalJson.Default.AmenityView), moment)))
        {
            return Task.CompletedTask;
        }
        return reply.OkAsync(http, view, PortalJson.Default.AmenityView, reply.Of(moment.View), map: moment.Map);
    }

    private Task ListAsync(HttpContext http, AmenityMoment moment, List<AmenityFind> found, int first, int count, Pagination? pagination)
    {
        var w = Speak(http);
        var views = new AmenityView[count];
        for (var i = 0; i < count; i++)
        {
            var find = found[first + i];
            views[i] = moment.Of(find.Index, w, find.Seconds, find.Metres, find.Score);
        }
        http.Response.Headers.CacheControl = KeptFor;
        return reply.OkAsync(http, views, PortalJson.Default.AmenityViewArray, reply.Of(moment.View), pagination: pagination, map: moment.Map);
    }

    private static readonly string KeptFor = string.Create(CultureInfo.InvariantCulture, $"private, max-age={LifeSeconds}");

    // Whether the reader holds this very answer already: then 304 is sent, and nothing more (RFC 9110 §13.1.2, weak comparison).
    private static bool IsKnown(HttpContext http, string tag)
    {
        var headers = http.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "private, no-cache";
        foreach (var value in http.Request.Headers.IfNoneMatch)
        {
            if (value is not null && (value.Trim() == "*" || value.Contains(tag[2..], StringComparison.Ordinal)))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
        }
        return false;
    }

    private static string TagOf(string data, AmenityMoment moment) =>
        $"W/\"{moment.View.Map.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)).AsSpan(0, 8))}\"";

    private Words Speak(HttpContext http)
    {
        var w = languages.OfApi(http);
        http.Response.Headers.ContentLanguage = w.Tag;
        http.Response.Headers.Append("Vary", "Accept-Language, Cookie");
        return w;
    }

    private Task FarAsync(HttpContext http) => reply.ErrorAsync(http, ApiError.FarFromPaths, "lat", "lat");

    private Task RefuseAsync(HttpContext http, string field) =>
        reply.ErrorAsync(http, ApiError.InvalidField, field, field);
}
