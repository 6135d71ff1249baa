using System.Globalization;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Duty;

/// <summary>The way to the caller: a small drawing (north up) and the steps in words. Drawn by the box; no map is fetched.</summary>
internal static class WayMap
{
    private const double Width = 320, Height = 130, Margin = 16;

    public static Markup Of(Words w, RouteView route)
    {
        var steps = route.Steps.Select(s => Markup.Of($"""<li>{s.Instruction}</li>"""));
        return Markup.Of($"""<details><summary>{w[Say.Way]}: {w.With(Say.Meters, route.DistanceMeters)}</summary>{Drawing(w, route)}<ol class="way">{steps}</ol><p><a class="dial" href="geo:{Goal(route)}?q={Goal(route)}">{w[Say.OpenMaps]}</a></p></details>""");
    }

    private static string Goal(RouteView route) =>
        string.Create(CultureInfo.InvariantCulture, $"{route.Geometry.Points[^1].LatitudeDeg:0.######},{route.Geometry.Points[^1].LongitudeDeg:0.######}");

    private static Markup Drawing(Words w, RouteView route)
    {
        var points = route.Geometry.Points;
        var (west, east) = (points.Min(p => p.LongitudeDeg), points.Max(p => p.LongitudeDeg));
        var (south, north) = (points.Min(p => p.LatitudeDeg), points.Max(p => p.LatitudeDeg));
        // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        var narrow = Math.Cos(double.DegreesToRadians((south + north) / 2));
        var scale = Math.Min((Width - (2 * Margin)) / Math.Max((east - west) * narrow, 1e-5), (Height - (2 * Margin)) / Math.Max(north - south, 1e-5));
        var (left, top) = ((Width - ((east - west) * narrow * scale)) / 2, (Height - ((north - south) * scale)) / 2);
        var line = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p):0.#},{Y(p):0.#}")));
        return Markup.Of($"""
            <svg class="map" viewBox="0 0 320 130" role="img" aria-label="{w[Say.WayDrawing]}"><polyline points="{line}"/><circle cx="{Number(X(points[0]))}" cy="{Number(Y(points[0]))}" r="7" fill="#0b57d0"/><circle cx="{Number(X(points[^1]))}" cy="{Number(Y(points[^1]))}" r="9" fill="#b00020"/></svg>
            """);

        double X(Coordinate p) => left + ((p.LongitudeDeg - west) * narrow * scale);
        double Y(Coordinate p) => top + ((north - p.LatitudeDeg) * scale);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
