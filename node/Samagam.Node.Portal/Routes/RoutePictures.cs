using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Drawing;
using Samagam.Routing.Guidance;
using Samagam.Routing;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Routes;

/// <summary><c>GET routes/{routeId}/picture.svg?lang=</c>: the way as a picture that needs neither script nor another host; also the small one of the volunteer's page.</summary>
internal sealed class RoutePictures(PortalParts parts, ApiReply reply, Languages languages, RouteBook book, PacedCalls paced)
{
    // A picture opened by itself is a document: it may do nothing.
    private const string NothingMore = "default-src 'none'; frame-ancestors 'none'";
    private const int SmallBytes = 12_000;

    public void Map(IEndpointRouteBuilder api) => api.MapMethods("/routes/{routeId}/picture.svg", [HttpMethods.Get, HttpMethods.Head], paced.Before(ShowAsync))
        .Says(new("routes.picture", "A kept route as a picture", Who.Everybody, Whose.Known) { GivesType = "image/svg+xml", Errors = ["ROUTE_UNKNOWN"] });

    /// <summary>The picture for a page, which says beside it what there is to say.</summary>
    public static string Draw(MapView view, RouteFound route, WalkMetric metric, Words w)
    {
        var steps = view.Map.Guide(route);
        return RoutePicture.Draw(view, new PictureOrder(
            route.Geometry, w.Tag, w.With(Say.WayPicture, GuidanceText.Distance(route.DoorToDoorMetres, w.Tag)), string.Join(' ', GuidanceText.Say(steps, w.Tag, metric)))
        {
            Start = route.Start,
            Goal = route.End,
            GoalName = steps[^1].Name.In(w.Tag),
            Credit = RoutePicture.CreditOf(view.Map, w.Tag),
        });
    }

    /// <summary>A small one to go inside a page, as the value of an image's address.</summary>
    public static string Small(MapView view, RouteFound route, string language) =>
        "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(RoutePicture.Draw(view, new PictureOrder(route.Geometry, language, "", "")
        {
            Start = route.Start,
            Goal = route.End,
            MinHeight = 150,
            MaxHeight = 240,
            MaxBytes = SmallBytes,
            Credit = RoutePicture.CreditOf(view.Map, language),
        })));

    private Task ShowAsync(HttpContext http)
    {
        if (book.Find((string)http.Request.RouteValues["routeId"]!) is not { } kept)
        {
            return reply.ErrorAsync(http, ApiError.RouteUnknown);
        }
        if (parts.Node.Map.View is not { } view)
        {
            return reply.NoMapAsync(http);
        }
        var w = languages.OfApi(http);
        var headers = http.Response.Headers;
        // The ground under a route changes with crowd and closures; the tag says whether it has.
        headers.CacheControl = "private, no-cache";
        headers.ContentLanguage = w.Tag;
        headers.Vary = "Accept-Language";
        if (EntityTags.IsKnown(http, string.Create(CultureInfo.InvariantCulture, $"\"{kept.Id}-{w.Tag}-{view.Map.Drawn.Version}-{view.Conditions.Epoch}\"")))
        {
            return Task.CompletedTask;
        }
        headers.ContentSecurityPolicy = NothingMore;
        headers.XContentTypeOptions = "nosniff";
        return Answer.SendAsync(http, StatusCodes.Status200OK, "image/svg+xml; charset=utf-8", Encoding.UTF8.GetBytes(Draw(view, kept.Found, kept.Question.Metric, w)));
    }
}
