using System.Globalization;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Profiles;

/// <summary>
/// The truth table of who may walk where, each row as a small map: one way of 200 m with a node in its middle.
/// </summary>
public sealed class FootAccessTests(ITestOutputHelper output)
{
    // The table comes from one engine. Where the other two, and the design, say otherwise, the design is followed.
    private static readonly Dictionary<string, (string Ours, string Why)> Deviations = new()
    {
        ["highway=bridleway"] = ("yes", "the design's allow-list has bridleways; two of three engines walk them"),
        ["highway=bridleway;bicycle=yes"] = ("yes", "as above; a bicycle sign says nothing about walkers"),
        ["highway=cycleway"] = ("yes", "the design's allow-list has cycleways; two of three engines walk them"),
        ["highway=trunk_link"] = ("yes", "trunk is allowed with a penalty; only the table's engine forbids it"),
        ["highway=trunk;oneway:foot=yes"] = ("forward", "trunk is allowed with a penalty, so its walkers' one-way binds"),
        ["highway=trunk;oneway:foot=no"] = ("yes", "trunk is allowed with a penalty"),
        ["highway=trunk;oneway:foot=-1"] = ("backward", "trunk is allowed with a penalty, so its walkers' one-way binds"),
    };

    [Fact]
    public void Every_row_of_the_truth_table_holds_but_for_the_listed_deviations()
    {
        var wrong = new List<string>();
        var used = new HashSet<string>();
        var rows = SharedMaps.Rows("foot-access.csv");
        foreach (var row in rows)
        {
            var (forward, backward) = Walk(row[1], row[2]);
            var (expectedForward, expectedBackward) = (row[3], row[4]);
            if (row[2].Length == 0 && Deviations.TryGetValue(row[1], out var deviation))
            {
                used.Add(row[1]);
                output.WriteLine($"deviation: {row[1]}: table {row[3]}/{row[4]}, ours {deviation.Ours}: {deviation.Why}");
                (expectedForward, expectedBackward) = deviation.Ours switch
                {
                    "forward" => ("yes", "no"),
                    "backward" => ("no", "yes"),
                    _ => ("yes", "yes"),
                };
            }
            if (!Agrees(forward, expectedForward) || !Agrees(backward, expectedBackward))
            {
                wrong.Add($"{row[1]} | {row[2]}: expected {expectedForward}/{expectedBackward}, got {forward}/{backward} s");
            }
        }
        output.WriteLine($"{rows.Count} rows, {used.Count} deviations");
        Assert.Empty(wrong);
        Assert.Equal(121, rows.Count);
        Assert.Equal(Deviations.Count, used.Count);
    }

    [Fact]
    public void Walking_is_5_km_per_hour_and_steps_are_3()
    {
        Assert.Equal(144, Walk("highway=footway", "").Forward!.Value, 0.1);
        Assert.Equal(240, Walk("highway=steps", "").Forward!.Value, 0.1);
    }

    [Theory]
    [InlineData("highway=residential;foot:forward=no", false, true)]
    [InlineData("highway=residential;foot:backward=private", true, false)]
    [InlineData("highway=steps;conveying=forward", true, false)]
    [InlineData("highway=steps;conveying=backward", false, true)]
    [InlineData("highway=steps;conveying=yes", true, true)]
    [InlineData("route=ferry", true, true)]
    [InlineData("route=ferry;oneway=yes", true, false)]
    [InlineData("route=ferry;foot=no", false, false)]
    [InlineData("railway=platform", true, true)]
    [InlineData("highway=motorway;sidewalk=both", true, true)]
    [InlineData("highway=residential;access=military", false, false)]
    [InlineData("highway=residential;access=permit", false, false)]
    [InlineData("highway=residential;access=destination", true, true)]
    [InlineData("waterway=river", false, false)]
    public void Rules_beyond_the_table_hold_in_both_directions(string tags, bool forward, bool backward)
    {
        var walk = Walk(tags, "");
        Assert.Equal((forward, backward), (walk.Forward is not null, walk.Backward is not null));
    }

    /// <summary>Seconds over the 200 m each way, or null when it may not be walked. A known footway keeps the map from being empty.</summary>
    private static (double? Forward, double? Backward) Walk(string wayTags, string nodeTags)
    {
        var map = new OsmText()
            .Node(1, 50.00, 8.0).Node(2, 50.0008993216, 8.0, nodeTags).Node(3, 50.0017986432, 8.0)
            .Way(10, wayTags, 1, 2, 3)
            .Node(8, 51.0, 9.0).Node(9, 51.01, 9.0).Way(11, "highway=footway", 8, 9)
            .Load(new MapLoadOptions { Walk = new() { MaxSnapMetres = 5 } });
        var (a, b) = (new Coordinate(50.00, 8.0), new Coordinate(50.0017986432, 8.0));
        return (Seconds(map.Usual.Route(a, b)), Seconds(map.Usual.Route(b, a)));
    }

    private static double? Seconds(RouteOutcome outcome) => outcome is RouteFound found ? found.Seconds : null;

    private static bool Agrees(double? seconds, string expected) => expected switch
    {
        "not_tested" => true,
        "yes" => seconds is not null,
        "no" => seconds is null,
        _ => seconds is { } s && Math.Abs(s / double.Parse(expected.Split(' ')[0], CultureInfo.InvariantCulture) - 1) <= 0.1,
    };
}
