using System.Globalization;
using Samagam.Routing;

namespace Samagam.Provisioning;

/// <summary>How packs are told of.</summary>
internal static class PackText
{
    public static void Line(Desk desk, string what, string text) => desk.Out.WriteLine($"{what,-12}{text}");

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static void Content(Action<string, string> line, MapSnapshot map)
    {
        var (report, bounds) = (map.Report, map.Bounds);
        line("names", string.Join(',', report.Languages));
        line("bounds", string.Create(
            CultureInfo.InvariantCulture,
            $"{bounds.SouthWest.LongitudeDeg:F5},{bounds.SouthWest.LatitudeDeg:F5},{bounds.NorthEast.LongitudeDeg:F5},{bounds.NorthEast.LatitudeDeg:F5}"));
        line("paths", $"{Number(report.Ways)} ways, {Number(report.Vertices)} junctions, {Number(report.Edges)} edges, {Number(report.Components)} parts");
        line("ground", $"{Number(report.Areas)} areas, {Number(report.AreaCrossings)} lines across");
        line("places", $"{Number(report.Amenities)} amenities, {Number(report.Zones)} zones and sectors");
        line("search", map.IsOrdered ? "ordered" : "plain (too small to be ordered, or too dense)");
    }
}
