using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;
using Samagam.Routing.Amenities;

namespace Samagam.Node.Portal.Home;

/// <summary>The first page of a phone: the form for help and the nearest help. At most 14 KB over the wire, no script needed.</summary>
internal sealed class HomePage(Frame frame, Languages languages, NearestHelp nearest)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ShowAsync);
        routes.MapFallback(NotFoundAsync);
    }

    private Task ShowAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var next = frame.NewCall();
        var body = Html.Of($"""
            <h1>{w[Say.HomeTitle]}</h1><p class="small">{w[Say.HomeText]}</p>
            <section class="card">{SosForm.Of(w, next, SosFields.Empty)}</section>
            {Nearest(w)}
            <p class="small"><a href="/volunteer">{w[Say.VolunteerLink]}</a></p>
            """);
        return frame.WriteAsync(http, StatusCodes.Status200OK, new Page(w, w[Say.HomeTitle], body) { NextCall = next });
    }

    private Task NotFoundAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var body = Html.Of($"""<h1>{w[Say.NotFoundTitle]}</h1><p>{w[Say.NotFoundText]}</p><p><a class="wide dial" href="/">{w[Say.BackHome]}</a></p>""");
        return frame.WriteAsync(http, StatusCodes.Status404NotFound, new Page(w, w[Say.NotFoundTitle], body));
    }

    private Html Nearest(Words w)
    {
        if (nearest.Now() is not var (found, age))
        {
            return Html.Of($"""<section class="card"><h2>{w[Say.NearestHelp]}</h2><p>{w[Say.NoMap]}</p></section>""");
        }
        var rows = found.Groups.Select(g => Html.Of($"""
            <li>{Icons.Of(IconOf(g.Type))}<b>{w[WordOf(g.Type)]}</b><span>{Places(w, g.Found)}</span></li>
            """));
        return Html.Of($"""
            <section class="card"><h2>{w[Say.NearestHelp]}</h2><ul class="near">{rows}</ul><p class="small">{w.With(Say.FiguresAge, w.Ago((long)age.TotalSeconds))}</p></section>
            """);
    }

    private static Html Places(Words w, IReadOnlyList<NearbyAmenity> found) => found.Count == 0
        ? Html.Text(w[Say.NoneInReach])
        : Html.Join(found.Select(f => Html.Of($"""<i>{w.Walk(f.Seconds)}</i> {f.Amenity.Name.In(w.Tag)}<br>""")));

    public static Say WordOf(AmenityType type) => type switch
    {
        AmenityType.Toilet => Say.Toilet,
        AmenityType.Water => Say.Water,
        AmenityType.Medical => Say.Medical,
        _ => Say.Police,
    };

    private static string IconOf(AmenityType type) => type switch
    {
        AmenityType.Toilet => "toilet",
        AmenityType.Water => "water",
        AmenityType.Medical => "medical",
        _ => "police",
    };
}
