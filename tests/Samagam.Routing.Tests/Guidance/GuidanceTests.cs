using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Guidance;

namespace Samagam.Routing.Tests.Guidance;

/// <summary>What a walker is told.</summary>
public sealed class GuidanceTests
{
    [Fact]
    public void A_walk_is_told_with_turns_names_and_landmarks_in_both_languages()
    {
        var map = new OsmText()
            .Node(1, 50, 8).Node(2, 50.002, 8).Node(3, 50.002, 8.003).Node(4, 50.004, 8.003).Node(5, 50.0041, 8.0031)
            .Node(6, 50.00201, 8.0031, "amenity=place_of_worship;name:en=Harsiddhi Temple;name:hi=हरसिद्धि मंदिर")
            .Way(10, "highway=residential;name=घाट मार्ग;name:en=Ghat Road", 1, 2)
            .Way(11, "highway=residential;name=Mandir Road;name:hi=मंदिर मार्ग", 2, 3)
            .Way(12, "highway=steps;incline=up", 3, 4).Load();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8), new(50.004, 8.003), WalkMetric.Crowd));
        Assert.Equal(
            [
                "Walk north on Ghat Road for 220 m.",
                "Turn right onto Mandir Road towards Harsiddhi Temple for 210 m.",
                "Go up the steps for 220 m.",
                "You have arrived.",
            ],
            GuidanceText.Say(map.Guide(route), "en", WalkMetric.Crowd));
        Assert.Equal(
            [
                "घाट मार्ग पर उत्तर दिशा में चलें, 220 मीटर तक।",
                "हरसिद्धि मंदिर की ओर: दाएँ मुड़कर मंदिर मार्ग पर चलें, 210 मीटर तक।",
                "सीढ़ियाँ चढ़ें, 220 मीटर तक।",
                "आप पहुँच गए हैं।",
            ],
            GuidanceText.Say(map.Guide(route), "hi", WalkMetric.Crowd));
    }

    [Theory]
    [InlineData(0.001, 0.0001, ManoeuvreKind.Continue)]
    [InlineData(0.001, -0.0010, ManoeuvreKind.SlightLeft)]
    [InlineData(0.0003, -0.002, ManoeuvreKind.Left)]
    [InlineData(-0.001, -0.0012, ManoeuvreKind.SharpLeft)]
    [InlineData(0.001, 0.0010, ManoeuvreKind.SlightRight)]
    [InlineData(0.0003, 0.002, ManoeuvreKind.Right)]
    [InlineData(-0.001, 0.0012, ManoeuvreKind.SharpRight)]
    [InlineData(-0.001, 0.00005, ManoeuvreKind.TurnBack)]
    public void The_angle_decides_the_turn(double north, double east, ManoeuvreKind expected)
    {
        var map = new OsmText().Node(1, 49.998, 8).Node(2, 50, 8).Node(3, 50 + north, 8 + east)
            .Way(10, "highway=footway;name=a", 1, 2).Way(11, "highway=footway;name=b", 2, 3).Load();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(49.998, 8), new(50 + north, 8 + east)));
        Assert.Equal([ManoeuvreKind.Depart, expected, ManoeuvreKind.Arrive], map.Guide(route).Select(m => m.Kind));
    }

    [Fact]
    public void Every_manoeuvre_flag_and_heading_has_words_and_Hindi_has_no_Latin_letters()
    {
        var name = new PathName("राम घाट", "राम घाट", "Ram Ghat");
        foreach (var kind in Enum.GetValues<ManoeuvreKind>())
        {
            foreach (var flag in Enum.GetValues<LegFlags>())
            {
                for (var heading = 0; heading < 8; heading++)
                {
                    foreach (var (called, towards, metres) in new[] { (PathName.None, PathName.None, 0.0), (name, PathName.None, 42.0), (PathName.None, name, 1234.0), (name, name, 990.0) })
                    {
                        var manoeuvre = new Manoeuvre(kind, 0, metres, 0, called, towards, heading, flag);
                        var hindi = GuidanceText.Say(manoeuvre, "hi");
                        Assert.DoesNotContain(hindi, c => char.IsAsciiLetter(c));
                        Assert.DoesNotContain('{', hindi);
                        Assert.EndsWith("।", hindi);
                        var english = GuidanceText.Say(manoeuvre, "en");
                        Assert.DoesNotContain('{', english);
                        Assert.DoesNotContain(english, c => c is >= '\u0900' and <= '\u097F');
                        Assert.EndsWith(".", english);
                    }
                }
            }
        }
    }

    [Fact]
    public void Danger_crowd_gates_and_one_ways_are_said()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01)
            .Way(10, "highway=footway;samagam:gate=closed", 1, 2)
            .Node(3, 50, 7.99).Way(11, "highway=footway", 3, 1).Node(4, 50, 8.02).Way(12, "highway=footway", 2, 4)
            .Node(91, 49.9, 7.9).Node(92, 49.9, 8.1).Node(93, 50.1, 8.1).Node(94, 50.1, 7.9).Way(90, "samagam:zone=all", 91, 92, 93, 94, 91).Load();
        var view = map.Under(new PathConditions
        {
            Epoch = 1,
            Zones = new Dictionary<string, ZoneCondition> { ["all"] = new(4.5, false) },
            Orders = [new(PathOrderEffect.Opened, [10], []), new(PathOrderEffect.OneWay, [11], [], 90)],
        });
        var said = GuidanceText.Say(map.Guide(Assert.IsType<RouteFound>(view.Route(new(50, 7.99), new(50, 8.02)))), "en", WalkMetric.Crowd);
        Assert.Equal(
            [
                "Walk east for 710 m. It is very crowded there. One way: you cannot come back by it.",
                "Go through the gate for 710 m. It is very crowded there.",
                "Go straight on for 710 m. It is very crowded there.",
                "You have arrived.",
            ],
            said);
    }

    [Fact]
    public void Kerbs_crossings_and_landings_are_no_instructions_of_their_own()
    {
        var map = new OsmText()
            .Node(1, 50, 8).Node(2, 50.002, 8).Node(3, 50.002, 8.0001).Node(4, 50.002, 8.002).Node(5, 50.0022, 8.002).Node(6, 50.0023, 8.002).Node(7, 50.0026, 8.002)
            .Way(10, "highway=residential;name=Long Road", 1, 2)
            // Across the carriageway, 7 m.
            .Way(11, "highway=footway", 2, 3)
            .Way(12, "highway=footway;name=River Walk", 3, 4)
            .Way(13, "highway=steps;incline=up;ramp:wheelchair=yes", 4, 5).Way(14, "highway=footway", 5, 6).Way(15, "highway=steps;incline=up;ramp:wheelchair=yes", 6, 7)
            .Load();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8), new(50.0026, 8.002), WalkMetric.Crowd));
        Assert.Equal(
            [
                "Walk north on Long Road for 220 m.",
                "Turn right onto River Walk for 140 m.",
                "Go up the steps for 65 m. There is a ramp for wheels.",
                "You have arrived.",
            ],
            GuidanceText.Say(map.Guide(route), "en", WalkMetric.Crowd));
        Assert.Equal(route.LengthMetres, map.Guide(route).Sum(m => m.LengthMetres), 3);
    }

    [Fact]
    public void The_way_to_the_first_path_and_from_the_last_is_told()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50, 8.01).Way(10, "highway=footway;name=Ghat Road", 1, 2).Load();
        var route = Assert.IsType<RouteFound>(map.Usual.Route(new(50.001, 8.001), new(49.9995, 8.009), WalkMetric.Crowd));
        Assert.Equal(
            [
                "There is no path yet: walk south for 110 m.",
                "Walk east on Ghat Road for 570 m.",
                "Leave the path and go south for 55 m.",
                "You have arrived.",
            ],
            GuidanceText.Say(map.Guide(route), "en", WalkMetric.Crowd));
    }

    [Fact]
    public void Who_needs_it_step_free_is_told_once_where_the_map_does_not_know()
    {
        var map = new OsmText().Node(1, 50, 8).Node(2, 50.002, 8).Node(3, 50.002, 8.003)
            .Way(10, "highway=footway;name=One", 1, 2).Way(11, "highway=footway;name=Two", 2, 3).Load();
        var guide = map.Guide(Assert.IsType<RouteFound>(map.Usual.Route(new(50, 8), new(50.002, 8.003), WalkMetric.Accessible)));
        Assert.Single(GuidanceText.Say(guide, "en", WalkMetric.Accessible), s => s.Contains("ask before you go", StringComparison.Ordinal));
        Assert.DoesNotContain(GuidanceText.Say(guide, "en", WalkMetric.Crowd), s => s.Contains("ask before you go", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, "5 m")]
    [InlineData(42, "40 m")]
    [InlineData(97, "95 m")]
    [InlineData(98, "100 m")]
    [InlineData(994, "990 m")]
    [InlineData(996, "1.0 km")]
    [InlineData(12_345, "12.3 km")]
    public void Distances_are_said_as_people_say_them(double metres, string expected) => Assert.Equal(expected, GuidanceText.Distance(metres, "en"));
}
