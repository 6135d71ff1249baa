using System.Globalization;
using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Search;

/// <summary>Real pairs through three independent engines: where they agree, so do we, or we are shorter by legal paths.</summary>
public sealed class ConsensusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("heidelberg.osm.pbf", "consensus-heidelberg.csv")]
    [InlineData("monaco-2012.osm.gz", "consensus-monaco-gh.csv")]
    public void At_least_99_of_100_routes_agree_with_three_engines_or_are_shorter_and_legal(string mapName, string table)
    {
        var map = SharedMaps.Load(mapName);
        var law = LegalSegments.Read(SharedMaps.Path(mapName));
        int asked = 0, within = 0, shorter = 0;
        var illegal = new List<string>();
        foreach (var row in SharedMaps.Rows(table).Where(r => r[^1].Length > 0))
        {
            asked++;
            var (from, to) = (Point(row[2], row[3]), Point(row[4], row[5]));
            var truth = Number(row[^1]);
            if (map.Usual.Route(from, to) is not RouteFound route)
            {
                output.WriteLine($"none: {string.Join(',', row[2..])} {map.Usual.Route(from, to)}");
                continue;
            }
            if (law.WhyIllegal(route) is { } why)
            {
                illegal.Add($"{from} → {to}: {why}");
            }
            else if (Math.Abs(route.LengthMetres - truth) <= truth / 100)
            {
                within++;
            }
            else if (route.LengthMetres < truth)
            {
                shorter++;
            }
            else
            {
                output.WriteLine($"longer: {string.Join(',', row[2..])} ours {route.LengthMetres:F1} gaps {route.StartGapMetres:F1} {route.EndGapMetres:F1}");
            }
        }
        var share = (within + shorter) / (double)asked;
        output.WriteLine($"{table}: {asked} pairs, {within} within 1 %, {shorter} shorter and legal, together {share:P2}");
        Assert.True(illegal.Count == 0, string.Join("; ", illegal));
        Assert.True(share >= 0.99, $"only {share:P2} of {asked} pairs agree");
    }

    private static Coordinate Point(string lat, string lon) => new(Number(lat), Number(lon));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
