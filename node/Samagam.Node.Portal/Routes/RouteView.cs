using System.Text;
using Samagam.Core.Geo;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>One stretch of a walk on one path; the name may be empty.</summary>
internal sealed record RouteStep(string Name, int Meters);

/// <summary>GeoJSON LineString (RFC 7946): longitude first.</summary>
internal sealed record LineString(string Type, IReadOnlyList<double[]> Coordinates);

/// <summary>A walk. <paramref name="DurationSeconds"/> counts the way from the asked place to the path and from it as well.</summary>
internal sealed record RouteView(
    int DistanceMeters, int DurationSeconds, LineString Geometry, string Polyline, IReadOnlyList<RouteStep> Steps, string MapVersion)
{
    public static RouteView Of(RouteFound route, string language, string mapVersion) => new(
        (int)Math.Round(route.LengthMetres),
        (int)Math.Round(route.DoorToDoorSeconds),
        new LineString("LineString", [.. route.Geometry.Select(p => new[] { Math.Round(p.LongitudeDeg, 6), Math.Round(p.LatitudeDeg, 6) })]),
        Encode(route.Geometry),
        StepsOf(route, language),
        mapVersion);

    /// <summary>The walk between two places on a map, or null when there is none.</summary>
    public static RouteView? Between(MapSnapshot? map, GeoPoint from, GeoPoint to, string language) =>
        map?.Route(Of(from), Of(to), WalkMetric.Quickest) is RouteFound found ? Of(found, language, map.Version) : null;

    public static Coordinate Of(GeoPoint point) => new(point.LatitudeDeg, point.LongitudeDeg);

    /// <summary>Encoded polyline, precision 5 (Google, "Encoded Polyline Algorithm Format").</summary>
    public static string Encode(IReadOnlyList<Coordinate> points)
    {
        var text = new StringBuilder();
        long lat = 0, lng = 0;
        foreach (var point in points)
        {
            var nextLat = (long)Math.Round(point.LatitudeDeg * 1e5);
            var nextLng = (long)Math.Round(point.LongitudeDeg * 1e5);
            Append(text, nextLat - lat);
            Append(text, nextLng - lng);
            (lat, lng) = (nextLat, nextLng);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, long value)
    {
        var bits = value < 0 ? ~(value << 1) : value << 1;
        while (bits >= 0x20)
        {
            text.Append((char)((0x20 | (bits & 0x1f)) + 63));
            bits >>= 5;
        }
        text.Append((char)(bits + 63));
    }

    /// <summary>Stretches of the same name are one step.</summary>
    private static List<RouteStep> StepsOf(RouteFound route, string language)
    {
        var steps = new List<(string Name, double Meters)>();
        foreach (var leg in route.Legs)
        {
            var name = leg.Name.In(language);
            if (steps.Count > 0 && steps[^1].Name == name)
            {
                steps[^1] = (name, steps[^1].Meters + leg.LengthMetres);
            }
            else
            {
                steps.Add((name, leg.LengthMetres));
            }
        }
        return [.. steps.Select(s => new RouteStep(s.Name, (int)Math.Round(s.Meters)))];
    }
}
