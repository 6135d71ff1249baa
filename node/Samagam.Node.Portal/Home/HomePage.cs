using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Amenities;
using Samagam.Node.Portal.Content;
using Samagam.Node.Portal.Groups;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;
using Samagam.Routing.Amenities;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Home;

/// <summary>The first page of a phone: the form for help and the nearest help. At most 14 KB over the wire, no script needed.</summary>
internal sealed class HomePage(Frame frame, Languages languages, NearestHelp nearest)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], ShowAsync);

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var next = frame.NewCall();
        var body = Markup.Of($"""
            <h1>{w[Say.HomeTitle]}</h1><p class="small">{w[Say.HomeText]}</p>
            <section class="card">{SosForm.Of(w, next, SosFields.Empty)}</section>
            {Nearest(w)}
            <p><a class="wide dial" href="{GuidePage.Path}">{Icons.Of("temple")}{w[Say.GuideTitle]}</a></p>
            <p><a class="wide dial" href="{Invites.JoinPath}">{Icons.Of("dots")}{w[Say.GroupTitle]}</a></p>
            <p><a class="aside" href="/volunteer">{w[Say.VolunteerLink]}</a></p>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.HomeTitle], body) { NextCall = next });
    }

    /// <summary>For a page that is not there.</summary>
    public Task NotFoundAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var body = Markup.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p>{w[Say.NotFoundText]}</p><p><a class="wide dial" href="/">{w[Say.BackHome]}</a></p>""");
        return frame.WriteAsync(http, StatusCodes.Status404NotFound, new PortalPage(w, w[Say.NotFoundTitle], body));
    }

    private Markup Nearest(Words w)
    {
        if (nearest.Now() is not var (found, age))
        {
            return Markup.Of($"""<section class="card"><h2>{w[Say.NearestHelp]}</h2><p>{w[Say.NoMap]}</p></section>""");
        }
        var rows = found.Groups.Select(g => Markup.Of($"""
            <li>{Icons.Of(AmenityIcons.Of(g.Type))}<b>{w[WordOf(g.Type)]}</b><span>{Places(w, g.Found)}</span></li>
            """));
        return Markup.Of($"""
            <section class="card"><h2>{w[Say.NearestHelp]}</h2><ul class="near">{rows}</ul><p class="small">{w.With(Say.FiguresAge, w.Ago((long)age.TotalSeconds))}</p>{FindForm.Small(w)}<p><a class="dial" href="{FindPage.Path}">{Icons.Of("dots")}{w[Say.FindAllKinds]}</a></p></section>
            """);
    }

    private static Markup Places(Words w, IReadOnlyList<NearbyAmenity> found) => found.Count == 0
        ? Markup.Of($"{w[Say.NoneInReach]}")
        : Markup.Join(found.Select(f => Markup.Of($"""<a href="/route?to={Uri.EscapeDataString(f.Amenity.Id)}"><i>{w.Walk(f.Seconds)}</i>{Markup.When(f.Amenity.Name.In(w.Tag).Length > 0, $"&#160;{f.Amenity.Name.In(w.Tag)}")}</a>""")));

    public static Say WordOf(AmenityType type) => type switch
    {
        AmenityType.Toilet => Say.Toilet,
        AmenityType.Water => Say.Water,
        AmenityType.Medical => Say.Medical,
        _ => Say.Police,
    };
}
