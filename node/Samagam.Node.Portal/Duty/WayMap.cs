using System.Globalization;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Duty;

/// <summary>The way to the caller: the picture of it, small, and the steps in words. Drawn by the box; nothing is fetched for it.</summary>
internal static class WayMap
{
    public static Markup Of(Words w, RouteView route)
    {
        var steps = route.Steps.Select(s => Markup.Of($"""<li>{s.Instruction}</li>"""));
        return Markup.Of($"""<details><summary>{w[Say.Way]}: {w.With(Say.Meters, route.DistanceMeters)}</summary>{Markup.When(route.Picture.Length > 0, $"<img class='map' src='{route.Picture}' alt='{w[Say.WayDrawing]}'>")}<ol class="way">{steps}</ol><p><a class="dial" href="geo:{Goal(route)}?q={Goal(route)}">{w[Say.OpenMaps]}</a></p></details>""");
    }

    private static string Goal(RouteView route) =>
        string.Create(CultureInfo.InvariantCulture, $"{route.Geometry.Points[^1].LatitudeDeg:0.######},{route.Geometry.Points[^1].LongitudeDeg:0.######}");
}
